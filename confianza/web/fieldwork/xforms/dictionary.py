"""What a form asks, as a list: the data dictionary of a version.

An entry: name, path, kind (as in the spreadsheet), repeat (the path of the repeat it lies in, or ""), labels
and hint by language, list, choices (name and labels), required, row (in the sheet survey).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Where a form has one language, pyxform tells its label as plain text.
ONLY = "default"
SELECTS = ("select one", "select all that apply", "rank")
GROUPS, REPEATS = ("group",), ("repeat",)
Rows = Sequence[Mapping[str, str]]


def of_form(form: Mapping[str, Any], survey: Rows) -> tuple[dict[str, Any], ...]:
    """Return the dictionary of a form, as pyxform describes it, in the order of its questions."""
    rows = {row.get("name", "").strip(): int(row[""]) for row in reversed(survey)}
    lists = form.get("choices") or {}
    return tuple(_entries(form["children"], "", "", lists, rows))


def languages(questions: Sequence[Mapping[str, Any]], form: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages of a form, its default first."""
    told = {language for each in questions for language in each["labels"]}
    default = form.get("default_language") or ONLY
    return tuple(sorted(told, key=lambda language: (language != default, language)))


def _entries(
    children: Sequence[Mapping[str, Any]],
    path: str,
    repeat: str,
    lists: Mapping[str, Any],
    rows: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    for child in children:
        kind, here = child["type"], f"{path}/{child['name']}"
        if kind in GROUPS or kind in REPEATS:
            inside = here if kind in REPEATS else repeat
            if kind in REPEATS:
                yield _entry(child, here, repeat, (), rows)
            if child["name"] != "meta":
                yield from _entries(child.get("children") or (), here, inside, lists, rows)
            continue
        yield _entry(child, here, repeat, _choices(child, lists), rows)


def _entry(
    child: Mapping[str, Any],
    path: str,
    repeat: str,
    choices: Sequence[dict[str, Any]],
    rows: Mapping[str, int],
) -> dict[str, Any]:
    required = (child.get("bind") or {}).get("required", "")
    return {
        "name": child["name"],
        "path": path,
        "kind": child["type"],
        "repeat": repeat,
        "labels": _by_language(child.get("label")),
        "hint": _by_language(child.get("hint")),
        "list": child.get("list_name") or child.get("itemset") or "",
        "choices": list(choices),
        "required": str(required).strip().lower() in ("yes", "true", "true()"),
        "appearance": (child.get("control") or {}).get("appearance", ""),
        "row": rows.get(child["name"], 0),
    }


def _choices(child: Mapping[str, Any], lists: Mapping[str, Any]) -> list[dict[str, Any]]:
    if child["type"] not in SELECTS:
        return []
    found = child.get("choices") or lists.get(child.get("list_name") or child.get("itemset") or "") or ()
    return [{"name": each["name"], "labels": _by_language(each.get("label"))} for each in found]


def _by_language(told: Any) -> dict[str, str]:
    if isinstance(told, Mapping):
        return {language: str(text) for language, text in told.items() if isinstance(text, str)}
    return {ONLY: str(told)} if told else {}
