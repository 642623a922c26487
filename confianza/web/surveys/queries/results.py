"""What a survey says, question by question and wave by wave, and which changes are more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from confianza.web.fieldwork.queries import answers
from confianza.web.surveys import rules
from confianza.web.surveys.models import Item, Measure, Survey, Wave
from confianza.web.surveys.queries import interviews, visits
from confianza.web.surveys.queries.interviews import Interviews

if TYPE_CHECKING:
    from confianza.analysis.surveys.change import Change
    from confianza.analysis.surveys.columns import Table
    from confianza.analysis.surveys.design import Design, Reals
    from confianza.analysis.surveys.estimates import Estimate, Rows
    from confianza.analysis.surveys.problems import SurveyRefused

# Shares are estimates from 0 to 1, whatever the question.
SHARE = (0.0, 1.0)
MORE_THAN_CHANCE = 0.05
TOLD = ("shown", "with_caution")
# Answers that are no numbers, or no yes and no: some code of no answer was not named.
UNREADABLE = "unreadable"


@dataclass(frozen=True, eq=False)
class Heard:
    """A wave as it was heard: its interviews, weighed, and how many visits ended in which way."""

    wave: Wave
    found: Interviews
    design: "Design"
    outcomes: dict[str, int]

    @property
    def response_rate(self) -> float | None:
        return rules.response_rate(self.outcomes)


@dataclass(frozen=True)
class Point:
    """A question in a wave. `verdict`: how its estimate may be shown (analysis.surveys.publishing)."""

    wave: Wave
    item: Item
    estimate: "Estimate | None"
    verdict: str

    @property
    def is_told(self) -> bool:
        return self.estimate is not None and self.verdict in TOLD


@dataclass(frozen=True)
class Step:
    """From one wave to the next. `p` after Holm, over all questions of the two waves; `refused`: why there is
    no change to tell.
    """

    earlier: Point
    later: Point
    change: "Change | None" = None
    p: float | None = None
    refused: "SurveyRefused | None" = None

    @property
    def is_more_than_noise(self) -> bool:
        return self.p is not None and self.p < MORE_THAN_CHANCE

    @property
    def stars(self) -> str:
        """*** ** * for 99, 95 and 90 % of confidence, after Holm."""
        from confianza.analysis.surveys.change import STARS

        return next((stars for limit, stars in STARS if self.p is not None and self.p < limit), "")


@dataclass(frozen=True)
class Line:
    """A question over all waves that asked it, the oldest first. `step` is the one that was asked for."""

    item: Item
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    step: Step | None = None

    @property
    def last(self) -> Point:
        """The question in the wave that is told of."""
        return self.step.later if self.step else self.points[-1]


@dataclass(frozen=True)
class Results:
    """What a survey says in wave `later`, against wave `earlier` where there is one."""

    survey: Survey
    heard: tuple[Heard, ...]
    later: Heard
    earlier: Heard | None
    lines: tuple[Line, ...] = field(default=())

    @property
    def waves(self) -> list[Wave]:
        return [each.wave for each in self.heard]


def hear(survey: Survey) -> tuple[Heard, ...]:
    """Return the waves in which somebody answered and that were weighed, the oldest first."""
    told = answers.rows(survey.form)
    waves = survey.waves.prefetch_related("items", "weightings").order_by("number")
    found = [_heard(wave, told) for wave in waves if wave.weightings.all()]
    return tuple(each for each in found if each is not None)


def _heard(wave: Wave, told: answers.Answers) -> Heard | None:
    visited = visits.of_answers(wave, told)
    counts = dict(visited.frame["_outcome"].value_counts().iter_rows())
    found = interviews.weighed(wave, visited, wave.weightings.first())
    return Heard(wave, found, found.design, counts) if found.design is not None else None


def results(survey: Survey, *, later: Wave | None = None, earlier: Wave | None = None) -> Results | None:
    """Return what a survey says in a wave (the last one unless told) against another (the one before it);
    None while no wave was weighed.
    """
    return of_heard(survey, hear(survey), later=later, earlier=earlier)


def of_heard(
    survey: Survey, heard: Sequence[Heard], *, later: Wave | None = None, earlier: Wave | None = None
) -> Results | None:
    """Return the results of waves that were read already, the oldest first."""
    if not heard:
        return None
    numbers = [each.wave.pk for each in heard]
    at = numbers.index(later.pk) if later and later.pk in numbers else len(heard) - 1
    before = at - 1
    if earlier and earlier.pk in numbers[:at]:
        before = numbers.index(earlier.pk)
    now, then = heard[at], heard[before] if before >= 0 else None
    lines = _lines(tuple(heard[: at + 1]), then)
    return Results(survey, tuple(heard), now, then, tuple(lines))


def key(item: Item) -> tuple[Any, ...]:
    """Return what makes a question the same question in another wave, in whatever words."""
    return (item.column, item.measure, tuple(sorted(map(str, item.answers))))


def is_share(item: Item) -> bool:
    return bool(item.measure == Measure.SHARE)


def scale(item: Item) -> tuple[float, float]:
    """Return the lowest and highest that an estimate of a question can be."""
    if is_share(item) or item.lowest is None or item.highest is None:
        return SHARE
    return float(item.lowest), float(item.highest)


def values(table: "Table", item: Item) -> "Reals":
    """Return the answers of each row as numbers, nan where there is none; of a share 1 and 0."""
    import numpy as np

    if not is_share(item):
        return table.numbers(item.column)
    if not item.answers:
        return table.said(item.column)
    wanted = {str(each) for each in item.answers}
    if item.column in table.frame.columns and table.frame[item.column].dtype.is_nested():
        cells = table.frame[item.column].to_list()
        return np.array([np.nan if cell is None else float(bool(wanted & set(cell))) for cell in cells])
    return np.array([float(text in wanted) if text else np.nan for text in table.texts(item.column)])


def estimated(design: "Design", told: "Reals", item: Item, domain: "Rows | None" = None) -> "Estimate | None":
    """Return the estimate of a question, of everybody or of some; None where nobody answered."""
    from confianza.analysis.surveys import estimates
    from confianza.analysis.surveys.problems import SurveyRefused

    reckon = estimates.share if is_share(item) else estimates.mean
    try:
        return reckon(design, told, domain=domain)
    except SurveyRefused as refused:
        if refused.code != "no_answers":
            raise
        return None


def point(heard: Heard, item: Item) -> Point:
    """Return a question in a wave; one whose answers are not what the survey says they are is unreadable."""
    from confianza.analysis.surveys import publishing
    from confianza.analysis.surveys.problems import SurveyRefused

    try:
        told = values(heard.found.table, item)
    except SurveyRefused:
        return Point(heard.wave, item, None, UNREADABLE)
    found = estimated(heard.design, told, item)
    return Point(heard.wave, item, found, publishing.verdict(found, is_share=is_share(item)))


def step(earlier: Heard, later: Heard, before: Item, after: Item) -> Step:
    """Return what changed in a question between two waves, or why that cannot be told."""
    from confianza.analysis.surveys import change
    from confianza.analysis.surveys.problems import SurveyRefused

    ends = Step(point(earlier, before), point(later, after))
    first, second = ends.earlier.estimate, ends.later.estimate
    if first is None or second is None or not (ends.earlier.is_told and ends.later.is_told):
        return ends
    try:
        cautions = change.cautions(_asked(before, earlier.wave), _asked(after, later.wave))
    except SurveyRefused as refused:
        return replace(ends, refused=refused)
    if in_same_clusters(earlier.wave, later.wave):
        found = _together(earlier, later, ends, cautions)
    else:
        found = change.independent(first, second, cautions=cautions)
    return replace(ends, change=found, p=found.p)


def in_same_clusters(earlier: Wave, later: Wave) -> bool:
    """Say whether two waves visited the same clusters."""
    return _first_of(earlier) == _first_of(later)


def _lines(heard: tuple[Heard, ...], then: Heard | None) -> list[Line]:
    asked = [{key(item): item for item in each.wave.items.all()} for each in heard]
    pairs = list(pairwise(heard))
    told = {pair: _steps(*pair) for pair in _with(pairs, then, heard[-1])}
    lines = []
    for name, item in asked[-1].items():
        points = tuple(point(each, own[name]) for each, own in zip(heard, asked, strict=True) if name in own)
        steps = tuple(told[pair][name] for pair in pairs if name in told[pair])
        chosen = told[(then, heard[-1])].get(name) if then else None
        lines.append(Line(item, points, steps, chosen))
    return sorted(lines, key=lambda line: (line.item.place, line.item.column))


def _with(pairs: list[tuple[Heard, Heard]], then: Heard | None, now: Heard) -> list[tuple[Heard, Heard]]:
    return pairs if then is None or (then, now) in pairs else [*pairs, (then, now)]


def _steps(earlier: Heard, later: Heard) -> dict[tuple[Any, ...], Step]:
    """Return the steps of all questions that both waves asked: each p as one of so many (Holm)."""
    from confianza.analysis.surveys import change

    before = {key(item): item for item in earlier.wave.items.all()}
    found = {
        key(item): step(earlier, later, before[key(item)], item)
        for item in later.wave.items.all()
        if key(item) in before
    }
    told = [name for name, each in found.items() if each.p is not None]
    raised = change.holm([found[name].p or 0.0 for name in told])
    return found | {name: replace(found[name], p=p) for name, p in zip(told, raised, strict=True)}


def _asked(item: Item, wave: Wave) -> Any:
    from confianza.analysis.surveys import change

    return change.Item(scale=scale(item), wording=str(item.version), mode=wave.mode)


def _together(earlier: Heard, later: Heard, ends: Step, cautions: tuple[str, ...]) -> "Change":
    """Return the change of two waves in the same clusters: what these have in common is no change."""
    import numpy as np

    from confianza.analysis.surveys import change, estimates, stacking

    waves = ((earlier, ends.earlier.item), (later, ends.later.item))
    design = stacking.together([_part(heard) for heard, _ in waves])
    told = np.concatenate([values(heard.found.table, item) for heard, item in waves])
    is_later = np.arange(len(told)) >= earlier.found.size
    # Of a share too: what counts here is the influence of each row, not the interval.
    before, after = (estimates.mean(design, told, domain=rows) for rows in (~is_later, is_later))
    return change.in_same_clusters(design, before, after, cautions=cautions)


def _part(heard: Heard) -> Any:
    from confianza.analysis.surveys import stacking

    table = heard.found.table
    return stacking.Part(heard.design, table.texts("_stratum"), table.texts("_cluster"))


def _first_of(wave: Wave) -> int:
    """Return the wave whose clusters a wave visits, through whatever waves in between."""
    seen = {wave.pk}
    while wave.same_clusters_as is not None and wave.same_clusters_as.pk not in seen:
        wave = wave.same_clusters_as
        seen.add(wave.pk)
    return int(wave.pk)
