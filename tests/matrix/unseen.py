"""Whether a tip shows to somebody who may not know of it: all they can open, byte by byte, before and after."""

import re
from collections.abc import Iterable, Mapping

from confianza.web.tips.actions import telling
from tests.matrix import samples, walk
from tests.matrix.table import Cell
from tests.matrix.world import World
from tests.tips import world as lines

# Drawn anew for each answer, whatever stands in the register.
DRAWN = (rb'name="csrfmiddlewaretoken" value="[^"]+"', rb"hx-headers=\'[^\']+\'", rb"nonce-[\w+/=]+")
# Pages that draw a secret for their reader each time: an app's, a key's challenge, codes to print.
SHOWS_A_NEW_SECRET = frozenset(
    {
        "fieldwork:cards_person",
        "fieldwork:enrol_cards",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)
# Headers that say when the answer was made, or hold a token.
PASSING = frozenset({"Set-Cookie", "Date", "Expires", "Last-Modified"})

Page = tuple[int, tuple[tuple[str, str], ...], bytes]


def pages(world: World, who: str, jurisdiction: str, cells: Iterable[Cell]) -> dict[Cell, Page]:
    """Return every page that somebody gets, without what is drawn anew each time."""
    browser = walk.Browser(world, who, jurisdiction)
    return {cell: _page(world, browser, cell) for cell in cells}


def tell(world: World) -> None:
    """Tell what concerns the town's own police, what may, and what does not: by web, telephone and text."""
    station = "substation-S1"
    told: Mapping[str, dict[str, object]] = {
        "web": {"police": "yes", "stations": frozenset({station}), "danger": "yes"},
        "phone": {"police": "unsure", "local_station": station},
        "sms": {"police": "no", "kind": "extortion", "local_station": station},
    }
    for channel, answers in told.items():
        files = [lines.file(b"clean", "foto.jpg")]
        given = lines.answers(f"Encinos, por {channel}.", **answers)
        sent = telling.send(answers=given, channel=channel, files=files, by=None)
        telling.shown(tip=sent.tip, by=None)


def changed(before: Mapping[Cell, Page], after: Mapping[Cell, Page]) -> list[str]:
    """Name the pages that are not the same any more, each with where they part."""
    return [
        f"{cell.method} {cell.address}: {_parting(before[cell], after[cell])}"
        for cell in before
        if before[cell] != after[cell]
    ]


def _parting(one: Page, other: Page) -> str:
    if one[:2] != other[:2]:
        return f"{one[:2]} / {other[:2]}"
    at = next((n for n, pair in enumerate(zip(one[2], other[2], strict=False)) if pair[0] != pair[1]), 0)
    return f"{one[2][at - 60 : at + 60]!r} / {other[2][at - 60 : at + 60]!r}"


def _page(world: World, browser: walk.Browser, cell: Cell) -> Page:
    path, sample = samples.path(cell.address, world), samples.sample(cell.address)
    with walk.undone():
        response = browser.ask(cell.method, path, sample.form)
        body = response.getvalue()
    for pattern in DRAWN:
        body = re.sub(pattern, b"", body)
    headers = tuple(sorted((name, value) for name, value in response.items() if name not in PASSING))
    return response.status_code, headers, body
