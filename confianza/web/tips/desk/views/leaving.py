"""What goes on from a tip: a product, another unit, or internal affairs."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import answering, handing_over, reading, referring
from confianza.web.tips.desk import words
from confianza.web.tips.desk.forms import tip as forms
from confianza.web.tips.desk.reading import of_tip
from confianza.web.tips.queries import destinations
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.questionnaire.reading import badges_in
from confianza.web.tips.rules.answers import Answers


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@of_tip
def hand_over(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Write the text that leaves the desk, and look at what in it may give the teller away."""
    form = forms.HandOverForm(request.POST or None)
    places: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.hand_over(opened=opened, by=request.user, **form.cleaned_data)
            messages.success(request, _("Kept with the tip. Print it from there."))
            return redirect("tips:tip", opened.tip.pk)
        except handing_over.TellsOnTheTeller as tells:
            places = [(words.TELLINGS[one.code], one.words) for one in tells.places]
        except answering.HoldsAReceipt:
            form.add_error("text", words.WHY_NOT["receipt"])
    return _page(request, "tips/desk/hand_over.html", opened, form=form, places=places)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@of_tip
def refer(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Have another unit read a tip as well."""
    world = destinations.world(opened.answers)
    form = forms.ReferForm(request.POST or None, units=destinations.units(opened, world))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            referring.refer(opened=opened, to=form.chosen(), reason=reason, world=world, by=request.user)
            messages.success(request, _("That unit reads it too from now on."))
            return redirect("tips:tip", opened.tip.pk)
        except referring.Refused as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    return _page(request, "tips/desk/refer.html", opened, form=form)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@of_tip
def discover(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Send a tip that turns out to concern police to internal affairs; its readers lose it."""
    form = forms.DiscoverForm(request.POST or None, **destinations.police())
    if request.method == "POST" and form.is_valid():
        found = _found(opened.answers, form.cleaned_data)
        try:
            world, reason = destinations.world(found), form.cleaned_data["reason"]
            referring.discover(opened=opened, found=found, reason=reason, world=world, by=request.user)
            messages.success(request, _("Sent. It no longer shows here."))
            return redirect("tips:queue")
        except referring.Refused as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    return _page(request, "tips/desk/discover.html", opened, form=form)


def _found(answers: Answers, told: dict[str, Any]) -> Answers:
    """Return the answers with what came out about police added."""
    return replace(
        answers,
        police="yes",
        stations=answers.stations | set(told["stations"]),
        units=answers.units | set(told["units"]),
        badges=answers.badges | set(badges_in(told["badges"])),
    )


def _page(request: HttpRequest, template: str, opened: OpenTip, **more: Any) -> HttpResponse:
    reading.note_reading(opened=opened, by=request.user)
    return render(request, template, {"opened": opened, "tip": opened.tip, **more})
