"""What was answered, question by question, in the reader's language: for the teller before sending, and for
the desk after.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from confianza.web.tips.questionnaire import loading
from confianza.web.tips.questionnaire.questions import Question
from confianza.web.tips.questionnaire.reading import Offered
from confianza.web.tips.rules.answers import Answers, Said


@dataclass(frozen=True)
class Line:
    """A question and what was answered; `name` is the question's own, `is_words` whether in own words."""

    name: str
    question: str
    answer: str
    is_words: bool


def lines(answers: Answers, language: str, offered: Offered | None = None) -> Iterator[Line]:
    """Yield what was answered, in the order of its questionnaire.

    An answer to a question that this version no longer asks is told with the question's name.
    """
    told = {**answers.said, **answers.chosen}
    known = {question.name: question for question in _questions(answers.questionnaire)}
    order = [name for name in known if name in told] + [name for name in told if name not in known]
    for name in order:
        question = known.get(name)
        asked = question.text.told_in(language) if question else name
        answer = _answer(question, told[name], language, offered or Offered())
        yield Line(name, asked, answer, name in answers.said)


def _questions(questionnaire: str) -> tuple[Question, ...]:
    try:
        return loading.named(questionnaire).questions
    except KeyError:
        return ()


def _answer(question: Question | None, said: Said, language: str, offered: Offered) -> str:
    names = {option.name: option.text.told_in(language) for option in question.options} if question else {}
    lists = {**offered.areas, **offered.stations, **offered.units, **names}
    if isinstance(said, str):
        return lists.get(said, said) if names or (question and not question.is_words) else said
    return ", ".join(lists.get(one, one) for one in said)
