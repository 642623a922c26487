"""How rewards are worded: amounts, bands to choose from, and why a step was not taken."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.design.tables import Column, Table
from confianza.web.design.writing import month, number
from confianza.web.tips.queries.rewards import Month
from confianza.web.tips.rules.rewards import Bands

NOTHING = "nothing"
WHY_NOT: Mapping[str, Any] = {
    "no_board": _("There is no reward board with keys yet; your administrator knows how to set one up."),
    "proposed_already": _("The board has this tip's case already."),
    "bad_summary": _("Say in at most 3,000 letters what the tip led to."),
    "decided_already": _("This was decided already."),
    "own_proposal": _("You proposed this yourself: others of the board decide."),
    "reads_the_tip": _("You can read the tip itself: others decide, who know only what it led to."),
    "cannot_open": _(
        "This does not open with your keys, or no unit of ours wrote it. Tell your administrator."
    ),
    "unknown_band": _("There is no such amount."),
    "not_known": _("Code and word do not go together. Look at both; nobody is told which is wrong."),
    "too_many_guesses": _("Too many wrong codes in this hour, by whomever. Try again in an hour."),
    "too_early": _("It cannot be paid yet. Whoever brought it knows from which day on."),
    "too_late": _("Its last day has passed; it is not paid any more."),
    "paid_already": _("It was paid already."),
    "mistyped": _("These are not the twelve digits of a voucher. Look at them again."),
}


def money(amount: int, given: Bands) -> str:
    """Return an amount with its currency."""
    return f"{given.country.currency} {number(amount)}"


def choices(given: Bands) -> list[tuple[str, Any]]:
    """Return what one of the board can say: an amount, the lowest first, or nothing."""
    return [
        *((band.code, money(band.amount, given)) for band in given.bands),
        (NOTHING, pgettext_lazy("reward", "Nothing")),
    ]


def table(months: Iterable[Month], given: Bands) -> Table:
    """Return what was paid by month."""
    columns = [
        Column(_("Month")),
        Column(_("Rewards"), decimals=0),
        Column(f"{_('Sum')} ({given.country.currency})", decimals=0),
    ]
    rows = [(month(each.first), each.paid, each.amount) for each in months]
    return Table(_("By month of payment"), columns, rows)
