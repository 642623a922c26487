"""Who may read a tip: a pure function of what was told and of who stands where (routing.toml says how).

A tip that may concern police leaves the chain of command concerned, by who receives a key and nothing else.
Where nobody is left the answer is a refusal: a tip is rather not kept than read by the wrong people.
"""

from calendar import monthrange
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from confianza.web.tips.rules import kinds, lexicon, routing_table
from confianza.web.tips.rules.answers import POLICE, SCHOOL, Answers
from confianza.web.tips.rules.lexicon import Lexicon
from confianza.web.tips.rules.routing_table import Rule, Step, Table, Wanted

PersonId = Hashable

# The question that is put once more where words name police and nobody said whether they take part.
POLICE_AGAIN = "police_again"
NOBODY_LEFT = "nobody_left"


@dataclass(frozen=True)
class UnitFacts:
    """A unit that reads tips: `station` is where in the police it stands, None outside any chain of command;
    `subjects` what it takes, none being "what no other does"; `members` who works in it today.
    """

    kind: str
    station: str | None = None
    subjects: frozenset[str] = frozenset()
    members: frozenset[PersonId] = frozenset()


@dataclass(frozen=True)
class Served:
    """A person served at a station until a day (included), or still does (None)."""

    person: PersonId
    station: str
    ends_on: date | None = None


@dataclass(frozen=True)
class World:
    """Who stands where on one day. `stations`: each police station and the one above it. `badges`: of the
    badge numbers that a tip names, those that are known, and whose they are.
    """

    units: Mapping[UUID, UnitFacts]
    stations: Mapping[str, str | None]
    postings: tuple[Served, ...] = ()
    today: date = date.min
    badges: Mapping[str, PersonId] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """Who reads a tip, and who does not.

    `units` get the tip sealed to their key; of `per_officer_units` only the people named get it, one by one.
    `asks`: the question to put before sending (without an answer the route holds as it is). `refusal`: why
    nobody gets it. `reasons`: codes, in words by `reasons.py`.
    """

    version: str
    rule: str
    units: frozenset[UUID] = frozenset()
    per_officer_units: Mapping[UUID, frozenset[PersonId]] = field(default_factory=dict)
    implicated_units: frozenset[UUID] = frozenset()
    implicated_stations: frozenset[str] = frozenset()
    excluded_people: frozenset[PersonId] = frozenset()
    asks: str | None = None
    refusal: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def recipients(self) -> frozenset[UUID]:
        """The units of which somebody reads the tip."""
        return self.units | frozenset(self.per_officer_units)

    def readers(self, world: World) -> frozenset[PersonId]:
        """The people who can read the tip on the day of `world`."""
        of_units = [world.units[unit].members for unit in self.units]
        return frozenset(one for people in (*of_units, *self.per_officer_units.values()) for one in people)


class WouldReachTheImplicated(AssertionError):
    """A route led to somebody concerned. That is a fault of ours: nothing may be sealed by it."""


def route(
    answers: Answers, world: World, *, table: Table | None = None, words: Lexicon | None = None
) -> Route:
    """Return who reads a tip. Raises WouldReachTheImplicated rather than return a route that does."""
    case = _Case(answers, world, table or routing_table.default(), words or lexicon.default())
    return checked(case.route(), world)


def checked(found: Route, world: World) -> Route:
    """Return a route that leads to nobody concerned; raises WouldReachTheImplicated."""
    if found.recipients & found.implicated_units:
        raise WouldReachTheImplicated("units")
    if found.readers(world) & found.excluded_people:
        raise WouldReachTheImplicated("people")
    if bool(found.recipients) == bool(found.refusal):
        raise WouldReachTheImplicated("nobody")
    return found


@dataclass(frozen=True)
class _Case:
    answers: Answers
    world: World
    table: Table
    words: Lexicon

    def route(self) -> Route:
        rule = next(rule for rule in self.table.rules if self.applies(rule.when))
        found = Route(
            version=self.table.version,
            rule=rule.name,
            implicated_units=self.implicated_units,
            implicated_stations=self.implicated_stations,
            excluded_people=self.excluded_people,
            asks=self.asks,
        )
        told = self.reasons(rule)
        for number, step in enumerate(rule.steps):
            if units := self.left_of(step):
                return self.sealed_to(found, units, (*told, "next_step") if number else told)
        return replace(found, refusal=NOBODY_LEFT, reasons=(*told, NOBODY_LEFT))

    # what was told

    @cached_property
    def named(self) -> frozenset[str]:
        return lexicon.named_in(self.answers.texts, self.words)

    @property
    def asks(self) -> str | None:
        """Words name police, and whoever wrote them said no or nothing, and was not asked again."""
        unheard = not self.answers.police_again and self.answers.police in ("", "no")
        return POLICE_AGAIN if self.named and unheard and not self.involved else None

    @property
    def involved(self) -> bool:
        told = self.answers
        named = told.stations or told.badges or told.units or POLICE in (told.questionnaire, told.kind)
        return bool(named) or "yes" in (told.police, told.police_again)

    @property
    def unsure(self) -> bool:
        told = self.answers
        if told.police == "unsure" or told.police_again == "unsure":
            return True
        denied = told.police_again == "no" or (told.police == "no" and not self.named)
        return not denied

    def applies(self, when: str) -> bool:
        at_school = self.answers.questionnaire == SCHOOL
        return {
            "police_involved": self.involved,
            "police_unsure": self.unsure,
            "school_officer_named": at_school and bool(self.named),
            "school": at_school,
            "always": True,
        }[when]

    def reasons(self, rule: Rule) -> tuple[str, ...]:
        told = {
            "words_name_police": bool(self.named),
            "station_unknown": bool(self.unknown_stations),
            "badge_unknown": bool(self.answers.badges - set(self.world.badges)),
        }
        return (rule.name, *(code for code, holds in told.items() if holds))

    # whom it concerns

    @cached_property
    def badge_holders(self) -> frozenset[PersonId]:
        return frozenset(self.world.badges[one] for one in self.answers.badges if one in self.world.badges)

    @cached_property
    def named_stations(self) -> frozenset[str]:
        """The stations named, and those where whoever is named by a badge serves or served not long ago."""
        served = {one.station for one in self.lately if one.person in self.badge_holders}
        return self.answers.stations | served

    @property
    def unknown_stations(self) -> frozenset[str]:
        return self.named_stations - set(self.world.stations)

    @cached_property
    def implicated_stations(self) -> frozenset[str]:
        """The stations named, all below them, and their line of command up to the top."""
        below = {one for one in self.world.stations if self.named_stations & set(self.line(one))}
        above = {one for named in self.named_stations for one in self.line(named)}
        return frozenset(below | above)

    @cached_property
    def distrusted_stations(self) -> frozenset[str]:
        """The stations concerned and, unless police are known to take no part, the one whose ground it is."""
        here = self.answers.local_station
        if here is None or not (self.involved or self.unsure):
            return self.implicated_stations
        below = {one for one in self.world.stations if here in self.line(one)}
        return self.implicated_stations | below | {here}

    def line(self, station: str) -> Iterator[str]:
        """Yield a station and those above it; a circle in the data ends where it closes."""
        seen: set[str] = set()
        at: str | None = station
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.world.stations.get(at)

    @cached_property
    def implicated_units(self) -> frozenset[UUID]:
        return frozenset(unit for unit, facts in self.world.units.items() if self.concerns(unit, facts))

    def concerns(self, unit: UUID, facts: UnitFacts) -> bool:
        """Say whether a unit is named, stands at a station concerned, or has a named officer among its own.

        Nobody knows whose line of command a station stands in that is not on the list: then every unit that
        stands at any is concerned.
        """
        stands_there = facts.station is not None and (
            facts.station in self.implicated_stations or bool(self.unknown_stations)
        )
        return stands_there or str(unit) in self.answers.units or bool(facts.members & self.badge_holders)

    @cached_property
    def lately(self) -> tuple[Served, ...]:
        since = months_before(self.world.today, self.table.served_within_months)
        return tuple(one for one in self.world.postings if one.ends_on is None or one.ends_on >= since)

    @cached_property
    def excluded_people(self) -> frozenset[PersonId]:
        served = {one.person for one in self.lately if one.station in self.distrusted_stations}
        members = {one for unit in self.implicated_units for one in self.world.units[unit].members}
        return frozenset(served | members | self.badge_holders)

    # who is left

    def left_of(self, step: Step) -> dict[UUID, frozenset[PersonId]]:
        """Return the units of a step that are left, each with its people who may read it."""
        meant = self.meant(step.to)
        if step.whole and meant & self.implicated_units:
            return {}
        left = self.without_the_concerned(meant)
        return left | self.without_the_concerned(self.meant(step.company)) if left else {}

    def without_the_concerned(self, units: Iterable[UUID]) -> dict[UUID, frozenset[PersonId]]:
        people = {
            unit: self.world.units[unit].members - self.excluded_people
            for unit in units
            if unit not in self.implicated_units
        }
        return {unit: left for unit, left in people.items() if left or not self.world.units[unit].members}

    def meant(self, wanted: Iterable[Wanted]) -> frozenset[UUID]:
        return frozenset(
            unit for one in wanted for unit, facts in self.world.units.items() if self.fits(facts, one)
        )

    def fits(self, facts: UnitFacts, wanted: Wanted) -> bool:
        if facts.kind != wanted.kind:
            return False
        subject = kinds.of(self.answers.kind).subject
        reaches = facts.station is None or self.is_over_all(facts.station) or self.is_over_here(facts.station)
        return {
            "": True,
            "subject": reaches and subject in facts.subjects,
            "rest": reaches and not facts.subjects,
            "local": self.is_over_here(facts.station),
        }[wanted.narrowed]

    def is_over_all(self, station: str) -> bool:
        """Say whether a station is the one at the top of all that are known."""
        return [one for one, above in self.world.stations.items() if above is None] == [station]

    def is_over_here(self, station: str | None) -> bool:
        """Say whether a station answers for the ground that the tip is about."""
        here = self.answers.local_station
        return here is not None and station is not None and station in self.line(here)

    def sealed_to(
        self, found: Route, units: Mapping[UUID, frozenset[PersonId]], reasons: tuple[str, ...]
    ) -> Route:
        partly = {unit: left for unit, left in units.items() if left != self.world.units[unit].members}
        return replace(
            found,
            units=frozenset(units) - set(partly),
            per_officer_units=partly,
            reasons=(*reasons, *(("some_excluded",) if partly else ())),
        )


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True)
class Late:
    """What is to be done where it comes out later that a tip concerns police.

    `route` is who reads it from now on; `loses_units` and `loses_people` no longer do. Where nobody is left,
    `route.refusal` says so, and only those concerned lose it: somebody must be able to hand it on.
    """

    route: Route
    loses_units: frozenset[UUID]
    loses_people: frozenset[PersonId]


def late_discovery(
    answers: Answers, world: World, *, held_by: Mapping[UUID, frozenset[PersonId]], table: Table | None = None
) -> Late:
    """Return who reads a tip now that police are known to take part, and who of its readers loses it.

    `answers` with what was found out (stations, badges, units) added; `held_by`: the units that hold a key of
    it now, each with the people who can open it.
    """
    found = route(replace(answers, police="yes"), world, table=table)
    goes = found.implicated_units if found.refusal else frozenset(held_by) - found.recipients
    loses = frozenset(held_by) & goes
    had = {one for readers in held_by.values() for one in readers}
    kept = {one for unit in frozenset(held_by) - loses for one in held_by[unit]}
    lost = (had - kept - found.readers(world)) | (had & found.excluded_people)
    return Late(found, loses, frozenset(lost))
