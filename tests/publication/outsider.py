"""An outsider with every release on the table: reads the CSV, writes down all equations, solves for what is
hidden. Knows nothing of how releases are made; shares no code with what protects them.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

MARK = ".."
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
# The offences of which one contains the other, by their published definitions.
CONTAINS = {"homicide": "firearm_homicide"}
# What one source says of the whole, beside the source that the figures quote, and what lies in it.
BY_SOURCE, INSIDE = "source=", {"violent_death": "homicide"}
FIREARM = ("homicide", "mechanism=firearm", "firearm_homicide")


@dataclass
class Reading:
    """One release as read: figures (None: hidden) by (indicator, area, period, kind), who lies in whom."""

    version: str
    figures: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)
    children: dict = field(default_factory=lambda: defaultdict(list))


def read(folder: Path) -> Reading:
    """Read one release; only files that are published."""
    told = Reading(folder.name)
    for row in _rows(folder / "areas.csv"):
        told.children[row["parent_id"]].append(row["area_id"])
    for grain in ("month", "quarter", "year"):
        for row in _rows(folder / f"figures_{grain}.csv"):
            if row["status"] not in ("reported", "hidden"):
                continue
            period = row["period"]
            if grain == "year" and row["complete"] != "true":
                period = f"{period}/{int(row['months_told']):02}"
            key = (row["indicator_id"], row["area_id"], period, "")
            told.figures[key] = _number(row["count"])
            told.sources[key] = row["source"]
    for table, names in (("homicide_sex_age", ("sex", "age")), ("homicide_mechanism", ("mechanism",))):
        for row in _rows(folder / f"{table}.csv"):
            kind = ";".join(f"{name}={row[name]}" for name in names if row[name] != "all")
            told.figures["homicide", row["area_id"], row["year"], kind] = _number(row["count"])
    for row in _rows(folder / "figures_by_source.csv"):
        key = (row["indicator_id"], row["area_id"], row["period"], f"{BY_SOURCE}{row['source']}")
        told.figures[key] = _number(row["count"])
    return told


def _rows(file: Path):
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _number(text: str):
    return None if text == MARK else float(text)


def sums(told: Reading):
    """Yield (total, parts, exact): what adds up to what; where not exact, something may be left over."""
    known = told.figures
    for key in known:
        yield from _sums_of(told, key)
    for key in known:
        other = (CONTAINS.get(key[0]), *key[1:])
        if key[3] == "" and other in known and told.sources[key] == told.sources[other]:
            yield key, [other], False
    for key in known:
        if key[3].startswith(BY_SOURCE):
            yield from _of_one_source(told, key)
    for key in known:
        same = (FIREARM[2], key[1], key[2], "")
        total = (FIREARM[0], key[1], key[2], "")
        is_it = key[0] == FIREARM[0] and key[3] == FIREARM[1] and same in known and total in known
        if is_it and told.sources[same] == told.sources[total]:
            yield same, [key], True


def _of_one_source(told: Reading, key):
    """What a source says of the whole is the figure, where the figures quote it; and holds what lies in it."""
    indicator, area, period, kind = key
    source = kind.removeprefix(BY_SOURCE)
    for name, exact in ((indicator, True), (INSIDE.get(indicator, ""), False)):
        quoted = (name, area, period, "")
        if quoted in told.figures and told.sources[quoted] == source:
            yield key, [quoted], exact


def _sums_of(told: Reading, key):
    indicator, area, period, kind = key
    known = told.figures
    if kind == "":
        parts = [(indicator, child, period, "") for child in told.children[area]]
        if parts := [part for part in parts if part in known]:
            yield key, parts, False
        yield from _of_time(known, key)
        divided = (
            [each for each in known if each[:3] == key[:3] and each[3]] if indicator == "homicide" else []
        )
        for name in ("sex", "age", "mechanism"):
            if alone := [k for k in divided if k[3].startswith(f"{name}=") and ";" not in k[3]]:
                yield key, alone, False
    elif ";" not in kind and not kind.startswith("mechanism"):
        inside = [k for k in known if k[:3] == key[:3] and ";" in k[3] and kind in k[3].split(";")]
        if inside:
            yield key, inside, False


def _of_time(known, key):
    indicator, area, period, _ = key
    year = period[:4]
    if "-Q" in period:
        first = 3 * int(period[-1]) - 2
        parts = [(indicator, area, f"{year}-{month:02}", "") for month in range(first, first + 3)]
    elif "-" not in period:
        count = int(period[5:]) // 3 if "/" in period else 4
        parts = [(indicator, area, f"{year}-{quarter}", "") for quarter in QUARTERS[:count]]
    else:
        return
    there = [part for part in parts if part in known]
    if there:
        yield key, there, len(there) == len(parts) and "/" in period or "-Q" in period and len(there) == 3


def links(readings):
    """Yield (newer, older, equal): cells of two releases that follow each other, each (place, key).

    Figures of an indicator and year are the same when no shown one among them changed; where some grew and
    none shrank, the newer is the older or more; otherwise nothing is concluded.
    """
    for number, (old, new) in enumerate(pairwise(readings)):
        changes = defaultdict(set)
        for key, value in new.figures.items():
            before = old.figures.get(key)
            if value is not None and before is not None:
                changes[key[0], key[2][:4]].add(np.sign(value - before))
        for key, value in new.figures.items():
            if key in old.figures and (value is None or old.figures[key] is None):
                seen = changes[key[0], key[2][:4]]
                if -1 not in seen:
                    yield (number + 1, key), (number, key), 1 not in seen


class Attack:
    """All unknowns of all releases and what binds them, in pieces that can be solved one by one."""

    def __init__(self, readings, *, linked: bool = True) -> None:
        self.readings = readings
        self.unknowns = {}
        self.spare = 0
        self._equations = []
        for number, told in enumerate(readings):
            for total, parts, exact in sums(told):
                self._add(number, total, parts, exact)
        for newer, older, equal in links(readings) if linked else ():
            self._link(newer, older, equal)
        for number, told in enumerate(readings):
            for key, value in told.figures.items():
                if value is None:
                    self._place(number, key)

    def _place(self, number, key):
        return self.unknowns.setdefault((number, key), len(self.unknowns))

    def _rest(self):
        self.spare += 1
        return self._place(-1, self.spare)

    def _add(self, number, total, parts, exact):
        known, terms = 0.0, []
        for sign, key in [(-1.0, total), *((1.0, part) for part in parts)]:
            value = self.readings[number].figures[key]
            if value is None:
                terms.append((self._place(number, key), sign))
            else:
                known += sign * value
        if not terms:
            return
        if not exact:
            terms.append((self._rest(), 1.0))
        self._equations.append((terms, -known))

    def _link(self, newer, older, equal):
        known, terms = 0.0, []
        for sign, (number, key) in ((1.0, newer), (-1.0, older)):
            value = self.readings[number].figures[key]
            if value is None:
                terms.append((self._place(number, key), sign))
            else:
                known += sign * value
        if not equal:
            terms.append((self._rest(), -1.0))
        self._equations.append((terms, -known))

    def pieces(self):
        """Yield (cells, matrix, right): hidden cells (release, key) by column and the equations that bind them."""
        rows = [(row, place, sign) for row, (terms, _) in enumerate(self._equations) for place, sign in terms]
        row, column, sign = (np.array(part) for part in zip(*rows, strict=True))
        size = len(self.unknowns)
        matrix = csr_array(coo_array((sign, (row, column)), shape=(len(self._equations), size)))
        right = np.array([value for _, value in self._equations])
        bound = coo_array(abs(matrix.T @ matrix))
        count, label = connected_components(bound, directed=False)
        names = np.empty(size, dtype=object)
        for name, place in self.unknowns.items():
            names[place] = name
        by_label = np.argsort(label, kind="stable")
        starts = np.searchsorted(label[by_label], np.arange(count + 1))
        piece_of_row = label[matrix.indices[matrix.indptr[:-1]]]
        rows_in = np.argsort(piece_of_row, kind="stable")
        row_starts = np.searchsorted(piece_of_row[rows_in], np.arange(count + 1))
        for piece in range(count):
            columns = by_label[starts[piece] : starts[piece + 1]]
            own = rows_in[row_starts[piece] : row_starts[piece + 1]]
            yield names[columns], matrix[own][:, columns], right[own]


def bounds(matrix, right, column):
    """Return the least and the most that one unknown can be (infinite: anything); None where nothing fits."""
    goal = np.zeros(matrix.shape[1])
    goal[column] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
        if found.status == 2:
            return None
        ends.append(np.inf if found.status in (3, 4) else sign * found.fun)
    low, high = np.ceil(ends[0] - 1e-6), ends[1] if np.isinf(ends[1]) else np.floor(ends[1] + 1e-6)
    return float(low), float(high)


def leaks(attack: Attack, threshold: int, wanted=lambda release, key: True):
    """Return hidden cells narrowed down to fewer than `threshold` apart: release, key, low, high; and how
    many were asked.
    """
    found, asked = [], 0
    for names, matrix, right in attack.pieces():
        for column, (number, key) in enumerate(names):
            if number < 0 or not wanted(number, key):
                continue
            asked += 1
            told = bounds(matrix, right, column) if matrix.shape[0] else (0.0, np.inf)
            if told is not None and told[1] - told[0] < threshold:
                found.append((attack.readings[number].version, key, *told))
    return found, asked
