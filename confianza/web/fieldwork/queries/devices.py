"""Telephones: by their key, and what each may fetch."""

import base64
import hashlib
import json
import zlib

from confianza.web.fieldwork.models import Device, Form, FormVersion

COLOUR = "#1f5f8b"


def token_of(key: str) -> str:
    """Return what the register keeps of a key: it is random, so that a plain hash cannot be searched."""
    return hashlib.sha256(key.encode()).hexdigest()


def by_key(key: str) -> Device | None:
    """Return the telephone that holds a key, if it is still good."""
    return Device.objects.valid().select_related("person").filter(token=token_of(key)).first()


def by_login(label: str, key: str) -> Device | None:
    """Return the telephone that logs in by its label and its key."""
    device = by_key(key)
    return device if device is not None and device.label == label else None


def versions_for(device: Device) -> list[FormVersion]:
    """Return the current version of every form that a telephone may fetch, by title."""
    found = [form.current for form in forms_for(device)]
    return [version for version in found if version is not None]


def version_for(device: Device, number: int) -> FormVersion | None:
    """Return a version of a form that a telephone may fetch; older ones too, which others still hold."""
    return FormVersion.objects.filter(pk=number, form__in=forms_for(device)).first()


def forms_for(device: Device) -> list[Form]:
    """Return the open forms of a telephone: its own, and those its person may fill."""
    own = set(device.forms.values_list("pk", flat=True))
    open_forms = Form.objects.open()
    person = device.person
    return [form for form in open_forms if form.pk in own or (person is not None and form.is_for(person))]


def settings_code(address: str, name: str) -> bytes:
    """Return what Collect reads from a QR code: where to fetch and send, and what its user cannot change."""
    told = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "app_language": "es",
        },
        "admin": {"change_server": False},
        "project": {"name": name, "icon": name[:1].upper(), "color": COLOUR},
    }
    return base64.b64encode(zlib.compress(json.dumps(told).encode()))
