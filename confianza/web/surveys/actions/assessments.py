"""Participatory assessments: begun, their findings written, and concluded."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.fieldwork.models import Form
from confianza.web.surveys import assessing
from confianza.web.surveys.models import Assessment, Prong
from confianza.web.surveys.queries import assessment as queries
from confianza.web.territory.models import Area

EVERYBODY = "all"
LONGEST_FINDING = 4000


class AssessmentRefused(Exception):
    """What was asked cannot be done; `code` is "same_form", "concluded", "nothing_written" or
    "nobody_answered".
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@transaction.atomic
def begin(
    *,
    title: str,
    area: Area,
    begins_on: date,
    ends_on: date,
    citizens: Form,
    justice: Form,
    officers: Form,
    by: Actor,
) -> Assessment:
    """Begin an assessment of a place with the form of each prong. Raises AssessmentRefused same_form."""
    if len({citizens.pk, justice.pk, officers.pk}) < 3:
        raise AssessmentRefused("same_form")
    made = Assessment.objects.create(
        title=title.strip(), area=area, begins_on=begins_on, ends_on=ends_on, citizens=citizens,
        justice=justice, officers=officers, findings={"notes": []}, made_by=by.display_name,
    )  # fmt: skip
    audit.record(
        by=by, action="surveys.begin_assessment", subject=made.title, details={"assessment": made.pk}
    )
    return made


@transaction.atomic
def write_finding(*, assessment: Assessment, prong: str, text: str, by: Actor) -> None:
    """Write down what the team concludes, of one prong or of all. Raises AssessmentRefused."""
    current = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if current.findings.get("told"):
        raise AssessmentRefused("concluded")
    if not text.strip() or prong not in (*Prong.values, EVERYBODY):
        raise AssessmentRefused("nothing_written")
    note = {
        "prong": prong,
        "text": text.strip()[:LONGEST_FINDING],
        "by": by.display_name,
        "on": timezone.localdate().isoformat(),
    }
    current.findings = {**current.findings, "notes": [*current.findings.get("notes", []), note]}
    current.save(update_fields=["findings"])
    assessment.findings = current.findings
    details = {"assessment": current.pk, "prong": prong}
    audit.record(by=by, action="surveys.write_finding", subject=current.title, details=details)


@transaction.atomic
def conclude(*, assessment: Assessment, by: Actor) -> None:
    """Freeze what the prongs say, once: another count of one more answer would tell that answer.

    Raises AssessmentRefused.
    """
    current = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if current.findings.get("told"):
        raise AssessmentRefused("concluded")
    report = queries.side_by_side(current)
    if report.is_empty:
        raise AssessmentRefused("nobody_answered")
    concluded = {"by": by.display_name, "on": timezone.localdate().isoformat()}
    current.findings = {**current.findings, "told": assessing.plain(report), "concluded": concluded}
    current.save(update_fields=["findings"])
    assessment.findings = current.findings
    audit.record(
        by=by, action="surveys.conclude_assessment", subject=current.title, details={"assessment": current.pk}
    )


def account_for_reading(*, assessment: Assessment, by: Actor) -> None:
    """Write down that somebody read what people wrote in their own words."""
    details = {"assessment": assessment.pk}
    audit.record(
        by=by, action="surveys.read_remarks", subject=assessment.title, details=details, kind=Kind.READ
    )
