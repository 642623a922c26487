"""What a form says, read against the questions that were really put. Nothing else in it counts.

A step is read at a time (`read`); at the end everything is judged anew (`finished`), so that neither a form
that was tampered with nor an answer whose question is no longer put gets past.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from confianza.analysis.vocabulary.folding import fold
from confianza.web.tips import receipts
from confianza.web.tips.questionnaire import identifying, normalising
from confianza.web.tips.questionnaire.problems import Caution, Problem, Unfinished
from confianza.web.tips.questionnaire.questions import MOST_CHOSEN, Question, Questionnaire
from confianza.web.tips.rules.answers import Answers, Said

LEAST_PASSPHRASE = 12
FEWEST_WORDS = 3
MOST_BADGES = 10
BADGE_LETTERS = 20
# What was told must not stay among the texts that `fold` remembers.
_folded = fold.__wrapped__


@dataclass(frozen=True)
class Offered:
    """What the register offers to choose from, each with its name in the reader's language.

    `station_of`: the police station on whose ground an area lies.
    """

    areas: Mapping[str, str] = field(default_factory=dict)
    stations: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    station_of: Mapping[str, str] = field(default_factory=dict)

    def names(self, question: Question) -> frozenset[str]:
        """Return what may be answered to a question that is answered from a list."""
        registered = {
            "area": self.areas,
            "station": self.stations,
            "stations": self.stations,
            "units": self.units,
        }
        return frozenset(registered.get(question.asks, {option.name: "" for option in question.options}))


@dataclass(frozen=True)
class Reading:
    """What was said so far, what of the last step cannot be taken, and what it may give away."""

    said: Mapping[str, Said] = field(repr=False)
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    in_danger: bool


def read(
    questionnaire: Questionnaire,
    step: str,
    posted: Mapping[str, Sequence[str]],
    *,
    said: Mapping[str, Said],
    offered: Offered,
    asked: str | None = None,
) -> Reading:
    """Read one step of a form (`posted`: every field with all its values) onto what was said before.

    Fields that are none of the questions put on that step are ignored. Raises KeyError for an unknown step.
    """
    questions = questionnaire.step(step).questions
    told: dict[str, Said] = {
        name: one for name, one in said.items() if name not in {q.name for q in questions}
    }
    problems: list[Problem] = []
    for question in questions:
        if question not in questionnaire.shown(told, asked):
            continue
        answer, problem = _answer(question, posted.get(question.name, ()), offered)
        if answer:
            told[question.name] = answer
        if problem or (problem := _missing(question, answer)):
            problems.append(problem)
    here = [question for question in questions if question.is_words and question.fills != "passphrase"]
    cautions = [
        one
        for question in here
        for one in identifying.cautions(question.name, str(told.get(question.name, "")))
    ]
    return Reading(told, tuple(problems), tuple(cautions), _says(questionnaire, told, "danger") == "yes")


def finished(
    questionnaire: Questionnaire,
    said: Mapping[str, Said],
    *,
    offered: Offered,
    language: str,
    asked: str | None = None,
) -> Answers:
    """Return the answers of a whole questionnaire, judged anew. Raises Unfinished."""
    shown = questionnaire.shown(said, asked)
    kept: dict[str, Said] = {}
    problems: dict[str, Problem] = {}
    for question in shown:
        told = said.get(question.name, "")
        answer, problem = _answer(question, (told,) if isinstance(told, str) else told, offered)
        if problem or (problem := _missing(question, answer)):
            problems[question.name] = problem
        elif answer:
            kept[question.name] = answer
    if problem := _passphrase_told(shown, kept):
        problems.setdefault(problem.question, problem)
    if problems:
        _refuse(questionnaire, problems)
    return _answers(questionnaire, shown, kept, offered, language)


def _refuse(questionnaire: Questionnaire, problems: Mapping[str, Problem]) -> None:
    for step in questionnaire.steps:
        if here := [problems[one.name] for one in step.questions if one.name in problems]:
            raise Unfinished(step.name, tuple(here))


def _answers(
    questionnaire: Questionnaire,
    shown: Iterable[Question],
    kept: Mapping[str, Said],
    offered: Offered,
    language: str,
) -> Answers:
    filled = {question.fills: kept[question.name] for question in shown if question.name in kept}
    words = {q.name for q in shown if q.is_words}
    area = str(filled.get("area", ""))
    return Answers(
        questionnaire=questionnaire.name,
        version=questionnaire.version,
        language=language,
        kind=questionnaire.kind or str(filled.get("kind", "other")),
        danger=filled.get("danger", ""),  # type: ignore[arg-type]
        police=filled.get("police", ""),  # type: ignore[arg-type]
        police_again=filled.get("police_again", ""),  # type: ignore[arg-type]
        stations=frozenset(filled.get("stations", ())),
        badges=frozenset(badges_in(str(filled.get("badges", "")))),
        units=frozenset(filled.get("units", ())),
        local_station=offered.station_of.get(area),
        said={name: kept[name] for name in kept if name in words and name != "passphrase"},
        chosen={name: kept[name] for name in kept if name not in words},
        passphrase=str(filled.get("passphrase", "")),
    )


def badges_in(text: str) -> tuple[str, ...]:
    """Return the badge numbers of a line, folded, without blanks ("Placa 45-123, 777" → 45123, 777)."""
    parts = (_folded(part) for part in text.replace(";", ",").replace(" y ", ",").split(","))
    numbers = ("".join(word for word in part.split() if any(map(str.isdigit, word))) for part in parts)
    return tuple(dict.fromkeys(number[:BADGE_LETTERS] for number in numbers if number))[:MOST_BADGES]


# --- one answer ----------------------------------------------------------------------------------------

Judged = tuple[Said, Problem | None]


def _answer(question: Question, values: Sequence[str], offered: Offered) -> Judged:
    by_kind: dict[str, Callable[[Question, Sequence[str]], Judged]] = {
        "line": _line,
        "text": _text,
        "passphrase": _passphrase,
        "point": _point,
    }
    if judge := by_kind.get(question.asks):
        return judge(question, values)
    return _chosen(question, values, offered.names(question))


def _missing(question: Question, answer: Said) -> Problem | None:
    return Problem(question.name, "missing") if question.required and not answer else None


def _chosen(question: Question, values: Sequence[str], names: frozenset[str]) -> Judged:
    wanted = tuple(dict.fromkeys(value for value in values if value))
    if not question.takes_several:
        wanted = wanted[:1]
    if set(wanted) - names:
        return "", Problem(question.name, "not_offered")
    if len(wanted) > MOST_CHOSEN:
        return "", Problem(question.name, "too_many", {"most": MOST_CHOSEN})
    return (wanted if question.takes_several else "".join(wanted)), None


def _line(question: Question, values: Sequence[str]) -> Judged:
    return _words(question, normalising.line(" ".join(values[:1])))


def _text(question: Question, values: Sequence[str]) -> Judged:
    return _words(question, normalising.paragraphs(" ".join(values[:1])))


def _words(question: Question, text: str) -> Judged:
    if len(text) > question.longest:
        told = {"length": len(text), "most": question.longest}
        return text[: question.longest], Problem(question.name, "too_long", told)
    if receipts.holds_one(text):
        return "", Problem(question.name, "holds_receipt")
    return text, None


def _passphrase(question: Question, values: Sequence[str]) -> Judged:
    text, problem = _line(question, values)
    if text and not problem and len(str(text)) < LEAST_PASSPHRASE:
        return "", Problem(question.name, "weak_passphrase", {"least": LEAST_PASSPHRASE})
    return text, problem


def _point(question: Question, values: Sequence[str]) -> Judged:
    told = normalising.line(" ".join(values[:1]))
    if not told:
        return "", None
    try:
        latitude, longitude = map(float, told.split(","))
    except ValueError:
        return "", Problem(question.name, "no_point")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return "", Problem(question.name, "no_point")
    return f"{latitude:.5f},{longitude:.5f}", None


def _says(questionnaire: Questionnaire, said: Mapping[str, Said], fills: str) -> Said:
    shown = questionnaire.shown(said)
    return next((said.get(question.name, "") for question in shown if question.fills == fills), "")


def _passphrase_told(shown: Iterable[Question], kept: Mapping[str, Said]) -> Problem | None:
    """Return a problem where the readers of the tip would read the passphrase in it."""
    names = [question.name for question in shown if question.fills == "passphrase" and question.name in kept]
    for name in names:
        secret = _folded(str(kept[name]))
        told = [_folded(str(said)) for other, said in kept.items() if other != name]
        if secret and any(secret in one for one in told):
            return Problem(name, "passphrase_told")
    return None
