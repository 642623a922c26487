"""Writing in the units' own account of a tip, and telling the house's account that something was done."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.tips import envelopes
from confianza.web.tips.models import Entry, Tip
from confianza.web.tips.queries.opening import OpenTip, mark
from confianza.web.tips.rules.standing import Line

# What tips are read for, as accounts.Purpose has it.
PURPOSE = "tips"


def write(*, opened: OpenTip, what: str, told: Mapping[str, Any], by: Any) -> Line:
    """Append a line that only the tip's readers can read. Call it inside the transaction of the deed.

    Whoever else writes about this tip waits.
    """
    tip = Tip.objects.select_for_update().get(pk=opened.tip.pk)
    last = Entry.objects.filter(tip=tip).aggregate(Max("place"))["place__max"]
    place = 0 if last is None else last + 1
    line = Line(what, str(by.pk), by.display_name, timezone.localdate(), told)
    body = {"line": line.plain(), "mark": mark(opened.private, place, line)}
    sealed = envelopes.entry(body, tip=tip.pk, place=place, tip_public=bytes(tip.public_key))
    Entry.objects.create(tip=tip, place=place, body=sealed.body, for_tip=sealed.for_tip)
    return line


def account_for(*, tip: Tip, action: str, by: Actor, kind: Kind = Kind.WROTE, **details: Any) -> None:
    """Write into the house's account that something was done to a tip: its opaque id, nothing it says."""
    audit.record(
        by=by, action=f"tips.{action}", subject=str(tip.pk), details=details, kind=kind, purpose=PURPOSE
    )
