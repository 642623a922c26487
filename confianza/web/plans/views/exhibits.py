"""Pictures and papers that show something: attached, handed out, shown to everybody, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib import handing_out
from confianza.web.lib.doors import open_when
from confianza.web.plans import permissions
from confianza.web.plans.actions import exhibits as actions
from confianza.web.plans.exhibits import SHELF, file_name
from confianza.web.plans.forms.calls import BareForm
from confianza.web.plans.forms.exhibits import ExhibitForm, ShowForm, TakeBackForm
from confianza.web.plans.models import Exhibit
from confianza.web.plans.views import commitments
from confianza.web.plans.views.steps import taken
from confianza.web.tips.cleaning import sentences

BESIDE = ("commitment__area", "proof__tranche__award__application__call__area")


@require_POST
@open_when(permissions.can_see_commitments)
def attach(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Keep pictures or papers of a promise."""
    found = commitments.visible(request, commitment_id, permissions.can_settle)
    form = ExhibitForm(request.POST, request.FILES)
    if taken(form, actions.attach, commitment=found, by=request.user):
        messages.success(request, _("Kept inside. On the public site it stands only once somebody says so."))
        for note in {note for each in form.cleaned_data["files"] for note in each.notes}:
            messages.info(request, sentences.left_out(note))
        return redirect("plans:commitment", found.pk)
    return commitments.page(request, found, exhibit_form=form)


@require_safe
@open_when(permissions.can_see_exhibits)
def exhibit(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """Hand out a picture or a paper; pictures may be shown, papers are saved."""
    found = _visible(request, exhibit_id)
    actions.account_for_reading(exhibit=found, by=request.user)
    name = file_name(found.pk, found.media_type)
    return handing_out.file(SHELF.read(found.kept_as), media_type=found.media_type, name=name)


@require_POST
@open_when(permissions.can_see_exhibits)
def show(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """Show it to everybody: only with the word that somebody has looked at it."""
    found = _visible(request, exhibit_id, permissions.can_show_exhibit)
    return _step(request, found, ShowForm(request.POST), actions.show)


@require_POST
@open_when(permissions.can_see_exhibits)
def hide(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """Take it off the public site."""
    found = _visible(request, exhibit_id, permissions.can_show_exhibit)
    return _step(request, found, BareForm(request.POST), actions.hide)


@require_POST
@open_when(permissions.can_see_exhibits)
def take_back(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """Destroy it, with the reason."""
    found = _visible(request, exhibit_id, permissions.can_take_back)
    return _step(request, found, TakeBackForm(request.POST), actions.take_back)


def _step(request: HttpRequest, found: Exhibit, form: Any, step: Any) -> HttpResponse:
    if not taken(form, step, exhibit=found, by=request.user):
        for problem in (problem for told in form.errors.values() for problem in told):
            messages.error(request, problem)
    if found.proof:
        return redirect("plans:grant", found.proof.tranche.award_id)
    return redirect("plans:commitment", found.commitment_id)


def _visible(request: HttpRequest, exhibit_id: int, may: Any = None) -> Exhibit:
    kept = Exhibit.objects.visible_to(request.user).kept().select_related(*BESIDE)
    found: Exhibit = get_object_or_404(kept, pk=exhibit_id)
    if may is not None and not may(request.user, found):
        raise Http404
    return found
