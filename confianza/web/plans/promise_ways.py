"""What leads on from a request of the community to what was promised for it, and to a new promise."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from confianza.web.design.ways import Sight, Way
from confianza.web.plans import permissions
from confianza.web.plans.queries import commitments as queries
from confianza.web.territory import queries as territory

WORDS_OF_A_LINK = 90


def ways_on(user: Any, sights: Sequence[Sight]) -> list[Way]:
    """Return what was promised for the request a page shows, and one click to promise more."""
    asked = next((sight for sight in sights if sight.request is not None), None)
    if asked is None or not permissions.can_see_commitments(user):
        return []
    return [*_promised(user, asked), *_begin(user, asked)]


def _promised(user: Any, asked: Sight) -> Iterator[Way]:
    for each in queries.commitments(user).filter(request=asked.request):
        what = Truncator(each.what).chars(WORDS_OF_A_LINK)
        words = _("Promise: %(what)s (%(standing)s)") % {
            "what": what,
            "standing": each.get_standing_display(),
        }
        yield Way(words, reverse("plans:commitment", args=[each.pk]))


def _begin(user: Any, asked: Sight) -> Iterator[Way]:
    area = territory.area_or_none(asked.area)
    if area is not None and permissions.promises_in(user, area):
        address = reverse("plans:promise", query={"solicitud": str(asked.request)})
        yield Way(_("Write down a promise for it"), address, begins=True)
