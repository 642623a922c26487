"""Questionnaires from their data files, refused as a whole where something in them cannot be right."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from confianza.web.tips.questionnaire.questions import Question, Questionnaire, Step, question_of
from confianza.web.tips.questionnaire.texts import data, text_of
from confianza.web.tips.rules import tables
from confianza.web.tips.rules.answers import GENERAL, POLICE, SCHOOL

QUESTIONS = "questions.toml"
# As they are offered.
NAMES = (GENERAL, POLICE, SCHOOL)


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """Return every question by name."""
    return read_questions(data(QUESTIONS))


@lru_cache(maxsize=len(NAMES))
def named(name: str) -> Questionnaire:
    """Return one of the questionnaires; raises KeyError where there is none of that name."""
    if name not in NAMES:
        raise KeyError(name)
    return read(data(f"{name}.toml"), questions(), file=f"{name}.toml")


def offered() -> tuple[Questionnaire, ...]:
    """Return the questionnaires, in the order in which they are offered."""
    return tuple(map(named, NAMES))


def read_questions(text: str) -> Mapping[str, Question]:
    """Read questions from the text of a data file; raises NotATable."""
    told = tables.parsed(text, QUESTIONS)
    made = {}
    for name, one in told.items():
        try:
            made[name] = question_of(name, one)
        except (TypeError, ValueError) as wrong:
            raise tables.NotATable(f"{QUESTIONS}: {wrong}.") from wrong
        except KeyError as missing:
            raise tables.NotATable(f"{QUESTIONS}: “{name}” lacks {missing}.") from missing
    return made


def read(text: str, known: Mapping[str, Question], *, file: str) -> Questionnaire:
    """Read a questionnaire from the text of a data file; raises NotATable."""
    told = tables.parsed(text, file)
    decided = tables.decided(told, file)
    steps = tuple(_step(one, known, file) for one in told.get("step", ()))
    _check_order(steps, file)
    title = text_of(told["title"], told.get("voice", told["name"]), where=file)
    return Questionnaire(told["name"], decided.version, title, steps, told.get("kind", ""))


def _step(told: Mapping[str, Any], known: Mapping[str, Question], file: str) -> Step:
    if strange := [name for name in told["questions"] if name not in known]:
        raise tables.NotATable(f"{file}, step “{told['name']}”, asks “{strange[0]}”, which is no question.")
    title = text_of(told["title"], told.get("voice", ""), where=told["name"])
    return Step(told["name"], title, tuple(known[name] for name in told["questions"]))


def _check_order(steps: tuple[Step, ...], file: str) -> None:
    order = [question.name for step in steps for question in step.questions]
    if len(set(order)) != len(order) or len({step.name for step in steps}) != len(steps):
        raise tables.NotATable(f"{file} asks a question, or has a step, twice.")
    for step in steps:
        for question in step.questions:
            looked_at = question.shown_when.questions() if question.shown_when else ()
            late = [
                one for one in looked_at if one in order and order.index(one) >= order.index(question.name)
            ]
            if late:
                raise tables.NotATable(f"{file}: “{question.name}” depends on “{late[0]}”, asked later.")
