"""Where a tool truly got in: one that is turned away at the login has attacked nothing but the login."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Home, account, second factor, emergencies: fewer than these open to nobody who is signed in.
FEWEST = 4
ANSWERED = "SELECT paths.path, responses.status_code FROM paths JOIN responses USING (response_id)"


def inside(answers: Iterable[tuple[str, int]]) -> int:
    """Count the addresses behind a session that answered with their page."""
    return len({name for url, status in answers if status == 200 and (name := guarded(url))})


def guarded(url: str) -> str | None:
    """Return the name of the address behind a URL, or None if it opens to everyone or is none of ours."""
    from django.urls import Resolver404, resolve

    try:
        found = resolve(unquote(urlsplit(url).path))
    except (Resolver404, ValueError):
        return None
    door = getattr(found.func, "door", None)
    return None if door is not None and door.opens_to == "everyone" else found.view_name


def of_har(file: Path) -> Iterator[tuple[str, int]]:
    """Yield what was asked and answered, as schemathesis writes it down."""
    for entry in json.loads(file.read_text())["log"]["entries"]:
        yield entry["request"]["url"], entry["response"]["status"]


def of_session(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield what was asked and answered, as wapiti keeps it in the folder of its session."""
    for file in folder.glob("*.db"):
        kept = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        yield from kept.execute(ANSWERED)
        kept.close()
