"""A delivery becomes claims that reconcile with what was read, and everything noticed is told."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.consolidate import consolidation
from confianza.analysis.consolidate.consolidation import DoesNotReconcile
from confianza.analysis.consolidate.delivery import LEFT_OUT_SCHEMA, REJECTED_SCHEMA
from confianza.analysis.consolidate.tests.tidying import (
    AGE,
    COUNT,
    DATE,
    NUMBER,
    OFFENCE,
    PLACE,
    POINT,
    SEX,
    TODAY,
    codes,
    consolidated,
    profile,
    tidy,
    warned,
)
from confianza.analysis.sources.profile import Correction, Field, Series, WideMonths
from confianza.analysis.vocabulary.claims import SCHEMA
from confianza.analysis.vocabulary.problems import Problem


def test_a_row_becomes_a_claim_in_the_canonical_schema() -> None:
    table = tidy(
        {"occurred_on": ["05/01/2024"], "sex": ["Mujer"], "age_from": ["31"], "offence_label": ["Homicidio"]}
    )

    result = consolidated(profile(DATE, SEX, AGE, OFFENCE), table)

    assert dict(result.claims.schema) == {
        name: pl.DataFrame(schema={name: kind}).schema[name] for name, kind in SCHEMA.items()
    }
    claim = result.claims.to_dicts()[0]
    told = ("record", "file", "sheet", "row", "grain", "weight", "occurred_on")
    assert {name: claim[name] for name in told} == {
        "record": 1, "file": "enero.csv", "sheet": None, "row": 2, "grain": "victim", "weight": 1,
        "occurred_on": date(2024, 1, 5),
    }  # fmt: skip
    assert (
        claim["date_precision"],
        claim["date_meaning"],
        claim["sex"],
        claim["age_from"],
        claim["age_to"],
    ) == ("day", "occurrence", "female", 31, 31)
    assert (claim["iccs"], claim["iccs_match"], claim["intent"], claim["status"]) == (
        "0101",
        "exact",
        "homicide",
        "reported",
    )
    assert (claim["place_precision"], claim["missing"], claim["flags"]) == ("none", None, None)
    assert (result.rows_read, result.victims, result.period) == (1, 1, (date(2024, 1, 5), date(2024, 1, 5)))


def test_a_delivery_without_tables_has_no_claims_and_no_period() -> None:
    result = consolidated(profile(DATE))

    assert (result.rows_read, result.claims.height, result.period, result.series) == (0, 0, None, "")


def test_records_are_numbered_through_the_files_of_a_delivery() -> None:
    first = tidy({"occurred_on": ["05/01/2024", "06/01/2024"], "sex": ["H", "H"]})
    other_columns = tidy({"occurred_on": ["07/01/2024"]}, file="febrero.csv")
    last = tidy({"occurred_on": ["08/01/2024"], "sex": ["Mujer"]}, file="marzo.xlsx", sheet="Hoja1")

    claims = consolidated(profile(DATE, SEX), first, other_columns, last).claims

    assert claims["record"].to_list() == [1, 2, 3, 4]
    assert claims["file"].cast(pl.String).to_list() == ["enero.csv", "enero.csv", "febrero.csv", "marzo.xlsx"]
    assert claims["sheet"].cast(pl.String).to_list() == [None, None, None, "Hoja1"]
    assert claims["missing"].to_list() == [None] * 4  # a table without the column has not left it blank


def test_reasons_for_what_is_missing_are_kept_in_order() -> None:
    table = tidy(
        {"occurred_on": ["-"], "sex": ["Ignorado"], "age_from": [None], "offence_label": ["Homicidio"]}
    )

    claim = consolidated(profile(DATE, SEX, AGE, OFFENCE), table).claims.to_dicts()[0]

    assert claim["missing"] == "age_from=not_reported;occurred_on=not_reported;sex=unknown"
    assert (claim["occurred_on"], claim["date_precision"]) == (None, "none")


def test_reasons_of_more_columns_than_fit_in_one_number_are_kept() -> None:
    names = [
        name
        for name in SCHEMA
        if name.endswith(("_label", "_name"))
        or name in ("zone", "locality", "place_type", "sex", "police_code")
    ]
    names += [
        "department_code",
        "municipality_code",
        "mechanism",
        "intent",
        "icd10",
        "age_from",
        "source_record_id",
        "latitude",
        "longitude",
        "iccs",
    ]
    readers = {
        "sex": "sex",
        "age_from": "age",
        "mechanism": "mechanism",
        "latitude": "decimal",
        "longitude": "decimal",
    }
    fields = [Field(name, (name,), readers.get(name, "text")) for name in dict.fromkeys(names)]  # type: ignore[arg-type]
    table = tidy({field.column: ["Ignorado"] for field in fields})

    missing = consolidated(profile(*fields), table).claims["missing"].cast(pl.String)[0]

    told = dict(pair.split("=") for pair in missing.split(";"))
    assert set(told) == {field.column for field in fields} - {"mechanism_label"} | {"mechanism_label"}
    assert len(told) > 21
    assert set(told.values()) == {"unknown"}


def test_a_count_is_one_tally_with_its_weight_never_invented_victims() -> None:
    result = consolidated(
        profile(DATE, COUNT), tidy({"occurred_on": ["05/01/2024"] * 3, "weight": ["1", "3", "0"]})
    )

    assert result.claims["weight"].to_list() == [1, 3, 0]
    assert result.claims["grain"].cast(pl.String).to_list() == ["victim", "tally", "tally"]
    assert (result.claims.height, result.victims) == (3, 4)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "count_blank"),
        ("-", "count_blank"),
        ("-1", "count_unreadable"),
        ("1,5", "count_unreadable"),
        ("dos", "count_unreadable"),
    ],
)
def test_a_count_that_is_none_rejects_its_record(text: str | None, reason: str) -> None:
    result = consolidated(profile(DATE, COUNT), tidy({"occurred_on": ["05/01/2024"], "weight": [text]}))

    assert result.reasons == {reason: 1}
    assert result.rejected["value"].to_list() == [text]


def test_a_blank_cell_is_zero_in_a_layout_that_says_so() -> None:
    told = profile(DATE, COUNT, wide=WideMonths(blank="zero"))

    assert consolidated(told, tidy({"occurred_on": ["05/01/2024"], "weight": [None]})).claims[
        "weight"
    ].to_list() == [0]


def test_lost_thousands_points_are_restored_and_told() -> None:
    lost = (
        Correction(
            "weight", r"^(\d)\.(\d[1-9])$", "${1}${2}0", "Counts were read as decimals.", "2026-11-22"
        ),
    )

    result = consolidated(
        profile(DATE, COUNT, corrections=lost),
        tidy({"occurred_on": ["05/01/2024"] * 2, "weight": ["1.47", "3"]}),
    )

    assert result.claims["weight"].to_list() == [1470, 3]
    assert result.claims["flags"].cast(pl.String).to_list() == ["thousands_point", None]
    problem = warned(result, "thousands_point")
    assert (problem.count, problem.rows, problem.value) == (1, (2,), "1.47")
    assert problem.details["reason"] == "Counts were read as decimals."


def test_codes_brought_to_their_form_are_told_and_leave_no_flag() -> None:
    field = Field("municipality_code", ("cod",), "code")
    form = (
        Correction("municipality_code", r"^(\d{4,5})000$", "$1", "Three zeros are appended.", "2026-11-22"),
    )

    result = consolidated(profile(field, corrections=form), tidy({"municipality_code": ["5040000"]}))

    assert result.claims["municipality_code"].cast(pl.String).to_list() == ["5040"]
    assert result.claims["flags"].to_list() == [None]
    assert warned(result, "code_rewritten").count == 1


def test_columns_that_only_tell_records_apart_are_not_stored_nor_judged() -> None:
    table = tidy({"occurred_on": ["05/01/2024"], "other_group": ["Ignorado"]})

    result = consolidated(profile(DATE, Field("other_group", ("grupo",))), table)

    assert result.claims["missing"].to_list() == [None]
    assert not result.warnings


def test_constants_hold_on_every_row_and_a_blank_date_has_no_precision() -> None:
    told = profile(DATE, constants={"iccs": "0101", "date_precision": "month", "department_name": "Jalisco"})

    claims = consolidated(told, tidy({"occurred_on": ["01/01/2024", None]})).claims

    assert claims["iccs"].cast(pl.String).to_list() == ["0101", "0101"]
    assert claims["date_precision"].cast(pl.String).to_list() == ["month", "none"]
    assert claims["department_name"].cast(pl.String).to_list() == ["Jalisco", "Jalisco"]


def test_the_own_field_of_a_column_speaks_before_those_that_imply_it() -> None:
    fields = (
        Field("icd10", ("cie",), "icd10"),
        Field("mechanism", ("arma",), "mechanism"),
        Field("intent", ("int",), "intent"),
    )
    table = tidy(
        {
            "icd10": ["X95", "X95", "I219"],
            "mechanism": ["Arma blanca", None, None],
            "intent": [None, "Suicidio", None],
        }
    )

    claims = consolidated(profile(*fields), table).claims

    assert claims["mechanism"].cast(pl.String).to_list() == ["sharp", "firearm", None]
    assert claims["intent"].cast(pl.String).to_list() == ["homicide", "suicide", None]
    assert claims["iccs"].cast(pl.String).to_list() == ["0101", "0101", None]
    assert claims["missing"].cast(pl.String).to_list() == [
        None,
        None,
        "intent=not_reported;mechanism=not_reported",
    ]


def test_the_grain_and_the_series_are_those_of_the_table() -> None:
    arrests = replace(tidy({"occurred_on": ["05/01/2024"]}, series="arrests"), grain="arrest")
    events = tidy({"occurred_on": ["06/01/2024"]}, series="events")

    result = consolidated(profile(DATE, series=(Series("detenid", "arrests", "arrest"),)), arrests, events)

    assert result.series == "arrests+events"
    assert result.claims["grain"].cast(pl.String).to_list() == ["arrest", "victim"]


def test_what_the_reader_left_out_and_rejected_is_counted_and_its_problems_are_passed_on() -> None:
    table = tidy({"occurred_on": ["05/01/2024"]})
    rejected = [("enero.csv", "", 9, "", "a,b", "too_many_fields", "{}")]
    left_out = [("enero.csv", "", 10, "total_row", 12, "TOTAL")]
    read = replace(
        table,
        rejected=pl.DataFrame(rejected, schema=REJECTED_SCHEMA, orient="row"),
        left_out=pl.DataFrame(left_out, schema=LEFT_OUT_SCHEMA, orient="row"),
        problems=(Problem("blank_rows", 3),),
    )

    result = consolidated(profile(DATE), read)

    assert result.rows_read == 14
    assert result.reasons == {"too_many_fields": 1, "total_row": 12}
    assert "blank_rows" in codes(result)


def test_a_problem_that_runs_through_many_files_is_told_once() -> None:
    tables = [
        tidy({"occurred_on": ["05/01/2024"], "sex": ["quizás"]}, file=f"{number}.json")
        for number in range(12)
    ]

    result = consolidated(profile(DATE, SEX, exact_duplicates="keep"), *tables)

    problem = warned(result, "unreadable")
    assert (problem.count, problem.file, problem.details["files"]) == (12, "0.json", 12)
    assert warned(result, "repeats_kept").count == 11


def test_a_few_files_with_a_problem_are_named_each() -> None:
    tables = [
        tidy({"occurred_on": [f"05/01/202{number}"], "sex": ["quizás"]}, file=f"{number}.csv")
        for number in range(3)
    ]

    files = [problem.file for problem in consolidated(profile(DATE, SEX), *tables).warnings]

    assert files == ["0.csv", "1.csv", "2.csv"]


def test_losing_a_record_is_a_defect_that_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consolidation, "_records", lambda table: table.cells.height + 1)

    with pytest.raises(DoesNotReconcile, match="2 records were read, but 1 claims"):
        consolidated(profile(DATE), tidy({"occurred_on": ["05/01/2024"]}))


EVERYTHING = (
    NUMBER, DATE, SEX, AGE, OFFENCE, COUNT, *POINT, *PLACE,
    Field("occurred_year", ("a",), "year"), Field("occurred_month", ("m",), "month"),
    Field("occurred_day", ("d",), "day"), Field("occurred_weekday", ("ds",)),
    Field("registered_on", ("reg",), "datetime"), Field("minute_of_day", ("h",), "time"),
    Field("age_unit", ("u",), "age_unit"), Field("age_band", ("g",), "age_band"),
    Field("mechanism", ("arma",), "mechanism"), Field("icd10", ("cie",), "icd10"),
    Field("iccs", ("iccs",), "code"), Field("intent", ("int",), "intent"),
    Field("status", ("est",), "status"), Field("other_x", ("x",)),
)  # fmt: skip
WRITTEN = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        [
            "1",
            "05/01/2024",
            "31/12/2024",
            "12/31/2024",
            "-",
            "Ignorado",
            "99",
            "M",
            "H",
            "F",
            "X95",
            "1.096",
            "-90,5",
            "14.6",
            "30-34",
            "45000",
            "9999",
        ]
    ),
    st.integers(-1000, 10**9).map(str),
    st.floats(allow_nan=True).map(str),
    st.dates().map(str),
)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_whatever_is_written_nothing_is_lost_and_nothing_crashes(data: st.DataObject) -> None:
    fields = data.draw(st.lists(st.sampled_from(EVERYTHING), min_size=1, unique=True))
    height = data.draw(st.integers(0, 5))
    tables = [
        tidy(
            {
                field.column: data.draw(st.lists(WRITTEN, min_size=height, max_size=height))
                for field in fields
            },
            file=f"{number}.csv",
        )
        for number in range(data.draw(st.integers(1, 3)))
    ]
    told = profile(*fields, exact_duplicates=data.draw(st.sampled_from(["drop", "keep"])))

    result = consolidated(told, *tables)

    kept_out = result.duplicates.height + result.rejected.height
    assert result.rows_read == result.claims.height + kept_out == height * len(tables)
    assert result.claims["record"].is_unique().all()
    assert (result.claims["weight"] >= 0).all()
    dated = result.claims["occurred_on"].drop_nulls()
    assert ((dated >= date(1900, 1, 1)) & (dated <= TODAY)).all()
    assert result.claims["latitude"].is_null().eq(result.claims["longitude"].is_null()).all()
