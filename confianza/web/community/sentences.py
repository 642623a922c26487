"""Why a step was refused, in words."""

from django.utils.translation import gettext_lazy as _

from confianza.web.community.rules.standing import StepRefused

REFUSED = {
    "not_from_here": _("That is not possible from where it stands now; somebody may have been quicker."),
    "say_why": _("Say why."),
    "say_what": _("Say in words what those who asked are to be told."),
    "say_when": _("Say by which day."),
    "say_who": _("Say who answers for it: somebody on the list, or an institution."),
    "say_why_not": _("Say why the precinct's highest officer did not come."),
    "day_has_passed": _("That day has passed; give one that is still to come."),
    "day_ahead": _("That day is still to come."),
    "consent_ahead": _("The day on which they agreed is still to come."),
    "not_yet": _("The day of the meeting is still to come."),
    "nobody_came": _("Nobody came: then write down that it was not held."),
    "more_police_than_people": _("More police than people came; check the numbers."),
    "highest_but_no_police": _("The highest officer came, but no police; check the numbers."),
    "name_taken": _("There is a body of that name in that place already."),
    "not_oneself": _("Nobody gives a seat to themselves; ask somebody else who looks after the body."),
    "seated_already": _("This person has a seat already; end it first to give another."),
    "no_such_person": _("There is no account of that name."),
    "body_rests": _("The body is suspended or dissolved; take it up again first."),
    "not_held": _("A list is kept only of a meeting that was held."),
    "too_late_for_a_list": _("The meeting is too long ago: its list would have been destroyed already."),
    "nothing_to_tell": _("There is no answer yet that could be told."),
    "no_such_sign": _("Choose the signs from the list."),
}


def refused(problem: StepRefused) -> str:
    """Say why a step was refused."""
    return str(REFUSED[problem.code])
