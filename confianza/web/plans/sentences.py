"""Why a step was refused, in words."""

from django.utils.translation import gettext_lazy as _

from confianza.web.design import writing
from confianza.web.plans.grant_sentences import GRANTS
from confianza.web.plans.prevention_sentences import PLANS
from confianza.web.plans.rules.refusals import StepRefused

REFUSED = (
    GRANTS
    | PLANS
    | {
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
        "say_lesson": _(
            "Say what others should know of it: what was tried, what came of it, what you would do again."
        ),
        "closed": _("The problem is closed; take it up again first."),
        "too_many_exhibits": _("That is more than is kept of one thing; choose the pictures that show most."),
        "payment_rests_on_it": _("A payment rests on it; it stays."),
        "nothing_to_keep": _("There is nothing to keep: no source tells of it there, or not to you."),
        "measure_stands": _(
            "The measure stands once people act on it; go back to understanding the problem first."
        ),
        "months_run_forward": _(
            "The months run forward: first those before, then those after, without touching. With these, "
            "those after can begin in %(after)s at the earliest."
        ),
        "months_too_few": _(
            "Three months on each side at least; fewer say too little of how months differ. From where they "
            "begin, those before have to last until %(before)s and those after until %(after)s, or longer."
        ),
        "compared_with_itself": _(
            "The area to compare with has a part in the other one; choose one beside it."
        ),
        "months_ahead": _(
            "The months that the measure looks at are not over: until %(until)s nobody can know."
        ),
        "agreed_already": _("That is what was agreed already."),
        "not_yet": _("The day of the meeting is still to come."),
        "close_the_last": _("An earlier meeting of this place is still being held; close it first."),
        "not_open": _("Only while a meeting is being held something is noted or decided in it."),
        "called_already": _("There is a meeting of this place on that day already."),
        "say_what": _("Write what was said or decided."),
        "decision_without_owner": _(
            "A decision has no owner or no day yet: give it both, or take it back, before the meeting ends."
        ),
        "say_who_was_there": _("Say which offices were there."),
        "quarter_not_over": _("That quarter is not over yet."),
        "report_is_there": _("The report of that quarter is there already; it is made once."),
    }
)
# How what a refusal knows of days is written.
WRITTEN = {"before": writing.month, "after": writing.month, "until": writing.day}


def refused(problem: StepRefused) -> str:
    """Say why a step was refused, and from which day or month on it would not be."""
    said = str(REFUSED[problem.code])
    written = {name: WRITTEN.get(name, str)(value) for name, value in problem.details.items()}
    return said % written if written else said
