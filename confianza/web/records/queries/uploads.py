"""Uploads on their way into the store."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from confianza.web.records import sentences
from confianza.web.records.models import FINISHED, Stage, Upload
from confianza.web.records.queries import reading
from confianza.web.records.queries.received import shown_reasons, shown_warnings


def open_uploads() -> QuerySet[Upload]:
    """Return the uploads that wait for somebody or for the worker, newest first."""
    return Upload.objects.exclude(state__in=FINISHED).select_related("brought_by")


def uploads() -> QuerySet[Upload]:
    """Return every upload with who brought it."""
    return Upload.objects.select_related("brought_by")


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
