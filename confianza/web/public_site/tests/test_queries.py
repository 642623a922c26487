import pytest

from confianza.web.public_site import pages, queries
from confianza.web.public_site.tests.releases import STATION, TOWN, ZONES, Release


@pytest.fixture
def shown() -> queries.Shown:
    return queries.Shown(Release())


def test_the_town_is_the_area_the_release_is_about(shown) -> None:
    assert shown.town is not None
    assert shown.town.area_id == TOWN


def test_areas_of_the_police_are_no_place_of_a_neighbour(shown) -> None:
    assert STATION in shown.places
    assert STATION not in {choice.place.area_id for choice in pages.choices(shown)}
    assert [choice.place.area_id for choice in pages.choices(shown, "police")] == [STATION]


def test_places_lie_under_the_one_they_belong_to(shown) -> None:
    assert [(c.place.area_id, c.depth) for c in pages.choices(shown)] == [(TOWN, 0), *((z, 1) for z in ZONES)]


def test_a_zone_is_drawn_among_its_neighbours_and_the_town_by_its_zones(shown) -> None:
    for area in (TOWN, ZONES[0]):
        assert [place.area_id for place in shown.siblings(shown.places[area])] == ZONES


def test_a_series_is_in_the_order_of_time_and_a_hidden_figure_is_told_but_has_no_number(shown) -> None:
    months = shown.series(ZONES[0], "homicide", "month")
    assert [figure.period for figure in months] == sorted(figure.period for figure in months)
    hidden = [figure for figure in months if figure.hidden]
    assert hidden
    assert all(figure.told and figure.count is None and figure.rate is None for figure in hidden)


def test_what_is_never_published_finer_than_a_town_has_no_zone(shown) -> None:
    assert shown.series(ZONES[0], "domestic_violence", "year") == []
    assert shown.series(TOWN, "domestic_violence", "month") == []
