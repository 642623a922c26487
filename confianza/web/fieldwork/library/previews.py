"""What a form that comes with the program asks, before anybody takes it in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from confianza.web.fieldwork.library.catalogue import ReadyForm

LANGUAGES = {"es": "Español (es)", "en": "English (en)"}
BEGINS, ENDS = ("begin_group", "begin_repeat"), ("end_group", "end_repeat")
SELECTS = ("select_one", "select_multiple")
# The telephone writes these itself.
SILENT = ("start", "end", "today", "deviceid", "username", "calculate")


@dataclass(frozen=True)
class Asked:
    """A question, or the heading of a group (`is_heading`); `depth`: how many groups it lies in."""

    label: str
    hint: str
    choices: tuple[str, ...]
    is_heading: bool
    is_required: bool
    depth: int


def asked(ready: ReadyForm, language: str) -> tuple[Asked, ...]:
    """Return what a form asks, in its order, in "es" or "en"."""
    return _asked(ready.text, LANGUAGES.get(language[:2], LANGUAGES["es"]))


@cache
def _asked(text: str, worded: str) -> tuple[Asked, ...]:
    from pyxform.xls2json_backends import md_to_dict

    told = md_to_dict(text)
    return tuple(_rows(told["survey"], _choices(told["choices"], worded), worded))


def questions(ready: ReadyForm) -> int:
    """Return how many questions a form has at most, turns of repeats counted once."""
    return sum(not each.is_heading for each in asked(ready, "es"))


def _choices(rows: Sequence[Mapping[str, str]], worded: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["list_name"], []).append(row[f"label::{worded}"])
    return found


def _rows(
    rows: Sequence[Mapping[str, Any]], choices: Mapping[str, Sequence[str]], worded: str
) -> Iterator[Asked]:
    depth = 0
    for row in rows:
        kind, _blank, list_name = str(row["type"]).partition(" ")
        if kind in ENDS:
            depth -= 1
        elif kind not in SILENT:
            yield Asked(
                label=str(row.get(f"label::{worded}") or row["name"]),
                hint=str(row.get(f"hint::{worded}") or ""),
                choices=tuple(choices[list_name]) if kind in SELECTS else (),
                is_heading=kind in BEGINS or kind == "note",
                is_required=row.get("required") == "yes",
                depth=depth,
            )
            depth += kind in BEGINS
