"""What pyxform says of a form it does not accept, as a problem with its place in the spreadsheet."""

import re
from collections.abc import Mapping, Sequence

from confianza.web.fieldwork.xforms.problems import Problem

Rows = Sequence[Mapping[str, str]]
_ROW = re.compile(r"\[row : (\d+)\]")
# What it says, which problem that is, and where the name stands in it.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"must be unique within.*", re.S), "twice"),
    (re.compile(r"Unknown question type '(?P<name>[^']*)'"), "unknown_type"),
    (re.compile(r"List name not in choices sheet: (?P<name>.+)"), "no_list"),
    (re.compile(r"Could not find the name '(?P<name>[^']*)'"), "no_question"),
    (re.compile(r"element named '(?P<name>[^']*)' has no label"), "no_label"),
    (re.compile(r"Names must begin with a letter"), "bad_name"),
    (re.compile(r"with no name"), "bad_name"),
    (re.compile(r"Unmatched 'begin_"), "not_closed"),
    (re.compile(r"Unmatched 'end_"), "not_begun"),
    (re.compile(r"Missing calculation"), "no_calculation"),
    (re.compile(r"Choice names must be unique"), "choice_twice"),
    (re.compile(r"not recognized as a supported type"), "not_a_spreadsheet"),
    (re.compile(r"[Yy]ou must have a sheet named 'survey'"), "no_survey"),
    (re.compile(r"should be a choices sheet"), "no_choices"),
    (re.compile(r"required column headers were not found: 'type'"), "no_type"),
    (re.compile(r"must be unique anywhere.*The name '(?P<name>[^']*)'", re.S), "two_questions"),
    (re.compile(r"Reference variables must start with"), "bad_reference"),
    (re.compile(r"Choice names with spaces.*See \[(?P<name>[^\]]*)\]", re.S), "choice_blank"),
)


def problem(said: str, sheets: Mapping[str, Rows]) -> Problem:
    """Return the problem in what pyxform said; what is not known is passed on in its own words."""
    told = _ROW.search(said)
    for pattern, code in _SAID:
        if found := pattern.search(said):
            name = found.groupdict().get("name", "")
            sheet = sheets.get("choices" if code == "choice_twice" else "survey", ())
            row = int(told[1]) if told else _row_of(code, name, sheet)
            return Problem(code, {"row": row or "?", "name": name or _name_in(row, sheet)})
    why = _ROW.sub("", said).strip()[:400]
    return (
        Problem("refused_row", {"row": int(told[1]), "why": why})
        if told
        else Problem("refused", {"why": why})
    )


def _row_of(code: str, name: str, rows: Rows) -> int:
    """Return the row that holds a name or, of an unknown type, the type."""
    column = "type" if code == "unknown_type" else "name"
    found = (int(row[""]) for row in rows if row.get(column, "").strip().startswith(name) and name)
    return next(found, 0)


def _name_in(row: int, rows: Rows) -> str:
    return next((each.get("name", "") for each in rows if each[""] == str(row)), "")
