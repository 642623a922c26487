"""Why a step of a prevention plan was refused, and what a version changed, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models import CycleStep
from confianza.web.plans.rules.comparing import Change

PLANS = {
    "before_the_meeting": _("The plan stands before the open meeting; take it back first, to change it."),
    "plan_is_over": _("The plan has ended or was withdrawn."),
    "say_whose_plan": _("Say first of which council or committee it is: its open meeting votes on it."),
    "say_what_about": _("Write first what it is about, in words for everybody."),
    "cycle_open": _("Say something to each of the six steps; without that it is a list of wishes."),
    "no_objective": _("Write at least one objective."),
    "objective_of_nobody": _("For each objective somebody must promise something, with a day."),
    "nothing_new": _("It says word for word what was approved already."),
    "say_which_meeting": _("Choose the meeting that voted."),
    "meeting_not_held": _("That meeting was not held, or nobody has written down yet how it went."),
    "meeting_not_public": _(
        "That meeting was not open to everybody, or its body does not stand in the public calendar."
    ),
    "meeting_not_theirs": _("That meeting is neither of the plan's body nor of the council over its area."),
    "meeting_without_notice": _("That meeting was called less than three days before it began."),
    "proposed_too_late": _("The plan could be read for less than three days before that meeting."),
    "told_by_proposer": _("Who proposed the plan also wrote down how that meeting went."),
    "proposer_counts_no_votes": _("Who proposed the plan does not write down the votes on it."),
    "nobody_voted": _("Write how many were in favour, against, or neither."),
    "more_votes_than_people": _("There are more votes than people who came to that meeting."),
    "say_what_was_said": _("It was not carried: write what the meeting said, without who said it."),
    "never_approved": _("A plan accounts for its quarters once it was approved."),
    "no_quarter": _("Choose a quarter from the list."),
    "quarter_elsewhere": _("That quarter is not of the years of the plan."),
    "quarter_runs": _("That quarter is not over yet."),
    "told_already": _("That quarter was accounted for; what was told then stands."),
    "ends_before_it_begins": _("A plan ends after it begins."),
    "too_long": _("A plan is for ten years at most; nobody accounts for longer ones."),
    "not_their_body": _("Choose a body of that place, or of one around it."),
    "one_measure": _("Measure it by an indicator or by what young people get, not by both."),
    "say_how_many": _("Say where you want to be: a number."),
    "say_measured_by": _("A number needs to say what it counts: an indicator, or what young people get."),
    "outside_the_plan": _("That day is not of the years of the plan."),
    "stands_in_a_plan": _("It stands in a plan everybody reads; it is not taken off the public site."),
    "promised_for": _("Somebody promised something for it, or a call for grants stands on it: it stays."),
}
PARTS = {
    "title": _("Title"),
    "summary": _("What it is about, for everybody"),
    "body": pgettext_lazy("plan", "Whose plan it is"),
    "begins_on": _("From"),
    "ends_on": _("Until"),
}


def part(change: Change) -> Any:
    """Name the part of a plan that a version changed."""
    if change.part == "chapters":
        return CycleStep(change.number).label
    if change.part == "objectives":
        return _("Objective %(n)s") % {"n": change.number}
    if change.part == "promises":
        return _("What was promised")
    return PARTS[change.part]
