"""Uploads on their way into the store."""

from datetime import date
from typing import Any

from confianza.web.records import sentences
from confianza.web.records.models import FINISHED, Stage, Upload, UploadQuerySet
from confianza.web.records.queries import reading
from confianza.web.records.queries.received import shown_reasons, shown_warnings


def open_uploads(user: Any) -> UploadQuerySet:
    """Return the uploads a person sees that wait for somebody or for the worker, newest first."""
    return uploads(user).exclude(state__in=FINISHED)


def unfinished() -> UploadQuerySet:
    """Return everybody's uploads that wait, for the worker and whoever looks after the installation."""
    return Upload.objects.exclude(state__in=FINISHED)


def uploads(user: Any) -> UploadQuerySet:
    """Return the uploads a person sees, with who brought each."""
    return Upload.objects.visible_to(user).select_related("brought_by")


def stage_name(stage: str) -> str:
    """Return what the worker is doing, in the reader's language."""
    return str(Stage(stage).label)


def standing(upload: Upload) -> dict[str, Any]:
    """Return what there is to say about an upload in the state it is in, for its page."""
    result = upload.result or {}
    return {
        "reasons": shown_reasons(result.get("reasons", {})),
        "warnings": shown_warnings(result.get("problems", []), tells_values=True),
        "first_problems": [_worded(each) for each in result.get("first_problems", [])],
        "sample": reading.sample_table(result.get("sample", [])),
        "refused": sentences.of_problem({"rows": (), **upload.problem}) if upload.problem else "",
        "months": _months(result.get("period")),
    }


def _worded(rejected: dict[str, Any]) -> dict[str, Any]:
    return {**rejected, "sentence": sentences.of_rejected(rejected)}


def _months(period: list[str] | None) -> list[date]:
    return [date.fromisoformat(day) for day in period or []]
