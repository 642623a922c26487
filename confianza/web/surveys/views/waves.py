"""Waves: planning one, watching its fieldwork, replacing a cluster, other days, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.lib.doors import open_when
from confianza.web.surveys import permissions, plan_sentences
from confianza.web.surveys.actions import replacing
from confianza.web.surveys.actions import waves as actions
from confianza.web.surveys.forms import DaysForm, ReplacementForm, WaveForm, first_wish
from confianza.web.surveys.models import Survey, Wave
from confianza.web.surveys.queries import monitor, plans, samples
from confianza.web.surveys.queries import surveys as queries
from confianza.web.surveys.queries.plans import PlanRefused


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def plan(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Say what a wave would tell while its numbers are turned; then plan it."""
    survey = get_object_or_404(queries.kept_by(request.user), pk=survey_id)
    earlier = list(survey.waves.filter(sampled__isnull=False).distinct())
    form = WaveForm(request.POST or request.GET or first_wish(), waves=earlier)
    told: dict[str, Any] = {"survey": survey, "form": form}
    if form.is_valid():
        told |= _promised(survey, form)
        if request.method == "POST" and "promise" in told:
            return _planned(request, survey, form, told)
    return render(request, "surveys/plan.html", told)


@require_safe
@open_when(permissions.can_keep_surveys)
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Show how far the fieldwork of a wave is."""
    found, today = _wave(request, wave_id), timezone.localdate()
    told: dict[str, Any] = {"wave": found, "survey": found.survey, "today": today}
    if samples.of_wave(found):
        progress = monitor.progress(found)
        told["progress"] = progress
        told["sentence"] = plan_sentences.progress(found, progress, today)
        told["reasons"] = [(plan_sentences.LEFT_OUT[code], n) for code, n in progress.reasons.items()]
        told["outcomes"] = [(str(word), progress.whole.count(code)) for code, word in _outcomes()]
    return render(request, "surveys/wave.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def replace(request: HttpRequest, wave_id: int, sampled_id: int) -> HttpResponse:
    """Give the place of a cluster that cannot be visited to the next of the list."""
    found = _wave(request, wave_id)
    sampled = get_object_or_404(found.sampled.select_related("cluster__stratum"), pk=sampled_id)
    form = ReplacementForm(request.POST or None)
    if form.is_valid():
        try:
            following = replacing.replace(sampled=sampled, by=request.user, **form.cleaned_data)
        except replacing.ReplacementRefused as refused:
            messages.error(request, str(plan_sentences.REPLACEMENTS[refused.code]))
        else:
            told = _("Its place is %(code)s's now, as the list says.")
            messages.success(request, told % {"code": following.cluster.code})
        return redirect("surveys:wave", found.pk)
    return render(request, "surveys/replace.html", {"wave": found, "sampled": sampled, "form": form})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def days(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Give a wave other days."""
    found = _wave(request, wave_id)
    now = {"begins_on": found.begins_on, "ends_on": found.ends_on}
    form = DaysForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            actions.move(wave=found, by=request.user, **form.cleaned_data)
        except actions.WaveRefused as refused:
            form.add_error(None, str(plan_sentences.WAVES[refused.code]))
        else:
            return redirect("surveys:wave", found.pk)
    return render(request, "surveys/days.html", {"wave": found, "form": form})


@require_POST
@open_when(permissions.can_keep_surveys)
def repeat(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Go to the clusters of the earlier wave again."""
    found = _wave(request, wave_id)
    try:
        actions.repeat(wave=found, by=request.user)
    except actions.WaveRefused as refused:
        messages.error(request, str(plan_sentences.WAVES[refused.code]))
    else:
        messages.success(request, _("The clusters of the earlier wave are visited again."))
    return redirect("surveys:wave", found.pk)


@require_POST
@open_when(permissions.can_keep_surveys)
def close(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Say that the fieldwork is over."""
    found = _wave(request, wave_id)
    actions.close(wave=found, by=request.user)
    messages.success(request, _("The fieldwork is over. What is approved can be weighed now."))
    return redirect("surveys:wave", found.pk)


def _promised(survey: Survey, form: WaveForm) -> dict[str, Any]:
    try:
        promise = plans.promised(survey, form.wish)
    except PlanRefused as refused:
        return {"refused": str(plan_sentences.PLAN[refused.code]) % refused.details}
    except SurveyRefused:
        return {"refused": str(plan_sentences.PLAN["bad_plan"])}
    sentences = plan_sentences.promise(promise, form.wish)
    return {"promise": promise, "sentences": sentences}


def _planned(request: HttpRequest, survey: Survey, form: WaveForm, told: dict[str, Any]) -> HttpResponse:
    wanted = {name: form.cleaned_data[name] for name in ("mode", "begins_on", "ends_on")}
    again = form.cleaned_data["same_clusters"]
    try:
        made = actions.plan(survey=survey, wish=form.wish, same_clusters_as=again, by=request.user, **wanted)
    except actions.WaveRefused as refused:
        told["refused"] = str(plan_sentences.PLAN[refused.code])
        return render(request, "surveys/plan.html", told)
    messages.success(request, _("The wave is planned."))
    return redirect("surveys:wave", made.pk)


def _outcomes() -> Any:
    return plan_sentences.OUTCOMES.items()


def _wave(request: HttpRequest, wave_id: int) -> Wave:
    return get_object_or_404(queries.waves_kept_by(request.user), pk=wave_id)
