"""The page on which people say what unknown place names mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib import doors
from confianza.web.territory import permissions, queries
from confianza.web.territory.actions import naming
from confianza.web.territory.forms import NONE_OF_OURS, DecisionForm
from confianza.web.territory.models import Level

if TYPE_CHECKING:
    from confianza.analysis.territory.names import Proposal

PER_PAGE = 20


@dataclass(frozen=True)
class Question:
    """A name nobody knows, where it was told, how often, and the form to answer with."""

    proposal: "Proposal"
    level: str
    within: str
    best: str
    form: DecisionForm


@require_safe
@doors.open_when(permissions.can_decide_names)
def names(request: HttpRequest) -> HttpResponse:
    """List the place names of claims that nobody knows, with what they may mean."""
    told = queries.proposals_within(queries.proposals(), request.user.reach(permissions.ANALYST))
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "territory/names.html", {"page": page, "questions": _questions(page.object_list)})


@require_POST
@doors.open_when(permissions.can_decide_names)
def decide_name(request: HttpRequest) -> HttpResponse:
    """Write down what a name means."""
    level, within = request.POST.get("level", ""), request.POST.get("within", "")
    if not permissions.can_decide_within(request.user, queries.area_or_none(within)):
        raise Http404
    form = DecisionForm(request.POST, others=queries.choices_within(level, within))
    if form.is_valid():
        _decide(request, form.cleaned_data, level, within)
    else:
        messages.error(request, _("Choose an area and say why, so that others can follow the decision."))
    return redirect("territory:names")


def _decide(request: HttpRequest, told: dict[str, str], level: str, within: str) -> None:
    """Decide and say so, or say what is refused."""
    meant = "" if told["area"] == NONE_OF_OURS else told["area"]
    decision = {"variant": told["variant"], "level": level, "within": within, "area_id": meant}
    try:
        naming.confirm_name(**decision, reason=told["reason"], by=request.user)
    except naming.DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Decided: %(name)s.") % {"name": told["variant"]})


def _questions(proposals: "Iterable[Proposal]") -> list[Question]:
    listed = list(proposals)
    scopes = queries.names_of(one.scope for one in listed)
    return [_question(number, one, scopes.get(one.scope, "")) for number, one in enumerate(listed)]


def _question(number: int, proposal: "Proposal", within: str) -> Question:
    titles = dict(queries.choices_within(proposal.level, proposal.scope))
    likely = [(one.area_id, titles.pop(one.area_id)) for one in proposal.candidates if one.area_id in titles]
    form = DecisionForm(
        initial={"variant": proposal.name, "level": proposal.level, "within": proposal.scope},
        likely=likely if proposal.best else [("", _("Choose…")), *likely],
        others=sorted(titles.items(), key=lambda pair: pair[1]),
        auto_id=f"q{number}_%s",
    )
    best = likely[0][1] if proposal.best and likely else ""
    return Question(proposal, str(Level(proposal.level).label), within, best, form)
