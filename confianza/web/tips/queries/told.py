"""What was answered, question by question, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from confianza.web.tips.rules.answers import Answers


@dataclass(frozen=True)
class Answered:
    """A question and what was answered to it."""

    question: str
    answer: str


def lines(answers: Answers, language: str) -> Iterator[Answered]:
    """Yield what was answered, in the order of the questionnaire."""
    for name, said in answers.said.items():
        yield Answered(name, said if isinstance(said, str) else ", ".join(said))
