"""What patrols did in a place, as their logs tell: counted for everybody who meets about it.

Whoever keeps the form reads the logs. What leaves here are counts of several telephones together, of whole
days, and whether anybody stopped in a place; a count that would show whose work it is stays inside.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from confianza.web.fieldwork import rules
from confianza.web.fieldwork.models import Form, Standing, Submission
from confianza.web.fieldwork.queries import answers
from confianza.web.fieldwork.queries.oddities import REMEMBERED_FOR, Point, point_of
from confianza.web.lib import walls
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment, Geography, Level

OPEN_BECAUSE = (
    "The weekly meeting answers for the work on the street as a whole. It reads counts of three telephones "
    "or more, never a log, a point, a time of day or whose they are."
)
FORM, STOPS = "bitacora_patrulla", "/parada"
ON_FOOT = frozenset({"pie", "bicicleta"})
WEEK = timedelta(days=7)
# A stop of ten minutes or more keeps a place quiet for longer after it (Koper 1995, Justice Quarterly 12).
LONG_ENOUGH = 10
# A telephone may be a day ahead of this machine.
CLOCK = timedelta(days=1)
ELSEWHERE = ""
# Of areas of these levels counts are asked for: those of one must not tell what those of another keep back.
MET_ABOUT = (Level.MUNICIPALITY, Level.COMMISSARIAT, Level.SUBSTATION, Level.ZONE)


@dataclass(frozen=True)
class Stop:
    """One stop of a shift of a `day`. `ward` and `beat`: the lowest areas around it ("" without a point)."""

    day: date
    shift: str
    telephone: str
    on_foot: bool
    minutes: int
    done: str
    point: Point | None
    ward: str
    beat: str


@dataclass(frozen=True)
class Asked:
    """Beside the counts: areas in which something was promised (stable_id), and spots (longitude, latitude)
    of which each counts as visited by a stop within `metres`.
    """

    promised: tuple[str, ...] = ()
    spots: tuple[tuple[float, ...], ...] = ()
    metres: float = 0.0


def week(area: Area, on: date, asked: Asked = Asked()) -> dict[str, Any]:
    """Return what approved logs tell of patrols in an area: in the last week, Monday to Sunday, that is over
    on a day (`now`; its days are `first` and `last`), and in the week before (`before`). Plain values, for
    any reader. The weeks are the same for whoever asks on whichever day: two that overlap would tell of days.

    Either is {} where no stop was told, {"too_few": True} where fewer than three telephones told of any.
    Otherwise `shifts`, `stops`, `minutes` stopped, `long_enough` stops; `on_foot` stops (None: not told);
    stops by what was `done` and `wards` by stable_id ("" without a point), None where too few to tell; and
    of what was asked how much was visited. `waiting`: logs that nobody looked at yet (None: not told).
    """
    first, last = week_over(on)
    weeks = {"now": (first, last), "before": (first - WEEK, last - WEEK)}
    # Everybody who may open the page reads these counts; the wall lets through the logs only to be counted.
    with walls.lowered():
        key = f"fieldwork:patrolled:{_state(area, first, asked)}"
        found = cache.get_or_set(key, lambda: _weeks(area, weeks, asked), REMEMBERED_FOR)
    return {**cast("dict[str, Any]", found), "first": first.isoformat(), "last": last.isoformat()}


def week_over(on: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the last week that is over on a day."""
    sunday = on - timedelta(days=on.isoweekday())
    return sunday - WEEK + timedelta(days=1), sunday


def _sent(area: Area, since: date) -> QuerySet[Submission]:
    """Return the logs that may tell of an area, sent since a day: by telephones of it, of what it lies in or
    what lies in it, and of the whole installation.
    """
    inside = Containment.objects.filter(outer=area).values("inner")
    around = Containment.objects.filter(inner=area).values("outer")
    near = Q(area=None) | Q(area__in=inside) | Q(area__in=around)
    return Submission.objects.filter(near, form__form_id=FORM, received_at__gte=_moment(since))


def _moment(since: date) -> datetime:
    """Return from when on what tells of a day may have come."""
    return timezone.make_aware(datetime.combine(since, datetime.min.time())) - CLOCK


def _state(area: Area, first: date, asked: Asked) -> str:
    """Return what counts depend on: what is asked, the logs of these weeks wherever, the form, the places."""
    sent = Submission.objects.filter(form__form_id=FORM, received_at__gte=_moment(first - WEEK))
    piles = sent.order_by().values_list("standing").annotate(Count("pk"), Max("pk"), Max("received_at"))
    said = Form.objects.filter(form_id=FORM).aggregate(Max("versions__pk"))["versions__pk__max"]
    told = [area.stable_id, first, territory.edition(), repr(asked), list(piles.order_by("standing")), said]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _weeks(area: Area, weeks: Mapping[str, tuple[date, date]], asked: Asked) -> dict[str, Any]:
    since = weeks["before"][0]
    sent, form = _sent(area, since), Form.objects.filter(form_id=FORM).first()
    if form is None:
        return {"now": {}, "before": {}, "waiting": None}
    places = [(area, sent), *_wider(area, since)]
    stops, *around = [_inside(each, _stops(form, logs), logs) for each, logs in places]
    told = {}
    for name, (first, last) in weeks.items():
        told[name] = _counted(_of_days(stops, first, last), asked)
        if told[name] and any(_follows(area, _of_days(each, first, last)) for each in around):
            told[name] = {"too_few": True}
    return {**told, "waiting": _waiting(sent)}


def _of_days(stops: Iterable[Stop], first: date, last: date) -> list[Stop]:
    return [each for each in stops if first <= each.day <= last]


def _waiting(sent: QuerySet[Submission]) -> int | None:
    """Return how many logs nobody looked at yet; None where they are of too few telephones to tell."""
    waiting = sent.filter(standing__in=(Standing.WAITING, Standing.ARRIVING)).values_list("device", flat=True)
    return len(waiting) if len(set(waiting)) >= rules.FEWEST_TELEPHONES else None


def _wider(area: Area, since: date) -> list[tuple[Area, QuerySet[Submission]]]:
    """Return the areas people meet about in which an area lies, with the logs that may tell of each."""
    found = Containment.objects.filter(inner=area, outer__level__in=MET_ABOUT).exclude(outer=area)
    return [(each.outer, _sent(each.outer, since)) for each in found.select_related("outer")]


def _follows(area: Area, around: Sequence[Stop]) -> bool:
    """Say whether what is told of an area beside the others of its level, and of all of them together, would
    tell what too few telephones did in one of them.
    """
    own = "ward" if area.geography == Geography.ADMINISTRATIVE else "beat"
    lowest = {getattr(each, own) for each in around}
    lies_in = Containment.objects.filter(outer__level=area.level, inner__stable_id__in=lowest)
    of = dict(lies_in.values_list("inner__stable_id", "outer__stable_id"))
    piles = _piles(around, lambda each: of.get(getattr(each, own), ELSEWHERE))
    return area.stable_id in piles and area.stable_id not in rules.tellable(_telephones(piles))


def _stops(form: Form, sent: QuerySet[Submission]) -> list[Stop]:
    """Return the stops that approved logs tell of."""
    read = answers.rows(form, among=sent)
    shifts = {row["instance_id"]: row for row in read.top.iter_rows(named=True)}
    rows = list(read.frames[STOPS].iter_rows(named=True)) if STOPS in read.frames else []
    points = [point_of(row.get("parada_punto")) for row in rows]
    return [
        _stop(shifts[row["instance_id"]], row, point, areas)
        for row, point, areas in zip(rows, points, _placed(points), strict=True)
    ]


def _stop(
    shift: Mapping[str, Any], turn: Mapping[str, Any], point: Point | None, areas: tuple[str, ...]
) -> Stop:
    ward, beat = areas
    return Stop(
        day=_day(shift),
        shift=shift["instance_id"],
        telephone=shift["telephone"],
        on_foot=shift.get("modo") in ON_FOOT,
        minutes=int(turn.get("parada_minutos") or 0),
        done=turn.get("parada_actividad") or "",
        point=point,
        ward=ward,
        beat=beat,
    )


def _day(row: Mapping[str, Any]) -> date:
    """Return the day of a shift: as was answered, else when the form was begun or came."""
    told = row.get("dia")
    moment = row["begun_at"] or row["received_at"]
    return told if isinstance(told, date) else timezone.localtime(moment).date()


def _placed(points: Sequence[Point | None]) -> list[tuple[str, ...]]:
    from confianza.analysis.territory.areas import current
    from confianza.analysis.territory.points import lowest_areas

    nowhere = float("nan")
    at = [(point[1], point[0]) if point else (nowhere, nowhere) for point in points]
    return lowest_areas(at, current(territory.territory().areas))


def _inside(area: Area, stops: Iterable[Stop], sent: QuerySet[Submission]) -> list[Stop]:
    """Return the stops in an area; one without a point is where its telephone works."""
    within = set(Containment.objects.filter(outer=area).values_list("inner__stable_id", flat=True))
    works = dict(sent.values_list("instance_id", "area__stable_id"))
    return [
        each
        for each in stops
        if within & {each.ward, each.beat} or (each.point is None and works[each.shift] in within)
    ]


def _counted(stops: Sequence[Stop], asked: Asked) -> dict[str, Any]:
    if not stops:
        return {}
    if not rules.tellable({ELSEWHERE: [each.telephone for each in stops]}):
        return {"too_few": True}
    afoot = _piles(stops, lambda each: "foot" if each.on_foot else "wheels")
    told = rules.tellable(_telephones(afoot)) == afoot.keys()
    return {
        **_pile(stops),
        "long_enough": sum(each.minutes >= LONG_ENOUGH for each in stops),
        "on_foot": len(afoot.get("foot", ())) if told else None,
        "done": {name: pile and pile["stops"] for name, pile in _told(stops, lambda one: one.done).items()},
        "wards": _told(stops, lambda one: one.ward),
        **_visited(stops, asked),
    }


def _told(stops: Sequence[Stop], by: Callable[[Stop], str]) -> dict[str, dict[str, int] | None]:
    """Return the counts of stops by what they have in common, None for what is too few to tell."""
    piles = _piles(stops, by)
    tellable = rules.tellable(_telephones(piles))
    return {name: _pile(pile) if name in tellable else None for name, pile in sorted(piles.items())}


def _piles(stops: Iterable[Stop], by: Callable[[Stop], str]) -> dict[str, list[Stop]]:
    piles: dict[str, list[Stop]] = defaultdict(list)
    for each in stops:
        piles[by(each)].append(each)
    return piles


def _telephones(piles: Mapping[str, Collection[Stop]]) -> dict[str, set[str]]:
    return {name: {each.telephone for each in pile} for name, pile in piles.items()}


def _pile(stops: Collection[Stop]) -> dict[str, int]:
    return {
        "shifts": len({each.shift for each in stops}),
        "stops": len(stops),
        "minutes": sum(each.minutes for each in stops),
    }


def _visited(stops: Sequence[Stop], asked: Asked) -> dict[str, Any]:
    """Return how many areas were asked for and which had no stop, how many spots there are and had one."""
    from confianza.analysis.surveys.interviews import metres

    around = Counter(area for each in stops for area in (each.ward, each.beat) if area)
    points = [each.point for each in stops if each.point]
    near = [any(metres((y, x), one) <= asked.metres for one in points) for x, y in asked.spots]
    return {
        "promised": len(asked.promised),
        "missed": [area for area in asked.promised if area not in around],
        "spots": len(near),
        "spots_visited": sum(near),
    }
