"""The icons: strokes on a 24 × 24 grid, drawn for this project; always beside a word, never instead of it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

STROKES = {
    "menu": "M4 7h16M4 12h16M4 17h16",
    "cross": "M6 6l12 12M18 6L6 18",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 11v5M12 7.8v.2",
    "warning": "M12 4L3 19.5h18zM12 10v4.5M12 17v.2",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V12l3.5 2",
    "person": "M12 4.5a3.7 3.7 0 1 0 0 7.4a3.7 3.7 0 1 0 0-7.4M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
    "down": "M12 4v12M7 11.5l5 5l5-5M5 20h14",
    "up": "M12 16V4M7 9l5-5l5 5M5 20h14",
    "filter": "M4 6h16l-6.3 7v5.5l-3.4 1.5v-7z",
    "map": "M9 5L3.5 7v12L9 17l6 2l5.5-2V5L15 7zM9 5v12M15 7v12",
    "chart": "M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6",
    "file": "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "school": "M3 10l9-5l9 5l-9 5zM7 12.5V17c3 2 7 2 10 0v-4.5M21 10v5",
    "people": "M9 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M3.5 19c0-3.5 2.5-5.5 5.5-5.5s5.5 2 5.5 5.5"
    "M15.5 5.4a3 3 0 0 1 0 5.3M16.5 13.7c2.4.5 4 2.4 4 5.3",
    "speech": "M4 5h16v11H11l-4.5 4v-4H4z",
    "plus": "M12 5v14M5 12h14",
    "forward": "M5 12h14M13 6l6 6l-6 6",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
    "search": "M10.5 4.5a6 6 0 1 0 0 12a6 6 0 1 0 0-12M15 15l5 5",
}


def icon(name: str) -> SafeString:
    """Draw one icon, hidden from screen readers: the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        STROKES[name],
    )
