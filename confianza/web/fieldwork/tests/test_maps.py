"""The small map of where something was filled in."""

import pytest
import shapely

from confianza.web.design.maps import Shape
from confianza.web.fieldwork.queries import maps


def square(name, west, south, size=0.1):
    return Shape(f"zone-{name}", name, shapely.to_wkb(shapely.box(west, south, west + size, south + size)))


@pytest.fixture
def zones(monkeypatch):
    """Two zones side by side, a third one far away, and no other areas."""
    known = [
        square("Centro", -90.3, 14.9),
        square("Oriente", -90.2, 14.9),
        square("Lejos", -89.0, 14.0),
    ]
    monkeypatch.setattr(maps.territory, "shapes", lambda geography, level: known if level == "zone" else [])


def test_each_point_carries_its_number_on_the_land_around_it(zones):
    drawn = maps.of_points([(-90.25, 14.95), (-90.24, 14.951)])
    assert drawn.count('class="pin"') == 2
    assert ">1</text>" in drawn
    assert ">2</text>" in drawn
    assert "<title>Centro</title>" in drawn
    # A window of some hundred metres: not the whole zone, nor its neighbour.
    assert "Oriente" not in drawn


def test_points_at_a_border_show_both_sides_and_nothing_far_away(zones):
    drawn = maps.of_points([(-90.2005, 14.95)])
    assert "<title>Centro</title>" in drawn
    assert "<title>Oriente</title>" in drawn
    assert "Lejos" not in drawn


def test_without_points_or_where_no_boundary_is_known_nothing_is_drawn(zones):
    assert maps.of_points([]) is None
    assert maps.of_points([(10.0, 50.0)]) is None
