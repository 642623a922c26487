"""The pages of survey results: what people say, wave by wave, to read, to print and to use."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from confianza.web.lib import doors, spreadsheets
from confianza.web.public_site import memory, survey_pages
from confianza.web.public_site.survey_pages import SurveyPage
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def surveys(request: HttpRequest) -> HttpResponse:
    """Show which surveys are published, each with its few big numbers."""
    return answering.page(request, "surveys", {"surveys": survey_pages.everything()})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def survey(request: HttpRequest, publication: int) -> HttpResponse:
    """Show what one wave says, what changed, and how it was made."""
    told = _asked(publication)
    return answering.page(request, "survey", {"told": told, "page": told.page})


@require_safe
@doors.open_to_everyone
def survey_sheet(request: HttpRequest, publication: int) -> HttpResponse:
    """Hand over the sheet to print."""
    content = _asked(publication).found.sheet()
    return _file(content, "application/pdf", f"encuesta-{publication}.pdf")


@require_safe
@doors.open_to_everyone
def survey_csv(request: HttpRequest, publication: int) -> HttpResponse:
    """Hand over every published figure as a table."""
    rows = _asked(publication).found.rows()
    content = "".join(spreadsheets.csv_line(row) for row in rows).encode()
    return _file(content, "text/csv; charset=utf-8", f"encuesta-{publication}.csv")


@require_safe
@doors.open_to_everyone
def survey_json(request: HttpRequest, publication: int) -> HttpResponse:
    """Hand over everything that was published, for machines."""
    answer = JsonResponse(_asked(publication).found.data(), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _asked(publication: int) -> SurveyPage:
    found = survey_pages.one(publication)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
