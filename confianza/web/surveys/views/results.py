"""Results: all questions, one of them by neighbourhood, and the same as files and on paper."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from confianza.web.fieldwork.exports import workbook
from confianza.web.lib import spreadsheets
from confianza.web.lib.doors import open_when
from confianza.web.surveys import pages, permissions, printing, result_tables
from confianza.web.surveys.models import Survey
from confianza.web.surveys.queries import reading

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
@open_when(permissions.can_read_surveys)
def results(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Show what a survey says, question by question, and what changed."""
    survey = _survey(request, survey_id)
    told = _context(request, survey)
    return render(request, "surveys/results.html", told)


@require_safe
@open_when(permissions.can_read_surveys)
def neighbourhoods(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Show one question by neighbourhood: table, chart and map, and which cannot be told apart."""
    survey = _survey(request, survey_id)
    told = _context(request, survey)
    if told["read"] is not None and told["page"].parts:
        told["part"] = _part(told["page"], request.GET.get("pregunta", ""))
    return render(request, "surveys/neighbourhoods.html", told)


@require_safe
@open_when(permissions.can_read_surveys)
def file(request: HttpRequest, survey_id: int, kind: str) -> HttpResponse:
    """Hand out the results as a table for machines, or as a sheet to print."""
    survey = _survey(request, survey_id)
    read = _read(request, survey)
    if kind not in TYPES:
        raise Http404
    if read is None:
        return redirect("surveys:results", survey_id)
    content = printing.pdf(pages.Page(read.told).paper()) if kind == "pdf" else _table(read, kind)
    name = f"{slugify(survey.title)}-{read.told.wave}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def _survey(request: HttpRequest, survey_id: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user), pk=survey_id)


def _read(request: HttpRequest, survey: Survey) -> reading.Read | None:
    later, earlier = (_number(request.GET.get(name, "")) for name in ("ola", "contra"))
    return reading.of_survey(request.user, survey, later=later, earlier=earlier)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _table(read: reading.Read, kind: str) -> bytes:
    rows = list(result_tables.file_rows(read.told))
    if kind == "xlsx":
        return workbook.workbook({"resultados": rows})
    return "".join(spreadsheets.csv_line(row) for row in rows).encode("utf-8-sig")


def _context(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    read = _read(request, survey)
    told: dict[str, Any] = {
        "survey": survey,
        "read": read,
        "keeps": permissions.keeps(request.user, survey),
    }
    if read is None:
        return told
    page = pages.Page(read.told)
    asked = {"ola": read.told.wave} | ({"contra": read.told.earlier} if read.told.earlier else {})
    address = reverse("surveys:neighbourhoods", args=[survey.pk])
    links = [f"{address}?{urlencode(asked | {'pregunta': part.key})}" for part in page.parts]
    return told | {
        "page": page,
        "overview": page.overview(links),
        "places": list(zip(page.parts, links, strict=True)),
        "query": urlencode(asked),
        "earlier_numbers": [number for number in read.numbers if number < read.told.wave],
    }


def _part(page: pages.Page, key: str) -> pages.Part:
    found = page.part(key)
    if found is None:
        raise Http404
    return found
