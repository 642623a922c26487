"""A small police and its units for examples, and random ones for properties."""

import random
import uuid
from datetime import date, timedelta

from hypothesis import strategies as st

from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.kinds import default as kinds_of_tip
from confianza.web.tips.rules.routing import Served, UnitFacts, World
from confianza.web.tips.rules.routing_table import READING

TODAY = date(2026, 11, 28)
# country → two commissariats → sub-stations of the first, and one of the second
STATIONS = {"hq": None, "c1": "hq", "c2": "hq", "s11": "c1", "s12": "c1", "s21": "c2"}


def unit_id(name):
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


AFFAIRS, OMBUDSMAN, PROSECUTORS, DESK = map(unit_id, ("affairs", "ombudsman", "prosecutors", "desk"))
GANGS, DRUGS, REST, SCHOOLS, OFFICERS = map(unit_id, ("gangs", "drugs", "rest", "schools", "officers"))

UNITS = {
    AFFAIRS: UnitFacts("internal_affairs", members=frozenset({"ana", "beto"})),
    OMBUDSMAN: UnitFacts("oversight", members=frozenset({"olga"})),
    PROSECUTORS: UnitFacts("oversight", members=frozenset({"pedro"})),
    DESK: UnitFacts("desk", members=frozenset({"dina", "delia"})),
    GANGS: UnitFacts("criminal_information", "hq", frozenset({"gangs"}), frozenset({"gina"})),
    DRUGS: UnitFacts("criminal_information", "hq", frozenset({"drugs"}), frozenset({"dora"})),
    REST: UnitFacts("criminal_information", "hq", frozenset(), frozenset({"rita"})),
    SCHOOLS: UnitFacts("school_desk", members=frozenset({"sara"})),
    OFFICERS: UnitFacts("school_officers", "s11", members=frozenset({"omar"})),
}


def world(**changes):
    given = {"units": UNITS, "stations": STATIONS, "today": TODAY, "postings": (), "badges": {}}
    return World(**(given | changes))


def without(*units):
    return {unit: facts for unit, facts in UNITS.items() if unit not in units}


PEOPLE = [f"person-{n}" for n in range(8)]
NAMES = [f"station-{n}" for n in range(5)]
BADGES = ["10001", "10002", "10003"]
WORDS = ["", "La mara cobra renta.", "El jefe de la subestación avisa.", "La fiscalía lo sabe.", "p0licia"]


# Drawn from a seed by Python's own generator: thousands of worlds a minute, where drawing every choice by
# Hypothesis gives hundreds, and most of them nearly empty.


def _some(dice, names, most):
    return frozenset(dice.sample(names, dice.randint(0, min(most, len(names)))))


def _or_none(dice, names):
    return dice.choice([None, *names])


def world_of(seed):
    """A random police: now and then a station above is not on the list, or the line closes to a circle."""
    dice = random.Random(seed)
    tree = {one: _or_none(dice, NAMES) for one in NAMES if dice.random() < 0.85}
    kinds = sorted(READING)
    units = {
        unit_id(f"unit-{number}"): UnitFacts(
            dice.choice(kinds),
            _or_none(dice, NAMES),
            _some(dice, ["gangs", "drugs", "life", "special"], 2),
            _some(dice, PEOPLE, 3),
        )
        for number in range(dice.randint(0, 8))
    }
    postings = tuple(_posting(dice) for _ in range(dice.randint(0, 6)))
    badges = {one: dice.choice(PEOPLE) for one in _some(dice, BADGES, 2)}
    return World(units, tree, postings, TODAY, badges)


def _posting(dice):
    ended = dice.choice([None, TODAY - timedelta(days=dice.randint(-30, 1500))])
    return Served(dice.choice(PEOPLE), dice.choice(NAMES), ended)


def answers_of(seed):
    """Random answers, contradictory ones included: nothing stops a teller from giving them."""
    dice = random.Random(seed)
    involved = ["yes", "no", "no", "unsure", ""]
    return Answers(
        questionnaire=dice.choice(["general", "general", "police", "school"]),
        kind=dice.choice([*kinds_of_tip(), "nonsense"]),
        police=dice.choice(involved),
        police_again=dice.choice(involved),
        stations=_some(dice, [*NAMES, "nowhere"], 2) if dice.random() < 0.5 else frozenset(),
        badges=_some(dice, [*BADGES, "99999"], 2) if dice.random() < 0.3 else frozenset(),
        units=_some(dice, [str(unit_id(f"unit-{n}")) for n in range(8)], 1),
        local_station=_or_none(dice, NAMES),
        said={"story": dice.choice(WORDS)},
    )


SEEDS = st.integers(0, 2**32)
random_worlds = st.builds(world_of, SEEDS)
random_answers = st.builds(answers_of, SEEDS)
