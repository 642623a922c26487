"""The page on which files of boundaries and populations are brought."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from confianza.web.lib import doors
from confianza.web.territory import permissions, queries
from confianza.web.territory.actions import importing
from confianza.web.territory.forms import ImportForm

if TYPE_CHECKING:
    from confianza.analysis.territory.reading import File


@require_http_methods(["GET", "POST"])
@doors.open_when(permissions.can_import)
def import_files(request: HttpRequest) -> HttpResponse:
    """Check files and, when asked to, import them."""
    from confianza.analysis.territory.findings import FileRefused

    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        check = "import" not in request.POST
        try:
            context["report"] = importing.import_files(
                files=_files(form), wishes=_wishes(form), by=request.user, check=check
            )
        except FileRefused as error:
            context["refused"] = queries.sentence(error.problem)
    template = "territory/parts/report.html" if request.headers.get("HX-Request") else "territory/import.html"
    return render(request, template, context)


def _files(form: ImportForm) -> "list[File]":
    from confianza.analysis.territory.reading import File

    return [File(one.name, one.read()) for one in form.cleaned_data["files"]]


def _wishes(form: ImportForm) -> importing.Wishes:
    told = form.cleaned_data
    return importing.Wishes(
        columns={"level": told["level"]} if told["level"] else {},
        valid_from=told["valid_from"],
        replaces_level=told["replaces_level"],
        exclude=[text.strip() for text in told["exclude"].split(",") if text.strip()],
        source=told["source"],
    )
