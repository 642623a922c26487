"""Fictional neighbours of the demo's observatory: one on time, one late, one that counts something else.

They sign with keys of their own, made here and thrown away. One package holds figures that cannot be, and so
waits in quarantine; the key of one node is written down and its fingerprint not compared yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from confianza.demo import schedule

CHANCE = 20_261_128
YEARS = 3
MONTHS_IN_YEAR = 12
INDICATORS = ("homicide", "robbery", "extortion")
AGREED = "Convenio de la demostración (ficticio)"


@dataclass(frozen=True)
class Neighbour:
    """An invented observatory: its people, homicides per 100,000 a year, and what is odd about it.

    `told`: months it did not tell are those at these places, counted from the last.
    """

    name: str
    place: str
    level: str
    people: int
    rate: float
    sent_days_ago: int = 3
    untold: tuple[int, ...] = ()
    wider: bool = False
    impossible: bool = False


NEIGHBOURS: Sequence[Neighbour] = (
    Neighbour("Observatorio de Robledal", "Robledal", "municipal", 61_000, 24.0, impossible=True),
    Neighbour(
        "Observatorio de Cedros Altos", "Cedros Altos", "municipal", 38_000, 41.0, sent_days_ago=70,
        untold=(1, 2, 5),
    ),
    Neighbour(
        "Observatorio Regional de la Costa Fría", "Costa Fría", "regional", 540_000, 33.0, wider=True
    ),
)  # fmt: skip
WRITTEN_DOWN = "Observatorio de Las Lomas"
NATION = "Observatorio Nacional de la Demostración"


def join(today: date, area_id: str, by: Any) -> None:
    """Say who the demo's observatory is, register its neighbours, and receive what they send."""
    from confianza.web.observatory.actions import network

    network.describe_own(
        name="Observatorio de la demostración", country="GT", level="municipal", area_id=area_id, by=by
    )
    for place, neighbour in enumerate(NEIGHBOURS):
        _receive(neighbour, today, np.random.default_rng([CHANCE, place]), by)
    network.propose_node(name=WRITTEN_DOWN, level="municipal", key=_public(_key()), **_common(by))
    nation = _registered(NATION, "national", _key(), by, rhythm="never")
    _agree(nation, area_id, by)


def _receive(neighbour: Neighbour, today: date, chance: np.random.Generator, by: Any) -> None:
    from confianza.web.observatory.actions import exchange

    signer = _key()
    _registered(neighbour.name, neighbour.level, signer, by)
    table = _figures(neighbour, schedule.last_month(today), chance)
    exchange.receive(data=_package(neighbour, table, 1, signer), by=by)
    if neighbour.impossible:
        exchange.receive(data=_package(neighbour, _impossible(table), 2, signer), by=by)


def _registered(name: str, level: str, signer: Any, by: Any, rhythm: str = "monthly") -> Any:
    from confianza.store import signing
    from confianza.web.observatory.actions import network

    node = network.propose_node(name=name, level=level, key=_public(signer), rhythm=rhythm, **_common(by))
    return network.confirm_node(node=node, fingerprint=signing.fingerprint(_public(signer)), by=by)


def _common(by: Any) -> Mapping[str, Any]:
    return {"country": "GT", "is_fictional": True, "by": by}


def _agree(node: Any, area_id: str, by: Any) -> None:
    """Agree on what goes to the nation, and send the last release where there is one."""
    from django.utils import timezone

    from confianza.web.observatory import published
    from confianza.web.observatory.actions import exchange, network

    until = timezone.localdate() + timedelta(days=365)
    agreement = network.agree(
        node=node, title=AGREED, area_id=area_id, tables=["figures"], until=until, by=by
    )
    release = published.latest()
    if release is not None:
        exchange.send_figures(agreement=agreement, release=release, by=by)


def _key() -> Any:
    from nacl.signing import SigningKey

    return SigningKey.generate()


def _public(signer: Any) -> str:
    from confianza.store import signing

    return signing.public(signer)


def _package(neighbour: Neighbour, table: pl.DataFrame, sequence: int, signer: Any) -> bytes:
    from django.utils import timezone

    from confianza.store import received, signing
    from confianza.web.observatory.queries import exports, network

    made_at = timezone.now().replace(microsecond=0) - timedelta(days=neighbour.sent_days_ago - sequence + 1)
    definitions = exports.definitions(list(INDICATORS))
    if neighbour.wider:
        homicide = definitions["homicide"]
        definitions["homicide"] = {**homicide, "told": {**homicide["told"], "iccs": ["0101", "0103", "0105"]}}
    months = table.filter(pl.col("period").str.contains("-"))["period"]
    told = {
        "schema_version": received.SCHEMA_VERSION, "node": neighbour.name, "country": "GT",
        "level": neighbour.level, "recipient": network.own_key(), "sequence": sequence, "made_at": made_at,
        "as_of": made_at.date(), "first": months.min(), "last": months.max(), "kind": "aggregates",
        "area_id": _area(neighbour), "area_name": neighbour.place,
        "agreement": AGREED, "release": f"{made_at:%Y-%m-%d}.1", "definitions": definitions,
    }  # fmt: skip
    return signing.seal(told, {"figures.csv": table.write_csv().encode()}, signer)


def _area(neighbour: Neighbour) -> str:
    return f"fictional-{NEIGHBOURS.index(neighbour) + 1}"


def _figures(neighbour: Neighbour, last: date, chance: np.random.Generator) -> pl.DataFrame:
    """Return months and years of the last three years, as exchanged figures."""
    from confianza.analysis.indicators import exchanged

    end = last.year * MONTHS_IN_YEAR + last.month - 1
    start = (last.year - YEARS + 1) * MONTHS_IN_YEAR
    rows = [
        row
        for indicator, more in zip(INDICATORS, (1.0, 4.0, 2.5), strict=True)
        for row in _series(neighbour, indicator, more, range(start, end + 1), chance)
    ]
    return pl.DataFrame(rows, schema=dict(exchanged.SCHEMA), orient="row")


def _series(
    neighbour: Neighbour, indicator: str, more: float, months: range, chance: np.random.Generator
) -> list[tuple[Any, ...]]:
    years = neighbour.people / MONTHS_IN_YEAR
    counts = chance.poisson(neighbour.rate * more * years / 100_000, len(months))
    untold = {months[-1] - back for back in neighbour.untold}
    rows, told = [], {}
    for month, count in zip(months, counts.tolist(), strict=True):
        year = f"{month // MONTHS_IN_YEAR}"
        period = f"{year}-{month % MONTHS_IN_YEAR + 1:02}"
        if month in untold:
            rows.append(_row(neighbour, indicator, period, None, years))
            continue
        rows.append(_row(neighbour, indicator, period, count, years))
        before = told.get(year, (0, 0.0))
        told[year] = (before[0] + count, before[1] + years)
    return rows + [_row(neighbour, indicator, year, *both) for year, both in told.items()]


def _row(
    neighbour: Neighbour, indicator: str, period: str, count: int | None, years: float
) -> tuple[Any, ...]:
    area, name = _area(neighbour), neighbour.place
    rate = None if count is None else round(count / years * 100_000, 2)
    status = "not_told" if count is None else "reported"
    return (area, name, neighbour.level, None, indicator, period, status, count, years, rate)


def _impossible(table: pl.DataFrame) -> pl.DataFrame:
    """Return figures in which a month of homicides got a nought too many, and a year did not follow."""
    last = table.filter((pl.col("indicator_id") == "homicide") & pl.col("period").str.contains("-"))[
        "period"
    ].max()
    here = (pl.col("indicator_id") == "homicide") & (pl.col("period") == last)
    ten = (pl.col("count").clip(lower_bound=3)) * 10
    return table.with_columns(count=pl.when(here).then(ten).otherwise(pl.col("count")))
