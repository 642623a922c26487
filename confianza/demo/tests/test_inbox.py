import hashlib

import polars as pl
import pytest

from confianza.demo import coroner, health, inbox, police, schedule
from confianza.demo.schedule import CORONER, HEALTH, POLICE
from confianza.demo.tests.conftest import TODAY


@pytest.fixture(scope="module")
def ledger(filed):
    return pl.concat([each.ledger for each in filed])


def test_the_same_truth_makes_the_same_bytes(happened, filed):
    plan = [delivery for delivery in schedule.deliveries(TODAY) if delivery.source == CORONER]
    again = [each.content for each in inbox.fill(happened, plan)]
    assert [hashlib.sha256(c).digest() for c in again] == [
        hashlib.sha256(each.content).digest() for each in filed if each.delivery.source == CORONER
    ]


def test_the_police_file_holds_two_to_three_thousand_victims_a_year(ledger):
    yearly = ledger.filter((pl.col("source") == POLICE) & pl.col("file").str.contains(r"_202[1-4]\."))
    for (file,), rows in yearly.group_by("file"):
        assert 1_900 < len(rows) < 3_000, file


def test_every_recorded_victim_stands_in_one_file_apart_from_the_correction(ledger):
    first_told = ledger.filter((pl.col("kind") == "victim") & ~pl.col("corrects"))
    pairs = first_told.select("source", "victim_id")
    corrected = ledger.filter(pl.col("corrects") & (pl.col("kind") == "victim"))["victim_id"]
    assert pairs.is_unique().all()
    assert len(corrected) > 400


@pytest.mark.parametrize(("source", "office"), [(POLICE, police), (CORONER, coroner), (HEALTH, health)])
def test_only_what_an_office_recorded_is_in_its_files(happened, ledger, source, office):
    told = set(office.told(happened)["victim_id"])
    written = set(ledger.filter((pl.col("source") == source) & (pl.col("kind") == "victim"))["victim_id"])
    assert written <= told
    assert len(written) > 0.9 * len(told)  # the rest is registered after the last file was closed


def test_no_office_knows_everything(happened, ledger):
    killed = set(happened.filter(pl.col("happening") == "homicide")["victim_id"])
    for source in (POLICE, CORONER, HEALTH):
        known = killed & set(ledger.filter(pl.col("source") == source)["victim_id"].drop_nulls())
        assert 0.5 * len(killed) < len(known) < len(killed)


def test_the_files_have_the_mess_of_real_ones(ledger):
    kinds = dict(ledger.group_by("kind").len().iter_rows())
    assert kinds["broken"] == 3
    assert 50 < kinds["repeated"] < 200


def test_workbooks_have_titles_above_and_a_total_below(filed):
    import io

    from openpyxl import load_workbook

    first = next(each for each in filed if each.name == "PNC_C71_victimas_2021.xlsx")
    rows = list(load_workbook(io.BytesIO(first.content), read_only=True).active.iter_rows(values_only=True))
    assert "FICTICIOS" in rows[1][0]
    assert rows[4][:2] == ("num_corre", "año_ocu")
    assert rows[-1] == ("Fuente: Sistema de la Comisaría 71. Cifras sujetas a cambio.",)
    assert rows[-3][0] == "TOTAL"
    assert rows[-3][-1] == len(first.ledger)


def test_one_year_comes_as_latin_1_text(filed):
    file = next(each for each in filed if each.name == "PNC_C71_victimas_2022.csv")
    assert file.content.decode("latin-1").startswith("num_corre;año_ocu;mes_ocu;día_ocu;")
    with pytest.raises(UnicodeDecodeError):
        file.content.decode("utf-8")


def test_the_health_service_writes_coordinates_with_a_comma(filed):
    file = next(each for each in filed if each.name == "salud_lesiones_y_muertes_2024.csv")
    header, *rows = file.content.decode("utf-8").splitlines()
    latitude = header.split(";").index("lat")
    told = [cell for row in rows if (cell := row.split(";")[latitude])]
    assert sum(cell.startswith("14,") for cell in told) > 0.95 * len(told)


def test_names_are_invented_and_misspelt():
    import numpy as np

    from confianza.demo.names import misspelt

    chance = np.random.default_rng(1)
    heard = [misspelt("Hernández", chance) for _ in range(30)]
    assert "Hernández" not in heard
    assert len(set(heard)) > 2
