"""What is known of everybody, as people type it: how many live there, by sex, age or stratum."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SEX_AGE, SEX, AGE, STRATUM = "sex_age", "sex", "age", "stratum"
KINDS = {
    SEX_AGE: _("Sex and age"),
    SEX: _("Sex"),
    AGE: _("Age"),
    STRATUM: _("Stratum"),
}
# In no class that is known: no age told, another sex. They keep the share they have.
UNKNOWN = ""
BAND = re.compile(r"(\d{1,3})\s*(?:-|–|a)\s*(\d{1,3})")
OPEN_BAND = re.compile(r"(\d{1,3})\s*(?:\+|y más|y mas|or more)")
OLDEST = 200
PARTS = {SEX_AGE: 3, SEX: 2, AGE: 2, STRATUM: 2}
EXAMPLES = {
    SEX_AGE: "mujer; 18-29; 5200",
    SEX: "mujer; 24100",
    AGE: "18-29; 10300",
    STRATUM: "Centro; 15000",
}
SENTENCES: dict[str, Any] = {
    "not_a_line": _("Line %(line)s: “%(text)s” was not understood. Write it as: %(example)s"),
    "no_people": _("Line %(line)s: “%(text)s” is no number of people above zero."),
    "twice": _("Line %(line)s: “%(text)s” stands there already."),
    "overlap": _("Line %(line)s: the ages of “%(text)s” overlap those of another line."),
    "no_source": _("Say where the numbers come from: a census, a projection, and its year."),
}


class MarginRefused(ValueError):
    """What was typed is no margin; the sentence says which line."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(str(SENTENCES[code]) % details)


@dataclass(frozen=True)
class Class:
    """People of whom the number is known. `low`, `high`: ages, both in it; 0 and OLDEST for any."""

    label: str
    people: float
    sex: str = ""
    stratum: str = ""
    low: int = 0
    high: int = OLDEST


@dataclass(frozen=True)
class Margin:
    """Classes that together are everybody, and who says how many there are."""

    kind: str
    classes: tuple[Class, ...]
    source: str

    @property
    def known(self) -> dict[str, float]:
        """The people of each class."""
        return {each.label: each.people for each in self.classes}

    @property
    def told(self) -> dict[str, Any]:
        """The margin as plain data; `of_told` reads it."""
        return {"kind": self.kind, "source": self.source, "classes": [vars(each) for each in self.classes]}

    @property
    def typed(self) -> str:
        """The margin as somebody would type it; `read` reads it."""
        return "\n".join("; ".join([*_cells(self.kind, each), f"{each.people:.0f}"]) for each in self.classes)

    def class_of(self, *, sex: str, age: float | None, stratum: str) -> str:
        """Return the label of somebody's class, UNKNOWN where there is none."""
        for each in self.classes:
            is_sex = not each.sex or each.sex == sex.casefold()
            is_stratum = not each.stratum or each.stratum == stratum
            any_age = each.low == 0 and each.high == OLDEST
            is_age = any_age or (age is not None and each.low <= age <= each.high)
            if is_sex and is_stratum and is_age:
                return each.label
        return UNKNOWN


def of_told(told: Mapping[str, Any]) -> Margin:
    """Return a margin from plain data."""
    return Margin(told["kind"], tuple(Class(**each) for each in told["classes"]), told["source"])


def read(kind: str, text: str, source: str) -> Margin | None:
    """Return the margin that somebody typed, a class a line; None for nothing. Raises MarginRefused."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return None
    if not source.strip():
        raise MarginRefused("no_source")
    found: list[Class] = []
    for number, line in lines:
        own = _class(kind, number, line)
        _check_apart(own, found, number)
        found.append(own)
    return Margin(kind, tuple(found), source.strip())


def _class(kind: str, number: int, line: str) -> Class:
    cells = [cell.strip() for cell in re.split(r"[;\t]", line)]
    if len(cells) != PARTS[kind] or not all(cells):
        raise MarginRefused("not_a_line", line=number, text=line[:60], example=EXAMPLES[kind])
    people = _people(cells[-1], number)
    label, told = " ".join(cells[:-1]), dict[str, Any]()
    if kind in (SEX, SEX_AGE):
        told["sex"] = cells[0].casefold()
    if kind in (AGE, SEX_AGE):
        told["low"], told["high"] = _band(kind, cells[-2], number, line)
    if kind == STRATUM:
        told["stratum"] = cells[0]
    return Class(label, people, **told)


def _cells(kind: str, told: Class) -> list[str]:
    ages = f"{told.low}+" if told.high == OLDEST else f"{told.low}-{told.high}"
    cells = {SEX: [told.sex], AGE: [ages], SEX_AGE: [told.sex, ages], STRATUM: [told.stratum]}
    return cells[kind]


def _people(text: str, number: int) -> float:
    plain = text.replace(" ", "").replace(",", "").replace("\u00a0", "")
    if not (plain.isascii() and plain.isdigit() and 0 < int(plain) < 10**10):
        raise MarginRefused("no_people", line=number, text=text[:60])
    return float(plain)


def _band(kind: str, text: str, number: int, line: str) -> tuple[int, int]:
    closed, open_ended = BAND.fullmatch(text), OPEN_BAND.fullmatch(text)
    if closed and int(closed[1]) <= int(closed[2]) <= OLDEST:
        return int(closed[1]), int(closed[2])
    if open_ended:
        return int(open_ended[1]), OLDEST
    raise MarginRefused("not_a_line", line=number, text=line[:60], example=EXAMPLES[kind])


def _check_apart(own: Class, found: Sequence[Class], number: int) -> None:
    for other in found:
        if other.label.casefold() == own.label.casefold():
            raise MarginRefused("twice", line=number, text=own.label)
        if (other.sex, other.stratum) != (own.sex, own.stratum):
            continue
        if own.low <= other.high and other.low <= own.high:
            raise MarginRefused("overlap", line=number, text=own.label)
