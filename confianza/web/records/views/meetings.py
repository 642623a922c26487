"""Validation meetings: prepared, printed, held, and written down case by case."""

import functools
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import View, open_when
from confianza.web.records import permissions, rules
from confianza.web.records.actions import meetings as meeting_actions
from confianza.web.records.actions import reviews as review_actions
from confianza.web.records.forms.meetings import MinutesForm, PrepareForm, SettleForm, SettlePairForm
from confianza.web.records.forms.reviews import WHY_NOT, UndoForm
from confianza.web.records.models import ValidationMeeting
from confianza.web.records.queries import cases, custody, meetings, reviews
from confianza.web.records.queries.linkage import latest_linkage


@require_safe
@open_when(permissions.can_hold_meetings)
def listing(request: HttpRequest) -> HttpResponse:
    """List the meetings held and prepared, and how many cases wait for one."""
    linkage = latest_linkage()
    pairs = reviews.disputed(request.user, reviews.queue(request.user, linkage))
    context = {
        "meetings": meetings.meetings(request.user),
        "to_discuss": len(meetings.to_discuss(request.user, linkage)),
        "disputed": len(pairs),
    }
    return render(request, "records/meetings.html", context)


@open_when(permissions.can_hold_meetings)
def prepare(request: HttpRequest) -> HttpResponse:
    """Choose the cases and pairs that a meeting is to settle."""
    offered = meetings.offered(request.user, latest_linkage())
    form = PrepareForm(
        request.POST or None,
        cases=offered.case_choices,
        pairs=offered.pair_choices,
        areas=custody.areas_of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = meeting_actions.prepare(by=request.user, **offered.agenda(request.user, form.cleaned_data))
        except rules.ReviewRefused as refused:
            form.add_error(None, WHY_NOT[refused.code])
        else:
            return redirect("records:meeting", made.pk)
    review_actions.account_for_cases(what="agenda to be", cases=len(offered.cases), by=request.user)
    chosen = {"chosen_cases": form["cases"].value() or [], "chosen_pairs": form["pairs"].value() or []}
    return render(request, "records/prepare_meeting.html", {"form": form, "offered": offered, **chosen})


def _of_meeting(view: View) -> View:
    """Hand the meeting over to the view; what may not be done any more is a sentence on its page."""

    @functools.wraps(view)
    def found(request: HttpRequest, meeting_id: int, **item: Any) -> HttpResponseBase:
        meeting = get_object_or_404(meetings.visible(request.user), pk=meeting_id)
        try:
            return view(request, meeting, **item)
        except rules.ReviewRefused as refused:
            messages.warning(request, WHY_NOT[refused.code])
            return redirect("records:meeting", meeting.pk)

    return found


@require_safe
@open_when(permissions.can_hold_meetings)
@_of_meeting
def meeting(request: HttpRequest, meeting: ValidationMeeting) -> HttpResponse:
    """Show the agenda, what each source says of every case, what was made of it, and the minutes."""
    return render(request, "records/meeting.html", _shown(request, meeting))


@require_POST
@open_when(permissions.can_hold_meetings)
@_of_meeting
def settle(request: HttpRequest, meeting: ValidationMeeting, case: str) -> HttpResponse:
    """Take down what the meeting made of one case."""
    items = meetings.agenda(request.user, meeting, latest_linkage())
    item = next((each for each in items if each.key == case), None)
    if item is None:
        raise Http404
    form = SettleForm(request.POST, item=item)
    if not form.is_valid():
        return render(request, "records/meeting.html", _shown(request, meeting, of_case={case: form}))
    meeting_actions.settle(meeting=meeting, case=case, by=request.user, **form.decided())
    messages.success(request, _("What the meeting made of the case is kept; the next linkage takes it over."))
    return redirect("records:meeting", meeting.pk)


@require_POST
@open_when(permissions.can_hold_meetings)
@_of_meeting
def settle_pair(
    request: HttpRequest, meeting: ValidationMeeting, record_a: str, record_b: str
) -> HttpResponse:
    """Take down what the meeting decided of a pair on which people did not agree."""
    key = (record_a, record_b)
    if key not in meeting.pairs:
        raise Http404
    pair = _pair(request, key)
    form = SettlePairForm(request.POST, auto_id=meetings.ids_of(key))
    if not form.is_valid():
        return render(request, "records/meeting.html", _shown(request, meeting, of_pair={key: form}))
    areas = custody.areas_of_deliveries(pair.a.delivery, pair.b.delivery)
    review_actions.settle_pair(
        meeting=meeting, pair=key, areas=(areas[0], areas[1]), by=request.user, **form.cleaned_data
    )
    return redirect("records:meeting", meeting.pk)


@require_POST
@open_when(permissions.can_hold_meetings)
@_of_meeting
def undo_outcome(request: HttpRequest, meeting: ValidationMeeting, outcome_id: int) -> HttpResponse:
    """Take back what the meeting made of a case."""
    outcome = get_object_or_404(meetings.outcomes(request.user, meeting), pk=outcome_id)
    form = UndoForm(request.POST)
    if form.is_valid():
        meeting_actions.undo(outcome=outcome, reason=form.cleaned_data["undone_reason"], by=request.user)
    else:
        messages.warning(request, _("Say why it is taken back."))
    return redirect("records:meeting", meeting.pk)


@require_POST
@open_when(permissions.can_hold_meetings)
@_of_meeting
def minutes(request: HttpRequest, meeting: ValidationMeeting) -> HttpResponse:
    """Keep the minutes; final where that is said."""
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return render(request, "records/meeting.html", _shown(request, meeting) | {"minutes_form": form})
    meeting_actions.keep_minutes(meeting=meeting, by=request.user, **form.cleaned_data)
    messages.success(request, _("The minutes are kept."))
    return redirect("records:meeting", meeting.pk)


def _pair(request: HttpRequest, key: tuple[str, str]) -> reviews.Pair:
    try:
        return reviews.pair(request.user, key, latest_linkage())
    except reviews.UnknownPair as unknown:
        raise Http404 from unknown


def _shown(
    request: HttpRequest, meeting: ValidationMeeting, *, of_case: Any = None, of_pair: Any = None
) -> dict[str, Any]:
    """Return what the page of a meeting shows; `of_case` and `of_pair` are forms that came back."""
    linkage = latest_linkage()
    items = meetings.agenda(request.user, meeting, linkage)
    pairs = meetings.pairs_on(request.user, meeting, linkage)
    review_actions.account_for_cases(what=f"meeting {meeting.pk}", cases=len(items), by=request.user)
    minutes = {"institutions": "\n".join(meeting.institutions), "minutes": meeting.minutes}
    return {
        "meeting": meeting,
        "items": [(item, (of_case or {}).get(item.key) or SettleForm(item=item)) for item in items],
        "pairs": [
            (item, (of_pair or {}).get(item.key) or SettlePairForm(auto_id=item.ids)) for item in pairs
        ],
        "settled": sum(item.outcome is not None for item in items),
        "minutes_form": MinutesForm(initial=minutes),
        "undo_form": UndoForm(),
        "series": dict(cases.series_named()),
    }
