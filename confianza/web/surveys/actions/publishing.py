"""Results leave the house: frozen, after protection, with who let them go and why."""

from dataclasses import replace

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.surveys import telling
from confianza.web.surveys.models import Publication, Wave
from confianza.web.surveys.queries import publications, results


class PublishingRefused(Exception):
    """The wave cannot be published now; `code` is "not_weighed", "earlier_changed" (`waves` says which) or
    "say_why".
    """

    def __init__(self, code: str, waves: tuple[int, ...] = ()) -> None:
        self.code, self.waves = code, waves
        super().__init__(code)


@transaction.atomic
def publish(*, wave: Wave, by: Actor, reason: str = "", made_by: str = "", paid_by: str = "") -> Publication:
    """Publish what may be told of a wave. A later publication of the same wave takes over and says why.

    `made_by`, `paid_by`: which institutions made the survey and paid for it, as everybody reads it.

    Raises PublishingRefused.
    """
    before = publications.latest_of(wave)
    if before is not None and not reason.strip():
        raise PublishingRefused("say_why")
    found = results.results(wave.survey, later=wave)
    weighting = found.later.found.weighting if found else None
    if found is None or weighting is None or found.later.wave.pk != wave.pk:
        raise PublishingRefused("not_weighed")
    prepared = publications.prepared(found)
    if prepared.changed:
        raise PublishingRefused("earlier_changed", prepared.changed)
    told = replace(prepared.told, made_by=made_by.strip(), paid_by=paid_by.strip())
    made = Publication.objects.create(
        wave=wave,
        weighting=weighting,
        content={"told": telling.plain(told), "kept": prepared.kept},
        reason=reason.strip(),
        made_by=by.display_name,
    )
    details = {"wave": wave.number, "replaces": before.pk if before else None, "reason": reason.strip()}
    audit.record(by=by, action="surveys.publish", subject=wave.survey.title, details=details)
    return made
