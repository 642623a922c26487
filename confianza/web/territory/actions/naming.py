"""What told names mean, as people decided: in the register and in the workspace's data file."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from confianza.web.audit import actions as audit
from confianza.web.territory import decisions
from confianza.web.territory.actions import editions
from confianza.web.territory.models import Area, NameDecision


class DecisionRefused(Exception):
    """A decision about a name lacks something; the sentence says what."""


def confirm_name(
    *,
    variant: str,
    level: str,
    within: str,
    area_id: str,
    reason: str,
    by: audit.Actor,
    decided_on: date | None = None,
) -> NameDecision:
    """Decide that `variant`, told within an area (area_id, "" for anywhere), means an area, or none ("").

    Written in the register and in the workspace's data file, with author and reason. A later decision about
    the same name replaces the earlier one; the file keeps both. Raises DecisionRefused without a reason.
    """
    day = decided_on or timezone.localdate()
    decision = decisions.Decision(
        variant, level, within, area_id, by.display_name, reason.strip(), day.isoformat()
    )
    with transaction.atomic():
        row = _decide(decision)
        editions.begin(by=by)
        audit.record(
            by=by,
            action="territory.confirm_name",
            subject=variant[:200],
            details={"area": area_id, "within": within},
        )
        decisions.append(decision)
    return row


def read_decisions(*, by: audit.Actor, file: Path | None = None) -> int:
    """Take over the decisions of a data file (the workspace's own by default); return how many were taken.

    Decisions about areas that are not known are passed over: import the boundaries first, then read again.
    """
    place = file or decisions.file()
    found = list(decisions.read(place)) if place.exists() else []
    with transaction.atomic():
        known = {"", *Area.objects.values_list("stable_id", flat=True)}
        taken = [_decide(one) for one in found if {one.within, one.area} <= known]
        editions.begin(by=by)
        audit.record(
            by=by, action="territory.read_decisions", subject=place.name, details={"taken": len(taken)}
        )
    return len(taken)


def _decide(decision: decisions.Decision) -> NameDecision:
    from confianza.analysis.territory.keys import name_key

    if not decision.reason:
        raise DecisionRefused(gettext("A decision about a name needs its reason."))
    areas = {
        area.stable_id: area for area in Area.objects.filter(stable_id__in=[decision.within, decision.area])
    }
    unknown = {decision.within, decision.area} - {"", *areas}
    if unknown:
        raise DecisionRefused(gettext("There is no area %(area)s.") % {"area": ", ".join(sorted(unknown))})
    row, _ = NameDecision.objects.update_or_create(
        folded=name_key(decision.variant),
        level=decision.level,
        within=areas.get(decision.within),
        defaults={
            "variant": decision.variant,
            "area": areas.get(decision.area),
            "author": decision.author,
            "reason": decision.reason,
            "decided_on": date.fromisoformat(decision.date),
        },
    )
    return row
