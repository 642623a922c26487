"""What can be taken home: releases with their files, bulletins, corrections."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import downloads, memory, queries
from confianza.web.public_site.views import answering

# What is published under a version never changes.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def data(request: HttpRequest) -> HttpResponse:
    """Show every release and how to use the data."""
    found = [downloads.ReleasePage(each) for each in queries.releases()]
    return answering.page(request, "data", {"releases": found, "latest": found[0] if found else None})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def release(request: HttpRequest, version: str) -> HttpResponse:
    """Show one release: what changed, its files and their checksums."""
    found = queries.release(version)
    if found is None:
        raise Http404
    return answering.page(request, "release", {"told": downloads.ReleasePage(found.release)})


@require_safe
@doors.open_to_everyone
def file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """Hand over one file of a release, as it was published."""
    found = queries.release(version)
    wanted = next((each for each in found.release.files() if each.name == name), None) if found else None
    if found is None or wanted is None:
        raise Http404
    path = found.release.path(name)
    answer = FileResponse(
        path.open("rb"), content_type=wanted.media_type, as_attachment=True, filename=path.name
    )
    answer["Cache-Control"], answer["ETag"] = FOR_EVER, f'"{wanted.sha256}"'
    return answer


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def corrections(request: HttpRequest) -> HttpResponse:
    """Show what was published wrong, what replaced it, and why."""
    found = [downloads.CorrectionRow(each) for each in queries.corrections()]
    return answering.page(request, "corrections", {"corrections": found})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def bulletins(request: HttpRequest) -> HttpResponse:
    """Show every bulletin."""
    return answering.page(request, "bulletins", {"bulletins": downloads.bulletin_rows(queries.bulletins())})


@require_safe
@doors.open_to_everyone
def bulletin(request: HttpRequest, version: str) -> HttpResponseBase:
    """Hand over a bulletin as it was published."""
    found = next((each for each in queries.bulletins() if each.version == version), None)
    if found is None:
        raise Http404
    path = found.path()
    answer = FileResponse(path.open("rb"), content_type="application/pdf", filename=f"boletin-{version}.pdf")
    answer["Cache-Control"] = FOR_EVER
    return answer
