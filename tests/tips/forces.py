"""Random police forces with real keys in the register, and who must not read a tip, worked out another way."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from hypothesis import strategies as st

from confianza.web.lib import sealing
from confianza.web.territory.models import Area, Generation, Geography, Level
from confianza.web.tips import keys
from confianza.web.tips.models import READING_KINDS, Badge, Posting, Tip, Unit
from confianza.web.tips.rules.answers import Answers
from tests.tips import world
from tests.tips.world import Person

BEGINNING = date(1, 1, 1)
MONTHS_APART = 24
MOST_STATIONS, MOST_UNITS, MOST_PEOPLE = 6, 7, 7
WORDS = ("Cobran renta.", "Lo hace una patrulla.", "El jefe de la subestación pide dinero.", "No sé más.")


@dataclass(frozen=True)
class Plan:
    """A drawn force: for each station its parent's number or None; units and postings by number."""

    parents: tuple[int | None, ...]
    units: tuple[tuple[str, int | None, frozenset[int]], ...]
    postings: tuple[tuple[int, int, int | None], ...]
    badges: frozenset[int]


@dataclass(frozen=True)
class Force:
    """The force in the register."""

    plan: Plan
    stations: list[Area]
    people: list[Person]
    units: list[Unit]

    def line(self, station: int) -> set[int]:
        """Return a station and all above it."""
        found, at = set(), station
        while at is not None and at not in found:
            found.add(at)
            at = self.plan.parents[at]
        return found

    def concerned(self, told: "Told") -> set[int]:
        """Return who must not read a tip (numbers of people): the long way, one person at a time."""
        named = set(told.stations)
        for person in told.badges & self.plan.badges:
            named |= {at for who, at, ago in self.plan.postings if who == person and _lately(ago)}
        places = {one for one in range(len(self.stations)) if self.line(one) & named}
        places |= {above for one in named for above in self.line(one)}
        return {
            person
            for person in range(len(self.people))
            if person in told.badges & self.plan.badges
            or any(who == person and at in places and _lately(ago) for who, at, ago in self.plan.postings)
            or any(
                person in members and (station in places or number in told.units)
                for number, (_, station, members) in enumerate(self.plan.units)
            )
        }

    def keys_of(self, person: int) -> set[bytes]:
        """Return every private key that a person can ever come by: their own and all granted to them."""
        reader = self.people[person].reader
        ring = self.people[person].ring
        granted = {half for one in reader.unit_keys.values() for half in (one.box, one.signing)}
        return {ring.box.private, ring.signing.private} | granted


@dataclass(frozen=True)
class Told:
    """What a drawn tip says of police, by numbers."""

    police: str
    again: str
    stations: frozenset[int]
    units: frozenset[int]
    badges: frozenset[int]
    text: str
    questionnaire: str
    kind: str
    local: int | None

    def answers(self, force: Force) -> Answers:
        """Return it as the questionnaire would."""
        return Answers(
            questionnaire=self.questionnaire, kind=self.kind, police=self.police, police_again=self.again,
            stations=frozenset(force.stations[one].stable_id for one in self.stations),
            units=frozenset(str(force.units[one].pk) for one in self.units),
            badges=frozenset(_badge(one) for one in self.badges),
            local_station=force.stations[self.local].stable_id if self.local is not None else None,
            said={"story": self.text},
        )  # fmt: skip


def _lately(days_ago: int | None) -> bool:
    return days_ago is None or days_ago < MONTHS_APART * 30


def _badge(person: int) -> str:
    return f"{1000 + person}"


@st.composite
def plans(draw: Any) -> Plan:
    """Draw a force: a forest of stations, units at some of them or at none, and where people served."""
    count = draw(st.integers(1, MOST_STATIONS))
    parents = tuple(draw(st.none() | st.integers(0, one - 1)) if one else None for one in range(count))
    stations, people = st.integers(0, count - 1), st.integers(0, MOST_PEOPLE - 1)
    unit = st.tuples(
        st.sampled_from(sorted(READING_KINDS)),
        st.none() | stations,
        st.frozensets(people, min_size=1, max_size=3),
    )
    # Of the days since somebody left: today, well within the two years, well after them.
    posting = st.tuples(people, stations, st.sampled_from((None, 0, 400, 1000)))
    return Plan(
        parents,
        tuple(draw(st.lists(unit, min_size=1, max_size=MOST_UNITS))),
        tuple(draw(st.lists(posting, max_size=5))),
        draw(st.frozensets(people, max_size=3)),
    )


@st.composite
def tellings(draw: Any, plan: Plan) -> Told:
    """Draw what a tip says."""
    involved = st.sampled_from(("yes", "no", "unsure", ""))
    stations, units = st.integers(0, len(plan.parents) - 1), st.integers(0, len(plan.units) - 1)
    return Told(
        draw(involved), draw(involved),
        draw(st.frozensets(stations, max_size=2)), draw(st.frozensets(units, max_size=2)),
        draw(st.frozensets(st.integers(0, MOST_PEOPLE - 1), max_size=2)),
        draw(st.sampled_from(WORDS)),
        draw(st.sampled_from(("general", "police", "school"))),
        draw(st.sampled_from(("extortion", "drugs", "police", "other"))),
        draw(st.none() | stations),
    )  # fmt: skip


def raised(plan: Plan) -> Force:
    """Put a drawn force into the register, with a key for every unit and a keyring for everybody."""
    root = world.root()
    stations = [_station(number) for number in range(len(plan.parents))]
    for number, parent in enumerate(plan.parents):
        Generation.objects.create(
            area=stations[number], parent=stations[parent] if parent is not None else None,
            name=f"Estación {number}", valid_from=BEGINNING, origin="drawn",
        )  # fmt: skip
    people = [world.person(f"persona-{number}") for number in range(MOST_PEOPLE)]
    units = [
        world.unit(
            root, kind, f"Unidad {number}", *(people[one] for one in sorted(members)),
            station=stations[station] if station is not None else None,
        )
        for number, (kind, station, members) in enumerate(plan.units)
    ]  # fmt: skip
    _serve(plan, people, stations)
    return Force(plan, stations, people, units)


def _station(number: int) -> Area:
    code = f"drawn-{number}"
    return Area.objects.create(
        stable_id=f"substation-{code}", geography=Geography.POLICE, level=Level.SUBSTATION, code=code
    )


def _serve(plan: Plan, people: list[Person], stations: list[Area]) -> None:
    today = timezone.localdate()
    for person, station, ago in plan.postings:
        Posting.objects.create(
            person=people[person].user, station=stations[station], begins_on=today - timedelta(days=2000),
            ends_on=None if ago is None else today - timedelta(days=ago),
        )  # fmt: skip
    hidden = keys.intake_keys(settings.WORKSPACE.keys).badges
    for person in plan.badges:
        token = sealing.keyed_hash(hidden, _badge(person).encode())
        Badge.objects.create(person=people[person].user, token=token)


def sealed_of(tip: Tip) -> list[bytes]:
    """Return everything that stands sealed to somebody in a tip: its wraps, and the keys of its bodies."""
    keys_of_bodies = tip.messages.values_list("for_tip", "for_tipster")
    wraps = tip.wraps.values_list("sealed", flat=True)
    return [bytes(one) for one in (*wraps, *(one for pair in keys_of_bodies for one in pair))]


def opens(key: bytes, blob: bytes) -> bool:
    """Say whether a private key opens what is sealed."""
    try:
        sealing.unseal_with(key, blob)
    except (sealing.CannotOpen, ValueError):
        return False
    return True
