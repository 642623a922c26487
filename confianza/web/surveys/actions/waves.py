"""Waves: planned, and closed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.surveys import rules
from confianza.web.surveys.models import Draw, Item, Sampled, Survey, Wave
from confianza.web.surveys.queries import plans
from confianza.web.surveys.queries.plans import Wish


class WaveRefused(Exception):
    """A wave cannot be so; `code` is overlaps, drawn, closed or other_frame."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@transaction.atomic
def plan(
    *,
    survey: Survey,
    mode: str,
    begins_on: date,
    ends_on: date,
    wish: Wish,
    by: Actor,
    same_clusters_as: Wave | None = None,
) -> Wave:
    """Plan the next wave of a survey, with every question it follows by its newest version.

    Its days must be no other wave's: they say to which a visit belongs. Raises WaveRefused overlaps,
    PlanRefused, SurveyRefused.
    """
    if survey.waves.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise WaveRefused("overlaps")
    promise = plans.promised(survey, wish)
    number = (survey.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave.objects.create(
        survey=survey,
        number=number,
        mode=mode,
        begins_on=begins_on,
        ends_on=ends_on,
        form_version=survey.form.current,
        same_clusters_as=same_clusters_as,
        plan={"wish": wish.told, "promise": promise.told},
        made_by=by.display_name,
    )
    wave.items.set(_newest(survey))
    _told(by, "surveys.plan_wave", wave, interviews=promise.interviews)
    return wave


@transaction.atomic
def move(*, wave: Wave, begins_on: date, ends_on: date, by: Actor) -> None:
    """Give a wave other days: rain, holidays, a curfew. Raises WaveRefused overlaps."""
    others = wave.survey.waves.exclude(pk=wave.pk)
    if others.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise WaveRefused("overlaps")
    wave.begins_on, wave.ends_on = begins_on, ends_on
    wave.save(update_fields=["begins_on", "ends_on"])
    Draw.objects.filter(wave=wave).update(opens_on=rules.opens_on(ends_on))
    _told(by, "surveys.move_wave", wave, begins_on=str(begins_on), ends_on=str(ends_on))


@transaction.atomic
def close(*, wave: Wave, by: Actor) -> None:
    """Say that a wave's fieldwork is over."""
    wave.closed_on = timezone.localdate()
    wave.save(update_fields=["closed_on"])
    _told(by, "surveys.close_wave", wave)


@transaction.atomic
def repeat(*, wave: Wave, by: Actor) -> list[Sampled]:
    """Go to the clusters of the earlier wave again: nothing is drawn. Raises WaveRefused."""
    earlier = wave.same_clusters_as
    if earlier is None or earlier.survey_id != wave.survey_id:
        raise WaveRefused("other_frame")
    if wave.sampled.exists() or Draw.objects.filter(wave=wave).exists():
        raise WaveRefused("drawn")
    replaced = set(earlier.sampled.exclude(replaces=None).values_list("replaces_id", flat=True))
    # Whoever could not be visited then may be visited now; its place is taken all the same.
    visited = [each for each in earlier.sampled.order_by("place") if each.pk not in replaced]
    rows = Sampled.objects.bulk_create(
        Sampled(
            wave=wave,
            cluster_id=each.cluster_id,
            chance=each.chance,
            place=place,
            interviews=wave.plan["wish"]["per_cluster"],
        )
        for place, each in enumerate(visited, 1)
    )
    _told(by, "surveys.repeat_clusters", wave, clusters=len(rows), of_wave=earlier.number)
    return list(rows)


def _newest(survey: Survey) -> list[Item]:
    newest: dict[tuple[str, str, str], Item] = {}
    for item in survey.items.order_by("version"):
        newest[item.column, item.measure, str(item.answers)] = item
    return list(newest.values())


def _told(by: Actor, action: str, wave: Wave, **details: Any) -> None:
    told = {"survey": wave.survey_id, "wave": wave.number, **details}
    audit.record(by=by, action=action, subject=str(wave), details=told)
