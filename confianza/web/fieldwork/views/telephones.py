"""Telephones: whose they are, a key for another one, and taking a key back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.accounts.queries import people
from confianza.web.fieldwork import openrosa, permissions
from confianza.web.fieldwork.actions import devices as actions
from confianza.web.fieldwork.forms import KeyForm
from confianza.web.fieldwork.queries import codes, submissions
from confianza.web.fieldwork.queries import forms as queries
from confianza.web.lib.doors import open_when


@require_safe
@open_when(permissions.can_keep_telephones)
def listing(request: HttpRequest) -> HttpResponse:
    """List the telephones a person keeps."""
    return render(request, "fieldwork/telephones.html", {"telephones": submissions.telephones(request.user)})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_telephones)
def give(request: HttpRequest) -> HttpResponse:
    """Give a telephone a key, and show it this once, as a code to photograph."""
    form = KeyForm(request.POST or None, **_offered(request))
    if not form.is_valid():
        return render(request, "fieldwork/give_key.html", {"form": form})
    told = form.cleaned_data
    device, key = actions.give(
        label=told["label"],
        person=told["person"],
        forms=told["own_forms"],
        area=told["area"],
        by=request.user,
    )
    address = openrosa.base_address(request, key).rstrip("/")
    shown = {"device": device, "address": address, "key": key, "code": codes.drawn(address, device.label)}
    return render(request, "fieldwork/key.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_telephones)
def revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    """Ask, then take a telephone's key back."""
    device = get_object_or_404(submissions.telephones(request.user), pk=device_id)
    if request.method != "POST":
        return render(request, "fieldwork/revoke_key.html", {"device": device})
    actions.revoke(device=device, by=request.user)
    told = _("%(name)s fetches and sends nothing any more. What it sent stays.")
    messages.success(request, told % {"name": device.label})
    return redirect("fieldwork:telephones")


def _offered(request: HttpRequest) -> dict[str, Any]:
    return {
        "people": list(people.people(request.user)),
        "offered": list(queries.kept_by(request.user).filter(closed_on=None)),
        "areas": queries.areas_for(request.user),
        "everywhere": permissions.keeps_everywhere(request.user),
    }
