"""A small police and its units for examples, and random ones for properties."""

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


@st.composite
def random_worlds(draw):
    stations = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=len(NAMES)))
    # Now and then a station above is not on the list, or the line closes to a circle: data is like that.
    tree = {one: draw(st.none() | st.sampled_from(NAMES)) for one in stations}
    kinds = draw(st.lists(st.sampled_from(sorted(READING)), max_size=8))
    units = {
        unit_id(f"unit-{number}"): UnitFacts(
            kind,
            draw(st.none() | st.sampled_from(NAMES)),
            draw(st.frozensets(st.sampled_from(["gangs", "drugs", "life", "special"]), max_size=2)),
            draw(st.frozensets(st.sampled_from(PEOPLE), max_size=4)),
        )
        for number, kind in enumerate(kinds)
    }
    postings = draw(st.lists(random_postings(), max_size=6))
    badges = draw(st.dictionaries(st.sampled_from(BADGES), st.sampled_from(PEOPLE), max_size=2))
    return World(units, tree, tuple(postings), TODAY, badges)


@st.composite
def random_postings(draw):
    ended = draw(st.none() | st.integers(-30, 1500).map(lambda days: TODAY - timedelta(days=days)))
    return Served(draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(NAMES)), ended)


@st.composite
def random_answers(draw):
    involved = st.sampled_from(["yes", "no", "unsure", ""])
    return Answers(
        questionnaire=draw(st.sampled_from(["general", "police", "school"])),
        kind=draw(st.sampled_from([*kinds_of_tip(), "nonsense"])),
        police=draw(involved),
        police_again=draw(involved),
        stations=draw(st.frozensets(st.sampled_from([*NAMES, "nowhere"]), max_size=2)),
        badges=draw(st.frozensets(st.sampled_from([*BADGES, "99999"]), max_size=2)),
        units=draw(st.frozensets(st.sampled_from([str(unit_id(f"unit-{n}")) for n in range(8)]), max_size=1)),
        local_station=draw(st.none() | st.sampled_from(NAMES)),
        said={"story": draw(st.sampled_from(WORDS))},
    )
