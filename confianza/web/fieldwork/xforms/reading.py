"""What a telephone sent: who it says it is, what it expects to come with it, and its answers.

A submission is XML of a stranger's making: without document types, entities, or depth beyond a form's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from defusedxml import DefusedXmlException, ElementTree
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from confianza.web.fieldwork.xforms.problems import SubmissionRefused

LARGEST = 4 * 1024 * 1024
DEEPEST = 40
LONGEST_ID = 100
FILES = frozenset({"photo", "image", "audio", "video", "file", "background-audio", "audit"})
MULTIPLE = frozenset({"select all that apply", "rank"})
# An element of the parsed tree; only the guarded parser is ever imported.
Element: TypeAlias = Any
Dictionary = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Told:
    """What a submission says of itself. `deprecated` names the instance that it edits, "" where it is new."""

    form_id: str
    version: str
    instance_id: str
    deprecated: str
    root: Element = field(repr=False, compare=False)


def told(xml: bytes) -> Told:
    """Return what a submission says of itself. Raises SubmissionRefused: not_a_submission, no_instance."""
    if len(xml) > LARGEST:
        raise SubmissionRefused("not_a_submission", why=f"> {LARGEST // 1024 // 1024} MB")
    try:
        root = ElementTree.fromstring(xml, forbid_dtd=True)
    except DefusedXmlException:
        raise SubmissionRefused("entities") from None
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise SubmissionRefused("not_a_submission", why=str(error)[:120]) from None
    if _depth(root) > DEEPEST:
        raise SubmissionRefused("not_a_submission", why="depth")
    form_id = root.get("id") or ""
    if not form_id:
        raise SubmissionRefused("not_a_submission", why="id")
    instance, deprecated = _meta(root, "instanceID"), _meta(root, "deprecatedID")
    if not instance or len(instance) > LONGEST_ID:
        raise SubmissionRefused("no_instance")
    return Told(form_id[:LONGEST_ID], (root.get("version") or "")[:LONGEST_ID], instance, deprecated, root)


def files(root: Element, dictionary: Dictionary) -> tuple[str, ...]:
    """Return the names of the files that must come with a submission, each once."""
    wanted = {entry["path"] for entry in dictionary if entry["kind"] in FILES}
    named = [text for path, text in _leaves(root, "") if path in wanted and text]
    return tuple(dict.fromkeys(named))


def moment(root: Element, dictionary: Dictionary, kind: str) -> datetime | None:
    """Return when an interview began ("start") or ended ("end"), if the telephone told it."""
    path = next((entry["path"] for entry in dictionary if entry["kind"] == kind), None)
    text = next((text for each, text in _leaves(root, "") if each == path), "")
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def answers(root: Element, dictionary: Dictionary) -> dict[str, Any]:
    """Return the answers by path: text, a list of choices, or of a repeat a list of the same for each turn.

    "" is a question without an answer. What the dictionary does not know is left out (see `unknown`).
    """
    return _of(root, "", "", {entry["path"]: entry for entry in dictionary})


def unknown(root: Element, dictionary: Dictionary) -> tuple[str, ...]:
    """Return the paths with an answer that no question of this version has."""
    known = {entry["path"] for entry in dictionary}
    told = {path for path, text in _leaves(root, "") if text and not _is_meta(path)}
    return tuple(sorted(told - known))


def _of(node: Element, path: str, repeat: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        each["path"]: [] if each["kind"] == "repeat" else _value("", each)
        for each in known.values()
        if each["repeat"] == repeat and each["path"].startswith(f"{path}/")
    }
    for here, child in _inside(node, path, known):
        entry = known[here]
        if entry["kind"] == "repeat":
            found[here].append(_of(child, here, here, known))
        else:
            found[here] = _value((child.text or "").strip(), entry)
    return found


def _inside(node: Element, path: str, known: Mapping[str, Any]) -> Iterator[tuple[str, Element]]:
    """Return the questions and repeats below a node, through its groups."""
    for child in node:
        here = f"{path}/{name_of(child)}"
        if here in known:
            yield here, child
        elif not _is_meta(here):
            yield from _inside(child, here, known)


def _value(text: str, entry: Mapping[str, Any]) -> Any:
    return text.split() if entry["kind"] in MULTIPLE else text


def _leaves(node: Element, path: str) -> Iterator[tuple[str, str]]:
    for child in node:
        here = f"{path}/{name_of(child)}"
        if len(child):
            yield from _leaves(child, here)
        else:
            yield here, (child.text or "").strip()


def _meta(root: Element, name: str) -> str:
    """Return what stands in meta under a name, whatever name space the telephone gave it."""
    for meta in root:
        for each in meta if name_of(meta) == "meta" else ():
            if name_of(each) == name:
                return (each.text or "").strip()
    return ""


def _is_meta(path: str) -> bool:
    return path == "/meta" or path.startswith("/meta/")


def name_of(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _depth(root: Element) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node]
    return deepest
