"""Surveys: the list, one of them, beginning one, what it follows and what it draws from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.fieldwork.queries import forms as fieldwork
from confianza.web.lib.doors import open_when
from confianza.web.surveys import frames, permissions
from confianza.web.surveys.actions import surveys as actions
from confianza.web.surveys.forms import ColumnsForm, FrameForm, ItemForm, SurveyForm
from confianza.web.surveys.models import Survey
from confianza.web.surveys.queries import items
from confianza.web.surveys.queries import surveys as queries
from confianza.web.territory import queries as territory


@require_safe
@open_when(permissions.can_read_surveys)
def listing(request: HttpRequest) -> HttpResponse:
    """List the surveys of the places a person reaches."""
    found = list(queries.seen_by(request.user))
    told = {
        "surveys": [(survey, queries.states(survey)) for survey in found],
        "areas": territory.names_by_key([survey.area for survey in found]),
        "may_begin": permissions.can_keep_surveys(request.user),
    }
    return render(request, "surveys/surveys.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    areas = [each for each in fieldwork.areas_for(request.user) if _may_begin_in(request, each[0])]
    offered = list(fieldwork.kept_by(request.user).filter(closed_on=None, owner="surveys"))
    form = SurveyForm(request.POST or None, areas=areas, offered=offered)
    if not form.is_valid():
        return render(request, "surveys/begin.html", {"form": form})
    survey = _begun(request, form.cleaned_data)
    messages.success(request, _("The survey is begun. Now bring the list that clusters are drawn from."))
    return redirect("surveys:survey", survey.pk)


@require_safe
@open_when(permissions.can_read_surveys)
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Show one survey: of whom it speaks, what it follows, and its waves."""
    found = get_object_or_404(queries.seen_by(request.user), pk=survey_id)
    told = {
        "survey": found,
        "area": territory.names_by_key([found.area])[found.area_id],
        "waves": queries.states(found),
        "strata": queries.strata(found),
        "items": _shown(queries.newest_items(found), request.LANGUAGE_CODE),
        "keeps": permissions.keeps(request.user, found),
        "has_cluster": bool(found.columns.get("cluster")),
    }
    return render(request, "surveys/survey.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def frame(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Bring the list that clusters are drawn from; say by row what is wrong with it."""
    found = _kept(request, survey_id)
    form = FrameForm(request.POST or None, request.FILES or None)
    told: dict[str, Any] = {"survey": found, "form": form}
    if form.is_valid():
        read = frames.read(form.cleaned_data["content"], queries.places_in(found.area))
        told["problems"] = read.problems
        if not read.problems:
            return _took(request, found, read)
    return render(request, "surveys/frame.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def columns(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Say which questions of the form tell how somebody was drawn."""
    found = _kept(request, survey_id)
    now = {**found.columns, "missing": ", ".join(found.missing)}
    form = ColumnsForm(request.POST or None, initial=now, columns=_questions(request, found))
    if not form.is_valid():
        return render(request, "surveys/columns.html", {"survey": found, "form": form})
    actions.name_columns(
        survey=found, columns=form.columns, missing=form.cleaned_data["missing"], by=request.user
    )
    messages.success(request, _("Written down."))
    return redirect("surveys:survey", found.pk)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def follow(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Follow another question, or the same one on another scale."""
    found = _kept(request, survey_id)
    form = ItemForm(request.POST or None, columns=_questions(request, found))
    if not form.is_valid():
        return render(request, "surveys/follow.html", {"survey": found, "form": form})
    told = form.cleaned_data
    actions.follow(
        survey=found,
        column=told["column"],
        measure=told["measure"],
        answers=told["answers"] if told["measure"] == "share" else (),
        scale=(told["lowest"], told["highest"]),
        name={"es": told["name_es"], "en": told["name_en"]},
        higher_is_better={"yes": True, "no": False}.get(told["better"]),
        by=request.user,
    )
    messages.success(request, _("From the next wave on it is followed."))
    return redirect("surveys:survey", found.pk)


def _begun(request: HttpRequest, told: dict[str, Any]) -> Survey:
    own = {"title": told["title"], "population": told["population"], "by": request.user}
    area = territory.area(told["area"])
    if told["form"] is None:
        return actions.begin_ready(area=area, **own)
    return actions.begin(area=area, form=told["form"], **own)


def _may_begin_in(request: HttpRequest, stable_id: str) -> bool:
    return permissions.can_keep_for(request.user, territory.area(stable_id))


def _took(request: HttpRequest, survey: Survey, read: frames.Frame) -> HttpResponse:
    try:
        actions.bring_frame(survey=survey, rows=read.rows, by=request.user)
    except actions.FrameInUse:
        messages.error(request, _("Clusters were drawn from the list already; it stays as it is."))
    else:
        messages.success(request, _("Clusters can be drawn from it now."))
    return redirect("surveys:survey", survey.pk)


def _kept(request: HttpRequest, survey_id: int) -> Survey:
    return get_object_or_404(queries.kept_by(request.user), pk=survey_id)


def _questions(request: HttpRequest, survey: Survey) -> list[tuple[str, str]]:
    asked = items.questions(survey.form)
    return [(each.column, f"{each.column} · {each.label(request.LANGUAGE_CODE)}") for each in asked]


def _shown(found: list[Any], language: str) -> list[dict[str, Any]]:
    return [
        {
            "item": item,
            "name": item.name.get(language) or item.name.get("es", item.column),
            "wording": item.wording.get(language) or item.wording.get("es", ""),
        }
        for item in found
    ]
