"""Reports of a quarter: computed once, frozen, and told to everybody when somebody answers for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import EffectivenessReport
from confianza.web.plans.queries import effectiveness as queries
from confianza.web.plans.rules import coordination as rules
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area


@transaction.atomic
def make(*, area: Area, quarter: str, by: Actor, words: str = "") -> EffectivenessReport:
    """Compute the report of a quarter that is over, and freeze it. Raises StepRefused."""
    there = EffectivenessReport.objects.filter(area=area, quarter=quarter).exists()
    rules.check_report(quarter, today=timezone.localdate(), is_there=there)
    told: dict[str, Any] = queries.told(area, quarter)
    made = EffectivenessReport.objects.create(
        area=area,
        quarter=quarter,
        told=told,
        sha256=rules.fingerprint(told),
        words=words.strip(),
        computed_by=by.display_name,
    )
    details = {"area": area.stable_id, "quarter": quarter, "sha256": made.sha256}
    audit.record(by=by, action="plans.make_report", subject=str(made.pk), details=details)
    return made


@transaction.atomic
def publish(*, report: EffectivenessReport, by: Actor) -> None:
    """Let everybody read the counts of a report. Raises StepRefused not_from_here: it is public already."""
    current = EffectivenessReport.objects.select_for_update().get(pk=report.pk)
    if current.published_on:
        raise StepRefused("not_from_here")
    current.published_on = timezone.localdate()
    current.save(update_fields=["published_on"])
    details = {"quarter": current.quarter}
    audit.record(by=by, action="plans.publish_report", subject=str(current.pk), details=details)
    report.refresh_from_db()
