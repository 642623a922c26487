"""What was sent, as people look for it."""

from typing import Any

from django.db.models import QuerySet

from confianza.web.fieldwork.models import Device, Form, Quarantined, Submission
from confianza.web.fieldwork.queries import oddities


def submissions(
    user: Any, *, form: Form | None = None, standing: str = "", flagged: bool = False
) -> QuerySet[Submission]:
    """Return what a person may see of what was sent, newest first; of some form or standing."""
    found = Submission.objects.visible_to(user).select_related("form", "device", "form_version")
    if form is not None:
        found = found.filter(form=form)
    if standing:
        found = found.filter(standing=standing)
    if not flagged:
        return found
    forms = [form] if form is not None else Form.objects.filter(pk__in=found.order_by().values("form")).all()
    return found.filter(oddities.is_odd(forms))


def telephones(user: Any) -> QuerySet[Device]:
    """Return the telephones a person may see; those whose key is good first."""
    found = Device.objects.visible_to(user).select_related("person", "area").prefetch_related("forms")
    return found.order_by("revoked_at", "label")


def aside(user: Any, *, resolved: bool = False) -> QuerySet[Quarantined]:
    """Return what was kept aside, of what a person may see: what waits, or all of it."""
    found = Quarantined.objects.visible_to(user).select_related("form", "device")
    return found if resolved else found.filter(resolved_at=None)


def standing_for(user: Any, item: Quarantined) -> Submission | None:
    """Return what stands under the number of something kept aside, if the person may see it."""
    found = submissions(user).filter(form=item.form, instance_id=item.instance_id)
    return found.first() if item.form_id and item.instance_id else None
