"""What everybody may see of problems: under a public title, how far each is, and what the numbers say of it.

No sign, finding, page or lesson leaves the house: they were written for those who work on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from confianza.web.lib.lazily import Lazily
from confianza.web.observatory import labels
from confianza.web.plans import appraisal_sentences, problem_sentences
from confianza.web.plans.models import Appraisal, Measure, Move, Problem, Stage
from confianza.web.territory import queries as territory


@dataclass(frozen=True)
class Assessed:
    """What came of a problem: a verdict in a word, marked; `said`: the strongest sentence the guard allows,
    "" none. No counts: those of crime leave the house in releases alone, which are audited together. `late`:
    the measure was agreed when its months had begun.
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
    return [_one(row, names[row.area_id]) for row in rows]


def _one(row: Any, area: str) -> PublicProblem:
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
        assessed=_assessed(row.computed[0]) if row.computed else None,
    )


def _measured(told: Measure) -> str:
    places = territory.names_by_key([told.area, told.comparison])
    return problem_sentences.measure(told, labels.indicator(told.indicator), places)


def _assessed(made: Appraisal) -> Assessed:
    mark, word = problem_sentences.verdict(made.told)
    return Assessed(
        code=str(made.told.get("verdict", "")),
        mark=mark,
        word=word,
        said=appraisal_sentences.beyond(made.told),
        as_of=made.as_of,
        late=made.measure.is_late,
    )
