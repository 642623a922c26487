"""What a questionnaire offers to choose from: names the public knows, no longer than a telephone can show."""

from datetime import date

import pytest

from confianza.web.territory.models import Area, Crosswalk, Generation, Geography, Level
from confianza.web.tips.models import Kind, Unit
from confianza.web.tips.queries import offered

pytestmark = pytest.mark.django_db
LONG_AGO = date(2001, 1, 1)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    offered._places.cache_clear()


def place(level, code, name, parent=None, geography=Geography.ADMINISTRATIVE):
    area = Area.objects.create(stable_id=f"{level}-{code}", geography=geography, level=level, code=code)
    return Generation.objects.create(
        area=area, parent=parent.area if parent else None, name=name, valid_from=LONG_AGO, origin="test"
    )


@pytest.fixture
def town():
    town = place(Level.MUNICIPALITY, "1", "San Telmo")
    zone = place(Level.ZONE, "11", "Zona 1", town)
    commissariat = place(Level.COMMISSARIAT, "7", "Comisaría 7", geography=Geography.POLICE)
    station = place(Level.SUBSTATION, "71", "Subestación El Centro", commissariat, Geography.POLICE)
    Crosswalk.objects.create(source=zone, target=commissariat, share=0.3, method="test")
    Crosswalk.objects.create(source=zone, target=station, share=0.7, method="test")
    return town


def test_places_are_called_after_what_they_lie_in(town):
    told = offered.offered()
    assert told.areas == {"municipality-1": "San Telmo", "zone-11": "San Telmo, Zona 1"}
    assert told.stations["substation-71"] == "Comisaría 7, Subestación El Centro"


def test_a_place_knows_the_station_that_has_most_of_it(town):
    assert offered.offered().station_of == {"zone-11": "substation-71"}


def test_a_country_is_offered_by_its_municipalities_alone(town, monkeypatch):
    monkeypatch.setattr(offered, "MOST_LISTED", 1)
    assert offered.offered().areas == {"municipality-1": "San Telmo"}


def test_offices_that_could_take_part_are_offered_and_closed_ones_are_not(town):
    named = Unit.objects.create(kind=Kind.INTERNAL_AFFAIRS, name_es="Asuntos internos", name_en="IA")
    Unit.objects.create(kind=Kind.OVERSIGHT, name_es="Cerrada", name_en="Closed", closed_on=LONG_AGO)
    Unit.objects.create(kind=Kind.BOARD, name_es="Junta", name_en="Board")
    assert offered.offered().units == {str(named.pk): "Asuntos internos"}
