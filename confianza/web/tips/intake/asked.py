"""The questionnaires as the public door's pages show them, and what a form answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

from confianza.web.tips.intake import voices
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.intake.pages import page
from confianza.web.tips.queries.offered import language
from confianza.web.tips.queries.offered import offered as offered_today
from confianza.web.tips.questionnaire import identifying, loading, reading, telling
from confianza.web.tips.questionnaire.problems import Caution, Problem
from confianza.web.tips.questionnaire.questions import Question, Questionnaire, Step
from confianza.web.tips.questionnaire.reading import Offered, Reading
from confianza.web.tips.rules.answers import Answers, Said

# The step after the last question.
FILES = "files"
# So many can be ticked on a small screen; what is more is chosen from a list.
TICKED_AT_MOST = 14


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Put:
    """A question as the page puts it."""

    question: Question
    said: Said
    problem: str
    options: tuple[Option, ...]
    speaks: str

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def text(self) -> str:
        return self.question.text.told_in(self.speaks)

    @property
    def hint(self) -> str:
        return self.question.hint.told_in(self.speaks)

    @property
    def voice(self) -> str:
        return voices.address(self.speaks, self.question.text.voice)

    @property
    def required(self) -> bool:
        return self.question.required

    @property
    def value(self) -> str:
        return self.said if isinstance(self.said, str) else ""

    @property
    def longest(self) -> int:
        return self.question.longest

    @property
    def is_long(self) -> bool:
        return self.question.asks == "text"

    @property
    def is_list(self) -> bool:
        """Whether one answer is chosen from a long list."""
        return not self.question.is_words and self.question.asks != "point" and not self.is_many

    @property
    def is_many(self) -> bool:
        """Whether every answer stands on the page, to be ticked."""
        is_own = bool(self.question.options)
        return is_own or (self.is_several and len(self.options) <= TICKED_AT_MOST)

    @property
    def is_several(self) -> bool:
        return self.question.takes_several


@dataclass(frozen=True)
class Line:
    """A question and its answer, as the last look and the conversation show them."""

    question: str
    text: str
    step: str = ""

    @property
    def weight(self) -> int:
        return weight(self.question) + weight(self.text)

    def shortened(self, room: int) -> "Line":
        """Return it with an answer that is no heavier than there is room."""
        text = cut(self.text, room)
        return self if text == self.text else replace(self, text=text + "…")


def weight(text: str) -> int:
    """Return how many bytes a text has where it stands in a page."""
    return len(escape(text).encode())


def cut(text: str, room: int) -> str:
    """Return as much of a text as weighs no more than `room`."""
    while (heavy := weight(text)) > room:
        text = text[: min(len(text) - 1, len(text) * max(room, 0) // heavy)]
    return text


def offered(speaks: str) -> list[dict[str, str]]:
    """Return the questionnaires that one can begin."""
    return [{"name": one.name, "title": one.title.told_in(speaks)} for one in loading.offered()]


def is_offered(name: str) -> bool:
    """Say whether there is such a questionnaire."""
    return name in loading.NAMES


def first(draft: Draft) -> Draft:
    """Return a draft at its first step."""
    step = _questionnaire(draft).after("", draft.said)
    return replace(draft, step=step.name if step else FILES)


def read(request: HttpRequest, draft: Draft) -> tuple[Draft, Reading | None]:
    """Return the draft with what the form says at its step, and how that was read; None at the files."""
    if draft.step == FILES:
        return draft, None
    posted = {name: request.POST.getlist(name) for name in request.POST}
    found = reading.read(
        _questionnaire(draft), draft.step, posted, said=draft.said, offered=offered_today(), asked=draft.asks
    )
    return replace(draft, said=dict(found.said), in_danger=found.in_danger), found


def step_after(draft: Draft) -> Draft:
    """Return the draft at its next step."""
    if draft.step == FILES:
        return draft
    step = _questionnaire(draft).after(draft.step, draft.said, draft.asks)
    return replace(draft, step=step.name if step else FILES)


def step_before(draft: Draft) -> Draft | None:
    """Return the draft at the step before, or None before the first."""
    steps = _steps(draft)
    names = [step.name for step in steps]
    at = names.index(draft.step) if draft.step in names else len(names)
    return replace(draft, step=names[at - 1]) if at else None


def at(draft: Draft, step: str) -> Draft:
    """Return the draft at a step by name; where it has none of that name, at its first."""
    known = {one.name for one in _steps(draft)} | {FILES}
    return replace(draft, step=step) if step in known else first(draft)


def answers_of(draft: Draft) -> Answers:
    """Return what a whole draft answers. Raises Unfinished."""
    return reading.finished(
        _questionnaire(draft), draft.said, offered=offered_today(), language=language(), asked=draft.asks
    )


def cautions(answers: Answers) -> list[Caution]:
    """Return what the words may tell of whoever wrote them, each kind once."""
    said = ((name, one) for name, one in answers.said.items() if isinstance(one, str))
    found = [caution for name, text in said for caution in identifying.cautions(name, text)]
    return list({caution.code: caution for caution in reversed(found)}.values())


def lines(answers: Answers) -> list[Line]:
    """Return what was answered, in the reader's language, each with the step where it is asked."""
    steps = {one.name: step.name for step in _of(answers) for one in step.questions}
    return list(_lines(answers, steps, offered_today()))


def told_in_words(answers: Answers, today: Offered) -> list[Line]:
    """Return what was answered, for whoever told it and comes back."""
    return list(_lines(answers, {}, today))


def frame(draft: Draft) -> dict[str, Any]:
    """Return what every page of a draft shows around its questions."""
    steps = _steps(draft)
    names = [step.name for step in steps]
    return {
        "draft": draft,
        "token": draft.token(),
        "gate": None if draft.passed else draft.gate,
        "in_danger": draft.in_danger,
        "questionnaire_title": _questionnaire(draft).title.told_in(language()),
        "number": names.index(draft.step) + 1 if draft.step in names else len(names) + 1,
        "count": len(names) + 1,
    }


def page_of(request: HttpRequest, draft: Draft, problems: Iterable[Problem] = ()) -> HttpResponse:
    """Return the page of the step at which a draft is."""
    step = _questionnaire(draft).step(draft.step)
    wrong = {problem.question: problem.sentence for problem in problems}
    put = _questionnaire(draft).shown_of(step, draft.said, draft.asks)
    own = {
        "title": step.title.told_in(language()),
        "questions": _put(put, draft.said, wrong),
        "problems": wrong,
    }
    return page(request, "step", frame(draft) | own)


def _put(questions: Sequence[Question], said: Mapping[str, Said], wrong: Mapping[str, str]) -> list[Put]:
    today, speaks = offered_today(), language()
    return [
        Put(
            one,
            said.get(one.name, ""),
            wrong.get(one.name, ""),
            _options(one, said.get(one.name, ""), today, speaks),
            speaks,
        )
        for one in questions
    ]


def _options(question: Question, said: Said, today: Offered, speaks: str) -> tuple[Option, ...]:
    lists = {
        "area": today.areas,
        "station": today.stations,
        "stations": today.stations,
        "units": today.units,
    }
    named = lists.get(question.asks) or {one.name: one.text.told_in(speaks) for one in question.options}
    chosen = {said} if isinstance(said, str) else set(said)
    return tuple(Option(value, label, value in chosen) for value, label in named.items())


def _lines(answers: Answers, steps: Mapping[str, str], today: Offered) -> Iterable[Line]:
    for line in telling.lines(answers, language(), today):
        yield Line(line.question, line.answer, steps.get(line.name, ""))
    if answers.passphrase:
        yield Line(_("Your secret phrase"), "·····", steps.get("passphrase", ""))


def _questionnaire(draft: Draft) -> Questionnaire:
    return loading.named(draft.questionnaire)


def _of(answers: Answers) -> tuple[Step, ...]:
    return loading.named(answers.questionnaire).steps


def _steps(draft: Draft) -> list[Step]:
    questionnaire = _questionnaire(draft)
    return [step for step in questionnaire.steps if questionnaire.shown_of(step, draft.said, draft.asks)]
