"""Appends one delivery when told to: the process that `test_crashes` kills, and that competes with its likes.

python -m confianza.store.tests.appending WORKSPACE    then one line with a number on standard input
"""

import sys
from datetime import date
from pathlib import Path

from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.store.layout import StoreLayout
from confianza.store.tests import told

FIRST_YEAR = 1990
CLAIMS = 3


def month(number: int) -> date:
    """Every delivery tells a month of its own, so that none replaces another."""
    return date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def append(layout: StoreLayout, number: int) -> None:
    told.deliver(layout, [month(number)] * CLAIMS, content=f"entrega {number}", weight=number)


def answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(workspace: Path) -> None:
    layout = told.store(workspace)
    told.consolidated(told.claims([month(0)]))  # starts the threads of Polars before the clock runs
    answer("ready")
    try:
        append(layout, int(sys.stdin.readline()))
    except DeliveryRefused as refusal:
        answer(refusal.problem.code)
    else:
        answer("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
