"""The register of grants: calls, how the jury was drawn, its order, what was given, paid and reached."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from confianza.web.lib import doors, spreadsheets
from confianza.web.plans.published import grants
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
def register(request: HttpRequest) -> HttpResponse:
    """Show every call that was ever opened, and what it gave and paid."""
    return answering.page(request, "grants", {"calls": grants.calls()})


@require_safe
@doors.open_to_everyone
def register_csv(request: HttpRequest) -> HttpResponse:
    """Hand over the register as a table, a line an application."""
    content = "".join(spreadsheets.csv_line(row) for row in grants.rows()).encode()
    return _file(content, "text/csv; charset=utf-8", "fondos.csv")


@require_safe
@doors.open_to_everyone
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show a call from its criteria to its results, with what is needed to check it."""
    found = grants.call(call_id) or _not_there()
    return answering.page(request, "grant_call", {"told": found.told, "call": found})


@require_safe
@doors.open_to_everyone
def call_json(request: HttpRequest, call_id: int) -> HttpResponse:
    """Hand over everything that is public of a call, for machines."""
    found = grants.register(call_id) or _not_there()
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@doors.open_to_everyone
def draw(request: HttpRequest, call_id: int) -> HttpResponse:
    """Hand over the record with which the draw of the jury can be done again."""
    found = grants.draw(call_id) or _not_there()
    content = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return _file(content, "application/json", f"sorteo-{call_id}.json")


def _not_there() -> Any:
    raise Http404


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
