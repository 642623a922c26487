"""Units: who works in them, who holds which key, what is due. Whoever keeps the list reads no tip."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.accounts import unlocking
from confianza.web.lib.doors import open_when
from confianza.web.tips import ceremony, permissions, sentences
from confianza.web.tips.actions import units as actions
from confianza.web.tips.actions.units import UnitRefused
from confianza.web.tips.desk import unit_pages
from confianza.web.tips.desk.forms import units as forms
from confianza.web.tips.models import Unit
from confianza.web.tips.queries import units as queries


@require_safe
@open_when(permissions.can_see_units)
def units(request: HttpRequest) -> HttpResponse:
    """List the units somebody may see, with what is due."""
    told = {
        "units": unit_pages.listed(request),
        "keeps": permissions.can_keep_units(request.user),
        "has_root": queries.has_root(),
        "holders": queries.holders(),
    }
    return render(request, "tips/desk/units.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_units)
def register(request: HttpRequest) -> HttpResponse:
    """Write down a new unit."""
    form = forms.UnitForm(request.POST or None, stations=queries.stations())
    if not form.is_valid():
        return render(request, "tips/desk/unit_new.html", {"form": form})
    return redirect("tips:unit", actions.register(by=request.user, **form.cleaned_data).pk)


@require_safe
@open_when(permissions.can_see_units)
def unit(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Show one unit."""
    return _page(request, unit_pages.unit_of(request, unit_id))


@require_POST
@open_when(permissions.can_keep_units)
def add_member(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Make somebody a member, without a key."""
    found = unit_pages.unit_of(request, unit_id)
    people = queries.eligible(found, unit_pages.people(request))
    form = forms.MemberForm(request.POST, people=people)
    if not form.is_valid():
        return _page(request, found, member_form=form)
    person = form.cleaned_data["person"]
    done = _("%(name)s is a member now, and holds no key yet.") % {"name": person.display_name}
    return _do(request, found, done, actions.add_member, unit=found, person=person)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_units)
def remove_member(request: HttpRequest, unit_id: Any, membership_id: Any) -> HttpResponse:
    """End a membership, after asking."""
    found = unit_pages.unit_of(request, unit_id)
    membership = unit_pages.membership_of(request, found, membership_id)
    if request.method != "POST":
        return render(request, "tips/desk/unit_remove.html", {"unit": found, "membership": membership})
    done = _("%(name)s is no member any more. Make a new key now.") % {"name": membership.person.display_name}
    return _do(request, found, done, actions.remove_member, membership=membership)


@require_POST
@open_when(permissions.can_keep_units)
def open_epoch(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Make new keys for a unit, which wait for the root key."""
    found = unit_pages.unit_of(request, unit_id)
    done = _("A new key waits. Carry the request to whoever keeps the root key.")
    return _do(request, found, done, actions.open_epoch, unit=found)


@require_safe
@open_when(permissions.can_keep_units)
def key_request(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Hand out which key waits, to be carried to the root key. There is nothing secret in it."""
    found = unit_pages.unit_of(request, unit_id)
    standing = queries.standing(found, timezone.localdate())
    if standing.waiting is None:
        raise Http404
    told = ceremony.request_told([queries.request_of(standing.waiting, standing.members)])
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}-{standing.waiting.epoch}.json"'
    return answer


@require_POST
@open_when(permissions.can_keep_units)
def vouch(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Put the key into use that the root key has signed."""
    found = unit_pages.unit_of(request, unit_id)
    form = forms.VouchingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, vouching_form=form)
    done = _("The new key is in use from today.")
    return _do(request, found, done, actions.accept_vouching, signed=form.cleaned_data["file"])


@require_POST
@open_when(permissions.can_hold_keys)
def give_key(request: HttpRequest, unit_id: Any, membership_id: Any) -> HttpResponse:
    """Give a member the keys one holds, after comparing the numbers."""
    found = unit_pages.unit_of(request, unit_id)
    membership = unit_pages.membership_of(request, found, membership_id)
    form = forms.GiveKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, give_form=form)
    keyring, done = unlocking.of(request), _("The key is given.")
    return _do(request, found, done, actions.give_key, unit=found, to=membership.person, keyring=keyring)


@require_POST
@open_when(permissions.can_hold_keys)
def wrap_anew(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Seal what the unit holds to the key in use."""
    found = unit_pages.unit_of(request, unit_id)
    done = _("What your unit holds is sealed to the key in use.")
    return _do(request, found, done, actions.wrap_anew, unit=found, keyring=unlocking.of(request))


@require_POST
@open_when(permissions.can_hold_keys)
def escrow_again(request: HttpRequest, unit_id: Any) -> HttpResponse:
    """Put the key in use into escrow with the present holders."""
    found = unit_pages.unit_of(request, unit_id)
    done = _("The key is in escrow.")
    return _do(request, found, done, actions.escrow_again, unit=found, keyring=unlocking.of(request))


def _do(
    request: HttpRequest, unit: Unit, done: str, deed: Callable[..., Any], /, **told: Any
) -> HttpResponse:
    try:
        deed(by=request.user, **told)
    except UnitRefused as refused:
        messages.warning(request, sentences.refusal(refused.problem))
    else:
        messages.success(request, done)
    return redirect("tips:unit", unit.pk)


def _page(request: HttpRequest, unit: Unit, **changed: Any) -> HttpResponse:
    return render(request, "tips/desk/unit.html", unit_pages.shown(request, unit, **changed))
