"""What cannot be true is set aside; what is true is not."""

import dataclasses

import numpy as np
import polars as pl
import pytest

from confianza.analysis.indicators import exchanged, registry

PEOPLE = 60_000
PERIOD = ("2024-01", "2025-12")
WHOLE, PARTS = "municipality-0102", ("zone-0102-1", "zone-0102-2")


def figures(seed=3):
    """Two years of homicides of a town and its two zones, as they may well be."""
    chance = np.random.default_rng(seed)
    rows = []
    for year in ("2024", "2025"):
        monthly = {part: chance.poisson(2, 12) for part in PARTS}
        monthly[WHOLE] = sum(monthly.values())
        for area, counts in monthly.items():
            share = 1 if area == WHOLE else 0.5
            told = [(f"{year}-{month:02}", int(n), PEOPLE * share / 12) for month, n in enumerate(counts, 1)]
            for period, count, years in (*told, (year, int(sum(counts)), PEOPLE * share)):
                parent = None if area == WHOLE else WHOLE
                rate = count / years * 100_000
                rows.append(
                    (area, area, "zone", parent, "homicide", period, "reported", count, years, round(rate, 2))
                )
    return pl.DataFrame(rows, schema=dict(exchanged.SCHEMA), orient="row")


def at(table, area, period, /, **values):
    here = (pl.col("area_id") == area) & (pl.col("period") == period)
    return table.with_columns(
        pl.when(here).then(pl.lit(value)).otherwise(pl.col(name)).cast(exchanged.SCHEMA[name]).alias(name)
        for name, value in values.items()
    )


def codes(table, **told):
    told = {"whole": WHOLE, "period": PERIOD, "multipliers": {"homicide": 100_000}} | told
    return {found.code for found in exchanged.problems(table, **told)}


@pytest.mark.parametrize("seed", range(20))
def test_what_may_well_be_is_let_through(seed):
    assert codes(figures(seed), before=figures(seed)) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda t: at(t, PARTS[0], "2024-03", count=-1.0), "negative"),
        (lambda t: pl.concat([t, t.head(1)]), "repeated"),
        (lambda t: t.with_columns(indicator_id=pl.lit("made_up")), "undefined"),
        (lambda t: at(t, PARTS[0], "2024-03", period="2026-01"), "outside"),
        (lambda t: at(t, WHOLE, "2024", count=61_000.0), "exceeds_population"),
        (lambda t: at(t, PARTS[1], "2025", count=200.0), "parts_exceed_total"),
        (lambda t: at(t, WHOLE, "2025", count=1000.0), "months_do_not_sum"),
        (lambda t: at(t, WHOLE, "2024", count=0.0), "months_do_not_sum"),
        (lambda t: at(t, WHOLE, "2024-05", rate=99.0), "rate_differs"),
        (lambda t: t.filter(pl.col("period") != "2024-07"), "months_missing"),
        (lambda t: at(t, WHOLE, "2024-05", count=40.0), "jump"),
    ],
)
def test_what_cannot_be_is_found_by_its_name(changed, code):
    assert code in codes(changed(figures()))


def test_a_month_that_is_said_to_be_missing_is_honest():
    honest = at(figures(), WHOLE, "2024-05", status="not_told", count=None, rate=None)
    assert codes(honest) == set()


def test_a_month_withdrawn_or_rewritten_since_the_last_package_is_found():
    before = figures()
    gone = at(before, WHOLE, "2024-05", status="not_told", count=None, rate=None)
    assert codes(gone, before=before) == {"withdrawn"}
    assert "revised" in codes(at(before, WHOLE, "2025", count=900.0), before=before)


def test_hidden_months_leave_the_year_free_to_be_more():
    hidden = at(figures(), WHOLE, "2024-05", status="hidden", count=None, rate=None)
    hidden = hidden.filter(pl.col("area_id") == WHOLE)
    assert codes(hidden) == set()
    year = hidden.filter(pl.col("period") == "2024")["count"].item()
    assert codes(at(hidden, WHOLE, "2024", count=year - 20, rate=None)) == {"months_do_not_sum"}


def test_only_three_of_a_kind_are_told():
    every = figures().with_columns(rate=pl.lit(1.0))
    found = [each for each in exchanged.problems(
        every, whole=WHOLE, period=PERIOD, multipliers={"homicide": 100_000}
    ) if each.code == "rate_differs"]  # fmt: skip
    assert len(found) == exchanged.MOST_OF_A_KIND


def test_a_table_that_is_not_one_of_figures_is_refused():
    good = figures()
    assert exchanged.read(good.write_csv().encode()).equals(good)
    for bad in (
        b"", b"a,b\n1,2\n", good.drop("rate").write_csv().encode(), b"\xff\xfe\x00",
        good.with_columns(status=pl.lit("reported"), count=None).write_csv().encode(),
        good.with_columns(period=pl.lit("2024-13")).write_csv().encode(),
        good.with_columns(count=pl.lit("many")).write_csv().encode(),
        good.with_columns(count=pl.lit("NaN")).write_csv().encode(),
        good.with_columns(status=None).write_csv().encode(),
    ):  # fmt: skip
        with pytest.raises(exchanged.NotFigures):
            exchanged.read(bad)


def test_definitions_differ_by_what_they_count_not_by_their_names():
    ours = registry.get("homicide")
    renamed = dataclasses.replace(ours, name_es="Otro nombre", caveat_en="Another note", version=9)
    wider = dataclasses.replace(ours, iccs=("0101", "0103"), multiplier=10_000)
    same = exchanged.conditions(ours)
    assert exchanged.differences(exchanged.conditions(renamed), same) == ()
    assert exchanged.differences(exchanged.conditions(wider), same) == ("iccs", "multiplier")


def test_a_sum_is_over_equal_definitions_and_over_years_that_all_of_them_told_alike():
    def whole(*counts):
        return pl.DataFrame(
            [(year, count, 1000.0, months) for year, count, months in counts], orient="row",
            schema={
                "period": pl.String, "count": pl.Float64, "person_years": pl.Float64, "months_told": pl.UInt32
            },
        )  # fmt: skip

    nodes = {
        "a": whole(("2024", 3.0, 12), ("2025", 4.0, 12), ("2026", 4.0, 9)),
        "b": whole(("2024", 10.0, 12), ("2025", None, None), ("2026", 1.0, 6)),
        "other": whole(("2024", 99.0, 12)),
    }
    total, over = exchanged.comparable(nodes, lambda name: name != "other")
    assert over == ("a", "b")
    assert total.rows() == [("2024", 13.0, 2000.0)]
    assert exchanged.comparable(nodes, lambda name: False)[0].is_empty()
