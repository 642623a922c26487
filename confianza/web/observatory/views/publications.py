"""Releases: which were published, what the next would show, one more or a correction, and each with its
files.
"""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import permissions, published, release_pages, tasks
from confianza.web.observatory.actions import releases as deeds
from confianza.web.observatory.actions.publications import PublicationRefused
from confianza.web.observatory.forms.publications import ReleaseForm

# In the place of a version: the newest release, whichever it is.
NEWEST = "ultima"


@require_safe
@open_when(permissions.can_see_figures)
def releases(request: HttpRequest) -> HttpResponse:
    """Show what was published, and the form for the next release; on request what it would show."""
    form = ReleaseForm(None, versions=release_pages.versions())
    context = release_pages.shown(request.user, form, preview="preview" in request.GET)
    return render(request, "observatory/releases.html", context)


@require_POST
@open_when(permissions.can_publish)
def publish_release(request: HttpRequest) -> HttpResponse:
    """Publish what is known today, or a correction."""
    form = ReleaseForm(request.POST, versions=release_pages.versions())
    user: Any = request.user
    if form.is_valid() and release_pages.reaches_everything(user):
        asked = {name: form.cleaned_data[name] for name in ("corrects", "reason")}
        try:
            made = deeds.release(by=user, **asked)
        except PublicationRefused as refused:
            form.add_error(None, str(refused))
        else:
            tasks.bulletins_later(made.publication.version)
            messages.success(request, _("Published: %(version)s.") % {"version": made.publication.version})
            return redirect("observatory:release", made.publication.version)
    return render(request, "observatory/releases.html", release_pages.shown(user, form))


@require_safe
@open_when(permissions.can_see_figures)
def release(request: HttpRequest, version: str) -> HttpResponse:
    """Show one release: what changed, and its files."""
    found = published.latest() if version == NEWEST else published.release(version)
    if found is None:
        raise Http404
    return render(request, "observatory/release.html", release_pages.of_release(found))


@require_safe
@open_when(permissions.can_see_figures)
def release_file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """Hand over one file of a release."""
    found = published.release(version)
    file = next((each for each in found.files() if each.name == name), None) if found else None
    if found is None or file is None:
        raise Http404
    short = name.rpartition("/")[2]
    return FileResponse(
        found.path(name).open("rb"), content_type=file.media_type, as_attachment=True, filename=short
    )
