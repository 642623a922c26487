"""Maps of cells: one line around hot spots that touch, kinds hatched and named, gatherings outlined."""

import re

import shapely

from confianza.web.design import cell_maps, hatchings
from confianza.web.design.cell_maps import Cell
from confianza.web.design.classes import classify

GROUND = shapely.to_wkb(shapely.box(-90.6, 14.5, -90.5, 14.6))


def square(column, row, **more):
    west, south = -90.6 + column / 100, 14.5 + row / 100
    east, north = west + 0.01, south + 0.01
    outline = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Cell(outline, 1.0, f"Celda {column}-{row}", **more)


def drawn(cells, **more):
    asked = {"ground": GROUND, "classes": classify([1.0]), "title": "Mapa", "measure": "Hechos", **more}
    return cell_maps.drawn(cells, **asked)


def test_hot_spots_that_touch_share_one_line():
    apart = drawn([square(1, 1, hot=True), square(5, 5, hot=True)])
    together = drawn([square(1, 1, hot=True), square(2, 1, hot=True), square(2, 2, hot=True)])
    assert apart.inside.count('class="hot"') == 2
    (line,) = re.findall(r'class="hot" d="([^"]+)"', together.inside)
    assert line.count("L") + 1 == 6  # an L has six corners


def test_the_legend_names_only_the_kinds_that_are_drawn():
    kinds = {hatchings.CROSSED: "Persistente", hatchings.DOTTED: "Emergente"}
    told = drawn([square(1, 1, hatching=hatchings.DOTTED)], kinds=kinds)
    assert [label for _drawing, label in told.rows if label in kinds.values()] == ["Emergente"]
    assert told.inside.count("<pattern") == 1


def test_two_maps_of_one_page_do_not_share_a_pattern():
    marks = [
        re.findall(
            r'pattern id="([^"]+)"', drawn([cell], kinds={hatchings.LEVEL: "Pasado"}, title=title).inside
        )
        for title, cell in (("Uno", square(1, 1, hatching="level")), ("Dos", square(1, 1, hatching="level")))
    ]
    assert marks[0] != marks[1]


def test_a_gathering_is_outlined_and_told():
    told = drawn([square(1, 1)], squares=[square(3, 3)])
    assert 'class="gathering"' in told.inside
    assert "<title>Celda 3-3</title>" in told.inside
    assert len(told.rows) == 2
