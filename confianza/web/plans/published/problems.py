"""What everybody may see of problems: under a public title, how far each is, and what the numbers say of it.

No sign, finding, page or lesson leaves the house: they were written for those who work on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.web.lib.lazily import Lazily
from confianza.web.observatory import labels
from confianza.web.observatory.queries import released
from confianza.web.plans import appraisal_sentences, problem_sentences
from confianza.web.plans.models import Appraisal, Measure, Move, Problem, Stage
from confianza.web.plans.queries import appraising
from confianza.web.territory import queries as territory

Days = tuple[date, date]
Sides = tuple[tuple[float | None, ...], ...]
WITHHELD = "withheld"
# Verdicts asked again and again by the same pages.
REMEMBERED = 2_000


@dataclass(frozen=True)
class Assessed:
    """What came of a problem: a verdict in a word, marked; `said`: the strongest sentence the guard allows,
    "" none. No counts: those of crime leave the house in releases alone, which are audited together; and no
    verdict (`code` WITHHELD) that tells one to whoever knows the rest. `late`: the measure was agreed when
    its months had begun.
    """

    code: str
    mark: str
    word: str
    said: str
    as_of: date
    late: bool


@dataclass(frozen=True)
class PublicProblem:
    """A problem in public words. `key` names it in feeds; `measured`: how it is judged, as agreed before,
    "" while nothing is; `assessed`: None until the result was computed.
    """

    pk: int
    key: str
    title: str
    area_id: str
    area: str
    since: date
    stage: str
    standing: str
    is_open: bool
    moved_on: date
    measured: str
    assessed: Assessed | None


@dataclass(frozen=True)
class Moment:
    """One step of a problem: when, and to which stage."""

    on: date
    standing: str


def problems(area_ids: Iterable[str] = ()) -> Lazily[PublicProblem]:
    """Return the problems that stand on the public site, what moved last first; of some areas and all that
    lies in them, or of all.
    """
    return Lazily(_public(area_ids).order_by("-moved_at", "pk"), _told)


def problem(key: int) -> PublicProblem | None:
    """Return one problem, if it stands on the public site."""
    told = _told(list(_public(()).filter(pk=key)))
    return told[0] if told else None


def moments(key: int) -> list[Moment]:
    """Return the steps of a problem, the latest first, without a word of what was written to them."""
    found = Move.objects.filter(problem__in=_public(()).filter(pk=key).order_by()).order_by("-at", "-pk")
    return [Moment(timezone.localdate(each.at), each.get_stage_display()) for each in found]


def _public(area_ids: Iterable[str]) -> QuerySet[Problem]:
    found, wanted = Problem.objects.exclude(public_title=""), set(area_ids)
    if wanted:
        found = found.filter(area__in=territory.inside(wanted))
    computed = Appraisal.objects.select_related("measure__area", "measure__comparison")
    agreed = Measure.objects.select_related("area", "comparison").order_by("-agreed_at", "-pk")
    return found.select_related("area").prefetch_related(
        Prefetch("measures", agreed, to_attr="agreed"),
        Prefetch("appraisals", computed.order_by("-computed_at"), to_attr="computed"),
    )


def _told(rows: list[Any]) -> list[PublicProblem]:
    names = territory.names_by_key(row.area for row in rows)
    threshold = released.threshold()
    return [_one(row, names[row.area_id], threshold) for row in rows]


def _one(row: Any, area: str, threshold: int) -> PublicProblem:
    return PublicProblem(
        pk=row.pk,
        key=f"problema-{row.pk}",
        title=row.public_title,
        area_id=row.area.stable_id,
        area=area,
        since=timezone.localdate(row.opened_at),
        stage=row.stage,
        standing=row.get_stage_display(),
        is_open=row.stage != Stage.CLOSED,
        moved_on=timezone.localdate(row.moved_at),
        measured=_measured(row.agreed[0]) if row.agreed else "",
        assessed=_assessed(row.computed[0], threshold) if row.computed else None,
    )


def _measured(told: Measure) -> str:
    places = territory.names_by_key([told.area, told.comparison])
    return problem_sentences.measure(told, labels.indicator(told.indicator), places)


def _assessed(made: Appraisal, threshold: int) -> Assessed:
    if _tells_a_count(*_days(made.measure), _counted(made), threshold):
        word = _("Told to nobody")
        why = _("With so few counted, the answer would tell how many to whoever knows one of the two sides.")
        return Assessed(WITHHELD, "neutral", word, why, made.as_of, made.measure.is_late)
    mark, word = problem_sentences.verdict(made.told)
    return Assessed(
        code=str(made.told.get("verdict", "")),
        mark=mark,
        word=word,
        said=appraisal_sentences.beyond(made.told),
        as_of=made.as_of,
        late=made.measure.is_late,
    )


def _days(told: Measure) -> tuple[Days, Days]:
    return (told.before_from, told.before_until), (told.after_from, told.after_until)


def _counted(made: Appraisal) -> Sides:
    """Return the months that an assessment counted: before and after, here and where it is compared."""
    known = {month: (here, there) for month, here, there in made.told.get("months", ())}
    sides = [
        [known.get(f"{month:%Y-%m}", (None, None)) for month in side]
        for side in appraising.sides(made.measure)
    ]
    here = [tuple(count for count, _there in side) for side in sides]
    there = [tuple(count for _here, count in side) for side in sides]
    return (*here, *there) if made.measure.comparison_id else (*here, (), ())


@lru_cache(maxsize=REMEMBERED)
def _tells_a_count(before: Days, after: Days, counted: Sides, threshold: int) -> bool:
    """Say whether the verdict on these counts tells one of them; without the counts nothing shows that it
    does not.
    """
    from confianza.analysis.evaluation import appraisal, giveaway

    if not any(count is not None for side in counted for count in side):
        return True
    beside = ("there",) if counted[2] else ()
    measure = appraisal.Measure("", "here", before, after, beside)
    before_here, after_here, *there = counted
    found = appraisal.Counted(before_here, after_here, there[0], there[1])
    return giveaway.gives_a_count_away(measure, found, threshold)
