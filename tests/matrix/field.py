"""What each town has of the fieldwork: a form, a telephone, something sent by it, and something kept aside."""

import io
from typing import Any

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, forms, submissions
from confianza.web.fieldwork.models import Quarantined
from confianza.web.fieldwork.tests.forms import filled, spreadsheet


def build(area: Any) -> dict[str, int]:
    """Build it through the doors that people and telephones go through."""
    form_id = f"campo-{area.code}"
    content = spreadsheet().replace(b"| prueba |", f"| {form_id} |".encode())
    content = content.replace(b"Prueba de campo", f"Formulario-{area.code}".encode())
    version = forms.add_version(
        content=content,
        name=f"{form_id}.md",
        files={"barrios.csv": b"name\n"},
        area=area,
        by=COMMAND_LINE,
    )
    device, _key = devices.give(
        label=f"Tableta-{area.code}", forms=[version.form], area=area, by=COMMAND_LINE
    )
    sent = submissions.receive(
        xml=filled(form=form_id, instance=f"uuid:{form_id}", photo="casa.jpg"),
        files={"casa.jpg": io.BytesIO(b"\xff\xd8\xff")},
        device=device,
        by=COMMAND_LINE,
    ).submission
    other = filled(form=form_id, instance=f"uuid:{form_id}", edad=99)
    submissions.receive(xml=other, files={}, device=device, by=COMMAND_LINE)
    assert sent is not None
    return {
        "field_form": version.form.pk,
        "form_version": version.pk,
        "form_file": version.files.get().pk,
        "telephone": device.pk,
        "filled": sent.pk,
        "photo": sent.files.get().pk,
        "aside": Quarantined.objects.get(form=version.form).pk,
    }
