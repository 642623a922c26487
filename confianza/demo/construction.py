"""The builder's own process: from an empty folder to a finished demo, through the doors a user goes through.

`python -m confianza.demo.construction FOLDER TODAY` prints one JSON line per step and leaves the marker last.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from confianza.demo import addresses, geography, inbox, places, schedule, truth
from confianza.demo.build import PASSWORD, VERSION, Account, DemoSummary, leave_marker
from confianza.demo.inbox import Filed

INBOX = "deliveries-inbox"
TRUTH = "demo-truth"
BOUNDARIES = "boundaries.geojson"

# Which share of the time each step takes, as measured; only the progress bar depends on it.
DRAWN, WRITTEN, OPENED, IMPORTED, COUNTED = 0.05, 0.22, 0.35, 0.40, 0.98


def main(folder: str, today: str) -> None:
    """Build the demo in an empty folder that only this process knows."""
    root, day = Path(folder), date.fromisoformat(today)
    _tell("Drawing a municipality that does not exist", 0.0)
    filed = _write_files(root, day)
    _tell("Opening the register", WRITTEN)
    _open(root)
    accounts = _create_accounts()
    _tell("Importing the territory", OPENED)
    _import_territory(root / INBOX / BOUNDARIES)
    claims = sum(_receive(root, filed))
    _tell("Making it ready", COUNTED)
    leave_marker(root, _summary(root, day, filed, claims, accounts))


def _tell(step: str, share: float) -> None:
    sys.stdout.write(json.dumps({"step": step, "share": share}) + "\n")
    sys.stdout.flush()
