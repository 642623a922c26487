"""Are ages, days, months and hours rounded? Heaping on figures that people write when they do not know.

Ages: Whipple's index (100: none, 500: every age ends in 0 or 5) and Myers' blended index (0 to 180, the sum
of the deviations of the ten last digits from ten per cent), both as in the spreadsheet SINGAGE of PASEX (US
Census Bureau 1994). Days and months are compared with the calendar; a full hour with the full hours around
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.quality import chance, subjects

if TYPE_CHECKING:
    import ibis

# Whipple counts the ages of adults who were asked; Myers blends the decades from 10 to 89.
WHIPPLE_AGES = (25, 60)
MYERS_AGES = (10, 90)
# United Nations, Demographic Yearbook: up to 105 highly accurate, up to 110 fairly, up to 125 approximate.
WHIPPLE_ROUGH = 125.0
# Fewer people than this say nothing about rounding.
FEWEST = 50

DAYS_IN_A_YEAR = 365.2425
FIRST_OF_MONTH = 12 / DAYS_IN_A_YEAR
JANUARY = 31 / DAYS_IN_A_YEAR
MINUTES_IN_AN_HOUR = 60
MINUTES_IN_A_DAY = 24 * MINUTES_IN_AN_HOUR
# Midnight and noon stand for "not known"; two hours before and after show what an hour usually has.
ROUND_HOURS = (0, 12)
AROUND = (-2, -1, 1, 2)
# Heaped is what lies beyond chance and is at least so many times what is usual: a smaller excess is no habit.
TIMES_USUAL = 1.5


@dataclass(frozen=True)
class Heap:
    """How often a round figure is written: `observed` of `count`, against the share one would expect.

    `what`: first_of_month, january, midnight, noon, ages. For ages `observed` is those ending in 0 or 5.
    """

    what: str
    observed: float
    count: float
    expected: float
    heaped: bool

    @property
    def share(self) -> float:
        return self.observed / self.count if self.count else 0.0


def figures(claims: "ibis.Table") -> pl.DataFrame:
    """Return [source, what, value, count] of the claims: ages, days of month, months and minutes of day.

    `claims` has source, weight, occurred_on, date_precision, minute_of_day, age_from and age_to.
    """
    exact = claims.filter(claims.date_precision == "day", claims.occurred_on.notnull())
    single = claims.filter(claims.age_from.notnull(), claims.age_from == claims.age_to)
    timed = claims.filter(claims.minute_of_day.notnull())
    parts = (
        ("age", single, single.age_from),
        ("day", exact, exact.occurred_on.day()),
        ("month", exact, exact.occurred_on.month()),
        ("minute", timed, timed.minute_of_day),
    )
    frames = [_counted(what, table, value) for what, table, value in parts]
    return pl.concat(frames).sort("source", "what", "value")


def _counted(what: str, table: "ibis.Table", value: "ibis.Value") -> pl.DataFrame:
    rows = table.select("source", "weight", value=value.cast("int64"))
    counted = subjects.collected(rows.group_by("source", "value").aggregate(count=rows.weight.sum()))
    return counted.select(
        pl.col("source").cast(pl.String), pl.lit(what).alias("what"), pl.col("value").cast(pl.Int64),
        pl.col("count").cast(pl.Float64),
    )  # fmt: skip


def of(told: Mapping[str, Mapping[int, float]], januaries: float = JANUARY) -> list[Heap]:
    """Return the heaps of one source. `told`: age, day, month, minute → {value: count}.

    `januaries`: the share of January in the months the source speaks of.
    """
    days, months, minutes = (told.get(name, {}) for name in ("day", "month", "minute"))
    found = [
        _against("first_of_month", days.get(1, 0.0), sum(days.values()), FIRST_OF_MONTH),
        _against("january", months.get(1, 0.0), sum(months.values()), januaries),
        *(_hour(hour, minutes) for hour in ROUND_HOURS),
        _ages(told.get("age", {})),
    ]
    return [heap for heap in found if heap.count >= FEWEST]


def whipple(ages: Mapping[int, float]) -> float | None:
    """Return Whipple's index of a count by single age, 100 where nothing is rounded; None where nobody is
    of these ages.
    """
    first, last = WHIPPLE_AGES
    around = sum(ages.get(age, 0.0) for age in range(first - 2, last + 3))
    rounded = sum(ages.get(age, 0.0) for age in range(first, last + 1, 5))
    return 500 * rounded / around if around else None


def myers(ages: Mapping[int, float]) -> float | None:
    """Return Myers' blended index of a count by single age: the deviations of the digits from 10 %, added.

    The blend expects fewer people with every decade of age, as populations and victims are: where all ages
    are as many, it is not 0 but 3.3.
    """
    first, last = MYERS_AGES
    blended = [
        (digit + 1) * _decades(ages, digit, first, last)
        + (9 - digit) * _decades(ages, digit, first + 10, last)
        for digit in range(10)
    ]
    total = sum(blended)
    return sum(abs(100 * each / total - 10) for each in blended) if total else None


def _decades(ages: Mapping[int, float], digit: int, first: int, last: int) -> float:
    return sum(ages.get(age + digit, 0.0) for age in range(first, last, 10))


def _against(what: str, observed: float, count: float, expected: float) -> Heap:
    low, _ = chance.share_bounds(observed, count)
    heaped = low > expected and observed > TIMES_USUAL * expected * count
    return Heap(what, observed, count, expected, heaped)


def _hour(hour: int, minutes: Mapping[int, float]) -> Heap:
    def at(full: int) -> float:
        return minutes.get(full % 24 * MINUTES_IN_AN_HOUR, 0.0)

    usual = sum(at(hour + step) for step in AROUND) / len(AROUND)
    count = sum(minutes.values())
    name = "midnight" if hour == 0 else "noon"
    expected = max(usual / count, 1 / MINUTES_IN_A_DAY) if count else 0.0
    return _against(name, at(hour), count, expected)


def _ages(ages: Mapping[int, float]) -> Heap:
    first, last = WHIPPLE_AGES
    around = sum(ages.get(age, 0.0) for age in range(first - 2, last + 3))
    rounded = sum(ages.get(age, 0.0) for age in range(first, last + 1, 5))
    low, _ = chance.share_bounds(rounded, around)
    return Heap("ages", rounded, around, 0.2, low * 500 > 100 and (whipple(ages) or 0) > WHIPPLE_ROUGH)
