"""What a survey can follow: the questions of its form, and those that are known from ready forms."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from confianza.web.fieldwork.models import Form
from confianza.web.fieldwork.queries import answers
from confianza.web.fieldwork.queries.answers import Question
from confianza.web.surveys.models import Measure

FILE = Path(__file__).resolve().parents[1] / "items.toml"
LANGUAGES = ("es", "en")
# What each ready form calls the questions that say how somebody was drawn.
READY_COLUMNS: Mapping[str, str] = {
    "cluster": "conglomerado",
    "dwelling": "vivienda",
    "outcome": "resultado",
    "adults": "adultos",
    "consent": "consentimiento",
    "sex": "sexo",
    "age": "edad",
}
READY_MISSING = ("ns", "nr")


@dataclass(frozen=True)
class Known:
    """A question worth following, as items.toml tells it."""

    column: str
    measure: str
    name: Mapping[str, str]
    answers: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None
    better: bool | None = None
    source: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)


def questions(form: Form) -> tuple[Question, ...]:
    """Return what a form asks of each person, as its newest versions word it."""
    found = answers.questions(list(form.versions.order_by("-made_at", "-pk")))
    return tuple(each for each in found if not each.repeat)


def worded(form: Form) -> tuple[Known, ...]:
    """Return the known questions that a form asks, in its words."""
    asked = {each.column: each for each in questions(form)}
    return tuple(
        Known(**{**vars(each), "wording": wording_of(asked[each.column])})
        for each in known()
        if each.column in asked
    )


def wording_of(question: Question) -> dict[str, str]:
    """Return the words of a question by language."""
    return {language: question.label(language) for language in LANGUAGES}


def columns_of(form: Form) -> dict[str, str]:
    """Return the names under which a form asks how somebody was drawn, as far as it asks in known words."""
    asked = {each.column for each in questions(form)}
    return {role: column for role, column in READY_COLUMNS.items() if column in asked}


@cache
def known() -> tuple[Known, ...]:
    """Return every question worth following, in the order in which results are told."""
    return tuple(_known(each) for each in tomllib.loads(FILE.read_text(encoding="utf-8"))["item"])


def _known(told: dict[str, Any]) -> Known:
    return Known(
        column=told["column"],
        measure=str(Measure(told["measure"])),
        name=told["name"],
        answers=tuple(told.get("answers", ())),
        scale=tuple(told["scale"]) if "scale" in told else None,
        better=told.get("better"),
        source=told.get("source", ""),
    )
