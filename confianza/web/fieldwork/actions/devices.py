"""Keys of telephones: given once, taken back at any time."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork.models import Device, Form
from confianza.web.fieldwork.queries import devices
from confianza.web.territory.models import Area

KEY_BYTES = 24


@transaction.atomic
def give(
    *, label: str, by: Actor, person: Any = None, forms: Sequence[Form] = (), area: Area | None = None
) -> tuple[Device, str]:
    """Give a telephone a key and return it: nobody can show it a second time."""
    key = secrets.token_urlsafe(KEY_BYTES)
    device = Device.objects.create(
        token=devices.token_of(key), label=label, person=person, area=area, made_by=by.display_name
    )
    device.forms.set(forms)
    audit.record(by=by, action="fieldwork.give_key", subject=str(device.pk), details={"label": label})
    return device, key


@transaction.atomic
def revoke(*, device: Device, by: Actor) -> None:
    """Take a telephone's key back: from now on it fetches and sends nothing."""
    if device.revoked_at:
        return
    device.revoked_at, device.revoked_by = timezone.now(), by.display_name
    device.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(
        by=by, action="fieldwork.revoke_key", subject=str(device.pk), details={"label": device.label}
    )


def note_use(*, device: Device, by: Any) -> None:
    """Write down the day on which a telephone was last heard of."""
    today = timezone.localdate()
    if device.seen_on != today:
        Device.objects.filter(pk=device.pk).update(seen_on=today)
