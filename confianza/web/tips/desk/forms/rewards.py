"""What is proposed as a reward, decided, and shown at the counter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.tips import vouchers
from confianza.web.tips.actions.rewards import LONGEST_SUMMARY
from confianza.web.tips.desk.rewards import NOTHING, WHY_NOT

LONGEST_CODE = 30


class ProposeForm(forms.Form):
    """What a tip led to, in words from which nobody finds the tip."""

    text = forms.CharField(
        label=_("What it led to"),
        help_text=_(
            "Arrests, seizures, a danger averted: what and how much, not which tip. No name, no day, no "
            "place smaller than a town; the board must not learn who told it."
        ),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )


class VoteForm(forms.Form):
    """What one of the board would give."""

    band = forms.ChoiceField(label=_("What would you give?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["band"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> str:
        """Return the code of the band, "" for nothing."""
        band: str = self.cleaned_data["band"]
        return "" if band == NOTHING else band


class PayForm(forms.Form):
    """Code and word, as somebody says them at the counter."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Twelve digits."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    word = forms.CharField(
        label=_("Word"),
        help_text=_(
            "The word that whoever brings the code chose. Ask for nothing else: no name, no document."
        ),
        max_length=vouchers.LONGEST_WORD,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Return the digits. A slip of the hand is told before anything is looked at."""
        try:
            return vouchers.read(self.cleaned_data["code"])
        except vouchers.Mistyped:
            raise forms.ValidationError(WHY_NOT["mistyped"]) from None
