"""Juntas: which ones worry, one of them, visits and what was lent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from confianza.web.community import permissions
from confianza.web.community.actions import juntas as actions
from confianza.web.community.forms import LendForm, LostForm, OfficerForm, RegisterForm, VisitForm
from confianza.web.community.models import Body, BodyKind, Equipment, Junta
from confianza.web.community.queries import bodies as queries
from confianza.web.community.queries import juntas
from confianza.web.community.views.steps import body_for, taken
from confianza.web.lib.doors import open_when

OFFICERS = ("beat_officer", "community_relations", "commander")


@require_safe
@open_when(permissions.can_oversee)
def listing(request: HttpRequest) -> HttpResponse:
    """List the juntas, the most worrying first."""
    return render(request, "community/juntas.html", {"juntas": juntas.overseen(request.user)})


@require_safe
@open_when(permissions.can_oversee)
def junta(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show a junta: its signs, its visits, what it was lent."""
    return _page(request, _junta(request, body_id))


@require_POST
@open_when(permissions.can_oversee)
def register(request: HttpRequest, body_id: int) -> HttpResponse:
    """Write down its registration."""
    found = _junta(request, body_id)
    form = RegisterForm(request.POST)
    if taken(form, actions.register, junta=found, by=request.user):
        return redirect("community:junta", body_id)
    return _page(request, found, register_form=form)


@require_POST
@open_when(permissions.can_oversee)
def give_officer(request: HttpRequest, body_id: int) -> HttpResponse:
    """Name the officer who looks after it."""
    found = _junta(request, body_id)
    form = OfficerForm(request.POST, people=_officers(found.body))
    if taken(form, actions.give_officer, junta=found, by=request.user):
        return redirect("community:junta", body_id)
    return _page(request, found, officer_form=form)


@require_POST
@open_when(permissions.can_oversee)
def visit(request: HttpRequest, body_id: int) -> HttpResponse:
    """Write down a visit."""
    found = _junta(request, body_id)
    form = VisitForm(request.POST, language=request.LANGUAGE_CODE)
    if taken(form, actions.visit, junta=found, by=request.user):
        return redirect("community:junta", body_id)
    return _page(request, found, visit_form=form)


@require_POST
@open_when(permissions.can_oversee)
def lend(request: HttpRequest, body_id: int) -> HttpResponse:
    """Write down something lent."""
    found = _junta(request, body_id)
    form = LendForm(request.POST)
    if taken(form, actions.lend, junta=found, by=request.user):
        return redirect("community:junta", body_id)
    return _page(request, found, lend_form=form)


@require_POST
@open_when(permissions.can_oversee)
def take_back(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """Write down that something is back."""
    found = _equipment(request, equipment_id)
    actions.take_back(equipment=found, by=request.user)
    return redirect("community:junta", found.junta.body_id)


@require_POST
@open_when(permissions.can_oversee)
def miss(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """Write down that something is missing."""
    found = _equipment(request, equipment_id)
    form = LostForm(request.POST)
    if taken(form, actions.miss, equipment=found, by=request.user):
        return redirect("community:junta", found.junta.body_id)
    return _page(request, found.junta, lost_form=form, lost=found)


def _page(request: HttpRequest, found: Junta, **bound: Any) -> HttpResponse:
    told = queries.body(request.user, found.body_id)
    overseen = juntas.of(found.body, is_idle=bool(told and told.is_inactive))
    shown = {
        "body": found.body,
        "place": told.place if told else "",
        "overseen": overseen,
        "signs": [(sign, sign.said(request.LANGUAGE_CODE)) for sign in overseen.warnings.signs],
        "visits": _visits(found, request.LANGUAGE_CODE),
        "equipment": found.equipment.all(),
        "register_form": RegisterForm(initial=_registration(found)),
        "officer_form": OfficerForm(people=_officers(found.body), initial={"officer": found.officer_id}),
        "visit_form": VisitForm(language=request.LANGUAGE_CODE),
        "lend_form": LendForm(),
        "lost_form": LostForm(),
    }
    return render(request, "community/junta.html", shown | bound)


def _registration(found: Junta) -> dict[str, Any]:
    names = ("registration", "registered_on", "rules_accepted_on")
    return {name: getattr(found, name) for name in names}


def _visits(found: Junta, language: str) -> list[tuple[Any, list[str]]]:
    known = juntas.words(language)
    return [(each, [known.get(code, code) for code in each.signs]) for each in found.visits.all()]


def _officers(body: Body) -> list[Any]:
    return queries.who_could_answer(body.area, OFFICERS)


def _junta(request: HttpRequest, body_id: int) -> Junta:
    body = body_for(request, body_id, permissions.oversees)
    if body.kind != BodyKind.JUNTA:
        raise Http404
    return body.junta


def _equipment(request: HttpRequest, equipment_id: int) -> Equipment:
    found = get_object_or_404(Equipment.objects.visible_to(request.user), pk=equipment_id)
    body_for(request, found.junta.body_id, permissions.oversees)
    return found
