"""The region's real boundaries and names, read from ../shared/data."""

import csv

import numpy as np
import polars as pl
import pytest

from confianza.analysis.territory import columns, drafts, lineage, names, points, reading
from confianza.analysis.territory.areas import GEOGRAPHY_OF, Territory
from confianza.analysis.territory.reading import File
from confianza.analysis.territory.tests import village
from confianza.analysis.vocabulary.folding import fold

pytestmark = pytest.mark.shared

SV_OLD = [f"sv-limites/slv_admbnda_adm2_gadm_20210204{part}" for part in (".shp", ".shx", ".dbf", ".prj")]


def imported(folder, *files):
    """The areas of some files, as drafts with their parents, and the codes of what was found."""
    layers = reading.read([File(name.rpartition("/")[2], (folder / name).read_bytes()) for name in files])
    pairs = [drafts.of_layer(layer, columns.guess(layer)) for layer in layers]
    family, problems = lineage.with_parents(
        [draft for found, _ in pairs for draft in found], Territory.empty().areas
    )
    return family, [problem for _, found in pairs for problem in found] + problems


def territory_of(family):
    rows = [
        (
            one.area_id,
            GEOGRAPHY_OF[one.level],
            one.level,
            one.code,
            one.name,
            one.parent,
            one.begins,
            one.valid_to,
            one.wkb,
        )
        for one in family
    ]
    return Territory(areas=village.frame(rows))


def levels(family):
    return {level: sum(one.level == level for one in family) for level in {one.level for one in family}}


def test_guatemala_has_340_municipalities_in_22_departments(shared_data):
    family, problems = imported(shared_data, "gt-limites/deptos.json", "gt-limites/munis.json")
    assert levels(family) == {"department": 22, "municipality": 340}
    assert all(one.parent for one in family if one.level == "municipality")
    assert {problem.code: problem.count for problem in problems} == {"shape_repaired": 2, "no_area": 3}


def test_departments_that_were_not_sent_are_drawn_from_their_municipalities(shared_data):
    family, problems = imported(shared_data, "gt-limites/munis.json")
    assert levels(family) == {"department": 22, "municipality": 340}
    assert {problem.code: problem.count for problem in problems}["parent_made"] == 22


def test_el_salvador_had_262_municipalities_and_four_lakes(shared_data):
    family, problems = imported(shared_data, *SV_OLD)
    assert levels(family) == {"department": 14, "municipality": 262}
    assert "Concepción de Ataco" in {one.name for one in family}
    assert {problem.code: problem.count for problem in problems} == {
        "mended_text": 1,
        "no_area": 4,
        "parent_made": 14,
    }


def test_honduras_comes_with_a_byte_order_mark_and_18_departments(shared_data):
    family, _ = imported(shared_data, "hn-limites/honduras-topo.json")
    assert levels(family) == {"department": 18}
    assert "Francisco Morazán" in {one.name for one in family}


def test_names_repeated_across_departments_are_never_decided_without_theirs(shared_data):
    family, _ = imported(shared_data, *SV_OLD)
    gazetteer = names.Gazetteer(territory_of(family))
    for name, times in (("El Rosario", 3), ("San Isidro", 2), ("EL CARMEN", 2), ("San Lorenzo", 2)):
        proposal = gazetteer.propose(name, level="municipality")
        assert (proposal.verdict, len(proposal.candidates)) == (names.AMBIGUOUS, times)
    found = gazetteer.propose("El Rosario", level="municipality", scope="department-SV08")
    assert (found.verdict, found.best.area_id[:18]) == (names.EXACT, "municipality-SV080")


def test_old_names_of_guatemala_are_proposed_right_at_first_place(shared_data):
    """All 37 pairs of variants: each office's spelling, in its department, leads to one and the same area."""
    family, _ = imported(shared_data, "gt-limites/catalogo_municipios.csv")
    known = territory_of(family)
    gazetteer = names.Gazetteer(known)
    departments = {fold(one.name): one.area_id for one in family if one.level == "department"}
    with (shared_data / "gt-nombres-equivalentes/equivalencias.csv").open(encoding="utf-8") as lines:
        pairs = list(csv.DictReader(lines))
    right = [pair for pair in pairs if _one_area(gazetteer, departments[fold(pair["departamento"])], pair)]
    assert (len(right), len(pairs)) == (37, 37)


def _one_area(gazetteer, department, pair):
    """Whether both spellings lead to one area, at least one of them by its exact name or both by the same
    proposal.
    """
    best = [
        gazetteer.propose(pair[column], level="municipality", scope=department).best
        for column in ("nombre_en_fuente", "nombre_pnc")
    ]
    return None not in best and best[0].area_id == best[1].area_id


def test_points_of_every_municipality_find_it(shared_data):
    family, _ = imported(shared_data, "gt-limites/munis.json")
    drawn = territory_of(family).areas.filter(pl.col("level") == "municipality")
    import shapely

    inside = shapely.point_on_surface(shapely.from_wkb(drawn["wkb"].to_numpy()))
    found = points.areas_of_points(shapely.get_x(inside), shapely.get_y(inside), drawn)
    assert np.mean(found == drawn["area_id"].to_numpy()) == 1
