"""Figures in words: numbers, intervals and periods as the reader's language writes them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MISSING = "–"


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with grouped thousands; a dash where there is none."""
    if value is None:
        return MISSING
    # Rounded first: Django cuts off the decimals it is not asked for.
    rounded = Decimal(f"{value:.{decimals}f}")
    return formats.number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def interval(low: float | None, high: float | None, decimals: int = 1) -> str:
    """Write a confidence interval as "3.1 to 7.4"; a dash where either end is unknown."""
    if low is None or high is None:
        return MISSING
    return _("%(low)s to %(high)s") % {"low": number(low, decimals), "high": number(high, decimals)}


def day(on: date | None) -> str:
    """Write a date in full; of a moment the day it has where the reader lives."""
    if isinstance(on, datetime) and timezone.is_aware(on):
        on = timezone.localtime(on)
    return formats.date_format(on, "DATE_FORMAT") if on else MISSING


def month(on: date | None) -> str:
    """Write a month and its year."""
    return formats.date_format(on, "YEAR_MONTH_FORMAT") if on else MISSING


def period(start: date | None, end: date | None) -> str:
    """Write a period by its months: one, two of a year, or two of different years."""
    if start is None or end is None:
        return MISSING
    if (start.year, start.month) == (end.year, end.month):
        return month(start)
    return _("%(start)s to %(end)s") % {"start": month(start), "end": month(end)}


def size(octets: int) -> str:
    """Write how big a file is, in units people know."""
    if octets < 1000:
        return ngettext("%(n)s byte", "%(n)s bytes", octets) % {"n": number(octets)}
    if octets < 1_000_000:
        return f"{number(octets / 1000)} kB"
    return f"{number(octets / 1_000_000, 1)} MB"
