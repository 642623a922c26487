"""Bulletins: which were made, one more or a correction, and each as it was published."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import bulletin_pages, permissions, published
from confianza.web.observatory.actions import bulletins as deeds
from confianza.web.observatory.bulletins import refusals
from confianza.web.observatory.forms.bulletins import BulletinForm


@require_safe
@open_when(permissions.can_see_figures)
def bulletins(request: HttpRequest) -> HttpResponse:
    """Show the bulletins that were made, and the form for one more."""
    return _page(request, BulletinForm(None, **bulletin_pages.choices(request.user, published.latest())))


@require_POST
@open_when(permissions.can_make_bulletins)
def make_bulletin(request: HttpRequest) -> HttpResponse:
    """Make and publish a bulletin, or a correction of one."""
    release = published.latest()
    form = BulletinForm(request.POST, **bulletin_pages.choices(request.user, release))
    if release is None or not form.is_valid():
        return _page(request, form)
    try:
        made = deeds.make_bulletin(release=release, by=request.user, **form.cleaned_data)
    except deeds.NoBulletin as refused:
        form.add_error(None, refusals.sentence(refused))
        return _page(request, form)
    _tell(request, made)
    return redirect("observatory:bulletins")


@require_safe
@open_when(permissions.can_see_figures)
def bulletin_pdf(request: HttpRequest, version: str) -> HttpResponseBase:
    """Hand over a bulletin as it was published."""
    found = next((each for each in published.bulletins() if each.version == version), None)
    if found is None:
        raise Http404
    name = f"{version}.pdf"
    return FileResponse(found.path().open("rb"), content_type="application/pdf", filename=name)


def _page(request: HttpRequest, form: Any) -> HttpResponse:
    context = bulletin_pages.shown(request.user, form, published.latest())
    return render(request, "observatory/bulletins.html", context)


def _tell(request: HttpRequest, made: deeds.Made) -> None:
    told = _("Published: bulletin %(version)s.")
    if not made.is_new:
        told = _("Bulletin %(version)s is published already with these figures; there is nothing to correct.")
    messages.success(request, told % {"version": made.publication.version})
