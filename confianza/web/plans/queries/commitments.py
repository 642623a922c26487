"""Commitments: lists, one of them with what it is for, and how many of those due were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import pgettext_lazy

from confianza.web.accounts.models import User
from confianza.web.community.models import Request
from confianza.web.community.queries import bodies
from confianza.web.plans.models import Commitment, Coordination, Objective, PreventionPlan, Problem, Standing
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.permissions import PROMISING
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

LEVELS = ("department", "municipality", "zone", "neighbourhood")
# Who answers for something, of those with an account: the roles that act in a place.
OWNERS = ("commander", "beat_officer", "mayor", "community_relations", "school_director", "programme_manager")
MOST_OWNERS = 300
CAUSES = {
    "problem": pgettext_lazy("a commitment is for", "A problem"),
    "objective": pgettext_lazy("a commitment is for", "A prevention plan"),
    "decided_in": pgettext_lazy("a commitment is for", "A weekly meeting"),
    "request": pgettext_lazy("a commitment is for", "A request of the community"),
}


@dataclass(frozen=True)
class Tally:
    """Of what was first promised for a day up to `until`: kept by that day, kept later, not kept, still open
    (`put_off`: of those, moved to a day to come), released. `ahead`: open, and promised for later.

    The day first promised counts, so that moving a day makes nothing look kept.
    """

    until: date
    in_time: int = 0
    kept_late: int = 0
    broken: int = 0
    waiting: int = 0
    put_off: int = 0
    released: int = 0
    ahead: int = 0

    @property
    def due(self) -> int:
        """How many were due: the sum of the parts."""
        return self.in_time + self.kept_late + self.broken + self.waiting + self.released

    @property
    def kept(self) -> int:
        return self.in_time + self.kept_late


@dataclass(frozen=True)
class ForWhat:
    """What a commitment is for, as far as the reader may see it: `words` are "" where they may not."""

    kind: str
    label: Any
    words: str = ""
    number: int | None = None


def commitments(user: Any) -> QuerySet[Commitment]:
    """Return the commitments a person may see: open ones by their day, then the settled, the latest first."""
    is_settled = Case(When(standing__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Commitment.objects.visible_to(user).select_related("owner", "area", "objective__plan")
    return found.annotate(is_settled=is_settled).order_by("is_settled", "due_on", "pk")


def chosen(
    rows: QuerySet[Commitment], *, owner: str = "", area: str = "", cause: str = ""
) -> QuerySet[Commitment]:
    """Return those of an owner (by name), in an area and all that lies in it, and for a kind of cause."""
    if owner:
        rows = rows.filter(owner_name=owner)
    if area:
        rows = rows.filter(area__in=Containment.objects.filter(outer__stable_id=area).values("inner"))
    if cause in CAUSES:
        rows = rows.filter(**{f"{cause}__isnull": False})
    return rows


def which(rows: QuerySet[Commitment], user: Any, today: date) -> dict[str, QuerySet[Commitment]]:
    """Return the lists a person chooses from."""
    is_open, is_late = Q(standing__in=OPEN), Q(standing__in=OPEN, due_on__lt=today)
    return {
        "open": rows.filter(is_open),
        "late": rows.filter(is_late),
        "mine": rows.filter(is_open, owner=user),
        "kept": rows.filter(standing=Standing.KEPT),
        "broken": rows.filter(standing=Standing.BROKEN),
        "all": rows,
    }


def counts(rows: QuerySet[Commitment], user: Any, today: date) -> dict[str, int]:
    """Return how many each of those lists holds, asked at once."""
    is_open = Q(standing__in=OPEN)
    told: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=is_open & Q(due_on__lt=today)),
        mine=Count("pk", filter=is_open & Q(owner=user)),
        kept=Count("pk", filter=Q(standing=Standing.KEPT)),
        broken=Count("pk", filter=Q(standing=Standing.BROKEN)),
        all=Count("pk"),
    )
    return told


def tally(rows: QuerySet[Commitment], until: date, since: date | None = None) -> Tally:
    """Count what became of the commitments first promised for a day up to `until` (and from `since`).

    What was settled after `until` counts as it stands now; freeze the tally to keep how it stood.
    """
    return Tally(until=until, **rows.order_by().aggregate(**_parts(until, since)))


def tallies(rows: QuerySet[Commitment], by: str, until: date) -> dict[int, Tally]:
    """Count the same for every value of a key (`objective__plan`), asked at once."""
    told = rows.order_by().values(key=F(by)).annotate(**_parts(until, None))
    return {row.pop("key"): Tally(until=until, **row) for row in told}


def owners(rows: QuerySet[Commitment]) -> list[str]:
    """Return the names of those who answer for something, each once."""
    names = rows.order_by("owner_name").values_list("owner_name", flat=True).distinct()
    return list(names[:MOST_OWNERS])


def areas(rows: QuerySet[Commitment]) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the areas that something was promised for."""
    return _named(Area.objects.filter(pk__in=rows.order_by().values("area")))


def areas_for(user: Any, roles: Sequence[Any] = PROMISING) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places in which a person holds one of `roles`."""
    return _named(Area.objects.filter(user.reach(*roles).rows("pk"), level__in=LEVELS))


def who_could_answer(area: Area) -> list[User]:
    """Return the people with an account who could answer for something in a place: who work in all of it, or
    in a part of it, as the officer of a beat does in the precinct.
    """
    return bodies.who_could_answer(area, OWNERS, in_parts=True)


def for_what(user: Any, commitment: Commitment) -> list[ForWhat]:
    """Return what a commitment is for, in words only where the person may see that too."""
    visible: dict[str, Any] = {
        "problem": Problem.objects.visible_to(user),
        "objective": Objective.objects.visible_to(user).select_related("plan"),
        "decided_in": Coordination.objects.visible_to(user),
        "request": bodies.requests(user),
    }
    told = []
    for kind, rows in visible.items():
        number = getattr(commitment, f"{kind}_id")
        if number is not None:
            told.append(_for_what(kind, rows.filter(pk=number).first()))
    return told


def of_request(user: Any, asked: Request) -> QuerySet[Commitment]:
    """Return what was promised for a request of the community, as far as the person may see it."""
    return commitments(user).filter(request=asked)


def of_problem(user: Any, problem: Problem) -> QuerySet[Commitment]:
    """Return what was promised for a problem."""
    return commitments(user).filter(problem=problem)


def of_plan(user: Any, plan: PreventionPlan) -> QuerySet[Commitment]:
    """Return what was promised under the objectives of a plan."""
    return commitments(user).filter(objective__plan=plan)


def decided_in(user: Any, coordination: Coordination) -> QuerySet[Commitment]:
    """Return what was decided in a weekly meeting."""
    return commitments(user).filter(decided_in=coordination)


def _parts(until: date, since: date | None) -> dict[str, Count]:
    due = Q(first_due_on__lte=until) & (Q(first_due_on__gte=since) if since else Q())
    kept, still_open = due & Q(standing=Standing.KEPT), due & Q(standing__in=OPEN)
    told = {
        "in_time": kept & Q(settled_on__lte=F("first_due_on")),
        "kept_late": kept & Q(settled_on__gt=F("first_due_on")),
        "broken": due & Q(standing=Standing.BROKEN),
        "waiting": still_open,
        "put_off": still_open & Q(due_on__gt=until),
        "released": due & Q(standing=Standing.RELEASED),
        "ahead": Q(standing__in=OPEN, first_due_on__gt=until),
    }
    return {name: Count("pk", filter=which) for name, which in told.items()}


def _for_what(kind: str, found: Any) -> ForWhat:
    if found is None:
        return ForWhat(kind, CAUSES[kind])
    plan = found.plan if kind == "objective" else None
    words = f"{plan.title}: {found.text}" if plan else str(found)
    return ForWhat(kind, CAUSES[kind], words, plan.pk if plan else found.pk)


def _named(found: QuerySet[Area]) -> list[tuple[str, str]]:
    ids = list(found.values_list("stable_id", flat=True))
    names = territory.names_of(ids)
    return sorted(((one, names.get(one, one)) for one in ids), key=lambda pair: pair[1])
