"""Reading a delivery as a whole: what is refused, in which words, and what is passed over."""

from dataclasses import replace

import pytest

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.consolidate.tests import building
from confianza.analysis.consolidate.tests.building import EVENTS, HEADER, ROWS, delivered, read
from confianza.analysis.sources import catalogue
from confianza.analysis.sources.profile import Profile, Series
from confianza.analysis.vocabulary.problems import DeliveryRefused

TABLE = building.csv_text([HEADER, *ROWS])


def refusal(*files: DeliveredFile, profile: Profile = EVENTS) -> DeliveryRefused:
    with pytest.raises(DeliveryRefused) as refused:
        read(*files, profile=profile)
    return refused.value


def test_it_says_which_columns_are_missing_and_which_header_it_found() -> None:
    told = refusal(delivered("POLICÍA\nMunicipio,Sexo,Barrio\nCobán,Mujer,Centro\n"))
    assert told.problem.code == "wrong_source"
    assert str(told) == (
        "hechos.csv is not of the layout test_events: no column for Fecha del hecho, Delito. "
        "The best header is row 2: Municipio, Sexo, Barrio."
    )


def test_it_says_which_known_layout_fits_better() -> None:
    header = ["tipo_crimen", "año", "mes", "provincia", "sexo", "rango_de_edad", "tipo_de_arma_utilizada"]
    told = refusal(
        delivered(building.csv_text([header, ["Homicidio", "2024", "Enero", "Colón", "M", "18-24", ""]]))
    )
    assert told.problem.code == "wrong_source_better"
    assert str(told).endswith("It looks like pa_homicides.")


def test_it_says_what_a_header_should_have_where_none_is_found() -> None:
    told = refusal(delivered("a,b\n1,2\n"))
    assert told.problem.code == "no_header"
    assert "Fecha del hecho, Municipio, Delito" in str(told)


def test_it_refuses_a_header_without_records() -> None:
    told = refusal(delivered("POLICÍA\n" + building.csv_text([HEADER])))
    assert str(told) == "hechos.csv has the header of test_events in row 2, but not one record below it."
    assert (
        refusal(delivered(building.csv_text([HEADER, ["TOTAL", "", "", "", "0"]]))).problem.code
        == "no_records"
    )


def test_it_refuses_the_delivery_for_one_wrong_file_among_several() -> None:
    told = refusal(delivered(TABLE), delivered("a,b\n1,2\n", "otro.csv"))
    assert "otro.csv" in str(told)


def test_it_passes_over_members_of_an_archive_that_are_not_of_the_layout() -> None:
    members = {"hechos.csv": TABLE.encode(), "LÉAME.md": b"Hechos, por mes\n", "logo.png": b"\x89PNG\r\n"}
    [table] = read(delivered(building.zipped(members), "entrega.zip"))
    [problem] = [problem for problem in table.problems if problem.code == "member_not_read"]
    assert (problem.count, problem.value) == (2, "LÉAME.md, logo.png")


def test_it_refuses_an_archive_in_which_nothing_is_of_the_layout() -> None:
    told = refusal(delivered(building.zipped({"a.md": b"uno, dos\n", "b.png": b"\x89PNG"}), "entrega.zip"))
    assert told.problem.code in ("nothing_to_read", "no_header")
    told = refusal(
        delivered(building.zipped({"a.md": b"uno, dos\n", "b.md": b"tres, cuatro\n"}), "entrega.zip")
    )
    assert str(told) == "entrega.zip holds no file of the layout test_events. It holds: a.md, b.md."


def test_it_reads_several_files_and_the_members_of_archives_together() -> None:
    more = building.zipped({"febrero.csv": TABLE.encode(), "marzo.csv": TABLE.encode()})
    tables = read(delivered(TABLE, "enero.csv"), delivered(more, "resto.zip"))
    assert [table.file for table in tables] == ["enero.csv", "febrero.csv", "marzo.csv"]


@pytest.mark.parametrize(
    ("name", "title", "series", "grain"),
    [
        ("hechos.csv", "", "events", "victim"),
        ("DETENIDOS_2024.csv", "", "arrests", "arrest"),
        ("datos.csv", "Personas detenidas, 2024\n", "arrests", "arrest"),
    ],
)
def test_it_keeps_populations_apart(name: str, title: str, series: str, grain: str) -> None:
    profile = replace(EVENTS, series=(Series("detenid", "arrests", "arrest"), Series("", "events")))
    [table] = read(delivered(title + TABLE, name), profile=profile)
    assert (table.series, table.grain) == (series, grain)


@pytest.mark.parametrize("profile", catalogue.everyone(), ids=lambda profile: profile.name)
def test_it_refuses_a_file_of_no_known_layout_under_every_profile(profile: Profile) -> None:
    table = "alfa,beta\n1,2\n"
    assert refusal(delivered(table), profile=profile).problem.code in ("no_header", "wrong_source")


def test_it_reads_a_memory_map_without_copying_it() -> None:
    [table] = read(DeliveredFile("hechos.csv", memoryview(TABLE.encode())))
    assert table.cells.height == 3
