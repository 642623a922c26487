"""What is fixed before a draw, and everything that can be wrong with one."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

METHODS = ("simple", "by_size")
# The stratum of a list that has none.
ALL = "all"
# Sizes beyond these are no sizes, and their sums would no longer tell the small ones.
SMALLEST, LARGEST = 1e-6, 1e12

Method = Literal["simple", "by_size"]

KINDS: dict[str, str] = {
    "draw_no_purpose": "The draw says nowhere what it is for, or in more than a line. Write its purpose in "
    "one line.",
    "draw_no_name": "Place %(place)s of the list has no name, or one with a line break or tab in it.",
    "draw_no_moment": "“%(text)s” is no moment. Write it as 2026-03-01T18:00.",
    "draw_twice": "“%(name)s” stands in the list twice. Every name has one place, or it would have two "
    "chances.",
    "draw_alike": "“%(name)s” and “%(other)s” of the list differ in blanks, capitals or the writing of a "
    "letter alone. Take one out, or write both so that nobody takes them for one.",
    "draw_size": "The size of “%(name)s” is %(size)s; it must be a number above zero, up to a million "
    "million.",
    "draw_sizes_unused": "“%(name)s” has the size %(size)s, but the method “simple” gives everybody the "
    "same chance. "
    "Take the sizes out, or draw by size.",
    "draw_method": "“%(method)s” is no method of drawing; there are: simple, by_size.",
    "draw_no_stratum": "A number is given for the stratum “%(stratum)s”, and nobody in the list belongs to "
    "it.",
    "draw_no_count": "It is not said how many to draw from the stratum “%(stratum)s”. Write 0 if none.",
    "draw_count": "%(count)s cannot be drawn from the %(there_are)s of the stratum “%(stratum)s” "
    "(with their replacements).",
    "draw_nobody": "The draw draws nobody. Say how many to draw.",
    "draw_no_announcement": "It is not announced what will be witnessed. Write in one line what will be "
    "said aloud, or "
    "which public number of which day will be taken.",
    "draw_witnessed_short": "What was witnessed has %(letters)s letters and digits; it needs %(least)s, or "
    "whoever keeps "
    "the secret could have tried out all there is. Ten dice, or five words by five people, will do.",
    "draw_secret_short": "The secret is not of 64 hexadecimal digits, as a new one is. A shorter one can be "
    "guessed "
    "before the draw.",
    "draw_not_drawn": "“%(name)s” holds no place that could be given to a replacement.",
    "draw_no_more": "The stratum “%(stratum)s” has no replacement left.",
    "draw_no_reason": "It is not said why “%(name)s” is replaced. Write the reason in one line.",
    "draw_not_revealed": "The record is not complete: %(missing)s is not told yet.",
    "draw_other_secret": "This secret is not the one that was committed to.",
}  # fmt: skip


class DrawRefused(Exception):
    """A draw that cannot be; `code` is one of KINDS and `details` are the values of its sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)


@dataclass(frozen=True)
class Candidate:
    """One of the list: its name (unique; a code where the name must not be public), its stratum and its
    size.
    """

    name: str
    stratum: str = ALL
    size: float = 1.0


@dataclass(frozen=True)
class Plan:
    """What is fixed before the draw. `counts` and `replacements`: how many of each stratum ("all" if there
    is none).

    `announced`: what will be witnessed, by whom or where, and when. `committed_at`: ISO date and time.
    Raises DrawRefused where it cannot be drawn.
    """

    purpose: str
    candidates: Sequence[Candidate]
    counts: Mapping[str, int]
    announced: str
    committed_at: str
    method: Method = "simple"
    replacements: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_words(self)
        _check_list(self)
        _check_counts(self)


def is_line(text: object) -> bool:
    """Say whether something is a text of one line, with something in it."""
    return isinstance(text, str) and bool(text.strip()) and text.isprintable()


def moment(text: str) -> datetime:
    """Return an ISO date and time. Raises DrawRefused draw_no_moment."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise DrawRefused("draw_no_moment", text=text) from None


def is_before(one: str, other: str) -> bool:
    """Say whether a moment lies before another: by their zones, or by the clock on the wall where one has
    none. Raises DrawRefused draw_no_moment.
    """
    first, second = moment(one), moment(other)
    if first.tzinfo is None or second.tzinfo is None:
        first, second = first.replace(tzinfo=None), second.replace(tzinfo=None)
    return first < second


def plain(name: str) -> str:
    """Return what is left of a name where capitals, blanks and ways of writing a letter do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def strata(candidates: Sequence[Candidate]) -> list[str]:
    """Return the strata of a list, in the order of their names."""
    return sorted({each.stratum for each in candidates})


def _check_words(plan: Plan) -> None:
    if not is_line(plan.purpose):
        raise DrawRefused("draw_no_purpose")
    if not is_line(plan.announced):
        raise DrawRefused("draw_no_announcement")
    moment(plan.committed_at)
    if plan.method not in METHODS:
        raise DrawRefused("draw_method", method=plan.method)


def _check_list(plan: Plan) -> None:
    seen: dict[str, str] = {}
    for place, each in enumerate(plan.candidates, 1):
        if not is_line(each.name) or not is_line(each.stratum):
            raise DrawRefused("draw_no_name", place=place)
        other = seen.setdefault(plain(each.name), each.name)
        if len(seen) < place:
            code = "draw_twice" if other == each.name else "draw_alike"
            raise DrawRefused(code, name=each.name, other=other)
        seen[plain(each.name)] = each.name
        if not _is_size(each.size):
            raise DrawRefused("draw_size", name=each.name, size=each.size)
        if plan.method == "simple" and each.size != 1:
            raise DrawRefused("draw_sizes_unused", name=each.name, size=each.size)


def _check_counts(plan: Plan) -> None:
    known = strata(plan.candidates)
    for stratum in (*plan.counts, *plan.replacements):
        if stratum not in known:
            raise DrawRefused("draw_no_stratum", stratum=stratum)
    for stratum in known:
        if stratum not in plan.counts:
            raise DrawRefused("draw_no_count", stratum=stratum)
        there_are = sum(each.stratum == stratum for each in plan.candidates)
        count, more = plan.counts[stratum], plan.replacements.get(stratum, 0)
        if not _is_count(count) or not _is_count(more) or count + more > there_are:
            raise DrawRefused("draw_count", count=count, there_are=there_are, stratum=stratum)
    if not any(plan.counts.values()):
        raise DrawRefused("draw_nobody")


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _is_size(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and SMALLEST <= number <= LARGEST
