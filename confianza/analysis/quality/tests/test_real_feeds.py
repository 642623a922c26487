"""Mexico's two daily feeds and Chile's four institutions: what was counted apart from this code."""

from datetime import date
from glob import glob

import ibis
import polars as pl
import pytest

from confianza.analysis.consolidate.consolidation import consolidate
from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.quality import cells, discrepancy
from confianza.analysis.sources import catalogue

pytestmark = pytest.mark.shared
TODAY = date(2026, 11, 28)
MEXICO = {"mx_daily_press": "*fuentesabiertas.csv", "mx_daily_cabinet": "*gpointerinstitucional.csv"}
CHILE = ("cead", "fiscalia", "nacional")


def compared(folder, files):
    told = []
    for name, (source, pattern) in files.items():
        (path,) = glob(str(folder / pattern))
        with open(path, "rb") as file:
            read = DeliveredFile(path.rpartition("/")[2], file.read())
        claims = consolidate([read], catalogue.get(source), today=TODAY).claims
        told.append(claims.with_columns(pl.col(pl.Categorical).cast(pl.String), source=pl.lit(name)))
    return discrepancy.report(cells.of(ibis.memtable(pl.concat(told))))


def test_mexico_says_which_feed_lacks_which_state_and_month(shared_data) -> None:
    files = {name: (name, pattern) for name, pattern in MEXICO.items()}
    found = compared(shared_data / "mx-homicidios-dos-fuentes", files)

    assert {(voice.source, voice.victims) for voice in found.voices} == {
        ("mx_daily_press", 54_633.0), ("mx_daily_cabinet", 50_198.0),
    }  # fmt: skip
    worst = found.largest(1).row(0, named=True)
    assert (worst["area"], worst["month"]) == ("Estado de México", date(2020, 3, 1))
    assert {worst["count_a"], worst["count_b"]} == {282.0, 104.0}
    assert worst["status"] == "beyond_chance"
    missing = {(lack.areas, lack.months) for lack in found.lacks if lack.kind == "area_months"}
    assert missing == {(("Morelos",), (date(2020, 10, 1),)), (("Aguascalientes",), (date(2020, 10, 1),))}
    (period,) = (lack for lack in found.lacks if lack.kind == "period")
    assert (period.source, period.months[0], period.months[-1]) == (
        "mx_daily_cabinet", date(2019, 1, 1), date(2019, 3, 1),
    )  # fmt: skip
    days = {lack.source: lack.days for lack in found.lacks if lack.kind == "days"}
    assert days["mx_daily_press"] == (date(2019, 1, 23),)
    assert date(2019, 4, 21) in days["mx_daily_cabinet"]


def test_chile_says_what_each_of_four_institutions_lacks(shared_data) -> None:
    files = {name: ("cl_homicides_by_region", f"{name}_*.xlsx") for name in CHILE}
    files["policia"] = ("cl_police_homicides", "policia_*.xlsx")
    found = compared(shared_data / "cl-homicidios-3-fuentes", files)

    assert {voice.source: voice.victims for voice in found.voices} == {
        "cead": 6_452.0, "fiscalia": 19_822.0, "nacional": 7_576.0, "policia": 2_577.0,
    }  # fmt: skip
    assert {voice.source: voice.nowhere for voice in found.voices if voice.nowhere} == {
        "cead": 77.0,
        "fiscalia": 118.0,
    }
    pairs = {(pair.a, pair.b): pair for pair in found.pairs}
    assert pairs["cead", "fiscalia"].lower == "cead"
    assert pairs["nacional", "policia"].difference < 0.05
    gaps = {
        month
        for lack in found.lacks
        if lack.kind == "months" and lack.source == "policia"
        for month in lack.months
    }
    assert gaps == {*(date(2023, month, 1) for month in range(1, 7)), date(2024, 5, 1), date(2024, 6, 1)}
    assert found.matches == ()
