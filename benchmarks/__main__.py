"""`python -m benchmarks [name …]`: run benchmarks, print their ratios, keep their results."""

import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Row

NAMES = (
    "ingest",
    "counting",
    "engines",
    "points",
    "overview_page",
    "backups",
    "linkage",
    "public_load",
    "hotspots",
    "disclosure",
    "tips_load",
    "synthetic_control",
    "surveys",
)
RESULTS = Path(__file__).parent / "results"


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; return 1 when an aim is missed, 2 for a name that is none."""
    names = [meant(name) for name in names]
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    missed = 0
    for name in names or NAMES:
        rows = importlib.import_module(f"benchmarks.{name}").run()
        keep(name, rows)
        show(name, rows)
        missed += sum(row.met is False for row in rows)
    return 1 if missed else 0


def meant(name: str) -> str:
    """Return the benchmark whose name begins so, where only one does."""
    found = [each for each in NAMES if each == name or each.startswith(f"{name}_")]
    return found[0] if len(found) == 1 else name


def keep(name: str, rows: Sequence[Row]) -> None:
    """Write the rows of a benchmark with the machine they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    machine = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "rows": [*map(asdict, rows)],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def show(name: str, rows: Sequence[Row]) -> None:
    """Print the rows as a table."""
    table = Table(title=name)
    for column in ("what", "measured", "against", "ratio", "aim", "met"):
        table.add_column(column, justify="right" if column in ("measured", "ratio") else "left")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = {None: "", True: "yes", False: "NO"}[row.met]
        table.add_row(row.what, f"{row.measured:,.3g} {row.unit}", row.against, ratio, row.aim, met)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
