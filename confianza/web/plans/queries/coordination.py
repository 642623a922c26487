"""Weekly meetings: which there are, and what the page of one tells, live until it is opened, frozen after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from confianza.web.community import permissions as community
from confianza.web.observatory import permissions as observatory
from confianza.web.plans.models import Commitment, Coordination, CoordinationState, Note, Problem, Sign
from confianza.web.plans.permissions import COORDINATING
from confianza.web.plans.queries import week_ground, week_parts
from confianza.web.plans.queries.week_parts import Span
from confianza.web.plans.rules.coordination import WEEK
from confianza.web.records import permissions as deliveries
from confianza.web.records import queries as records
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

# Of which areas a weekly meeting is held.
LEVELS = ("municipality", "commissariat", "substation", "zone")
CLOSED = (CoordinationState.CLOSED, CoordinationState.CANCELLED)
HELD = (CoordinationState.OPENED, CoordinationState.CLOSED)
# The parts of the page in the order in which the meeting takes them: what was decided last time comes first.
PARTS = ("decisions", "happened", "places", "problems", "promises", "work", "tips", "deliveries")
WITHHELD = {"withheld": True}


@dataclass(frozen=True)
class Week:
    """The page as one reader may see it: `parts` by key, as `known_at`; `is_frozen` once it was opened."""

    parts: dict[str, Any]
    since: str
    known_at: str
    is_frozen: bool


def coordinations(user: Any) -> QuerySet[Coordination]:
    """Return the weekly meetings of the places a person works for, the latest first."""
    found = Coordination.objects.visible_to(user).select_related("area", "chair")
    return found.annotate(decided=Count("decisions"))


def ahead(user: Any) -> QuerySet[Coordination]:
    """Return the meetings to come and those being held, the next first."""
    return coordinations(user).exclude(state__in=CLOSED).order_by("held_on", "pk")


def with_places(rows: QuerySet[Coordination]) -> list[tuple[Coordination, str]]:
    """Return meetings with the names of their places."""
    found = list(rows)
    names = territory.names_by_key(each.area for each in found)
    return [(each, names[each.area_id]) for each in found]


def notes(coordination: Coordination) -> dict[str, list[Note]]:
    """Return what was noted, by part of the page."""
    told: dict[str, list[Note]] = {}
    for note in coordination.notes.select_related("became").order_by("at", "pk"):
        told.setdefault(note.part, []).append(note)
    return told


def waiting(coordination: Coordination) -> QuerySet[Note]:
    """Return the decisions that have no owner and no day yet."""
    return coordination.notes.filter(part=Note.AGREED, became=None, dropped="")


def decisions(user: Any, coordination: Coordination) -> QuerySet[Commitment]:
    """Return what was decided in a meeting, as far as a person may see it."""
    return Commitment.objects.visible_to(user).filter(decided_in=coordination).order_by("due_on", "pk")


def before(coordination: Coordination) -> Coordination | None:
    """Return the last meeting of the same place that was held before this one."""
    earlier = Coordination.objects.filter(area=coordination.area, held_on__lt=coordination.held_on)
    return earlier.filter(state__in=HELD).order_by("-held_on").first()


def is_open_before(coordination: Coordination) -> bool:
    """Say whether an earlier meeting of the place is still being held."""
    earlier = Coordination.objects.filter(area=coordination.area, held_on__lt=coordination.held_on)
    return earlier.filter(state=CoordinationState.OPENED).exists()


def after(coordination: Coordination) -> Coordination | None:
    """Return the next meeting of the same place, that opens with what this one decided."""
    later = Coordination.objects.filter(area=coordination.area, held_on__gt=coordination.held_on)
    return later.exclude(state=CoordinationState.CANCELLED).order_by("held_on").first()


def prepared(coordination: Coordination) -> dict[str, Any]:
    """Return everything the page of a meeting tells now, for all its readers together."""
    last = before(coordination)
    span = Span(coordination.area, _since(last), timezone.localdate())
    counted = week_ground.counted(coordination.area, span.on)
    parts = {
        "decisions": week_parts.last_decisions(last, _left_out(coordination, last)),
        "happened": counted["happened"],
        "places": counted["places"],
        "problems": week_parts.problems(span),
        "promises": week_parts.promises(span),
        "work": week_parts.work(span, last),
        "tips": week_ground.tips_answered(span.on),
        "deliveries": {"late": week_ground.late(counted["feeds"], span.on)},
    }
    since, now = timezone.localtime(span.since), timezone.localtime()
    return {"parts": parts, "since": since.isoformat(), "known_at": now.isoformat()}


def week(user: Any, coordination: Coordination) -> Week:
    """Return the page of a meeting as a person may see it: as it was frozen, or as it stands now."""
    told = coordination.told or prepared(coordination)
    parts = {key: _seen(user, coordination.area, key, told["parts"][key]) for key in PARTS}
    return Week(parts, told["since"], told["known_at"], is_frozen=bool(coordination.told))


def taken_up(user: Any, places: Any) -> dict[str, Problem]:
    """Return the open problem that each hot spot or chain (by its address) was taken up as: one that was seen
    by it, or one of the same offence in the same lowest area. Nothing for places that are withheld.
    """
    if not places or "withheld" in places:
        return {}
    spots = [*places["cells"], *places["links"]]
    here = Problem.objects.visible_to(user).open()
    around = {area for each in spots for area in each["areas"]}
    alike = here.filter(offence=places["indicator"], area__stable_id__in=around)
    by_area = {problem.area.stable_id: problem for problem in alike.select_related("area").order_by("-pk")}
    seen = Sign.objects.filter(problem__in=here, address__in=[each["address"] for each in spots])
    by_address = {sign.address: sign.problem for sign in seen.select_related("problem")}
    found = {
        each["address"]: [by_address.get(each["address"]), *(by_area.get(area) for area in each["areas"])]
        for each in spots
    }
    return {address: next(filter(None, every)) for address, every in found.items() if any(every)}


def problems_here(user: Any, area: Area) -> QuerySet[Problem]:
    """Return the open problems a decision of a meeting may be for."""
    inside = Containment.objects.filter(outer=area).values("inner")
    return Problem.objects.visible_to(user).open().filter(area__in=inside).order_by("title", "pk")


def areas_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places of which a person may call a meeting, the widest first."""
    found = Area.objects.filter(user.reach(*COORDINATING).rows("pk"), level__in=LEVELS)
    levels = dict(found.values_list("stable_id", "level"))
    names = territory.names_of(levels)
    return sorted(names.items(), key=lambda pair: (LEVELS.index(levels[pair[0]]), pair[1]))


def next_day(user: Any) -> date:
    """Return the day a week after the last meeting a person holds, or a week from today."""
    last = coordinations(user).order_by("-held_on").values_list("held_on", flat=True).first()
    today = timezone.localdate()
    return max(last + WEEK, today) if last else today + WEEK


def _since(last: Coordination | None) -> datetime:
    if last and last.opened_at:
        return last.opened_at
    return timezone.now() - WEEK


def _left_out(coordination: Coordination, last: Coordination | None) -> list[Coordination]:
    """Return the weeks without a meeting since the last one that was held."""
    found = Coordination.objects.filter(area=coordination.area, state=CoordinationState.CANCELLED)
    found = found.filter(held_on__lt=coordination.held_on, held_on__gte=coordination.held_on - 8 * WEEK)
    return list((found.filter(held_on__gt=last.held_on) if last else found).order_by("held_on"))


def _seen(user: Any, area: Area, key: str, part: Any) -> Any:
    """Return a part as a person may see it: nobody learns here what no other page would tell them."""
    match key:
        case "happened" if not observatory.reach(user).covers(area):
            return WITHHELD
        case "places" if not observatory.places_reach(user).covers(area):
            return WITHHELD
        case "work":
            return _work_seen(user, area, part)
        case "deliveries":
            return _deliveries_seen(user, part)
    return part


def _work_seen(user: Any, area: Area, part: dict[str, Any]) -> dict[str, Any]:
    oversees = community.can_oversee(user) and user.reach(*community.OVERSEERS).covers(area)
    patrols = part.get("patrols")
    if patrols and not observatory.places_reach(user).covers(area):
        # How many of the hot spots were visited says something of places that this reader is not told of.
        now = {key: value for key, value in patrols["now"].items() if not key.startswith("spots")}
        patrols = {**patrols, "now": now}
    return {**part, "juntas": part["juntas"] if oversees else WITHHELD, "patrols": patrols}


def _deliveries_seen(user: Any, part: dict[str, Any]) -> dict[str, Any]:
    if not deliveries.can_read_deliveries(user):
        return WITHHELD
    known = week_ground.senders(records.sight(user))
    return {"late": [each for each in part["late"] if (each["source"], each["office"]) in known]}
