"""What is wrong with an answer, and what it might give away: codes, with a sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    "missing": gettext_noop("Please answer this one."),
    "not_offered": gettext_noop("Choose one of the answers in the list."),
    "too_many": gettext_noop("Choose %(most)s at most."),
    "too_long": gettext_noop(
        "This has %(length)s letters; %(most)s fit. Shorten it, or tell the rest later."
    ),
    "holds_receipt": gettext_noop(
        "This holds a number like that of a receipt. Whoever knows it can speak in your name: take it out."
    ),
    "no_point": gettext_noop("A point is two numbers, like 14.52, -90.58."),
    "weak_passphrase": gettext_noop("Make it longer: four words, or %(least)s letters at least."),
    "passphrase_told": gettext_noop("Do not use words that are in what you tell: its readers know them."),
    "own_name": gettext_noop("It seems to say your name or who you are. Do you want to leave it?"),
    "own_home": gettext_noop("It seems to say where you live. Do you want to leave it?"),
    "own_work": gettext_noop("It seems to say where you work or study. Do you want to leave it?"),
    "own_family": gettext_noop("It speaks of your family; somebody may know by it who you are. Leave it?"),
    "own_telephone": gettext_noop(
        "It seems to say how to reach you. We never call. Do you want to leave it?"
    ),
    "own_document": gettext_noop("It seems to hold a number of yours. Do you want to leave it?"),
    "only_one": gettext_noop("It says that few know this. Somebody may guess who told. Leave it so?"),
}


@dataclass(frozen=True)
class Problem:
    """An answer that cannot be taken as it is."""

    question: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What to do, in the reader's language."""
        return _(SENTENCES[self.code]) % self.details


@dataclass(frozen=True)
class Caution:
    """Words that may say who tells it; asked about once, never refused."""

    question: str
    code: str
    words: str = field(repr=False)

    @property
    def sentence(self) -> str:
        """The question, in the reader's language."""
        return _(SENTENCES[self.code])


class Unfinished(Exception):
    """Something is missing or wrong; `step` is the first where it is."""

    def __init__(self, step: str, problems: tuple[Problem, ...]) -> None:
        self.step, self.problems = step, problems
        super().__init__(step)
