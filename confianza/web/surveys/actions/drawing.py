"""Drawing the clusters of a wave: committed to before, witnessed in the meeting, revealed after."""

import hashlib

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork import sealed
from confianza.web.lib import draws
from confianza.web.surveys import rules
from confianza.web.surveys.actions.waves import WaveRefused
from confianza.web.surveys.models import Draw, Sampled, Wave
from confianza.web.surveys.queries import drawings, samples


@transaction.atomic
def commit(*, wave: Wave, announced: str, by: Actor) -> Draw:
    """Choose a secret nobody sees, and keep what is fixed by it. `announced`: what will be witnessed.

    The commitment of the record is what to publish before the meeting. Raises WaveRefused drawn, DrawRefused.
    """
    if wave.sampled.exists() or drawings.of_wave(wave):
        raise WaveRefused("drawn")
    now, secret = timezone.now(), draws.new_secret()
    plan = drawings.plan_of(wave, announced=announced.strip(), committed_at=timezone.localtime(now))
    record = draws.announce(plan, secret)
    sealed.keep(secret.encode())
    draw = Draw.objects.create(
        wave=wave,
        record=record,
        opens_on=rules.opens_on(wave.ends_on),
        committed_by=by.display_name,
        committed_at=now,
    )
    # The chain of the account says when it was: nobody can commit afterwards.
    told = {"survey": wave.survey_id, "wave": wave.number, "commitment": record["commitment"]}
    audit.record(by=by, action="surveys.commit_draw", subject=str(wave), details=told)
    return draw


@transaction.atomic
def reveal(*, draw: Draw, witnessed: str, by: Actor) -> list[Sampled]:
    """Draw with what was said aloud in the meeting, and reveal the secret. Raises WaveRefused drawn, and
    DrawRefused.
    """
    current = Draw.objects.select_for_update().select_related("wave").get(pk=draw.pk)
    if current.revealed_at:
        raise WaveRefused("drawn")
    now = timezone.now()
    at = timezone.localtime(now).isoformat(timespec="minutes")
    record = draws.record(current.record, secret=_secret(current), witnessed=witnessed, witnessed_at=at)
    current.record, current.revealed_by, current.revealed_at = record, by.display_name, now
    current.save(update_fields=["record", "revealed_by", "revealed_at"])
    drawn = _sampled(current)
    told = {"survey": current.wave.survey_id, "wave": current.wave.number, "clusters": len(drawn)}
    audit.record(by=by, action="surveys.reveal_draw", subject=str(current.wave), details=told)
    return drawn


def _secret(draw: Draw) -> str:
    """Return the secret: it lies under the hash that the record committed to."""
    secret = sealed.read(draw.record["parts"]["secret"]).decode()
    assert hashlib.sha256(secret.encode()).hexdigest() == draw.record["parts"]["secret"]  # noqa: S101
    return secret


def _sampled(draw: Draw) -> list[Sampled]:
    wave, chances = draw.wave, drawings.chances(draw.record)
    clusters = {each.code: each for each in samples.clusters(wave.survey)}
    names = [name for _stratum, drawn in sorted(draw.record["drawn"].items()) for name in drawn]
    per_cluster = wave.plan["wish"]["per_cluster"]
    return Sampled.objects.bulk_create(
        Sampled(wave=wave, cluster=clusters[name], chance=chances[name], place=place, interviews=per_cluster)
        for place, name in enumerate(names, 1)
    )
