"""Deeds and faults in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from confianza.web.audit.chain.verification import Fault, Why
from confianza.web.audit.models import Entry
from confianza.web.design import entrances
from confianza.web.design.writing import MISSING, number

FAULTS = {
    Why.CHANGED: gettext_lazy("Entry %(entry)s was changed."),
    Why.MISSING: gettext_lazy("Entry %(entry)s is missing."),
    Why.CUT: gettext_lazy("The account was cut: it once had an entry %(entry)s and more may follow."),
    Why.REWRITTEN: gettext_lazy("The account was rewritten from entry %(entry)s on, or a little later."),
    Why.FORGED: gettext_lazy("Entry %(entry)s was not written by Confianza."),
    Why.UNREADABLE: gettext_lazy("Entry %(entry)s cannot be read."),
    Why.REPLACED: gettext_lazy("This is not the account that keys or exported heads remember."),
    Why.KEYS_LOST: gettext_lazy("The keys of the account were lost or exchanged before entry %(entry)s."),
    Why.HEADS_CHANGED: gettext_lazy("The signed heads after entry %(entry)s were changed or deleted."),
}


def of_fault(entry: int, why: str) -> str:
    """Return the sentence for a fault, as a verification or an entry about one tells it."""
    # Heads vouch for what stands before them: the last good one is the entry before the first bad.
    told = entry - 1 if why == Why.HEADS_CHANGED else entry
    return str(FAULTS[Why(why)]) % {"entry": number(told)}


def of_verdict(entries: int, fault: Fault | None) -> str:
    """Return the sentence for the result of a verification."""
    if fault:
        return of_fault(fault.entry, fault.why)
    told = ngettext(
        "The one entry is as it was written.", "All %(count)s entries are as they were written.", entries
    )
    return told % {"count": number(entries)}


@dataclass(frozen=True)
class Standing:
    """What the last verification on a page found: a status (kind and word), a sentence, and when."""

    kind: str
    word: str
    sentence: str
    at: datetime | None = None
    by: str = ""


def standing(verification: Entry | None) -> Standing:
    """Return in words how the account stands, from the entry of its last verification."""
    if verification is None:
        return Standing(
            "neutral", _("Not verified yet"), _("Nobody has asked yet whether the account is whole.")
        )
    found: Mapping[str, Any] = verification.details
    told = (verification.at, verification.actor_name)
    if found.get("ok") is True:
        return Standing("good", _("Whole"), of_verdict(found["entries"], None), *told)
    return Standing("act", _("Altered"), of_fault(found["entry"], found["why"]), *told)


def of_details(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the details of an entry as names and texts."""
    return [(name.replace("_", " "), _detail(value)) for name, value in details.items()]


def _detail(value: Any) -> str:
    match value:
        case None | "" | []:
            return MISSING
        case bool():
            return _("yes") if value else _("no")
        case int():
            return number(value)
        case list():
            return ", ".join(map(str, value))
    return str(value)


def of_deed(action: str) -> str:
    """Return what an action is called; the code itself where its room has no words for it."""
    return str(entrances.deeds().get(action, action))


def of_deeds(actions: Iterable[str]) -> list[tuple[str, str]]:
    """Return actions with what they are called, in the alphabetical order of the latter."""
    return sorted(((action, of_deed(action)) for action in actions), key=lambda pair: pair[1].casefold())
