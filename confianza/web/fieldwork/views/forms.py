"""Forms: the list, one of them with what it asks, and bringing a spreadsheet."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.accounts.models import Role
from confianza.web.fieldwork import permissions, sealed
from confianza.web.fieldwork.actions import forms as actions
from confianza.web.fieldwork.forms import BringForm
from confianza.web.fieldwork.models import Form, FormVersion
from confianza.web.fieldwork.queries import forms as queries
from confianza.web.fieldwork.xforms.problems import FormRefused
from confianza.web.lib.doors import open_when
from confianza.web.territory import queries as territory


@require_safe
@open_when(permissions.can_keep_forms)
def listing(request: HttpRequest) -> HttpResponse:
    """List the forms a person keeps, with what waits."""
    forms = list(queries.kept_by(request.user))
    told = {
        "forms": forms,
        "areas": territory.names_by_key([form.area for form in forms]),
        "aside": queries.set_aside_for(request.user).count(),
    }
    return render(request, "fieldwork/forms.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_forms)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a spreadsheet; say by sheet and row what is wrong with it, or show the form it became."""
    form = BringForm(request.POST or None, request.FILES or None, **queries.where(request.user))
    told: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            version = _brought(request, form.cleaned_data)
        except FormRefused as refused:
            told["problems"] = refused.problems
        except actions.VersionTaken as taken:
            told["taken"] = taken.version
        else:
            messages.success(request, _("Telephones can fetch it now."))
            return redirect("fieldwork:form", version.form_id)
    return render(request, "fieldwork/bring.html", told)


@require_safe
@open_when(permissions.can_keep_forms)
def form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Show one form: its versions, and what the current one asks."""
    found = _form(request, form_id)
    current = found.current
    told = {
        "form": found,
        "area": territory.names_by_key([found.area]),
        "versions": found.versions.prefetch_related("files"),
        "current": current,
        "questions": queries.questions(current, request.LANGUAGE_CODE) if current else (),
        "roles": [label for role, label in Role.choices if role in found.roles],
    }
    return render(request, "fieldwork/form.html", told)


@require_POST
@open_when(permissions.can_keep_forms)
def close(request: HttpRequest, form_id: int) -> HttpResponse:
    """Close a form, or open a closed one again."""
    found = _form(request, form_id)
    if found.closed_on:
        actions.open_again(form=found, by=request.user)
        messages.success(request, _("The form is open again."))
    else:
        actions.close(form=found, by=request.user)
        messages.success(request, _("The form is closed. What still comes is kept aside."))
    return redirect("fieldwork:form", found.pk)


@require_safe
@open_when(permissions.can_keep_forms)
def original(request: HttpRequest, version_id: int) -> HttpResponse:
    """Hand out the spreadsheet of a version, as it was brought."""
    version = _version(request, version_id)
    return _download(sealed.read(version.original), version.original_name)


@require_safe
@open_when(permissions.can_keep_forms)
def file(request: HttpRequest, version_id: int, file_id: int) -> HttpResponse:
    """Hand out a file that goes with a version."""
    found = get_object_or_404(_version(request, version_id).files, pk=file_id)
    return _download(sealed.read(found.sha256), found.name)


def _brought(request: HttpRequest, told: dict[str, Any]) -> FormVersion:
    sheet = told["sheet"]
    return actions.add_version(
        content=sheet.read(),
        name=sheet.name,
        files={file.name: file.read() for file in told["files"]},
        may_change=lambda form: permissions.keeps(request.user, form),
        by=request.user,
        **{name: told[name] for name in ("owner", "roles", "area", "is_confidential")},
    )


def _form(request: HttpRequest, form_id: int) -> Form:
    return get_object_or_404(queries.kept_by(request.user), pk=form_id)


def _version(request: HttpRequest, version_id: int) -> FormVersion:
    return get_object_or_404(queries.versions_kept_by(request.user), pk=version_id)


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
