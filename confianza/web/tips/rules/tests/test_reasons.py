from dataclasses import replace

import pytest
from django.utils import translation

from confianza.web.tips.rules import reasons, routing
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import Served
from confianza.web.tips.rules.tests import worlds
from confianza.web.tips.rules.tests.worlds import AFFAIRS, GANGS, UNITS, world

NAMES = dict.fromkeys(UNITS, "otra oficina") | {AFFAIRS: "Asuntos internos", GANGS: "Maras"}
STATIONS = {"s11": "Subestación 11", "c1": "Comisaría 1", "hq": "Dirección"}
ORDINARY = Answers(kind="extortion", police="no")
POLICE = replace(ORDINARY, stations=frozenset({"s11"}))


def test_every_reason_of_every_route_has_a_sentence(language):
    for seed in range(300):
        found = routing.route(worlds.answers_of(seed), worlds.world_of(seed + 1))
        told = reasons.why(found)
        assert len(told) == len(found.reasons)
        assert all(sentence.endswith(".") for sentence in told)


def test_in_spanish_no_sentence_is_left_in_english():
    with translation.override("es"):
        spanish = [translation.gettext(sentence) for sentence in reasons.WHY.values()]
    assert not set(spanish) & set(reasons.WHY.values())


def test_its_teller_is_told_by_name_who_reads():
    with translation.override("es"):
        assert reasons.who_reads(routing.route(ORDINARY, world()), NAMES) == ("Lo leerá: Maras.",)


@pytest.mark.parametrize(
    ("postings", "says"),
    [
        ((Served("ana", "s11"),), "Lo leerá 1 persona de Asuntos internos, y nadie más de ahí."),
        ((), "Lo leerá: Asuntos internos."),
    ],
)
def test_where_only_some_of_a_unit_read_it_that_is_told(postings, says):
    with translation.override("es"):
        assert reasons.who_reads(routing.route(POLICE, world(postings=postings)), NAMES) == (says,)


def test_who_is_left_out_is_told_by_name():
    with translation.override("es"):
        told = " ".join(reasons.who_does_not(routing.route(POLICE, world()), STATIONS, NAMES))
    assert "Subestación 11" in told
    assert "Comisaría 1" in told
    assert "dos años" in told


def test_an_ordinary_tip_leaves_nobody_out_by_name():
    with translation.override("en"):
        told = reasons.who_does_not(routing.route(ORDINARY, world()), STATIONS, NAMES)
    assert told == ("Nobody else can read it, not even whoever runs this machine.",)
