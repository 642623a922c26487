"""Ten million synthetic claims in a store, and the synthetic country they happened in."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from benchmarks import synthetic
from confianza.analysis.consolidate.delivery import (
    DUPLICATES_SCHEMA,
    LEFT_OUT_SCHEMA,
    REJECTED_SCHEMA,
    Consolidated,
    DeliveredFile,
)
from confianza.analysis.territory.areas import AREAS, BEGINNING, CROSSWALK, Territory, area_id
from confianza.store import deliveries
from confianza.store.layout import StoreLayout

SOURCE = "gt_pnc_victims"
BEATS = 60


def layout(folder: Path) -> StoreLayout:
    return StoreLayout(folder / "store")


def fill(folder: Path, *, claims: int, deliveries: int) -> None:
    """Append the claims of ten years in as many deliveries, each of its own span of days."""
    country = synthetic.Country()
    bounds = [synthetic.DAYS * number // deliveries for number in range(deliveries + 1)]
    for number in range(deliveries):
        rows = country.rows(claims // deliveries, days=(bounds[number], bounds[number + 1]))
        _append(layout(folder), synthetic.claims(rows), number)


def territory() -> Territory:
    """Return the country: departments, their municipalities, and commissariats of a few municipalities."""
    departments = [_area("department", str(number + 1), "") for number in range(synthetic.DEPARTMENTS)]
    commissariats = [_area("commissariat", str(number + 1), "") for number in range(BEATS)]
    municipalities, crosswalk = [], []
    for number in range(synthetic.MUNICIPALITIES):
        department = number % synthetic.DEPARTMENTS + 1
        code = str(department * 100 + number // synthetic.DEPARTMENTS + 1)
        municipalities.append(_area("municipality", code, area_id("department", str(department))))
        crosswalk.append(
            (municipalities[-1]["area_id"], area_id("commissariat", str(number % BEATS + 1)), 1.0, "area")
        )
    return Territory(
        areas=pl.DataFrame(departments + municipalities + commissariats, schema=dict(AREAS)),
        crosswalk=pl.DataFrame(crosswalk, schema=dict(CROSSWALK), orient="row"),
    )


def _area(level: str, code: str, parent: str) -> dict[str, object]:
    names = {"department": "Departamento", "municipality": "Municipio", "commissariat": "Comisaría"}
    return dict.fromkeys(AREAS) | {
        "area_id": area_id(level, code),
        "geography": "police" if level == "commissariat" else "administrative",
        "level": level,
        "code": code,
        "name": f"{names[level]} {code}",
        "parent_id": parent,
        "valid_from": BEGINNING,
    }


def _append(store: StoreLayout, claims: pl.DataFrame, number: int) -> None:
    consolidated = Consolidated(
        profile=SOURCE,
        series="",
        claims=claims,
        rejected=pl.DataFrame(schema=dict(REJECTED_SCHEMA)),
        left_out=pl.DataFrame(schema=dict(LEFT_OUT_SCHEMA)),
        duplicates=pl.DataFrame(schema=dict(DUPLICATES_SCHEMA)),
        warnings=(),
        rows_read=claims.height,
        period=(claims["occurred_on"].min(), claims["occurred_on"].max()),
    )
    day = date(2025, 1, 1) + timedelta(days=number)
    file = DeliveredFile(f"entrega {number}.csv", f"entrega {number}".encode())
    received = datetime(day.year, day.month, day.day, tzinfo=UTC)
    deliveries.append(store, consolidated, [file], received_on=day, received_at=received)
