"""What variables and their codes are called in each language of a form, and which number stands for what."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from confianza.web.fieldwork.exports import headings
from confianza.web.fieldwork.exports.tables import KEY, PARENT, SELECT_ONE, Column, Table
from confianza.web.fieldwork.models import Standing

A_NUMBER = re.compile(r"-?[0-9]{1,9}")
# As forms name their languages: "Español (es)".
LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*$")
SPOKEN_HERE = ("es", "en")


def language_code(language: str) -> str:
    """Return the code of a language as a form names it: "es" of "Español (es)"; else its name."""
    found = LANGUAGE_CODE.search(language)
    return found[1].lower() if found else language


def names(table: Table) -> list[str]:
    """Return the names of the SPSS variables of a table's columns, in their order."""
    return headings.variables(column.name for column in table.columns)


def codes(column: Column) -> dict[str, Any]:
    """Return what SPSS writes for each code of a column.

    Codes that are all numbers stay. Where some are words ("ns" beside 1 to 4), words become -1, -2, … in the
    order of the form, so that the scale can be computed with; where all are words, they stay words.
    """
    if column.kind == "yes_no":
        return {"0": 0, "1": 1}
    if column.name == "standing" and column.question is None:
        return {str(each.value): str(each.value) for each in Standing}
    if column.kind != SELECT_ONE or column.question is None:
        return {}
    numbers = {code: int(code) for code in column.codes if A_NUMBER.fullmatch(code)}
    if not numbers or len(set(numbers.values())) < len(numbers):
        return {code: code for code in column.codes}
    lowest = min(0, *numbers.values())
    words = [code for code in column.codes if code not in numbers]
    return numbers | {code: lowest - place for place, code in enumerate(words, 1)}


def missing(column: Column) -> list[int]:
    """Return the numbers that stand for words on a scale of numbers: no value of it ("does not know")."""
    if column.kind == "yes_no":
        return []
    return [
        number
        for code, number in codes(column).items()
        if isinstance(number, int) and not A_NUMBER.fullmatch(code)
    ]


def of_column(column: Column, language: str) -> str:
    """Return what a column is called in a language of the form, in one line."""
    if column.question is not None:
        return one_line(headings.in_words(column.question, column.part, language_code(language)))
    with override(_spoken(language)):
        return str(ABOUT.get(column.name, lambda: column.name)())


def of_code(column: Column, code: str, language: str) -> str:
    """Return what a code of a column is called in a language of the form, in one line."""
    with override(_spoken(language)):
        if column.kind == "yes_no":
            return _("Yes") if code == "1" else _("No")
        if column.question is None:
            return str(Standing(code).label)
    return one_line(column.question.words(language_code(language)).get(code, code))


def one_line(text: str) -> str:
    """Return a text without breaks of line."""
    return " ".join(text.split())


def _spoken(language: str) -> str:
    code = language_code(language)
    return code if code in SPOKEN_HERE else SPOKEN_HERE[0]


ABOUT = {
    KEY: lambda: _("Number of this row"),
    PARENT: lambda: _("Number of the row it belongs to"),
    "turn": lambda: _("Which time"),
    "version": lambda: _("Version of the form"),
    "telephone": lambda: _("Telephone"),
    "standing": lambda: _("Standing"),
    "begun_at": lambda: _("Begun"),
    "ended_at": lambda: _("Ended"),
    "received_at": lambda: _("Came on"),
}
