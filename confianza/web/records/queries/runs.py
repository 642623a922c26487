"""Linkages that were asked for: how far they are, and when everything was linked last."""

from typing import Any

from confianza.web.records.models import LinkageRun, RunState


def latest_run(user: Any) -> LinkageRun | None:
    """Return the last linkage that a person sees of those asked for."""
    return LinkageRun.objects.visible_to(user).select_related("asked_by").first()


def unfinished_runs() -> list[LinkageRun]:
    """Return everybody's linkages that wait or were being made, for the worker."""
    return list(LinkageRun.objects.filter(state__in=(RunState.WAITING, RunState.LINKING)))
