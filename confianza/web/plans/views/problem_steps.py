"""What is done to a problem on its page: signs, findings, evidence, measure, steps, assessment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from confianza.web.lib.doors import open_when
from confianza.web.plans import permissions
from confianza.web.plans.actions import measures
from confianza.web.plans.actions import problems as actions
from confianza.web.plans.forms.problems import FindingForm, PublicTitleForm, StepForm
from confianza.web.plans.views.problem import led, look_form, measure_form, page, page_form, sign_form
from confianza.web.plans.views.steps import taken, taken_or_told


@require_POST
@open_when(permissions.can_lead)
def add_sign(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Add another sign by which it is seen."""
    found = led(request, problem_id)
    form = sign_form(request, request.POST)
    if taken(form, actions.add_sign, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, sign_form=form)


@require_POST
@open_when(permissions.can_lead)
def find(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Write down what was found."""
    found = led(request, problem_id)
    form = FindingForm(request.POST)
    if taken(form, actions.find, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, finding_form=form)


@require_POST
@open_when(permissions.can_lead)
def keep_page(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Keep a page of the analysis as it is today."""
    found = led(request, problem_id)
    form = page_form(request, found, request.POST)
    if form is None or taken(form, actions.keep_page, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, page_form=form)


@require_POST
@open_when(permissions.can_lead)
def agree(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Agree on how it will be measured."""
    found = led(request, problem_id)
    form = measure_form(request, found, request.POST)
    if taken(form, measures.agree, problem=found, by=request.user):
        messages.success(request, _("Agreed. It cannot be changed once people act on it."))
        return redirect("plans:problem", found.pk)
    return page(request, found, measure_form=form)


@require_POST
@open_when(permissions.can_lead)
def move(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Take it a step further, back, or out."""
    found = led(request, problem_id)
    form = StepForm(request.POST, now=found.stage)
    if taken(form, actions.move, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, step_form=form)


@require_POST
@open_when(permissions.can_lead)
def look_again(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Say who leads it and when somebody looks again."""
    found = led(request, problem_id)
    form = look_form(request, found, request.POST)
    if taken(form, actions.look_again, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, look_form=form)


@require_POST
@open_when(permissions.can_lead)
def appraise(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Compute what became of it."""
    found = led(request, problem_id)
    taken_or_told(request, measures.appraise, problem=found, by=request.user)
    return redirect("plans:problem", found.pk)


@require_POST
@open_when(permissions.can_lead)
def publish(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Say under what title the public site shows it."""
    found = led(request, problem_id)
    form = PublicTitleForm(request.POST)
    if taken(form, actions.publish, problem=found, by=request.user):
        return redirect("plans:problem", found.pk)
    return page(request, found, public_form=form)
