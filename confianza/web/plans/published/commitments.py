"""What everybody may see of promises: in public words, where, by when, kept or not. Nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from confianza.web.community.models import Whose
from confianza.web.lib.lazily import Lazily
from confianza.web.plans.models import Commitment, CommitmentStep, PreventionPlan, Problem, Standing
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.models.prevention import PUBLIC
from confianza.web.plans.queries import commitments as queries
from confianza.web.plans.queries.commitments import Tally
from confianza.web.territory import queries as territory

BESIDE = ("area", "request__body", "problem", "objective__plan")


@dataclass(frozen=True)
class Link:
    """The problem that a promise answers, where it stands on the public site as well."""

    pk: int
    title: str


@dataclass(frozen=True)
class Promised:
    """A promise in public words. `key` names it in feeds; `who`: an institution, or the kind of office.

    `asked`: the request it answers, in its own public words, "" where there is none that is public.
    """

    pk: int
    key: str
    text: str
    area_id: str
    area: str
    who: str
    asked: str
    due_on: date
    first_due_on: date
    standing: str
    is_open: bool
    is_late: bool
    is_kept: bool
    was_kept_late: bool
    settled_on: date | None
    for_problem: Link | None
    for_plan: int | None


@dataclass(frozen=True)
class Moment:
    """One step of a promise: when, to which standing, and the day it was promised for or moved to."""

    at: datetime
    standing: str
    due_on: date | None


@dataclass(frozen=True)
class Counts:
    """How much was promised in public, was kept, and is open past its day."""

    promised: int
    kept: int
    late: int


def promised(area_ids: Iterable[str] = ()) -> Lazily[Promised]:
    """Return what was promised in public words, what is open first, by its day; of some areas and all that
    lies in them, or of all.
    """
    is_settled = Case(When(standing__in=OPEN, then=Value(0)), default=Value(1))
    found = _public(area_ids).select_related(*BESIDE).order_by(is_settled, "due_on", "pk")
    return Lazily(found, _told)


def promise(key: int) -> Promised | None:
    """Return one promise, if it stands on the public site."""
    told = _told(list(_public(()).select_related(*BESIDE).filter(pk=key)))
    return told[0] if told else None


def for_problem(key: int) -> list[Promised]:
    """Return the public promises by which a problem is answered, by their day."""
    return _told(list(_public(()).select_related(*BESIDE).filter(problem=key).order_by("due_on", "pk")))


def moments(key: int) -> list[Moment]:
    """Return what happened to a promise, the latest first, without a word of what was written inside."""
    found = CommitmentStep.objects.filter(commitment__in=_public(()).filter(pk=key)).order_by("-at", "-pk")
    return [_moment(each) for each in found]


def latest(area_ids: Iterable[str], most: int) -> list[tuple[Promised, Moment]]:
    """Return the latest steps of the promises of some areas, each with its promise, the latest first."""
    found = CommitmentStep.objects.filter(commitment__in=_public(area_ids)).order_by("-at", "-pk")
    steps = list(found.select_related(*(f"commitment__{each}" for each in BESIDE))[:most])
    told = _told([each.commitment for each in steps])
    return [(promise, _moment(each)) for promise, each in zip(told, steps, strict=True)]


def counts(area_ids: Iterable[str] = ()) -> Counts:
    """Return how many public promises there are, were kept, and are open past their day."""
    return Counts(**_public(area_ids).aggregate(**_sums()))


def counted_by_area() -> list[tuple[int | str, ...]]:
    """Return the same of each area that has any, told by its key: another list is another state of all."""
    return list(_public(()).order_by("area").values_list("area").annotate(**_sums()))


def _sums() -> dict[str, Count]:
    late = Q(standing__in=OPEN, due_on__lt=timezone.localdate())
    is_kept = Q(standing=Standing.KEPT)
    return {"promised": Count("pk"), "kept": Count("pk", filter=is_kept), "late": Count("pk", filter=late)}


def kept(area_ids: Iterable[str] = ()) -> Tally:
    """Return what became of the public promises that were due until today."""
    return queries.tally(_public(area_ids), timezone.localdate())


def _moment(step: CommitmentStep) -> Moment:
    return Moment(step.at, step.get_standing_display(), step.due_on)


def _public(area_ids: Iterable[str]) -> QuerySet[Commitment]:
    found, wanted = Commitment.objects.public(), set(area_ids)
    if not wanted:
        return found
    return found.filter(area__in=territory.inside(wanted))


def _told(rows: list[Commitment]) -> list[Promised]:
    names, today = territory.names_by_key(row.area for row in rows), timezone.localdate()
    return [_promised(row, names[row.area_id], today) for row in rows]


def _promised(row: Commitment, area: str, today: date) -> Promised:
    is_open = row.standing in OPEN
    asked = row.request.public_text if row.request and row.request.body.is_public else ""
    return Promised(
        pk=row.pk,
        key=f"compromiso-{row.pk}",
        text=row.public_text,
        area_id=row.area.stable_id,
        area=area,
        who=str(Whose(row.whose).label) if row.owner_id else row.owner_name,
        asked=asked,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        standing=row.get_standing_display(),
        is_open=is_open,
        is_late=is_open and row.due_on < today,
        is_kept=row.standing == Standing.KEPT,
        was_kept_late=row.was_kept_late,
        settled_on=row.settled_on,
        for_problem=_problem(row.problem),
        for_plan=_plan(row.objective.plan) if row.objective else None,
    )


def _problem(problem: Problem | None) -> Link | None:
    return Link(problem.pk, problem.public_title) if problem and problem.public_title else None


def _plan(plan: PreventionPlan) -> int | None:
    """Return the number of a plan that everybody may read; its title may be being written anew."""
    return plan.pk if plan.state in PUBLIC else None
