"""The forms that come with the program: what each is for and asks, its spreadsheet, and taking it in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.accounts.models import Role
from confianza.web.fieldwork import permissions
from confianza.web.fieldwork.actions import forms as forms_actions
from confianza.web.fieldwork.actions import library as actions
from confianza.web.fieldwork.forms import InstallForm
from confianza.web.fieldwork.library import catalogue, previews, workbooks
from confianza.web.fieldwork.library.catalogue import ReadyForm
from confianza.web.fieldwork.models import Owner
from confianza.web.fieldwork.queries import forms as queries
from confianza.web.fieldwork.xforms.problems import FormRefused
from confianza.web.lib.doors import open_when

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@open_when(permissions.can_keep_forms)
def listing(request: HttpRequest) -> HttpResponse:
    """List the forms that come with the program, and which of them were taken in."""
    taken = queries.taken_in(request.user, [each.name for each in catalogue.ready_forms()])
    rows = [
        _said(each, request.LANGUAGE_CODE)
        | {"questions": previews.questions(each), "form": taken.get(each.name)}
        for each in catalogue.ready_forms()
    ]
    return render(request, "fieldwork/ready_forms.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_forms)
def ready(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a form asks, and take it in."""
    found = _named(name)
    form = InstallForm(request.POST or None, **queries.where(request.user))
    told: dict[str, Any] = {**_said(found, request.LANGUAGE_CODE), "install_form": form}
    if request.method == "POST" and form.is_valid():
        try:
            version = _installed(request, found, form.cleaned_data["area"])
        except FormRefused as refused:
            told["problems"] = refused.problems
        except forms_actions.VersionTaken as taken:
            told["taken"] = taken.version
        else:
            messages.success(request, _("Telephones can fetch it now."))
            return redirect("fieldwork:form", version.form_id)
    told["asked"] = previews.asked(found, request.LANGUAGE_CODE)
    told["form"] = queries.taken_in(request.user, [name]).get(name)
    return render(request, "fieldwork/ready_form.html", told)


@require_safe
@open_when(permissions.can_keep_forms)
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the spreadsheet of a form, to change it and bring it back."""
    found = _named(name)
    response = HttpResponse(workbooks.workbook(found), content_type=SHEET_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{found.name}.xlsx"'
    return response


def _named(name: str) -> ReadyForm:
    try:
        return catalogue.named(name)
    except catalogue.NoSuchReadyForm:
        raise Http404 from None


def _installed(request: HttpRequest, found: ReadyForm, area: Any) -> Any:
    return actions.install(
        ready=found,
        area=area,
        may_change=lambda form: permissions.keeps(request.user, form),
        by=request.user,
    )


def _said(found: ReadyForm, language: str) -> dict[str, Any]:
    return {
        "ready": found,
        "title": found.title(language),
        "purpose": found.purpose(language),
        "owner": Owner(found.owner).label,
        "roles": [label for role, label in Role.choices if role in found.roles],
    }
