"""A drawn cluster that cannot be visited gives its place to the next of the list, for a reason."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.lib import draws
from confianza.web.lib.draw_plans import DrawRefused
from confianza.web.surveys import rules
from confianza.web.surveys.models import Draw, Sampled
from confianza.web.surveys.queries import drawings, samples


class ReplacementRefused(Exception):
    """A cluster cannot be replaced; `code` is no_reason, replaced, no_list, no_more or closed."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@transaction.atomic
def replace(*, sampled: Sampled, reason: str, note: str = "", by: Actor) -> Sampled:
    """Give the place of a cluster to the next of its stratum's recorded list; nobody chooses another.

    `reason`: one of rules.REASONS; `note` in own words. Of a wave in the clusters of an earlier one there
    is no list: its loss is shown. Raises ReplacementRefused.
    """
    current = Sampled.objects.select_for_update().select_related("wave__survey", "cluster").get(pk=sampled.pk)
    wave = current.wave
    if reason not in rules.REASONS:
        raise ReplacementRefused("no_reason")
    if wave.closed_on:
        raise ReplacementRefused("closed")
    if Sampled.objects.filter(replaces=current).exists():
        raise ReplacementRefused("replaced")
    draw = Draw.objects.select_for_update().filter(wave=wave, revealed_at__isnull=False).first()
    if draw is None:
        raise ReplacementRefused("no_list")
    try:
        draw.record = draws.replace(draw.record, name=current.cluster.code, reason=reason)
    except DrawRefused:
        raise ReplacementRefused("no_more") from None
    draw.save(update_fields=["record"])
    following = _following(draw, current, reason, note, by)
    told = {"wave": wave.number, "survey": wave.survey_id, "reason": reason, "by": following.cluster.code}
    audit.record(by=by, action="surveys.replace_cluster", subject=current.cluster.code, details=told)
    return following


def _following(draw: Draw, current: Sampled, reason: str, note: str, by: Actor) -> Sampled:
    code = draw.record["replaced"][-1]["by"]
    cluster = samples.clusters(draw.wave.survey).get(code=code)
    last = draw.wave.sampled.aggregate(last=Max("place"))["last"] or 0
    return Sampled.objects.create(
        wave=draw.wave,
        cluster=cluster,
        chance=drawings.chances(draw.record)[code],
        place=last + 1,
        interviews=current.interviews,
        replaces=current,
        reason=f"{reason}: {note.strip()}" if note.strip() else reason,
        decided_by=by.display_name,
        decided_at=timezone.now(),
    )
