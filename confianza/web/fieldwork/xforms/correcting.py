"""A filled form with one answer changed: a new instance that says which one it edits."""

import uuid
from typing import Any

from defusedxml import ElementTree

from confianza.web.fieldwork.xforms import reading


class NoSuchAnswer(Exception):
    """A filled form has no such question, or fewer answers to it."""


def corrected(xml: bytes, *, path: str, turn: int, value: str) -> bytes:
    """Return the form with the answer at `path` changed to `value`; the answers left are as they were.

    `turn` counts the places of that path from 0, as a repeat has several. Raises NoSuchAnswer.
    """
    told = reading.told(xml)
    places = list(_at(told.root, [step for step in path.split("/") if step]))
    if turn >= len(places) or len(places[turn]):
        raise NoSuchAnswer(path)
    places[turn].text = value
    _renamed(told.root)
    return bytes(ElementTree.tostring(told.root, encoding="utf-8"))


def _at(node: Any, steps: list[str]) -> Any:
    if not steps:
        yield node
        return
    for child in node:
        if reading.name_of(child) == steps[0]:
            yield from _at(child, steps[1:])


def _renamed(root: Any) -> None:
    """Give the form a number of its own, and name the one that it edits."""
    meta = next(node for node in root if reading.name_of(node) == "meta")
    for old in [node for node in meta if reading.name_of(node) == "deprecatedID"]:
        meta.remove(old)
    own = next(node for node in meta if reading.name_of(node) == "instanceID")
    edited = own.makeelement(own.tag.replace("instanceID", "deprecatedID"), {})
    edited.text, own.text = own.text, f"uuid:{uuid.uuid4()}"
    meta.append(edited)
