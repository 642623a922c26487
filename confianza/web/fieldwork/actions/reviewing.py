"""What reviewers say of what was sent. No answer is changed in place: a correction is an edit like any."""

from typing import Any

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.fieldwork import rules, sealed
from confianza.web.fieldwork.actions import submissions
from confianza.web.fieldwork.models import Submission, Verdict
from confianza.web.fieldwork.xforms import correcting


@transaction.atomic
def judge(*, submission: Submission, standing: str, by: Actor, comment: str = "") -> Verdict:
    """Approve, reject, or put back to be reviewed. Raises VerdictRefused."""
    current = Submission.objects.select_for_update().get(pk=submission.pk)
    rules.check_verdict(current.standing, standing, comment)
    current.standing = standing
    current.save(update_fields=["standing"])
    verdict = Verdict.objects.create(
        submission=current, standing=standing, comment=comment.strip(), said_by=by.display_name
    )
    details = {"standing": standing, "form": current.form.form_id}
    audit.record(by=by, action="fieldwork.judge", subject=current.instance_id, details=details)
    submission.standing = standing
    return verdict


@transaction.atomic
def correct(*, submission: Submission, path: str, turn: int, value: str, reason: str, by: Actor) -> Any:
    """Take in a copy with one answer changed, in the place of what was sent; what was sent is kept.

    `path` names the question, `turn` which of its answers in a repeat (from 0). Returns the new submission.
    Raises VerdictRefused without a reason or for what was replaced already, and NoSuchAnswer.
    """
    if not reason.strip():
        raise rules.VerdictRefused("say_why")
    if submission.replaced_by_id is not None:
        raise rules.VerdictRefused("not_from_here")
    xml = correcting.corrected(sealed.read(submission.sha256), path=path, turn=turn, value=value)
    received = submissions.receive(xml=xml, files={}, device=submission.device, by=by)
    found = received.submission
    if found is None:
        raise rules.VerdictRefused("not_from_here")
    submissions.carry_files_over(earlier=submission, later=found, by=by)
    Verdict.objects.create(
        submission=found, standing=found.standing, comment=reason.strip(), said_by=by.display_name
    )
    details = {"path": path, "form": found.form.form_id}
    audit.record(by=by, action="fieldwork.correct", subject=submission.instance_id, details=details)
    return found


def account_for_reading(*, submission: Submission, by: Actor) -> None:
    """Write down that somebody read what was answered."""
    details = {"form": submission.form.form_id}
    audit.record(
        by=by,
        action="fieldwork.read_answers",
        subject=submission.instance_id,
        details=details,
        kind=Kind.READ,
    )
