"""A new edition of the territory: whoever holds a copy learns that it is out of date."""

from confianza.web.audit.actions import Actor
from confianza.web.territory.models import Edition


def begin(*, by: Actor) -> None:
    """Begin a new edition, inside the transaction of the change that `by` makes and that is audited there."""
    Edition.objects.all().delete()
    Edition.objects.create()
