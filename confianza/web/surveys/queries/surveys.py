"""Surveys as people see them: which, what they draw from, and where each wave stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from confianza.web.surveys import frames
from confianza.web.surveys.models import Item, Stratum, Survey, Wave
from confianza.web.surveys.permissions import KEEPERS
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment


@dataclass(frozen=True)
class WaveState:
    """Where a wave stands: `code` is planned, committed, drawn, closed or weighed."""

    wave: Wave
    code: str
    clusters: int


def seen_by(user: Any) -> QuerySet[Survey]:
    """Return the surveys whose results a person reads."""
    return Survey.objects.visible_to(user).select_related("area", "form")


def kept_by(user: Any) -> QuerySet[Survey]:
    """Return the surveys that a person keeps."""
    keeps = user.reach(*KEEPERS)
    return Survey.objects.filter(keeps.rows()).select_related("area", "form") if keeps else _none()


def waves_kept_by(user: Any) -> QuerySet[Wave]:
    """Return the waves of the surveys that a person keeps."""
    return Wave.objects.filter(survey__in=kept_by(user)).select_related("survey__area", "survey__form")


def states(survey: Survey) -> list[WaveState]:
    """Return where each wave stands, the latest first."""
    found = survey.waves.select_related("draw").annotate(
        clusters=Count("sampled", filter=Q(sampled__replaced_by=None), distinct=True),
        weighed=Count("weightings", distinct=True),
    )
    return [WaveState(wave, _state(wave), wave.clusters) for wave in found.order_by("-number")]


def _state(wave: Any) -> str:
    if wave.weighed:
        return "weighed"
    if wave.closed_on:
        return "closed"
    if wave.clusters:
        return "drawn"
    return "committed" if getattr(wave, "draw", None) else "planned"


def strata(survey: Survey) -> QuerySet[Stratum]:
    """Return the strata of a survey with how many clusters and dwellings they have."""
    return survey.strata.annotate(segments=Count("clusters"), dwellings=Sum("clusters__size"))


def newest_items(survey: Survey) -> list[Item]:
    """Return every question a survey follows, in its newest version."""
    newest: dict[tuple[str, str, str], Item] = {}
    for item in survey.items.order_by("version"):
        newest[item.column, item.measure, str(item.answers)] = item
    return sorted(newest.values(), key=lambda item: (item.place, item.pk))


def places_in(area: Area) -> dict[str, list[str]]:
    """Return what a list may call the places of an area, folded: by name, by code and by stable_id."""
    inside = Area.objects.filter(pk__in=Containment.objects.filter(outer=area).values("inner"))
    known = dict(inside.values_list("stable_id", "code"))
    names = territory.names_of(known)
    found: dict[str, set[str]] = {}
    for stable_id, code in known.items():
        for told in (stable_id, code, names.get(stable_id, code)):
            found.setdefault(frames.fold(told), set()).add(stable_id)
    return {told: sorted(ids) for told, ids in found.items()}


def _none() -> QuerySet[Survey]:
    return Survey.objects.none()
