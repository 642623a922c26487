from datetime import date

import polars as pl
import pytest

from confianza.analysis.territory import population
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import File
from confianza.web.audit.models import Entry
from confianza.web.territory import queries
from confianza.web.territory.models import Area, Crosswalk, Edition, Generation, Population
from confianza.web.territory.tests import town
from confianza.web.territory.tests.town import feature

REFORM = date(2022, 1, 1)


def test_one_file_in_the_convention_brings_both_geographies_and_their_people(valle):
    assert valle.areas == {"department": 1, "municipality": 2, "zone": 1, "substation": 1, "beat": 2}
    assert (valle.new_generations, valle.populations, valle.problems) == (7, 3, [])
    known = queries.territory()
    parents = dict(known.areas.select("area_id", "parent_id").iter_rows())
    assert parents["zone-0101-01"] == "municipality-0101"
    assert parents["beat-B1"] == "substation-S1"
    assert known.populations.filter(pl.col("area_id") == "municipality-0101")["population"].to_list() == [
        1000,
        1200,
    ]
    assert not known.crosswalk.is_empty()


def test_an_import_is_audited(valle):
    entry = Entry.objects.get()
    assert (entry.action, entry.subject) == ("territory.import_files", "valle.geojson")
    assert entry.details["areas"]["municipality"] == 2


def test_a_check_tells_everything_and_changes_nothing(bring):
    report = bring(town.geojson(), check=True)
    assert (report.checked, report.new_generations) == (True, 7)
    assert not Area.objects.exists()
    assert not Entry.objects.exists()
    assert queries.edition() == ""
    assert queries.territory().areas.is_empty()


def test_a_refused_file_leaves_nothing_behind(bring, valle):
    before = queries.territory().version
    with pytest.raises(FileRefused):
        bring(town.geojson(feature("zone", "9", "Nueva", "0101")), File("rota.json", b"{nope"))
    assert queries.territory().version == before


def test_the_same_file_twice_changes_nothing_but_the_edition(bring, valle):
    before, token = queries.territory().version, queries.edition()
    report = bring(town.geojson())
    assert (report.new_generations, report.problems) == (0, [])
    assert queries.territory().version == before
    assert queries.edition() != token


def test_a_file_in_the_wrong_order_is_understood(bring):
    bring(town.geojson(*reversed(town.FEATURES)))
    assert Generation.objects.get(area__stable_id="zone-0101-01").parent.stable_id == "municipality-0101"


def test_a_later_boundary_begins_a_generation_and_the_old_one_ends_that_day(bring, valle):
    redrawn = feature("zone", "0101-01", "Zona 1", "0101", (-92, 14, -91.5, 14.5))
    added = feature("zone", "0101-09", "Zona 9", "0101", (-91.5, 14, -91, 14.5))
    bring(town.geojson(redrawn, added), valid_from=REFORM)
    lives = Generation.objects.filter(area__stable_id="zone-0101-01").order_by("valid_from")
    assert [(row.valid_to, row.wkb is None) for row in lives] == [(REFORM, False), (None, False)]
    known = queries.territory()
    former = "zone-0101-01@0001-01-01"
    assert former in known.areas["area_id"].to_list()
    shares = dict(
        known.crosswalk.filter(pl.col("from_area") == former).select("to_area", "share").iter_rows()
    )
    assert shares["zone-0101-09"] == pytest.approx(0.5, abs=0.001)


def test_both_generations_of_one_code_may_come_in_one_file(bring):
    common = ("zone", "3", "Zona 3", "")
    bring(
        town.geojson(
            feature(
                *common,
                (-92, 14, -91, 15),
                valid_from="2010-01-01",
                valid_to="2022-01-01",
                population_2018=90,
            ),
            feature(*common, (-92, 14, -91.5, 15), valid_from="2022-01-01", population_2023=50),
        )
    )
    ends = list(Generation.objects.order_by("valid_from").values_list("valid_to", flat=True))
    assert ends == [REFORM, None]
    people = queries.territory().populations.select("area_id", "year", "population").rows()
    assert sorted(people) == [("zone-3", 2023, 50.0), ("zone-3@2010-01-01", 2018, 90.0)]


def test_a_reform_ends_all_other_areas_of_the_level(bring, valle):
    whole = feature("municipality", "0100", "Valle Grande", "01", (-92, 14, -90, 15))
    report = bring(town.geojson(whole), valid_from=REFORM, replaces_level=True)
    assert report.ended == 2
    living = queries.generations(level="municipality")
    assert [row.name for row in living] == ["Valle Grande"]
    assert queries.generations(level="zone").count() == 1


def test_people_of_former_areas_follow_into_the_reformed_one(bring, valle):
    whole = feature("municipality", "0100", "Valle Grande", "01", (-92, 14, -90, 15))
    bring(town.geojson(whole), valid_from=REFORM, replaces_level=True)
    found = population.for_years(queries.territory(), ["municipality-0100"], [2018])
    assert found["population"].to_list() == [pytest.approx(1500)]


def test_a_csv_of_figures_adds_them_to_known_areas_with_its_source(bring, valle):
    csv = File(
        "censo.csv", "municipio;año;población\nValle Claro;2021;1.300\nNunca Oída;2021;5\n".encode("cp1252")
    )
    report = bring(csv, source="INE")
    assert (report.areas, report.populations) == ({}, 1)
    assert [problem.code for problem in report.problems] == ["area_unknown"]
    row = Population.objects.get(year=2021)
    assert (row.generation.name, row.people, row.source) == ("Valle Claro", 1300, "INE")


def test_a_corrected_figure_replaces_the_earlier_one(bring, valle):
    bring(File("censo.csv", b"municipio,2018\nValle Claro,999\n"))
    rows = Population.objects.filter(generation__area__stable_id="municipality-0101", year=2018)
    assert [(row.people, row.source) for row in rows] == [(999, "censo.csv")]


def test_a_csv_of_areas_nobody_knows_makes_them_and_their_departments(bring):
    report = bring(
        File("municipios.csv", b"codigo,municipio,departamento,2018\n101,Uno,Alta,5\n102,Dos,Alta,6\n")
    )
    assert report.areas == {"department": 1, "municipality": 2}
    assert report.populations == 2
    assert Generation.objects.get(area__level="department").name == "Alta"


def test_a_list_of_names_keeps_the_boundaries_that_are_known(bring, valle):
    bring(File("municipios.csv", b"codigo,municipio\n101,Valle Claro del Norte\n"))
    row = Generation.objects.get(area__stable_id="municipality-0101")
    assert (row.name, row.wkb is None, row.parent.stable_id) == (
        "Valle Claro del Norte",
        False,
        "department-01",
    )


def test_the_level_can_be_told_and_shapes_left_out(bring):
    plain = [
        {
            "type": "Feature",
            "properties": {"k": code, "n": name},
            "geometry": {"type": "Polygon", "coordinates": town.square(*box)},
        }
        for code, name, box in (("1", "Una", (0, 0, 1, 1)), ("2", "Parque", (1, 0, 2, 1)))
    ]
    wishes = {"level": "zone", "code": "k", "name": "n"}
    report = bring(town.geojson(*plain), columns=wishes, exclude=["parque"])
    assert report.areas == {"zone": 1}
    assert [problem.code for problem in report.problems] == ["excluded"]


def test_every_change_begins_one_edition(bring, valle):
    assert Edition.objects.count() == 1
    assert Crosswalk.objects.count() == len(queries.territory().crosswalk)


@pytest.mark.parametrize(("language", "word"), [("es", "figuras"), ("en", "shapes")])
def test_findings_are_told_in_the_readers_language(bring, language, word):
    from django.utils import translation

    report = bring(town.geojson(feature("zone", "0", "Agua", box=(0, 0, 1, 1)), feature("zone", "1", "Una")))
    with translation.override(language):
        assert any(word in sentence for sentence in report.sentences)
