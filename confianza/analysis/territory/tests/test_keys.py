import polars as pl
import pytest

from confianza.analysis.territory import keys
from confianza.analysis.territory.areas import Territory
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area


def found(rows, level, key, scope=""):
    known = keys.of_codes(Territory(areas=village.frame(rows)))
    asked = known.filter((pl.col("level") == level) & (pl.col("key") == key) & (pl.col("scope") == scope))
    return {row["area_id"]: row["rank"] for row in asked.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("text", "key"),
    [("0115", "115"), (" 01 15", "115"), ("sv0101", "SV0101"), ("000", "000"), ("C-1.1", "C-1.1")],
)
def test_codes_lose_blanks_case_and_leading_zeros(text, key):
    assert keys.code_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ZONA 03", "3"),
        ("Cantón El Centro", "el centro"),
        ("  San  José ", "san jose"),
        ("Zona", "zona"),
        ("Col. Roma", "roma"),
        ("Departamento de Sololá", "solola"),
    ],
)
def test_bare_names_leave_out_the_kind_of_place(text, key):
    assert keys.bare_name_key(text) == key


def test_a_municipality_is_told_by_its_full_code_or_within_its_department():
    assert found(village.AREA_ROWS, "municipality", "102") == {"municipality-0102": keys.FULL}
    assert found(village.AREA_ROWS, "municipality", "2", "department-01") == {
        "municipality-0102": keys.SHORTENED
    }
    assert found(village.AREA_ROWS, "municipality", "2") == {}


def test_the_letters_of_the_country_may_be_missing():
    rows = [
        area("department", "SV01", "Ahuachapán"),
        area("municipality", "SV0101", "Ahuachapán", "department-SV01"),
    ]
    assert found(rows, "municipality", "101") == {"municipality-SV0101": keys.SHORTENED}
    assert found(rows, "municipality", "1", "department-SV01") == {"municipality-SV0101": keys.SHORTENED}


def test_a_department_numbered_100_over_101_answers_to_1():
    # The ministry of finance of Guatemala numbers departments so; its statistics institute numbers them 1 to
    # 22.
    rows = [
        area("department", "100", "Guatemala"), area("municipality", "101", "Guatemala", "department-100"),
        area("municipality", "117", "Petapa", "department-100"), area("department", "1000", "Suchitepéquez"),
        area("municipality", "1001", "Mazatenango", "department-1000"),
        area("municipality", "1020", "Río Bravo", "department-1000"),
    ]  # fmt: skip
    assert found(rows, "department", "1") == {"department-100": keys.SHORTENED}
    assert found(rows, "department", "10") == {"department-1000": keys.SHORTENED}
    assert found(rows, "municipality", "20", "department-1000") == {"municipality-1020": keys.SHORTENED}


def test_zones_numbered_from_one_in_every_municipality_do_not_answer_to_shortened_ones():
    rows = [
        area("municipality", "1", "Uno"),
        *(area("zone", str(n), f"Zona {n}", "municipality-1") for n in (1, 11)),
    ]
    assert found(rows, "zone", "1", "municipality-1") == {"zone-1": keys.FULL, "zone-11": keys.SHORTENED}


def test_names_and_confirmed_variants_answer_within_every_area_above():
    names = pl.DataFrame(
        [("municipality-0102", "san jose")], schema={"area_id": pl.String, "variant": pl.String}, orient="row"
    )
    known = keys.of_names(village.territory(names=names))
    asked = known.filter((pl.col("level") == "municipality") & (pl.col("key") == "san jose"))
    rows = {(row["scope"], row["area_id"]): row["by"] for row in asked.iter_rows(named=True)}
    assert rows == {
        ("", "municipality-0102"): "variant", ("department-01", "municipality-0102"): "variant",
        ("municipality-0102", "municipality-0102"): "variant", ("", "municipality-0201"): "name",
        ("department-02", "municipality-0201"): "name", ("municipality-0201", "municipality-0201"): "name",
    }  # fmt: skip
