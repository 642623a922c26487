"""What the cards of a browser need: which forms they offer to whom, and what each asks."""

from collections.abc import Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from confianza.web.fieldwork.cards import structure
from confianza.web.fieldwork.cards.conditions import BeyondCards
from confianza.web.fieldwork.models import Device, Form
from confianza.web.fieldwork.queries import devices
from confianza.web.territory.models import Area

# The five that are filled in again and again, in the order in which a shift needs them.
OFFERED = ("ficha_campo", "bitacora_patrulla", "visita_escolar", "acta_reunion", "caminata_segura")
REFERENCE_SIGNS = 16


def forms(device: Device) -> list[dict[str, Any]]:
    """Return the cards of a telephone's person, as cards.structure describes them.

    A version that a browser could not fill in as ODK Collect would is left out.
    """
    found = {version.form.form_id: version for version in devices.versions_for(device)}
    cards = []
    for name in OFFERED:
        try:
            cards += [structure.card(found[name])] if name in found else []
        except BeyondCards:
            continue
    return cards


def area_of(person: Any, roles: Sequence[str]) -> Area | None:
    """Return for which area a person's browser fills in cards: that of the forms, else where one works.

    None for the whole installation.
    """
    own = Form.objects.open().filter(form_id__in=OFFERED).select_related("area")
    areas = [form.area for form in own if form.area and form.is_for(person)]
    roots = person.reach(*roles).roots
    return areas[0] if areas else Area.objects.filter(pk__in=roots).first()


def reference(person: Any) -> str:
    """Return by which name a browser keeps a person's cards apart; it says nothing of the person."""
    return salted_hmac("field cards", str(person.pk), algorithm="sha256").hexdigest()[:REFERENCE_SIGNS]
