"""The colours of charts and maps; the style sheet repeats them as variables and a test holds them equal."""

INK = "#1b2a33"
INK_SOFT = "#4a5b66"
PAPER = "#ffffff"
GROUND = "#f4f7f7"
LINE = "#cfd8dc"
ACCENT = "#0b5f73"
ACCENT_SOFT = "#cfe6ec"
SECOND = "#b3570a"
ACT = "#9a2f10"

# Yellow to navy: lightness falls at every step, so it survives colour blindness, grey print and sunlight.
SEQUENTIAL = ("#f3efc4", "#c3dfb9", "#7fc0b5", "#3f92ab", "#1f6290", "#142f5c")
NO_DATA = "#8a979e"

# Found on phones and desktops without a download; the last ones are for the machine that draws the charts.
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"


def steps(count: int) -> tuple[str, ...]:
    """Pick `count` colours (1 to 6) spread over the whole sequential scale, lightest first."""
    if count == 1:
        return (SEQUENTIAL[3],)
    last = len(SEQUENTIAL) - 1
    return tuple(SEQUENTIAL[round(place * last / (count - 1))] for place in range(count))
