"""Why a step of a grant was refused, and what stands beside a call, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models import CallState

GRANTS = {
    "over_the_purse": _("That is more than the purse holds."),
    "closes_first": _("It would close before it opens."),
    "fixed": _("The call is open: what it says and by what it is scored changes no more."),
    "weight_missing": _("Say how much the criterion weighs, from 1 to 100."),
    "criteria_first": _("It needs criteria: at least one that must be met, and one that is scored."),
    "weights_of_100": _("The weights of what is scored must add up to 100."),
    "jury_odd": _("The jury needs an odd number of places, three at least."),
    "still_open": _("Its last day has not passed yet."),
    "unchecked": _("There are applications that nobody has checked by the criteria."),
    "nobody_admitted": _("No application was admitted; then cancel the call, and say why."),
    "draw_first": _("The jury is drawn first, in an open meeting."),
    "seats_open": _("Not everybody who was drawn has accepted the place."),
    "scores_missing": _("There are scores still to be handed in."),
    "too_few_jurors": _("For some application more than half of the jury must be without a conflict."),
    "nothing_awarded": _("Say who gets how much."),
    "objections_open": _("Objections come first: their days must be over, and each of them answered."),
    "tranches_open": _("There are parts of grants that were neither planned to the end, paid nor withheld."),
    "results_first": _("Say first what came of each grant."),
    "nothing_upheld": _("An award is taken back only where an objection to it was right."),
    "paid_already": _("Something was paid already."),
    "not_open": _("The call is not open."),
    "too_late": _("It is too late for that: the days of the call are over."),
    "too_much": _("One may ask for something, and for no more than the call says."),
    "say_who_applies": _("Say who applies: a body on the list, or the name of the group."),
    "betrays": _(
        "What is asked for tells who asks: take the name out of the title and the text, so that the jury "
        "does not know it."
    ),
    "betrays_whose": _(
        "That tells who applies; everybody reads it, and the jury too. Say it without the name."
    ),
    "left_out": _("An objection to an exclusion was right: admit that application first."),
    "nobody_left_out": _("An order is annulled only where an objection to an exclusion was right."),
    "annul_first": _(
        "An objection to an exclusion was right: annul the order first, so that the jury scores what it was "
        "not given."
    ),
    "take_back_first": _(
        "An objection to an exclusion was right: take the award back first, then annul the order."
    ),
    "objection_was_right": _("An objection to its exclusion was right; it is not excluded again."),
    "not_closed": _("Applications are checked, and the jury is drawn, once the call is closed."),
    "check_all": _("Say of each criterion whether it is met."),
    "no_such_person": _("There is no account of that name."),
    "not_oneself": _("Nobody proposes themselves."),
    "runs_it": _("Whoever runs calls or gives money there does not judge, and who runs it does not give."),
    "reads_account": _(
        "Whoever reads the account of deeds sees there when each application came; they do not judge."
    ),
    "stands_already": _("This person stands on the list already."),
    "two_hands": _("Somebody else has to second it: nobody stands on the list by one hand."),
    "list_is_fixed": _("The list was committed to; nobody comes or goes any more."),
    "list_too_short": _(
        "The list needs twice as many people as the jury has places, each of whom agreed and was seconded: "
        "from a shorter one nobody is really drawn."
    ),
    "not_yours": _("That is for the juror to say, and for nobody else."),
    "has_scored": _("Scores of this juror are in; nobody can put them out any more."),
    "not_yet_silent": _("Give them the time they have: a week to answer, three to score."),
    "enough_jurors": _("There are enough jurors without a conflict; nobody has to go."),
    "not_scoring": _("There is nothing to score now."),
    "declare_first": _("Say first whether you have anything to do with it."),
    "in_conflict": _("You said that you have something to do with it; others score it."),
    "handed_in": _("It is handed in, and changes no more."),
    "score_all": _("Give points from 0 to 5 for each criterion."),
    "more_than_asked": _("Nobody gets more than they asked for."),
    "below_the_mark": _("Nobody gets anything below the least mark that the call says."),
    "say_why_not_ranking": _("Where you depart from the order of the jury, say why; everybody will read it."),
    "own_body": _("You sit in a body that would get money; somebody else has to give it."),
    "more_than_awarded": _("The parts would be more than the grant."),
    "plan_tranches": _("Plan first all parts of the grant: they must add up to it."),
    "earlier_first": _("The part before it is not paid yet."),
    "show_first": _("Nothing was shown for it yet."),
    "too_late_to_object": _("The days for objections are over, or have not begun."),
    "no_such_code": _("No application has that code."),
    "draw_no_announcement": _("Say in one line what will be said aloud or thrown in the meeting."),
    "draw_witnessed_short": _("That is too short: ten dice, or five words by five people."),
    "draw_no_more": _("Nobody is left on the list; cancel the call, and say why."),
}
# What a step is called on its button.
STEPS = {
    CallState.OPEN: _("Open the call"),
    CallState.CLOSED: _("Close the call"),
    CallState.SCORING: _("Begin to score"),
    CallState.RANKED: _("Compute the order of the jury"),
    CallState.ENDED: _("End the call"),
}
GAVE_UP = {
    "declined": pgettext_lazy("juror", "gave the place back"),
    "conflicts": pgettext_lazy("juror", "has too many conflicts of interest"),
    "silent": pgettext_lazy("juror", "did not answer in time"),
}


def waiting_for(codes: Iterable[str]) -> list[str]:
    """Say what a call still waits for."""
    return [str(GRANTS[code]) if code in GRANTS else str(_("A day that is still to come.")) for code in codes]
