"""Pairs of records that may be of one victim: which wait, one of them side by side, and what people say."""

import functools
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.design import charts
from confianza.web.lib.doors import View, open_when
from confianza.web.records import permissions, rules, tasks
from confianza.web.records.actions import linkage as linkage_actions
from confianza.web.records.actions import reviews as review_actions
from confianza.web.records.actions import runs as run_actions
from confianza.web.records.actions.reviews import PURPOSE
from confianza.web.records.forms.reviews import WHY_NOT, DecideForm, LinkForm, QueueForm, UndoForm
from confianza.web.records.models import PairState
from confianza.web.records.queries import custody, reviews, runs, told, why
from confianza.web.records.queries.linkage import latest_linkage

MOST_LISTED = 50
ALL = "all"


@require_safe
@open_when(permissions.can_review)
def queue(request: HttpRequest) -> HttpResponse:
    """List the pairs that wait, the one that changes most first, and say how many there are."""
    linkage = latest_linkage()
    pairs = reviews.queue(request.user, linkage)
    form = QueueForm(request.GET or None)
    wanted = form.cleaned_data["state"] if form.is_valid() else ""
    waiting = reviews.waiting_for(request.user, pairs)
    listed = waiting if not wanted else [pair for pair in pairs if wanted in (ALL, pair.state)]
    context = {
        "linkage": linkage,
        "form": QueueForm(initial={"state": wanted}),
        "waiting": len(waiting),
        "disputed": sum(pair.state == PairState.DISPUTED for pair in pairs),
        "total": len(pairs),
        "listed": [(pair, why.strongest(pair, linkage.model)) for pair in listed[:MOST_LISTED] if linkage],
        "more": max(len(listed) - MOST_LISTED, 0),
        **_linking(request),
    }
    return render(request, "records/reviews.html", context)


def _of_pair(view: View) -> View:
    """Hand the pair over to the view; what may not be done about it is a sentence on its page."""

    @functools.wraps(view)
    def found(request: HttpRequest, record_a: str, record_b: str) -> HttpResponseBase:
        linkage = latest_linkage()
        try:
            pair = reviews.pair(request.user, (record_a, record_b), linkage)
        except reviews.UnknownPair as unknown:
            raise Http404 from unknown
        try:
            return view(request, pair, linkage)
        except rules.ReviewRefused as refused:
            messages.warning(request, WHY_NOT[refused.code])
            return redirect("records:pair", *pair.key)

    return found


@require_safe
@open_when(permissions.can_review)
@_of_pair
def pair(request: HttpRequest, pair: reviews.Pair, linkage: Any) -> HttpResponse:
    """Show two records side by side, why the linkage takes them for one victim or not, and what was said."""
    return render(request, "records/pair.html", _shown(request, pair, linkage, DecideForm()))


@require_POST
@open_when(permissions.can_review)
@_of_pair
def decide(request: HttpRequest, pair: reviews.Pair, linkage: Any) -> HttpResponse:
    """Take down what the person thinks, and show the next pair that waits."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return render(request, "records/pair.html", _shown(request, pair, linkage, form))
    areas = custody.areas_of_deliveries(pair.a.delivery, pair.b.delivery)
    review_actions.decide(
        pair=pair.key, areas=(areas[0], areas[1]), by=request.user,
        linkage=linkage.id, probability=pair.probability, **form.cleaned_data,
    )  # fmt: skip
    messages.success(request, _("Your word on the pair is kept."))
    following = reviews.following(request.user, pair.key, linkage)
    return redirect("records:pair", *following.key) if following else redirect("records:reviews")


@require_POST
@open_when(permissions.can_review)
@_of_pair
def undo(request: HttpRequest, pair: reviews.Pair, linkage: Any) -> HttpResponse:
    """Take back what one said, or what a meeting decided."""
    form, decision = UndoForm(request.POST), pair.undoable_by(request.user)
    if decision is None:
        raise rules.ReviewRefused("not_yours")
    if not form.is_valid():
        return render(request, "records/pair.html", _shown(request, pair, linkage, DecideForm(), form))
    review_actions.undo(decision=decision, reason=form.cleaned_data["undone_reason"], by=request.user)
    messages.success(request, _("Taken back; it stays in the history of the pair."))
    return redirect("records:pair", *pair.key)


@require_POST
@open_when(permissions.can_link)
def link_again(request: HttpRequest) -> HttpResponse:
    """Have all records linked again, with what people decided meanwhile."""
    form = LinkForm(request.POST)
    if form.is_valid():
        run_actions.ask(reason=form.cleaned_data["reason"], by=request.user, then=tasks.link_later)
    else:
        messages.warning(request, _("Say why everything is to be linked again."))
    return redirect("records:reviews")


@require_safe
@open_when(permissions.can_link)
def run_state(request: HttpRequest) -> HttpResponse:
    """Show the part of the queue's page that changes while the worker links."""
    return render(request, "records/parts/run_state.html", _linking(request))


def _linking(request: HttpRequest) -> dict[str, Any]:
    can_link = permissions.can_link(request.user)
    return {"can_link": can_link, "run": runs.latest_run(request.user), "link_form": LinkForm()}


def _shown(
    request: HttpRequest,
    pair: reviews.Pair,
    linkage: Any,
    form: DecideForm,
    undo_form: UndoForm | None = None,
) -> dict[str, Any]:
    """Return what the page of a pair shows; names only to whoever reads both records, accounted for."""
    pairs = reviews.waiting_for(request.user, reviews.queue(request.user, linkage))
    return {
        "pair": pair,
        "lines": _opened(request, pair) if pair.reads else [],
        "history": reviews.history(request.user, pair.key),
        "can_decide": pair.can_decide(request.user),
        "undoable": pair.undoable_by(request.user),
        "form": form,
        "undo_form": undo_form or UndoForm(),
        "waiting": len(pairs),
        "next": reviews.after(pairs, pair.key),
        **_why(pair, linkage),
    }


def _why(pair: reviews.Pair, linkage: Any) -> dict[str, Any]:
    steps = why.steps(pair, linkage.model)
    sentence = why.sentence(steps, pair.probability)
    return {
        "sentence": sentence,
        "drawing": charts.svg(why.spec(pair, steps), alt=sentence),
        "table": why.table(pair, steps),
        "contradiction": why.contradiction(pair.contradiction),
    }


def _opened(request: HttpRequest, pair: reviews.Pair) -> list[told.Line]:
    records = pair.sides
    linkage_actions.account_for_opening(
        by=request.user, reason=PURPOSE, people=len(records), subject=f"pair {pair.a.key} {pair.b.key}"
    )
    return told.lines(records, told.rows_of(records), told.identities_of(records))
