"""Custody: whose a delivery is."""

from typing import Any

from django.db import models

from confianza.web.records.models.reach import (
    reach_of_readers,
    reach_of_the_analyst,
    reach_of_the_coordinator,
)
from confianza.web.territory.models import Area, Containment


class CustodyQuerySet(models.QuerySet["Custody"]):
    def visible_to(self, user: Any) -> "CustodyQuerySet":
        """Return the custody of what a reader may know of: any part of the delivery's area is reached.

        A commissariat's commander so sees what came for the towns the commissariat lies in.
        """
        reach = reach_of_readers(user)
        if reach.everywhere:
            return self.all()
        reached = Containment.objects.filter(outer__in=reach.roots).values("inner")
        return self.filter(area__in=Containment.objects.filter(inner__in=reached).values("outer"))

    def with_records_for(self, user: Any) -> "CustodyQuerySet":
        """Return the custody of what an analyst may read single records of: the whole area is reached."""
        return self.filter(reach_of_the_analyst(user).rows())

    def with_pairs_for(self, user: Any) -> "CustodyQuerySet":
        """Return the custody of what a coordinator compares without reading it: the whole area."""
        return self.filter(reach_of_the_coordinator(user).rows())


class Custody(models.Model):
    """Whose a delivery is: the area whose analyst brought it (null: the whole installation).

    The delivery itself stands in the event store. One without custody belongs to the whole installation.
    """

    delivery_id = models.CharField(max_length=150, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kept_since = models.DateTimeField(auto_now_add=True)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custody"

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.area or '*'}"
