"""Intervals hold what they say, and nothing is seldom called something: in worlds whose truth is known.

`make validate` runs all of them and writes the tables of docs/studies/evaluation-coverage.md anew.
"""

import pytest

from confianza.analysis.evaluation.tests import pages, worlds

LOWEST, HIGHEST, MOST_ALARMS = 0.93, 0.97, 0.06
MANY, SOME, FEW = 2000, 1000, 300

# Hold 93 to 97 of a hundred, and call nothing something in at most six.
CALIBRATED = [
    lambda: worlds.pairs(50, MANY, what="mid-p"),
    lambda: worlds.pairs(300, MANY, what="mid-p"),
    lambda: worlds.pairs(50, MANY, what="mid-p", effect=0.7),
    lambda: worlds.pairs(300, SOME, what="exact"),
    lambda: worlds.pairs(60, MANY, what="dispersion told", dispersion=2.0),
    lambda: worlds.pairs(60, MANY, what="dispersion told", dispersion=4.0),
    lambda: worlds.pairs(100, MANY, what="dispersion told", dispersion=4.0, effect=0.6),
    lambda: worlds.short_series(20, 5, 3, MANY, dispersion=4.0),
    lambda: worlds.short_series(60, 8, 4, MANY, dispersion=2.0),
    lambda: worlds.short_series(60, 8, 4, MANY, dispersion=4.0, effect=0.6),
    lambda: worlds.interrupted(24, 12, 5, SOME, dispersion=4.0),
    lambda: worlds.interrupted(48, 12, 20, SOME, dispersion=2.0),
    lambda: worlds.interrupted(48, 24, 50, SOME, dispersion=4.0, effect=0.7),
    lambda: worlds.interrupted(12, 4, 20, SOME, dispersion=4.0),
    lambda: worlds.panel(12, (6,), 10, 20, SOME),
    lambda: worlds.panel(12, (6,), 10, 20, SOME, dispersion=4.0),
    lambda: worlds.panel(24, (6,), 10, 20, SOME, dispersion=2.0, effect=0.6),
    lambda: worlds.panel(30, (24,), 36, 5, SOME, dispersion=2.0),
    lambda: worlds.panel(24, (5, 6, 7), 10, 10, SOME, dispersion=2.0),
    lambda: worlds.panel(8, (5, 7), 10, 100, SOME, dispersion=4.0),
    lambda: worlds.panel(20, (4,) * 4 + (6,) * 4 + (8,) * 4, 12, 20, SOME, dispersion=3.0),
    lambda: worlds.next_door("around", 8, 20, SOME, dispersion=4.0),
    lambda: worlds.next_door("together", 8, 20, SOME, dispersion=4.0),
    lambda: worlds.next_door("together", 12, 20, SOME, dispersion=2.0, effect=0.6),
    lambda: worlds.starts(8, (5, 7), 10, 40, FEW, dispersion=4.0),
    lambda: worlds.wedge((2, 2, 3, 3, 4, 4, 5, 5), 20, FEW),
    lambda: worlds.wedge((1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4), 8, FEW, dispersion=2.0, effect=0.6),
    lambda: worlds.spill(10, 20, SOME),
]
# Hold at least 93 of a hundred, and more where counts are few or no more spread than chance.
CAUTIOUS = [
    lambda: worlds.pairs(5, MANY, what="exact"),
    lambda: worlds.pairs(5, MANY, what="mid-p"),
    lambda: worlds.pairs(50, MANY, what="exact"),
    lambda: worlds.short_series(20, 5, 3, MANY),
    lambda: worlds.short_series(20, 3, 1, MANY),
    lambda: worlds.interrupted(48, 24, 20, SOME),
    lambda: worlds.interrupted(24, 12, 5, SOME),
    lambda: worlds.interrupted(8, 4, 20, SOME),
    lambda: worlds.panel(24, (6,), 10, 3, SOME),
    lambda: worlds.next_door("around", 8, 20, SOME),
]
# The interval does not hold (cases are more bunched than anybody told): the claim is refused instead.
REFUSED = [
    *(lambda d=d: worlds.pairs(100, MANY, what="claim", dispersion=d) for d in (1.0, 2.0, 4.0)),
    *(lambda d=d: worlds.pairs(20, MANY, what="claim", dispersion=d) for d in (2.0, 4.0)),
    *(lambda d=d: worlds.rings(80, MANY, dispersion=d) for d in (1.0, 2.0, 4.0)),
    lambda: worlds.panel(24, (6,), 10, 3, SOME, dispersion=4.0),
]


def quick(row, least=LOWEST - 0.08):
    """A hundred worlds know a share to about four points."""
    assert row.coverage >= least, (row.method, row.world, row.coverage)
    assert row.false_alarms <= MOST_ALARMS + 0.08, (row.method, row.world, row.false_alarms)


def test_two_counts():
    quick(worlds.pairs(50, 200, what="mid-p"))
    quick(worlds.pairs(60, 100, what="dispersion told", dispersion=4.0))
    quick(worlds.short_series(20, 5, 3, 200, dispersion=4.0))


def test_bunched_counts_are_not_called_a_change():
    assert worlds.pairs(100, 200, what="claim", dispersion=4.0).false_alarms <= 0.08
    assert worlds.rings(80, 200, dispersion=4.0).false_alarms <= 0.09


def test_an_interrupted_series():
    quick(worlds.interrupted(48, 12, 20, 60, dispersion=3.0))


def test_one_treated_area_and_staggered_starts():
    quick(worlds.panel(12, (6,), 10, 20, 60, dispersion=4.0))
    quick(worlds.panel(24, (5, 6, 7), 10, 10, 60, dispersion=2.0))


def test_next_door_and_starts_dealt_out_anew():
    quick(worlds.next_door("around", 8, 20, 60, dispersion=4.0))
    quick(worlds.next_door("together", 8, 20, 60, dispersion=2.0))
    quick(worlds.starts(8, (5, 7), 10, 40, 20, dispersion=4.0, orders=59), least=0.8)


def test_a_lot():
    quick(worlds.wedge((1, 1, 1, 2, 2, 2, 3, 3, 3), 10, 20, dispersion=2.0, orders=59), least=0.8)
    quick(worlds.spill(8, 12, 100, draws=199))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_all_of_them_hold_what_the_page_says():
    tables = [[make() for make in each] for each in (CALIBRATED, CAUTIOUS, REFUSED)]
    _write(tables)
    for row in tables[0]:
        assert LOWEST <= row.coverage <= HIGHEST, (row.method, row.world, row.coverage)
    for row in tables[1]:
        assert row.coverage >= LOWEST, (row.method, row.world, row.coverage)
    for row in (each for table in tables for each in table):
        assert row.false_alarms <= MOST_ALARMS or row.has_effect, (
            row.method,
            row.world,
            row.false_alarms,
        )


TITLES = (
    "### Intervals that hold 93 to 97 of a hundred\n",
    "### Intervals that hold more: few counts, or counts no more spread than chance\n",
    "### Intervals that do not hold where cases are bunched: no claim is made of them\n",
)


def _write(tables):
    lines = []
    for title, rows in zip(TITLES, tables, strict=True):
        lines += ["\n", title, "\n", "| method | world | answered | holds the truth | false alarms |\n"]
        lines += ["|---|---|---|---|---|\n"]
        for row in rows:
            alarms = "–" if row.has_effect else f"{row.false_alarms:.1%}"
            told = f"{row.answered} of {row.worlds}"
            lines.append(f"| {row.method} | {row.world} | {told} | {row.coverage:.1%} | {alarms} |\n")
    pages.write("evaluation-coverage.md", lines)
