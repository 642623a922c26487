"""Drawn pictures that show what was kept: one that everybody sees, one that stays inside."""

import io
from typing import Any

SIZE = (960, 600)
LAMPS = 6


def attach(commitment: Any, caption: str, *, is_public: bool, by: Any) -> None:
    """Keep a drawn picture of lamps at night as what shows that a promise was kept."""
    from confianza.web.plans import exhibits
    from confianza.web.plans.actions import exhibits as actions

    files = [exhibits.clean_copy(_lamps_at_night())]
    for made in actions.attach(commitment=commitment, files=files, caption=caption, by=by):
        if is_public:
            actions.show(exhibit=made, by=by)


def _lamps_at_night() -> bytes:
    from PIL import Image, ImageDraw, ImageFilter

    picture = Image.new("RGB", SIZE, "#18222d")
    drawn = ImageDraw.Draw(picture)
    drawn.polygon([(60, 600), (960, 600), (560, 250), (520, 250)], fill="#2d353c")
    lamps = [_lamp(at) for at in range(LAMPS)]
    for x, y, tall in lamps:
        lit = (x - tall * 0.35, y - tall * 0.1, x + tall * 0.75, y + tall * 0.14)
        drawn.ellipse(lit, fill="#8f7f4c")
    picture = picture.filter(ImageFilter.GaussianBlur(14))
    drawn = ImageDraw.Draw(picture)
    for x, y, tall in lamps:
        drawn.line(
            [(x, y), (x, y - tall), (x + tall * 0.2, y - tall)], fill="#0a0f14", width=int(tall / 40) + 2
        )
        wide = tall / 16
        drawn.ellipse(
            (x + tall * 0.2 - wide, y - tall - wide / 2, x + tall * 0.2 + wide, y - tall + wide / 2),
            fill="#ffe9a8",
        )
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=85)
    return into.getvalue()


def _lamp(at: int) -> tuple[float, float, float]:
    """Return where the foot of a lamp stands and how tall it looks: six of them, further and further away."""
    near = 0.66**at
    return 525 - 415 * near, 255 + 275 * near, 30 + 440 * near
