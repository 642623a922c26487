"""What a person says of a pair, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.records.models import PairState, Verdict
from confianza.web.records.models.undoing import LONGEST_REASON

SHORTEST_REASON = 5

WHY_NOT = {
    "pair_decided": _("Two people have decided this pair meanwhile. This is how it stands now."),
    "pair_for_the_meeting": _("People do not agree on this pair; the validation meeting decides it."),
    "pair_spoken_already": _(
        "You have said what you think of this pair. Take it back first to say otherwise."
    ),
    "not_yours": _("Only whoever said it takes it back."),
    "undone_already": _("It has been taken back meanwhile."),
    "not_on_the_agenda": _("This is not on the agenda of the meeting."),
    "meeting_closed": _("The minutes of this meeting are final."),
    "case_settled": _("This meeting has settled the case already. Take that back first."),
    "empty_agenda": _("Choose at least one case or pair for the meeting."),
    "outside_the_area": _("Some of what you chose belongs to another area than the meeting."),
    "values_without_outcome": _(
        "Values are chosen only where the case is validated or its values are settled."
    ),
    "settled_without_values": _("Choose whose value holds for at least one field."),
    "series_not_said": _("Say of which series the case is left out."),
    "series_without_outcome": _("A series is named only where the case does not belong to it."),
}


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return the field of a reason, which everything decided here has."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecideForm(forms.Form):
    """One person's word on a pair."""

    verdict = forms.ChoiceField(
        label=_("What do you think?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    reason = reason_field(
        _("Why"), _("Without names: whoever looks at this pair after you may not see them.")
    )


class UndoForm(forms.Form):
    """Why something is taken back."""

    undone_reason = reason_field(_("Why it is taken back"))


class QueueForm(forms.Form):
    """Which pairs to list."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Waiting for me")), ("all", _("All of them")), *PairState.choices],
    )


class LinkForm(forms.Form):
    """Why everything is linked again."""

    reason = reason_field(_("Why now"), _("For instance: the coroner's correction of May came."))
