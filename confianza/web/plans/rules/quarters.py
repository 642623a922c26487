"""Quarters of a year, as people file them: 2026-Q3."""

import re
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


def of(day: date) -> str:
    """Return the quarter a day lies in."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def bounds(quarter: str) -> tuple[date, date]:
    """Return the first and the last day of a quarter. Raises ValueError for what is none."""
    written = _WRITTEN.fullmatch(quarter)
    if written is None:
        raise ValueError(f"“{quarter}” is no quarter; write one like 2026-Q3.")
    year, number = int(written[1]), int(written[2])
    after = date(year + number // 4, 3 * (number % 4) + 1, 1)
    return date(year, 3 * number - 2, 1), after - timedelta(days=1)


def before(quarter: str) -> str:
    """Return the quarter before one."""
    return of(bounds(quarter)[0] - timedelta(days=1))


def has_ended(quarter: str, today: date) -> bool:
    """Say whether a quarter is over."""
    return bounds(quarter)[1] < today


def ended_between(begins_on: date, ends_on: date, today: date) -> list[str]:
    """Return the quarters that lie, at least in part, in some years and are over, the latest first."""
    found, quarter = [], of(min(ends_on, today))
    while bounds(quarter)[1] >= begins_on:
        if has_ended(quarter, today):
            found.append(quarter)
        quarter = before(quarter)
    return found
