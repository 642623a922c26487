import math
from xml.etree import ElementTree

import pytest
import shapely
from django.utils import translation

from confianza.web.design import maps, palette, sheets
from confianza.web.design.maps import Shape, Spot

# Four squares of a hundredth of a degree, side by side, near 14.5 north.
SQUARES = [
    Shape(
        f"z{place}", f"Zona {place}", shapely.box(-90.5 + place / 100, 14.5, -90.49 + place / 100, 14.51).wkb
    )
    for place in range(4)
]
VALUES = {"z0": 0.0, "z1": 12.5, "z2": 30.1}


def drawn(**changes) -> str:
    asked = {"values": VALUES, "title": "Tasa por zona", "measure": "por 100,000", "decimals": 1, **changes}
    with translation.override("es"):
        return maps.choropleth(SQUARES, **asked)


def areas(map_: str) -> dict[str, str]:
    """Read back what each area tells and how it is filled."""
    tree = ElementTree.fromstring(map_)
    groups = [group for group in tree.iter() if group.get("class") == "area"]
    return {group.find("title").text: group.find("path").get("fill") for group in groups}


def test_areas_without_a_value_are_hatched_and_zero_is_white() -> None:
    told = areas(drawn())
    assert told["Zona 0: 0.0 (por 100,000)"] == palette.PAPER
    assert told["Zona 3: sin datos"].startswith("url(#")
    assert told["Zona 1: 12.5 (por 100,000)"] in palette.SEQUENTIAL


def test_the_hatching_it_names_is_in_the_picture() -> None:
    tree = ElementTree.fromstring(drawn())
    (pattern,) = (part for part in tree.iter() if part.tag == "pattern")
    assert f"url(#{pattern.get('id')})" in areas(drawn()).values()


def test_the_legend_names_every_class_met() -> None:
    legend = ElementTree.fromstring(drawn()).find("ul")
    assert ["".join(row.itertext()) for row in legend] == ["0.0", "12.5 – 30.0", "30.1 o más", "Sin datos"]


def test_areas_become_links_with_a_name_a_keyboard_reaches() -> None:
    tree = ElementTree.fromstring(drawn(links={"z1": "/lugar/z1/?a=1&b=2"}))
    (link,) = (part for part in tree.iter() if part.tag == "a")
    assert link.get("href") == "/lugar/z1/?a=1&b=2"
    assert link.find("title").text.startswith("Zona 1")
    assert tree.find("svg").get("role") == "group"


def test_without_links_it_is_one_picture_with_a_name() -> None:
    picture = ElementTree.fromstring(drawn()).find("svg")
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "Tasa por zona")


def test_names_from_outside_cannot_become_markup() -> None:
    bad = [Shape("x", "<script>alert(1)</script>", SQUARES[0].wkb)]
    assert "<script>" not in maps.choropleth(bad, values={}, title='"><b>', measure="&")


def test_it_draws_borders_and_points_over_the_areas() -> None:
    border = shapely.box(-90.495, 14.505, -90.475, 14.52).wkb
    tree = ElementTree.fromstring(drawn(outlines=[border], spots=[Spot(-90.48, 14.505, "Parque")]))
    classes = [part.get("class") for part in tree.find("svg")]
    assert classes.index("area") < classes.index("outline") < classes.index("point")


def test_without_areas_it_says_so() -> None:
    with translation.override("es"):
        assert "Todavía no hay límites" in maps.choropleth([], values={}, title="t", measure="m")


def test_it_obeys_the_content_policy() -> None:
    assert " style=" not in drawn()
    assert "<style" not in drawn()
    assert "<script" not in drawn()


def test_a_degree_is_as_long_on_the_sheet_as_on_the_ground() -> None:
    sheet = sheets.fitted((-91.0, 14.0, -90.0, 15.0))
    (west, north), (east, south) = sheet.place(-91.0, 15.0), sheet.place(-90.0, 14.0)
    assert (south - north) / sheet.units_per_km == pytest.approx(111.32)
    assert (east - west) / sheet.units_per_km == pytest.approx(111.32 * math.cos(math.radians(14.5)))


def test_the_scale_bar_is_a_round_length_at_most_a_quarter_of_the_sheet() -> None:
    # Four hundredths of a degree over 392 units: a quarter of the sheet is about 1.1 km.
    assert ">1 km</text>" in drawn()


def test_a_tall_territory_fits_too() -> None:
    sheet = sheets.fitted((-90.0, 13.0, -89.9, 15.0))
    x, y = sheet.place(-89.9, 13.0)
    assert y <= sheets.TALLEST
    assert x <= sheets.WIDTH


def test_neighbours_keep_a_common_border_when_simplified() -> None:
    wavy = [(0.5 + 0.01 * math.sin(step / 7), step / 400) for step in range(401)]
    left = shapely.Polygon([(0, 0), *wavy, (0, 1)])
    right = shapely.Polygon([(1, 0), (1, 1), *reversed(wavy)])
    sheet, (one, other) = sheets.laid_out([left.wkb, right.wkb])
    assert len(points(one.path)) < 300
    both = [points(outline.path) for outline in (one, other)]
    assert len(both[0] & both[1]) == min(len(both[0]), len(both[1])) - 2


def points(path: str) -> set[tuple[float, float]]:
    """Follow a path's relative steps and return the corners, in tenths."""
    start, steps = path.removesuffix("z").removeprefix("M").split("l")
    here = tuple(round(float(part) * 10) for part in start.split())
    found = {here}
    numbers = [round(float(part) * 10) for part in steps.split()]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        here = (here[0] + x, here[1] + y)
        found.add(here)
    return found


def test_five_hundred_areas_with_fine_borders_stay_below_400_kB() -> None:
    circles = [
        Shape(
            str(place),
            f"Área {place}",
            shapely.Point(place % 25, place // 25).buffer(0.49, quad_segs=500).wkb,
        )
        for place in range(500)
    ]
    page = maps.choropleth(
        circles, values={str(place): float(place) for place in range(400)}, title="t", measure="m"
    )
    assert len(page.encode()) < 400_000
