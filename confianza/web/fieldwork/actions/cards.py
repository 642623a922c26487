"""A browser that fills in cards: a telephone like any other, with a key of its own."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.web.fieldwork.actions import devices
from confianza.web.territory.models import Area


def enrol(*, person: Any, area: Area | None, by: Any) -> str:
    """Give the browser that a person sits at a key, and return it: nobody can show it a second time.

    Whoever keeps telephones in `area` can take it back.
    """
    told = {"name": person.display_name, "day": timezone.localdate().isoformat()}
    label = _("Browser of %(name)s, %(day)s") % told
    _device, key = devices.give(label=label[:100], person=person, area=area, by=by)
    return key
