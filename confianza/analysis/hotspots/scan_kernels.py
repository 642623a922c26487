"""The loop over all squares and spans of time in which events may gather."""

from typing import Any

import numpy as np

from confianza.analysis.hotspots.compiling import compiled

# One event alone is no cluster.
LEAST_EVENTS = 2


@compiled
def likelihood(count: int, expected: float, events: int) -> float:
    """Return the log likelihood ratio of a cylinder that holds more than its share, else 0."""
    if count < LEAST_EVENTS or count <= expected:
        return 0.0
    ratio = count * np.log(count / expected)
    if count < events:
        ratio += (events - count) * np.log((events - count) / (events - expected))
    return float(ratio)


@compiled
def strongest(
    upto: Any, zones: Any, periods: Any, longest: int, first_end: int, best: Any, when: Any
) -> None:
    """Write the best ratio of every square into `best` (reaches, rows, columns), its span into `when`.

    `upto` has shape (periods + 1, rows, columns): events before each period. `zones` (reaches, rows, columns)
    holds all events of each square, 0 where it is too large; `periods` those of each period. Spans end in
    `first_end` or later and have up to `longest` periods.
    """
    last, rows, columns = upto.shape[0] - 1, upto.shape[1], upto.shape[2]
    events = 0
    for each in periods:
        events += each
    table = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for end in range(first_end, last):
        in_span = 0
        for length in range(1, min(longest, end + 1) + 1):
            begin = end + 1 - length
            in_span += periods[begin]
            for row in range(rows):
                line = 0
                for column in range(columns):
                    line += upto[end + 1, row, column] - upto[begin, row, column]
                    table[row + 1, column + 1] = table[row, column + 1] + line
            squares(table, zones, in_span / events, events, end, length, best, when)


@compiled
def squares(
    table: Any, zones: Any, share: float, events: int, end: int, length: int, best: Any, when: Any
) -> None:
    """Try all squares for one span; `table` holds the events of the span south and west of each corner."""
    reaches, rows, columns = zones.shape
    for reach in range(reaches):
        for row in range(rows):
            south, north = max(row - reach, 0), min(row + reach + 1, rows)
            for column in range(columns):
                held = zones[reach, row, column]
                if held < LEAST_EVENTS:
                    continue
                west, east = max(column - reach, 0), min(column + reach + 1, columns)
                count = table[north, east] - table[south, east] - table[north, west] + table[south, west]
                if count < LEAST_EVENTS:
                    continue
                ratio = likelihood(count, held * share, events)
                if ratio > best[reach, row, column]:
                    best[reach, row, column] = ratio
                    when[reach, row, column, 0] = end
                    when[reach, row, column, 1] = length
