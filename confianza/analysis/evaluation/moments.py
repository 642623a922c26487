"""When periods are, as numbers: years as they stand, days and months as years and their parts."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = NDArray[np.float64]
DAYS_OF_YEAR, MONTHS = 365.25, 12
# Steps of a twelfth of a year, give or take the length of a month.
MONTHLY = (0.07, 0.095)


def of_texts(texts: Sequence[str], column: str = "", first_row: int = 2) -> Reals:
    """Return years for 2019, 2019-05, 2019-05-31 or any numbers; all in one way.

    Days all on the same day of their months count as months, so that February is as long as March. Raises
    EvaluationRefused not_a_moment.
    """
    days = [day_of(text) for text in texts]
    if not any(days):
        return np.array([_number(text, column, row + first_row) for row, text in enumerate(texts)])
    for row, (text, day) in enumerate(zip(texts, days, strict=True)):
        if day is None:
            raise EvaluationRefused("not_a_moment", row=row + first_row, column=column, value=text[:40])
    told = [day for day in days if day is not None]
    return np.array([_years(day, monthly=_same_day(told)) for day in told])


def one(text: str, like: Sequence[str]) -> float:
    """Return one moment, written as those of a column are. Raises EvaluationRefused not_a_beginning_of."""
    days = [day for day in map(day_of, like) if day]
    wanted = day_of(text)
    if days and wanted:
        return _years(wanted, monthly=_same_day(days))
    try:
        return float(text)
    except ValueError:
        raise EvaluationRefused(
            "not_a_beginning_of", value=text[:40], example=like[0] if like else "2019-05"
        ) from None


def are_monthly(times: Reals) -> bool:
    """Say whether moments in years follow each other by months."""
    return len(times) > 1 and bool(MONTHLY[0] < float(np.median(np.diff(times))) < MONTHLY[1])


def days_of_texts(texts: Sequence[str], column: str = "", first_row: int = 2) -> list[date]:
    """Return days for 2019-05 (the first of the month) or 2019-05-31. Raises EvaluationRefused not_a_day."""
    found = []
    for row, text in enumerate(texts, first_row):
        if (told := day_of(text)) is None:
            raise EvaluationRefused("not_a_day", row=row, column=column, value=text[:40])
        found.append(told)
    return found


def _same_day(days: Sequence[date]) -> bool:
    return len({day.day for day in days}) == 1


def day_of(text: str) -> date | None:
    """Return the day written 2019-05-31, the first of 2019-05, or None."""
    parts = text.strip()[:10].split("-")
    if len(parts) == 2:
        parts.append("1")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _years(day: date, *, monthly: bool) -> float:
    if monthly:
        return day.year + (day.month - 1) / MONTHS
    return day.toordinal() / DAYS_OF_YEAR


def _number(text: str, column: str, row: int) -> float:
    try:
        return float(text)
    except ValueError:
        raise EvaluationRefused("not_a_moment", row=row, column=column, value=text[:40]) from None
