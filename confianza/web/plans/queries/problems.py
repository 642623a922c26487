"""Problems as people look for them: the board, what is stalled, what moved, what is open here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.community.queries import bodies
from confianza.web.observatory import permissions as observatory
from confianza.web.observatory import queries
from confianza.web.observatory.queries import Place
from confianza.web.plans.models import Appraisal, Commitment, Move, Problem, Sign, Stage
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.models.problems import LEADERS
from confianza.web.plans.rules import problems as rules
from confianza.web.plans.rules.problems import Known
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment, Crosswalk

LEVELS = (
    "department", "municipality", "commissariat", "zone", "canton", "substation", "neighbourhood", "beat",
)  # fmt: skip
# What is counted month by month wherever it happens, and can therefore say whether a problem changed; what
# surveys ask is no count of months.
MEASURES = (
    "robbery", "theft", "burglary", "vehicle_theft", "extortion", "threat", "assault", "homicide",
    "firearm_homicide", "violent_death", "domestic_violence", "sexual_violence", "road_death",
    "weapon_offence", "drug_offence",
)  # fmt: skip
# Boundaries of two institutions never match to the metre: less than this of an area is no part of it.
A_PART = 0.01
# A column of the board; the rest stands behind "all of them".
MOST_IN_A_COLUMN = 12


@dataclass(frozen=True)
class Asked:
    """Which problems to show: in an area and all that lies in it, of an offence, of a kind of place, one's
    own; "" is all.
    """

    area: str = ""
    offence: str = ""
    setting: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Card:
    """A problem at a glance: where it is, the promises that are late, and why it is stalled (codes)."""

    problem: Problem
    place: str
    late: int
    stalled: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """The problems of a stage: how many there are, and the first of them, what is stalled before all else."""

    stage: Stage
    count: int
    cards: Sequence[Card]

    @property
    def hidden(self) -> int:
        """How many do not fit."""
        return self.count - len(self.cards)


def problems(user: Any, asked: Asked = Asked()) -> QuerySet[Problem]:
    """Return the problems a person may see, chosen as asked; what is stalled first, then by the next look."""
    found = Problem.objects.visible_to(user).select_related("area", "leader")
    if asked.area:
        found = found.filter(area__in=Containment.objects.filter(outer__stable_id=asked.area).values("inner"))
    chosen = {name: getattr(asked, name) for name in ("offence", "setting") if getattr(asked, name)}
    return found.filter(**chosen, **({"leader": user} if asked.mine else {}))


def board(user: Any, asked: Asked, today: date) -> list[Column]:
    """Return the five columns of the board."""
    found = problems(user, asked)
    counts = dict(found.order_by().values_list("stage").annotate(Count("pk")))
    rows = {stage: list(_ordered(found, stage, today)[:MOST_IN_A_COLUMN]) for stage in Stage}
    cards = iter(_cards([row for column in rows.values() for row in column], today))
    return [Column(stage, counts.get(stage, 0), [next(cards) for _ in rows[stage]]) for stage in Stage]


def in_stage(user: Any, asked: Asked, stage: str, today: date) -> QuerySet[Problem]:
    """Return all problems of a stage, in the order of the board."""
    return _ordered(problems(user, asked), stage, today)


def stalled(user: Any, today: date, area: Area | None = None) -> list[Card]:
    """Return the open problems nobody looked at or moved in time, the longest forgotten first."""
    found = problems(user, Asked(area=area.stable_id if area else "")).open().filter(_is_stalled(today))
    return _cards(found.order_by("next_on", "pk"), today)


def count_stalled(user: Any, asked: Asked, today: date) -> int:
    """Return how many open problems are stalled."""
    return problems(user, asked).open().filter(_is_stalled(today)).count()


def moved_since(user: Any, since: date, area: Area | None = None) -> list[Move]:
    """Return the steps that problems took since a day (included), the latest first; openings among them."""
    seen = problems(user, Asked(area=area.stable_id if area else ""))
    found = Move.objects.filter(problem__in=seen.order_by(), at__gte=_start(since))  # visible by its problem
    return list(found.select_related("problem__area", "problem__leader").order_by("-at", "-pk"))


def cards(rows: Iterable[Problem], today: date) -> list[Card]:
    """Return problems at a glance."""
    return _cards(rows, today)


def known(problem: Problem) -> Known:
    """Return what a problem has by now, as its rules ask."""
    promised = problem.commitments.aggregate(every=Count("pk"), open=Count("pk", filter=Q(standing__in=OPEN)))
    return Known(
        signs=problem.signs.count(),
        answered=frozenset(problem.findings.order_by().values_list("asks", flat=True)),
        open_commitments=promised["open"],
        commitments=promised["every"],
        has_measure=problem.measure is not None,
        assessed=appraisal_that_counts(problem) is not None,
    )


def appraisal_that_counts(problem: Problem) -> Appraisal | None:
    """Return the latest appraisal of the measure as it stands, made since the problem came to be assessed.

    One that could tell nothing counts too: then that is the result, and told as such.
    """
    measure = problem.measure
    begun = problem.moves.filter(stage=Stage.ASSESS).order_by("-at").first()
    if measure is None or begun is None:
        return None
    made = problem.appraisals.filter(measure=measure, computed_at__gte=begun.at).order_by("-computed_at")
    return made.first()


def open_here(
    user: Any, *, areas: Iterable[str] = (), offence: str = "", request: int | None = None
) -> list[Problem]:
    """Return the open problems in some areas (identities), in what holds them and in what lies in them (of an
    offence, if told); or those seen by a request.
    """
    if request is not None:
        seen = Sign.objects.filter(request=request, problem=OuterRef("pk"))  # visible by its problem
        return list(Problem.objects.visible_to(user).open().filter(Exists(seen)))
    asked = set(filter(None, areas))
    if not asked:
        return []
    around = Containment.objects.filter(inner__stable_id__in=asked).values("outer")
    inside = Containment.objects.filter(outer__stable_id__in=asked).values("inner")
    found = Problem.objects.visible_to(user).open().filter(Q(area__in=around) | Q(area__in=inside))
    return list(found.filter(offence=offence) if offence else found)


def requests_of(user: Any) -> QuerySet[Any]:
    """Return the requests of the community that the person may see."""
    return bodies.requests(user)


def who_could_lead(area: Area) -> list[User]:
    """Return the people who lead problems in a place, and those of areas of the other geography with a part
    in it: a precinct and a ward share their problems, and neither holds the other.
    """
    found = {
        one.pk: one for each in (area, *_sharing(area)) for one in bodies.who_could_answer(each, LEADERS)
    }
    return sorted(found.values(), key=lambda one: one.username)


def _sharing(area: Area) -> QuerySet[Area]:
    """Return the lowest areas of the other geography that share ground with an area."""
    part = Crosswalk.objects.filter(source__area=area, share__gte=A_PART).values("target__area")
    return Area.objects.filter(pk__in=part).exclude(geography=area.geography)


def areas_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places in which a person may open a problem, by name."""
    found = Area.objects.filter(user.reach(*LEADERS).rows("pk"), level__in=LEVELS)
    return named(found.values_list("stable_id", flat=True))


def led_among(user: Any, areas: Iterable[str]) -> set[str]:
    """Return which of some areas (identities) lie where the person leads problems."""
    reach, asked = user.reach(*LEADERS), set(filter(None, areas))
    if reach.everywhere:
        return asked
    held = Containment.objects.filter(outer__in=reach.roots, inner__stable_id__in=asked)
    return set(held.values_list("inner__stable_id", flat=True))


def areas_around(area: Area) -> list[tuple[str, str]]:
    """Return (stable_id, name) of an area, of those that hold it and those that lie in it: the area first."""
    around = Q(pk__in=Containment.objects.filter(inner=area).values("outer"))
    inside = Q(pk__in=Containment.objects.filter(outer=area).values("inner"))
    found = Area.objects.filter(around | inside, level__in=LEVELS, geography=area.geography)
    told = named(found.values_list("stable_id", flat=True))
    return sorted(told, key=lambda pair: pair[0] != area.stable_id)


def areas_beside(user: Any, area: Area) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the areas of the same level whose figures a person may see, by name."""
    known = queries.horizon(observatory.reach(user))
    found = Area.objects.filter(level=area.level, geography=area.geography).exclude(pk=area.pk)
    every = found.values_list("stable_id", flat=True)
    return named(one for one in every if known.sees(Place(one, "", level=area.level)))


def areas_of(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places where there are problems the person may see, by name."""
    visible = Problem.objects.visible_to(user).order_by()
    return named(visible.values_list("area__stable_id", flat=True).distinct())


def offences_of(user: Any) -> list[str]:
    """Return the indicators by which the problems a person may see are measured."""
    visible = Problem.objects.visible_to(user).exclude(offence="").order_by("offence")
    return list(visible.values_list("offence", flat=True).distinct())


def named(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return areas with their names, in the order of the names."""
    every = list(ids)
    names = territory.names_of(every)
    return sorted(((one, names.get(one, one)) for one in every), key=lambda pair: pair[1])


def in_order(user: Any, asked: Asked, today: date) -> QuerySet[Problem]:
    """Return the open problems asked for, what is stalled first, then by the next look."""
    return _stalled_first(problems(user, asked).open(), today)


def _ordered(found: QuerySet[Problem], stage: str, today: date) -> QuerySet[Problem]:
    """Order the problems of a stage: what is stalled first; of what is closed, the latest first."""
    rows = found.filter(stage=stage)
    if stage == Stage.CLOSED:
        return rows.order_by("-moved_at", "pk")
    return _stalled_first(rows, today)


def _stalled_first(rows: QuerySet[Problem], today: date) -> QuerySet[Problem]:
    rank = Case(When(_is_stalled(today), then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", "next_on", "pk")


def _is_stalled(today: date) -> Q:
    """Return the condition for which `rules.why_stalled` finds a reason."""
    late = Exists(Commitment.objects.late(today).filter(problem=OuterRef("pk")))
    return Q(next_on__lt=today) | Q(moved_at__lt=_start(today - rules.STALLED_AFTER)) | Q(late)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _cards(rows: Iterable[Problem], today: date) -> list[Card]:
    found = list(rows)
    names = territory.names_by_key(row.area for row in found)
    late = _late(found, today)
    return [
        Card(row, names[row.area_id], late.get(row.pk, 0), _stalled(row, late.get(row.pk, 0), today))
        for row in found
    ]


def _late(found: Sequence[Problem], today: date) -> dict[int, int]:
    """Return how many promises of each problem are late: a number, whoever promised what."""
    rows = Commitment.objects.late(today).filter(problem__in=[row.pk for row in found])  # of visible ones
    return dict(rows.order_by().values_list("problem").annotate(Count("pk")))


def _stalled(row: Problem, late: int, today: date) -> tuple[str, ...]:
    if row.stage == Stage.CLOSED:
        return ()
    moved = timezone.localdate(row.moved_at)
    return rules.why_stalled(moved_on=moved, next_on=row.next_on, late=late, today=today)
