"""The tip line in figures: how many tips came, how soon they were answered, what came of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.web.design.tables import Column, Table
from confianza.web.design.writing import month, number
from confianza.web.public_site.words import HIDDEN
from confianza.web.tips import published

TOTAL = "total"
A_DAY = 24 * 3600


def shown() -> dict[str, Any]:
    """Return what the page shows: it changes once a month, and protecting it takes time."""
    key = f"tip-line-{timezone.localdate()}"
    received, answered, ended = cache.get_or_set(key, _counted, A_DAY)
    ends = dict(published.how_tips_end())
    return {
        "door": door(),
        "any": bool(received),
        "sentence": _sentence(received),
        "tables": [
            one
            for one in (
                _table(_("Tips by the month in which they were told"), received, {TOTAL: _("Tips")}),
                _table(_("How soon the first answer came"), answered, _paces()),
                _table(_("What came of them"), ended, ends),
            )
            if one.rows
        ],
    }


def door() -> str:
    """Return the address of the tip line's own door as a link, "" where none was named."""
    named = settings.TIPS_ADDRESS
    return named if not named or "://" in named else f"https://{named}"


def _counted() -> tuple[Any, Any, Any]:
    counts = published.counts([code for code, _label in published.how_tips_end()])
    return counts.received, published.answered(), counts.outcomes


def _sentence(received: Sequence[Any]) -> str:
    totals = [one for one in received if one.of == TOTAL and one.month != TOTAL]
    if not totals:
        return ""
    last = totals[-1]
    if last.count is None:
        return _("In %(month)s fewer than five tips came, or none.") % {"month": _month(last.month)}
    return _("In %(month)s %(count)s tips came.") % {"month": _month(last.month), "count": number(last.count)}


def _table(caption: str, cells: Iterable[Any], names: dict[str, Any]) -> Table:
    """Return a table with a row a month, newest first, and their sum; what is hidden is `..`, why ever."""
    by_month: dict[str, dict[str, int | None]] = {}
    for cell in cells:
        by_month.setdefault(cell.month, {})[cell.of] = cell.count
    rows = [
        [_month(each), *(_told(counts.get(name)) for name in names)]
        for each, counts in sorted(by_month.items(), key=_newest_first)
    ]
    return Table(caption, [Column(_("Month")), *(Column(str(label), 0) for label in names.values())], rows)


def _told(count: int | None) -> Any:
    return HIDDEN if count is None else count


def _newest_first(row: tuple[str, Any]) -> tuple[bool, int]:
    return row[0] == TOTAL, 0 if row[0] == TOTAL else -int(row[0].replace("-", ""))


def _month(code: str) -> str:
    if code == TOTAL:
        return _("All these months")
    return month(date.fromisoformat(f"{code}-01"))


def _paces() -> dict[str, Any]:
    return {
        "answered_3": _("Within 3 days"),
        "answered_10": _("Within 10 days"),
        "answered_30": _("Within 30 days"),
        "answered_later": _("Later"),
    }
