"""Forecasts of places on 260,207 reports of Mexico City: the tables of docs/studies/mexico-city.md.

    python -m benchmarks.mexico_city delitos-colonias_cuauhtemoc_venustianocarranza.tar.gz

No bench of speed: it learns from 2019 to 2023 and forecasts 2024 month by month, for every group of offences.
"""

import json
import sys
import tarfile
import time
from datetime import date

import polars as pl

from confianza.analysis.hotspots import offence_words
from confianza.analysis.hotspots.forecasts import answering
from confianza.analysis.hotspots.forecasts.answering import Answer, Asked, Forecast
from confianza.analysis.indicators import registry

COLUMNS = ("lat", "lon", "offence", "date", "time", "year", "quarter")
LEARNT, SCORED = date(2023, 12, 31), date(2024, 12, 31)
# No file of places comes with the reports: where certain robberies of three years were, something stands.
PROXIES_UNTIL = "2022-01-01"
PROXIES = {
    "metro": "A BORDO DE METRO ",
    "shops": "ROBO A NEGOCIO",
    "banks": "CUENTAHABIENTE|CAJERO|SUCURSAL BANCARIA",
    "events": "EVENTOS MASIVOS",
}
NAMES = {
    "last_period": "last period",
    "long_run_mean": "long-run mean",
    "density": "density",
    "risk_terrain": "risk terrain",
    "self_exciting": "self-exciting",
}


def reports(archive: str) -> pl.DataFrame:
    """Return the points of all neighbourhoods, as text."""
    rows: list[list[object]] = []
    with tarfile.open(archive) as folder:
        for member in folder.getmembers():
            if not member.name.endswith(".json") or (file := folder.extractfile(member)) is None:
                continue
            told = json.load(file)
            rows += told.get("puntos", []) if isinstance(told, dict) else []
    return pl.DataFrame(
        [[str(cell) for cell in row] for row in rows], schema=dict.fromkeys(COLUMNS, pl.String), orient="row"
    )


def layers(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return what stands for places that draw crime: where certain robberies were, from 2019 to 2021."""
    early = frame.filter(pl.col("date") < PROXIES_UNTIL)
    return {name: early.filter(pl.col("offence").str.contains(of)) for name, of in PROXIES.items()}


def table(one: Forecast) -> list[str]:
    """Return a group's table: PAI with its interval, PEI and SER in each share of the area."""
    chosen = one.comparison.choice.chosen
    lines = []
    for each in one.comparison.methods:
        name = NAMES[each.method]
        cells = [
            f"{s.pai:.2f} ({s.ci_low:.2f}–{s.ci_high:.2f}) · {s.pei:.2f} · {s.ser:.2f}" for s in each.scores
        ]
        calibrated = f"{each.seen / each.expected:.2f}"
        shown = f"**{name}**" if each.method == chosen else name
        lines.append(f"| {shown} | {' | '.join(cells)} | {calibrated} |")
    return lines


def named(group: str) -> str:
    """Say what a group of offences is."""
    if group == offence_words.OTHER:
        return "offences that no class is known for"
    return registry.get(group).name_en.lower() + (" (others)" if group.startswith("iccs") else "")


def written(answer: Answer) -> str:
    """Return all tables."""
    heading = "| | 1 % of the area | 2 % | 5 % | 10 % | came / foretold |\n|---|---|---|---|---|---|"
    parts = []
    for one in (answer.whole, *answer.groups):
        name = "all offences together" if one is answer.whole else named(one.offence)
        parts.append(f"### {name} ({one.learnt:,} learnt from, {one.comparison.cases:,} scored)\n\n{heading}")
        parts.append("\n".join(table(one)) + "\n")
    return "\n".join(parts)


def main() -> None:
    """Print the tables, and on stderr how long it took."""
    frame = reports(sys.argv[1])
    began = time.perf_counter()
    asked = Asked("lon", "lat", "date", offence="offence", train_until=LEARNT, test_until=SCORED)
    answer = answering.of_table(frame, asked, layers=layers(frame))
    took = time.perf_counter() - began
    region = answer.whole.comparison.km2
    print(written(answer))
    print(f"{len(answer.groups) + 1} forecasts of {region:.2f} km² in {took:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
