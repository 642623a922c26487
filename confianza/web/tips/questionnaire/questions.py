"""Questions and when they are asked. Conditions look back only, so that they can be evaluated in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from confianza.web.tips.questionnaire.texts import Text, text_of
from confianza.web.tips.rules.answers import Said

Asks = Literal[
    "choice", "choices", "line", "text", "area", "station", "stations", "units", "point", "passphrase"
]
Fills = Literal[
    "", "kind", "danger", "police", "police_again", "stations", "badges", "units", "area", "passphrase"
]

# A condition in a condition in a condition is a questionnaire nobody can check by reading it.
DEEPEST = 3
LONGEST = {"line": 300, "text": 6_000, "passphrase": 200, "point": 60}
MOST_CHOSEN = 12


@dataclass(frozen=True)
class Condition:
    """Holds where a question was answered with one of `is_`, or with none of `is_not`; or `all_`, or `any_`.

    A question that was not asked, or not answered, was answered with nothing: `is_not` holds of it.
    """

    question: str = ""
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    all_: tuple["Condition", ...] = ()
    any_: tuple["Condition", ...] = ()

    def holds(self, said: Mapping[str, Said]) -> bool:
        """Say whether it holds of what was said."""
        if self.all_:
            return all(one.holds(said) for one in self.all_)
        if self.any_:
            return any(one.holds(said) for one in self.any_)
        told = said.get(self.question, "")
        answers = {told} if isinstance(told, str) else set(told)
        return bool(answers & set(self.is_)) if self.is_ else not answers & set(self.is_not)

    def questions(self) -> Iterator[str]:
        """Yield the questions it looks at."""
        if self.question:
            yield self.question
        for one in (*self.all_, *self.any_):
            yield from one.questions()


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    name: str
    text: Text


@dataclass(frozen=True)
class Question:
    """One question. `only_if_asked`: put only where the routing asks for it."""

    name: str
    asks: Asks
    text: Text
    hint: Text
    fills: Fills = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    shown_when: Condition | None = None
    only_if_asked: bool = False

    @property
    def takes_several(self) -> bool:
        """Whether the answer is a list."""
        return self.asks in ("choices", "stations", "units")

    @property
    def is_words(self) -> bool:
        """Whether the answer is in words of the teller's own."""
        return self.asks in ("line", "text", "passphrase")

    @property
    def longest(self) -> int:
        """How many characters an answer may have."""
        return LONGEST.get(self.asks, LONGEST["line"])


@dataclass(frozen=True)
class Step:
    """Questions on one page."""

    name: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire. `kind`: what every tip by it is about, "" where that is asked."""

    name: str
    version: str
    title: Text
    steps: tuple[Step, ...]
    kind: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for step in self.steps for question in step.questions)

    def step(self, name: str) -> Step:
        """Return a step by name; raises KeyError."""
        return {step.name: step for step in self.steps}[name]

    def shown(self, said: Mapping[str, Said], asked: str | None = None) -> tuple[Question, ...]:
        """Return the questions to be put, after what was said; `asked` is what the routing asks for.

        What was answered to a question that is not shown counts as not answered, for later conditions too.
        """
        relevant: dict[str, Said] = {}
        shown = []
        for question in self.questions:
            wanted = not question.only_if_asked or question.name == asked or bool(said.get(question.name))
            if wanted and (question.shown_when is None or question.shown_when.holds(relevant)):
                shown.append(question)
                if question.name in said:
                    relevant[question.name] = said[question.name]
        return tuple(shown)

    def shown_of(
        self, step: Step, said: Mapping[str, Said], asked: str | None = None
    ) -> tuple[Question, ...]:
        """Return the questions of one step that are put."""
        shown = {question.name for question in self.shown(said, asked)}
        return tuple(question for question in step.questions if question.name in shown)

    def after(self, name: str, said: Mapping[str, Said], asked: str | None = None) -> Step | None:
        """Return the next step that has a question to put, the first for ""; None after the last."""
        names = [step.name for step in self.steps]
        left = self.steps[names.index(name) + 1 :] if name else self.steps
        return next((step for step in left if self.shown_of(step, said, asked)), None)

    def before(self, name: str, said: Mapping[str, Said]) -> Step | None:
        """Return the step before one; None before the first."""
        names = [step.name for step in self.steps]
        passed = reversed(self.steps[: names.index(name)])
        return next((step for step in passed if self.shown_of(step, said)), None)


def question_of(name: str, told: Mapping[str, Any]) -> Question:
    """Return a question from its table; raises ValueError, TypeError or KeyError."""
    options = tuple(_option(name, one) for one in told.get("options", ()))
    if told["asks"] not in get_args(Asks) or told.get("fills", "") not in get_args(Fills):
        raise ValueError(f"“{name}” asks or fills what nobody knows")
    if bool(options) != (told["asks"] in ("choice", "choices")):
        raise ValueError(f"“{name}” needs options exactly if one chooses among them")
    return Question(
        name=name,
        asks=told["asks"],
        text=text_of(told["text"], told.get("voice", ""), where=name),
        hint=text_of(told.get("hint"), where=f"the hint of {name}"),
        fills=told.get("fills", ""),
        required=bool(told.get("required", False)),
        options=options,
        shown_when=condition_of(told["shown_when"]) if "shown_when" in told else None,
        only_if_asked=bool(told.get("only_if_asked", False)),
    )


def _option(question: str, told: Mapping[str, Any]) -> Option:
    words = {key: value for key, value in told.items() if key not in ("name", "voice")}
    return Option(told["name"], text_of(words, told.get("voice", ""), where=f"{question}, {told['name']}"))


def condition_of(told: Mapping[str, Any], depth: int = 1) -> Condition:
    """Return a condition from its table; raises ValueError where it is too deep or holds a strange word."""
    if depth > DEEPEST:
        raise ValueError(f"a condition is more than {DEEPEST} deep")
    if strange := set(told) - {"question", "is", "is_not", "all", "any"}:
        raise ValueError(f"a condition knows no “{min(strange)}”")
    parts: dict[str, Sequence[Condition]] = {
        name: tuple(condition_of(one, depth + 1) for one in told.get(name, ())) for name in ("all", "any")
    }
    if len([one for one in ("is", "is_not", "all", "any") if told.get(one)]) != 1:
        raise ValueError("a condition is one of is, is_not, all, any")
    return Condition(
        question=told.get("question", ""),
        is_=tuple(told.get("is", ())),
        is_not=tuple(told.get("is_not", ())),
        all_=tuple(parts["all"]),
        any_=tuple(parts["any"]),
    )
