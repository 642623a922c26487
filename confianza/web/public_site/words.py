"""Words the public pages need for what a release tells in codes."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from confianza.web.design import writing

# The same for every hidden cell: the mark itself must tell nothing.
HIDDEN = ".."


def language() -> str:
    """Return the code of the reader's language, `es` or `en`."""
    return (get_language() or "es")[:2]


def level(code: str) -> str:
    """Name a level of areas."""
    names = {
        "country": _("Country"),
        "region": _("Region"),
        "department": _("Department"),
        "municipality": _("Municipality"),
        "district": _("District"),
        "zone": _("Zone"),
        "locality": _("Neighbourhood or canton"),
        "police_region": _("Police region"),
        "commissariat": _("Police commissariat"),
        "substation": _("Police sub-station"),
        "beat": _("Police beat"),
    }
    return names.get(code, code)


def per(multiplier: int) -> str:
    """Say per how many people a rate is."""
    return _("per %(people)s inhabitants") % {"people": writing.number(multiplier)}


def period(text: str) -> str:
    """Write "2026-09" as a month of its year, "2026-Q3" as its three months; a year stays what it is."""
    year, _dash, month = text.partition("-")
    if month.startswith("Q"):
        last = 3 * int(month[1:])
        return writing.period(date(int(year), last - 2, 1), date(int(year), last, 1))
    return writing.month(date(int(year), int(month), 1)) if month else year
