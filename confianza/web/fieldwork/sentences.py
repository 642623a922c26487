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


# Other rooms' flags are worded where they are raised; these are of taking in.
ODD: dict[str, Any] = {
    "unknown_version": _("It was filled in with a version of the form that nobody knows here."),
}


def odd(flag: str) -> str:
    """Return the sentence for a flag."""
    return str(ODD.get(flag, flag))
