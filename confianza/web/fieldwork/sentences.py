"""Why something was kept aside, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ASIDE: dict[str, Any] = {
    "conflict": _("Something else came under a number that was taken already."),
    "stale_edit": _("It changes something that was changed already."),
    "closed": _("Its form was closed when it came."),
    "unknown_form": _("Nobody here knows its form."),
    "file_conflict": _("Another file came under the name of one that had arrived."),
    "not_a_submission": _("It is no filled form."),
    "no_instance": _("It has no number, and could be taken twice."),
    "entities": _("It declares entities of its own, as no telephone does."),
}


def why_aside(reason: str) -> str:
    """Return the sentence for the reason why something was kept aside."""
    return str(ASIDE.get(reason, reason))


# Reasons to look twice, and what else may explain them: none of them accuses anybody.
ODD: dict[str, Any] = {
    "unknown_version": _("It was filled in with a version of the form that nobody knows here."),
    "no_times": _("The telephone did not tell when it was begun or ended."),
    "ends_before_it_begins": _("It ends before it begins: the telephone’s clock was probably set meanwhile."),
    "clock_ahead": _("By its own clock it was filled in after it came here: that clock probably runs ahead."),
    "very_short": _("It took less time than reading its questions takes."),
    "unusual_hour": _("It was filled in before six in the morning or after nine at night, by the telephone."),
    "outside_area": _("Its point lies outside the area of the form. Telephones sometimes tell an old place."),
    "straight_line": _("All questions of its batteries have the same answer. Some people do think so."),
    "short": _("It took less than half as long as most others of this form."),
    "no_point": _("It has no point, where most others of this form have one."),
    "far_from_cluster": _("Its point lies far from the others of its cluster; the code may be mistyped."),
    "same_content": _("Another filled form has exactly the same answers: it may have been sent twice."),
    "very_similar": _("It has nearly all its answers in common with another; neighbours can be that alike."),
    "much_unanswered": _("More “does not know” and “no answer” than on the other telephones."),
    "much_alike": _("More filled forms that resemble another than on the other telephones."),
}


def odd(flag: str) -> str:
    """Return the sentence for a flag."""
    return str(ODD.get(flag, flag))
