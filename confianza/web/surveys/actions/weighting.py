"""Weights of a wave: worked out, kept, never changed; a later weighting takes over."""

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.surveys import weights
from confianza.web.surveys.models import Wave, Weighting
from confianza.web.surveys.queries import weighting
from confianza.web.surveys.queries.weighting import Parameters


@transaction.atomic
def weigh(*, wave: Wave, parameters: Parameters, by: Actor) -> Weighting:
    """Weigh the approved interviews of a wave and keep the weights for good. Raises SurveyRefused."""
    worked = weighting.worked_out(wave, parameters)
    made = Weighting.objects.create(
        wave=wave,
        parameters=parameters.told,
        told=worked.told,
        sha256=weights.keep(worked.weighed),
        made_by=by.display_name,
    )
    told = {"wave": wave.number, "interviews": worked.told["interviews"], "sha256": made.sha256}
    audit.record(by=by, action="surveys.weigh", subject=str(wave), details=told)
    return made
