"""Why a step was refused, in words."""

from django.utils.translation import gettext_lazy as _

from confianza.web.plans.rules.refusals import StepRefused

REFUSED = {
    "not_from_here": _("That is not possible from where it stands now; somebody may have been quicker."),
    "say_why": _("Say why."),
    "show_it": _("Say what shows that it was done: a record, a picture, who saw it."),
    "say_who": _("Say who answers for it: somebody on the list, or an institution."),
    "day_has_passed": _("That day has passed; give one that is still to come."),
    "settled": _("It is settled; take it up again first."),
    "say_by_what": _("Say first by what the problem was seen: an incident, a request, a hot spot."),
    "analysis_open": _("Say first who, where and when; without that every answer is a guess."),
    "measure_first": _("Agree first how it will be measured, so that nobody moves the goal afterwards."),
    "nothing_done": _("Nothing was promised yet that could be assessed."),
    "commitments_open": _("There are promises still open: keep them, or say why not."),
    "not_assessed": _("Compute the assessment first."),
}


def refused(problem: StepRefused) -> str:
    """Say why a step was refused."""
    return str(REFUSED[problem.code])
