"""Small worlds for the tests: a department with two towns, and counts as the store keeps them."""

from datetime import date

import ibis
import polars as pl

from confianza.analysis.territory.areas import AREAS, BEGINNING, POPULATIONS, Territory

COUNTS = {
    "delivery": pl.String, "source": pl.String, "series": pl.String, "office": pl.String, "grain": pl.String,
    "geography": pl.String, "area_id": pl.String, "month": pl.Date, "date_precision": pl.String,
    "iccs": pl.String, "intent": pl.String, "offence_label": pl.String, "sex": pl.String,
    "age_band": pl.String, "mechanism": pl.String, "weight": pl.Float64, "estimated": pl.Float64,
}  # fmt: skip
USUAL = {
    "delivery": "00001-police", "source": "police", "series": "", "office": "", "grain": "victim",
    "geography": "administrative", "area_id": "", "month": None, "date_precision": "day", "iccs": "0101",
    "intent": None, "offence_label": "Homicidio", "sex": None, "age_band": "", "mechanism": None,
    "weight": 1.0, "estimated": 0.0,
}  # fmt: skip


def counts(*rows):
    """Make an Ibis table of monthly counts; a row names only what differs from a police homicide told to the
    day.
    """
    return ibis.memtable(pl.DataFrame([USUAL | row for row in rows], schema=COUNTS))


def every_month(year, months=12, **row):
    """One row in each of the first months of a year."""
    return [{**row, "month": date(year, month, 1)} for month in range(1, months + 1)]


def area(area_id, parent="", level=None, geography="administrative"):
    """One area that has always been."""
    level = level or area_id.partition("-")[0]
    return {
        "area_id": area_id, "geography": geography, "level": level, "code": area_id.partition("-")[2],
        "name": area_id, "parent_id": parent, "valid_from": BEGINNING, "valid_to": None, "wkb": None,
    }  # fmt: skip


def territory(*areas, people=()):
    """A territory of these areas; `people` are (area_id, year, population)."""
    figures = [{"area_id": a, "year": y, "population": float(p), "source": "census"} for a, y, p in people]
    return Territory(
        areas=pl.DataFrame(list(areas), schema=AREAS), populations=pl.DataFrame(figures, schema=POPULATIONS)
    )


def department():
    """Encinos (zones A and B) and Robles, 100,000 and 50,000 people in 2025 and in 2026."""
    return territory(
        area("department-1"),
        area("municipality-encinos", "department-1"), area("municipality-robles", "department-1"),
        area("zone-a", "municipality-encinos"), area("zone-b", "municipality-encinos"),
        people=[
            (town, year, people)
            for town, people in (("municipality-encinos", 100_000), ("municipality-robles", 50_000))
            for year in (2025, 2026)
        ],
    )  # fmt: skip
