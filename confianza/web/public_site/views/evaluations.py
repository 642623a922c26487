"""Did it work? Every evaluation that was registered once, also those that were given up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from confianza.web.evaluation import published
from confianza.web.lib import doors
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
def evaluations(request: HttpRequest) -> HttpResponse:
    """Show every evaluation with where it stands and what can be said."""
    return answering.page(request, "evaluations", {"evaluations": published.evaluations()})


@require_safe
@doors.open_to_everyone
def evaluation(request: HttpRequest, number: int) -> HttpResponse:
    """Show one evaluation from its question to its critique."""
    return answering.page(request, "evaluation", {"told": _asked(number)})


@require_safe
@doors.open_to_everyone
def registration(request: HttpRequest, number: int) -> HttpResponse:
    """Hand over what was registered: the file whose SHA-256 stands on the page."""
    headers = {"Content-Disposition": f'attachment; filename="registro-{number}.json"'}
    return HttpResponse(_asked(number).registration_file(), content_type="application/json", headers=headers)


@require_safe
@doors.open_to_everyone
def evaluation_json(request: HttpRequest, number: int) -> HttpResponse:
    """Hand over everything that is public of it, for machines."""
    answer = JsonResponse(_asked(number).data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _asked(number: int) -> Any:
    found = published.evaluation(number)
    if found is None:
        raise Http404
    return found
