"""What people write down of juries, and what jurors say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.analysis.selection import juries
from confianza.web.plans.forms.calls import words

POINTS = [(str(number), str(number)) for number in range(juries.HIGHEST + 1)]


class NominateForm(forms.Form):
    """Somebody who might judge."""

    username = forms.CharField(label=_("Name of the account"), max_length=150)
    stands_for = forms.CharField(
        label=_("Whose view they bring"),
        max_length=200,
        help_text=_("For instance: shopkeepers, parents of the school, young people of the ward."),
    )


class AnnounceForm(forms.Form):
    """What will be witnessed."""

    announced = forms.CharField(
        label=_("What will be witnessed"),
        max_length=300,
        help_text=_("For instance: five words by five people in the open meeting of the 12th."),
    )


class WitnessedForm(forms.Form):
    """What was said aloud or thrown."""

    witnessed = forms.CharField(label=_("What was said or thrown, in its order"), max_length=500)


class CandidateForm(forms.Form):
    """Which candidate."""

    candidate = forms.IntegerField(widget=forms.HiddenInput)


class StandForm(forms.Form):
    """Whether somebody stands, or takes the place."""

    agrees = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))

    def clean_agrees(self) -> bool:
        return bool(self.cleaned_data["agrees"] == "yes")


class GiveUpForm(forms.Form):
    """Whose place goes to the next, and why."""

    juror = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(choices=(("silent", "silent"), ("conflicts", "conflicts")))


class DeclareForm(forms.Form):
    """Whether a juror has anything to do with an application."""

    conflict = forms.ChoiceField(
        label=_("Do you know who asks, or have you or your family anything to gain?"),
        choices=(
            ("no", _("No, nothing that I know of")),
            ("yes", _("Yes, or I think so: others should score it")),
        ),
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("If yes, what"),
        required=False,
        max_length=300,
        help_text=_("A few words. Who gives the money reads them when all scores are in."),
    )

    def clean_conflict(self) -> bool:
        return bool(self.cleaned_data["conflict"] == "yes")


class ScoreForm(forms.Form):
    """Points and words of a juror, criterion by criterion."""

    def __init__(self, *args: Any, criteria: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [each.number for each in criteria]
        for each in criteria:
            self.fields[f"points_{each.number}"] = forms.TypedChoiceField(
                label=f"{each.text} ({each.weight} %)",
                choices=POINTS,
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "points"}),
                help_text=_("0: not at all. 5: entirely."),
            )
            self.fields[f"words_{each.number}"] = words(_("Why"))

    def clean(self) -> dict[str, Any]:
        """Return points and words, by number."""
        told = super().clean() or {}
        if self.errors:
            return told
        return {
            "points": {number: told[f"points_{number}"] for number in self.numbers},
            "words": {number: told[f"words_{number}"] for number in self.numbers},
        }
