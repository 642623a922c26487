"""What was kept aside: taken in after all, or left where it is, with a reason either way."""

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork import rules, sealed
from confianza.web.fieldwork.actions import submissions
from confianza.web.fieldwork.models import Form, Quarantined, Submission, SubmissionFile
from confianza.web.fieldwork.xforms import reading


class CannotTake(Exception):
    """This cannot be taken in: it is no submission, it was decided already, or its form is not here."""


@transaction.atomic
def leave(*, item: Quarantined, reason: str, by: Actor) -> None:
    """Decide that something stays aside; it is kept, and asked about no more."""
    _resolve(item, reason, "left", by)


@transaction.atomic
def take(*, item: Quarantined, reason: str, by: Actor) -> Submission | None:
    """Take in what was set aside, in the place of what stands there; that is kept.

    Returns the submission it became part of. Raises CannotTake.
    """
    if item.reason not in rules.TAKEN_LATER:
        raise CannotTake
    found = _take_file(item) if item.reason == submissions.FILE_CONFLICT else _take_form(item, by)
    _resolve(item, reason, "taken", by)
    return found


def _take_form(item: Quarantined, by: Actor) -> Submission:
    told = reading.told(sealed.read(item.sha256))
    form = item.form or Form.objects.filter(form_id=told.form_id).first()
    if form is None:
        raise CannotTake
    kept = {name: (digest, sealed.size(digest)) for name, digest in item.files.items()}
    return submissions.enter_later(
        form=form, told=told, digest=item.sha256, kept=kept, device=item.device, by=by
    )


def _take_file(item: Quarantined) -> Submission:
    """Let the file that came later stand; the one that stood is kept aside in its place."""
    ((name, digest),) = item.files.items()
    file = SubmissionFile.objects.select_related("submission").get(
        submission__form=item.form, submission__instance_id=item.instance_id, name=name
    )
    item.files = {name: digest, rules.free_name(name, item.files): file.sha256}
    item.save(update_fields=["files"])
    file.sha256, file.size, file.arrived_at = digest, sealed.size(digest), timezone.now()
    file.save()
    submission: Submission = file.submission
    return submission


def _resolve(item: Quarantined, reason: str, outcome: str, by: Actor) -> None:
    current = Quarantined.objects.select_for_update().get(pk=item.pk)
    if current.resolved_at:
        raise CannotTake
    current.resolved_by, current.resolved_at = by.display_name, timezone.now()
    current.resolution = reason.strip()
    current.save(update_fields=["resolved_by", "resolved_at", "resolution"])
    details = {"outcome": outcome, "reason": item.reason}
    audit.record(by=by, action="fieldwork.resolve", subject=str(item.pk), details=details)
