"""The reform of El Salvador: 262 municipalities became 44 on 1 May 2024. Read from ../shared/data."""

from datetime import date

import polars as pl
import pytest
from django.db import transaction

from confianza.analysis.territory import placing
from confianza.analysis.territory.reading import File
from confianza.analysis.vocabulary import claims
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory import queries
from confianza.web.territory.actions import importing

pytestmark = [pytest.mark.shared, pytest.mark.django_db]
REFORM = importing.Wishes(valid_from=date(2024, 5, 1), replaces_level=True)


@pytest.fixture(scope="module")
def el_salvador(shared_data, django_db_setup, django_db_blocker):
    """Both generations, imported once for all that is read of them here; gone when the module ends."""
    folder = shared_data / "sv-limites"
    with django_db_blocker.unblock(), transaction.atomic():
        _imported(*sorted(folder.glob("slv_admbnda_adm2_gadm_20210204.*")), wishes=importing.Wishes())
        yield _imported(folder / "municipios.geojson", wishes=REFORM)
        transaction.set_rollback(True)


def _imported(*paths, wishes):
    files = [File(path.name, path.read_bytes()) for path in paths]
    return importing.import_files(files=files, wishes=wishes, by=COMMAND_LINE)


def placed(department, municipality, day):
    place = {"department_name": department, "municipality_name": municipality, "occurred_on": day}
    claim = pl.DataFrame([{**dict.fromkeys(claims.SCHEMA), "record": 1, **place}], schema=claims.SCHEMA)
    rows = placing.place(claim, queries.territory()).filter(pl.col("geography") == "administrative")
    names = queries.names_of(rows["area_id"])
    return [
        (names[area], share, by)
        for area, share, by in rows.select("area_id", "share", "placed_by").iter_rows()
    ]


def test_the_reform_ends_262_and_begins_44_under_the_same_departments(el_salvador):
    assert (el_salvador.areas, el_salvador.ended) == ({"municipality": 44}, 262)
    former = queries.generations(level="municipality", former=True)
    assert (former.count(), queries.generations(level="municipality").count()) == (262, 44)
    assert queries.generations(level="department").count() == 14


def test_every_former_municipality_lies_wholly_in_one_of_today(el_salvador):
    shares = queries.territory().crosswalk.filter(pl.col("from_area").str.starts_with("municipality-SV"))
    assert (len(shares), shares["from_area"].n_unique(), shares["share"].min()) == (
        262,
        262,
        pytest.approx(1),
    )


@pytest.mark.parametrize(
    ("department", "former", "today"),
    [
        ("La Libertad", "COLON", "La Libertad Oeste"),
        ("LA LIBERTAD", "Antiguo Cuscatlán", "La Libertad Este"),
        ("Sonsonate", "Nahuizalco", "Sonsonate Norte"),
        ("La Libertad", "Quezaltepeque", "La Libertad Norte"),
    ],
)
def test_a_claim_of_before_the_reform_counts_in_the_municipality_of_today(
    el_salvador, department, former, today
):
    assert placed(department, former, date(2019, 6, 1)) == [(today, 1.0, "nested")]


def test_a_name_used_in_three_departments_needs_its_own(el_salvador):
    assert placed("Cuscatlán", "El Rosario", date(2019, 6, 1)) == [("Cuscatlán Sur", 1.0, "nested")]
    assert placed("Morazán", "El Rosario", date(2019, 6, 1)) == [("Morazán Norte", 1.0, "nested")]
