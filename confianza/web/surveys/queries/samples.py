"""What is drawn from, and who was drawn."""

from django.db.models import QuerySet

from confianza.web.surveys.models import Cluster, Sampled, Survey, Wave


def of_wave(wave: Wave, *, with_replaced: bool = False) -> list[Sampled]:
    """Return the clusters of a wave in the order of the draw: those that are visited, or all that were."""
    found = Sampled.objects.filter(wave=wave).select_related("cluster__stratum", "cluster__area", "replaces")
    rows = list(found.order_by("place", "pk"))
    replaced = {each.replaces_id for each in rows if each.replaces_id}
    return rows if with_replaced else [each for each in rows if each.pk not in replaced]


def clusters(survey: Survey) -> QuerySet[Cluster]:
    """Return every cluster that a survey can draw."""
    return Cluster.objects.filter(stratum__survey=survey).select_related("stratum", "area")
