"""A call: what the caller tells is typed by whoever answers, and the receipt is read out to them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import calls as actions
from confianza.web.tips.actions import telling
from confianza.web.tips.desk import call_pages, calling
from confianza.web.tips.desk.calling import Call
from confianza.web.tips.desk.forms.call import BeginForm, StepForm
from confianza.web.tips.queries.offered import language, offered
from confianza.web.tips.questionnaire.problems import Problem, Unfinished


@require_http_methods(["GET", "POST"])
@never_cache
@open_when(permissions.can_take_calls)
def call(request: HttpRequest) -> HttpResponse:
    """Ask what the questionnaire asks, step by step; what was said travels with the page, sealed."""
    if "call" not in request.POST:
        return _begin(request)
    try:
        current = calling.opened(request.POST["call"])
    except calling.Over:
        messages.warning(request, _("The call was left for too long. Begin anew."))
        return redirect("tips:call")
    if "send" in request.POST:
        return _send(request, current)
    if "back" in request.POST:
        return _ask(request, current.back())
    return _go_on(request, current)


def _begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST or None, spoken=language())
    if request.method == "POST" and form.is_valid():
        return _ask(request, calling.begun(**form.cleaned_data))
    return render(request, "tips/desk/call.html", {"form": form, "numbers": call_pages.numbers()})


def _go_on(request: HttpRequest, current: Call) -> HttpResponse:
    """Take the answers of a step and put the next question, or show all of it for a last look."""
    heard, read = current.heard(dict(request.POST.lists()), offered())
    if read.problems:
        return _ask(request, heard, read.problems, read.cautions, read.in_danger)
    following = heard.next()
    if following.step:
        return _ask(request, following, (), read.cautions, read.in_danger)
    return _look(request, following)


def _ask(
    request: HttpRequest,
    current: Call,
    problems: Sequence[Problem] = (),
    cautions: Any = (),
    danger: bool = False,
) -> HttpResponse:
    how = {"questions": current.questions, "offered": offered(), "language": current.language}
    form = StepForm(request.POST, **how).told(problems) if problems else StepForm(initial=current.said, **how)
    told = call_pages.step(current) | {"form": form, "cautions": cautions, "danger": danger}
    return render(request, "tips/desk/call_step.html", told)


def _look(request: HttpRequest, current: Call) -> HttpResponse:
    """Show everything and who will read it, for whoever calls to say yes to."""
    try:
        answers = current.answers(offered())
    except Unfinished as missing:
        return _ask(request, call_pages.at(current, missing.step), missing.problems)
    route = telling.route_of(answers)
    if route.asks and current.asked is None:
        return _ask(request, current.at_question(route.asks))
    return render(request, "tips/desk/call_look.html", call_pages.look(current, answers, route))


def _send(request: HttpRequest, current: Call) -> HttpResponse:
    try:
        told = actions.take(
            answers=current.answers(offered()), form=bytes.fromhex(current.form), by=request.user
        )
    except telling.NobodyMayRead:
        return _look(request, current)
    except telling.SentAlready:
        messages.warning(request, _("This call was sent already; its receipt was shown then."))
        return redirect("tips:call")
    return render(request, "tips/desk/call_receipt.html", call_pages.receipt(told, current.language))
