"""What somebody who stands for a jury does, on a telephone: agree, take the place, declare, score."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import grant_pages, permissions
from confianza.web.plans.actions import juries, scoring
from confianza.web.plans.forms.juries import DeclareForm, ScoreForm, StandForm
from confianza.web.plans.models import Ballot, CallState, Juror, JurorCandidate, JurorState
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.views.steps import taken


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_judge)
def candidacy(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show somebody their own candidacy; they agree to it, or take or give back the place they were drawn
    for.
    """
    own = _own(request, call_id)
    juror = queries.place_of(own)
    form = StandForm(request.POST or None)
    if taken(form, _stand, candidate=own, juror=juror, by=request.user):
        messages.success(request, _("It is written down. Thank you."))
        return redirect("plans:candidacy", call_id)
    shown = {
        "own": own,
        "call": own.call,
        "juror": juror,
        "username": request.user.get_username(),
        "form": form if form.is_bound else None,
        "list_is_fixed": queries.list_is_fixed(own.call),
        "can_give_up": _can_give_up(juror),
    }
    return render(request, "plans/grants/candidacy.html", shown)


@require_safe
@open_when(permissions.can_judge)
def judge(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show a juror what is to be scored, by code, and how far they are."""
    juror = _seated(request, call_id)
    rows = grant_pages.to_judge(juror)
    done = sum(bool(ballot and (ballot.conflict or ballot.handed_in_at)) for _each, ballot in rows)
    shown = {"call": juror.call, "rows": rows, "done": done, "left": len(rows) - done}
    return render(request, "plans/grants/judge.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_judge)
def judge_one(request: HttpRequest, call_id: int, code: str) -> HttpResponse:
    """Show a juror one application: first whether there is a conflict of interest, then the points."""
    juror = _seated(request, call_id)
    read = get_object_or_404(queries.admitted(juror.call).select_related("call"), code=code)
    ballot = queries.ballot_of(juror, read)
    criteria = queries.criteria(juror.call)
    form: Any = DeclareForm(request.POST or None)
    if ballot is not None:
        form = ScoreForm(request.POST or None, criteria=criteria)
    step = scoring.hand_in if ballot else scoring.declare
    if taken(form, step, juror=juror, application=read, by=request.user):
        return redirect("plans:judge_one" if ballot is None else "plans:judge", *_back(ballot, call_id, code))
    shown = {"call": juror.call, "read": read, "ballot": ballot, "form": form, "criteria": criteria}
    return render(request, "plans/grants/judge_one.html", shown)


def _back(ballot: Ballot | None, call_id: int, code: str) -> tuple[Any, ...]:
    return (call_id, code) if ballot is None else (call_id,)


def _stand(*, candidate: JurorCandidate, juror: Juror | None, agrees: bool, by: Any) -> None:
    if juror is None:
        juries.stand(candidate=candidate, agrees=agrees, by=by)
    elif agrees:
        juries.accept(juror=juror, by=by)
    else:
        juries.give_up(juror=juror, why=rules.DECLINED, by=by)


def _can_give_up(juror: Juror | None) -> bool:
    if juror is None or juror.call.state not in (CallState.JURY, CallState.SCORING):
        return False
    return (
        juror.state != JurorState.REPLACED and not juror.ballots.filter(handed_in_at__isnull=False).exists()
    )


def _own(request: HttpRequest, call_id: int) -> JurorCandidate:
    return get_object_or_404(
        JurorCandidate.objects.visible_to(request.user).select_related("call"),
        call_id=call_id,
        person=request.user,
    )


def _seated(request: HttpRequest, call_id: int) -> Juror:
    """Return the place this person has in a jury that scores, or has scored."""
    own = _own(request, call_id)
    juror = queries.place_of(own)
    if juror is None or juror.state != JurorState.ACCEPTED:
        raise Http404
    if juror.call.state in (CallState.JURY, CallState.CANCELLED):
        raise Http404
    return juror
