"""What a unit makes of a tip before anything is done about it: how good, what about, whose work."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from confianza.web.tips.actions import lines, moving
from confianza.web.tips.models import State
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules import standing
from confianza.web.tips.rules.standing import Line


@transaction.atomic
def grade(*, opened: OpenTip, source: str, information: str, by: Any) -> Line:
    """Say how reliable the source (A–E) and how sure what it tells (1–5) are held to be."""
    told = {"source": source, "information": information}
    line = lines.write(opened=opened, what=standing.GRADED, told=told, by=by)
    moving.advance(tip=opened.tip, to=State.TRIAGED, by=by)
    lines.account_for(tip=opened.tip, action="grade", by=by)
    return line


@transaction.atomic
def label(*, opened: OpenTip, labels: Sequence[str], by: Any) -> Line:
    """Give a tip these labels and no others."""
    told = {"labels": sorted({" ".join(one.split()) for one in labels if one.strip()}, key=str.casefold)}
    line = lines.write(opened=opened, what=standing.LABELLED, told=told, by=by)
    lines.account_for(tip=opened.tip, action="label", by=by)
    return line


@transaction.atomic
def set_subject(*, opened: OpenTip, subject: str, by: Any) -> Line:
    """Say which of the centre's subjects a tip is about."""
    line = lines.write(opened=opened, what=standing.SUBJECT, told={"subject": subject}, by=by)
    lines.account_for(tip=opened.tip, action="set_subject", by=by)
    return line


@transaction.atomic
def assign(*, opened: OpenTip, to: Any, by: Any) -> Line:
    """Make a tip the work of `to`, who reads it already (queries.people.colleagues), or nobody's (None)."""
    told = {"person": str(to.pk) if to else "", "called": to.display_name if to else ""}
    line = lines.write(opened=opened, what=standing.ASSIGNED, told=told, by=by)
    if to:
        moving.advance(tip=opened.tip, to=State.ASSIGNED, by=by)
    lines.account_for(tip=opened.tip, action="assign", by=by)
    return line


@transaction.atomic
def note(*, opened: OpenTip, text: str, by: Any) -> Line:
    """Add a note for whoever else reads the tip; its teller never sees it."""
    line = lines.write(opened=opened, what=standing.NOTED, told={"text": text}, by=by)
    lines.account_for(tip=opened.tip, action="note", by=by)
    return line
