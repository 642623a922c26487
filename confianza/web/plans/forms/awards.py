"""What people write down of grants once the jury has spoken."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.lib.inputs import DayInput
from confianza.web.plans.forms.calls import YES_NO, Apart, money, words
from confianza.web.plans.forms.exhibits import ExhibitsField
from confianza.web.plans.forms.inputs import choose
from confianza.web.plans.models import TrancheState


class AwardForm(forms.Form):
    """Who gets how much; filled in as the order of the jury gives it."""

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [each.code for each in rows]
        for each in rows:
            self.fields[f"amount_{each.code}"] = money(
                pgettext_lazy("grant", "Amount"), required=False, initial=each.suggested or None
            )
            self.fields[f"reason_{each.code}"] = forms.CharField(
                label=_("If it departs from the jury, why"), required=False, max_length=500
            )

    def pair(self, code: str) -> tuple[Any, Any]:
        """Return the two fields of an application."""
        return self[f"amount_{code}"], self[f"reason_{code}"]

    def clean(self) -> dict[str, Any]:
        """Return amounts and reasons, by code."""
        told = super().clean() or {}
        if self.errors:
            return told
        amounts = {code: told[f"amount_{code}"] for code in self.codes}
        return {
            "amounts": {code: amount for code, amount in amounts.items() if amount},
            "reasons": {code: told[f"reason_{code}"] for code in self.codes},
        }


class TrancheForm(Apart):
    """A part of a grant."""

    apart = "tranche"

    amount = money(pgettext_lazy("grant", "Amount"))
    due_on = forms.DateField(label=_("To be paid on"), widget=DayInput())
    must_show = forms.CharField(
        label=_("What must be shown first"),
        max_length=300,
        help_text=_("For instance: the signed agreement; the bills of the first part."),
    )


class ProofForm(Apart):
    """What was shown for a part."""

    apart = "proof"

    tranche = forms.ChoiceField(label=_("For which part"))
    text = words(_("What was shown"))
    kept_in = forms.CharField(
        label=_("Where it is kept"), required=False, max_length=200, help_text=_("File, folder or minutes.")
    )
    files = ExhibitsField(
        label=_("Photographs or papers"),
        required=False,
        help_text=_(
            "Bills, lists, photographs: JPEG, PNG, WebP or PDF. Seen by whoever runs the call or gives the "
            "money; everybody sees one only where who gives the money says so."
        ),
    )

    def __init__(self, *args: Any, tranches: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tranches = _choose(self.fields["tranche"], tranches)

    def clean_tranche(self) -> Any:
        return self.tranches[self.cleaned_data["tranche"]]


class SettleForm(Apart):
    """Whether a part is paid."""

    apart = "settle"

    tranche = forms.ChoiceField(label=_("Which part"))
    to = forms.ChoiceField(
        label=_("It is now"),
        choices=[(each.value, each.label) for each in (TrancheState.PAID, TrancheState.WITHHELD)],
    )
    words = words(_("If it is withheld, why"), required=False)

    def __init__(self, *args: Any, tranches: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tranches = _choose(self.fields["tranche"], tranches)

    def clean_tranche(self) -> Any:
        return self.tranches[self.cleaned_data["tranche"]]


class ResultForm(Apart):
    """What came of a grant."""

    apart = "result"

    what = forms.CharField(
        label=_("What is counted"), max_length=200, help_text=_("For instance: young people who finished.")
    )
    planned = forms.FloatField(label=pgettext_lazy("result", "Planned"), min_value=0)
    reached = forms.FloatField(label=pgettext_lazy("result", "Reached"), min_value=0)
    words = words(_("What else is to be said"), required=False)


class AppealForm(Apart):
    """An objection, in words for everybody."""

    apart = "appeal"

    text = words(
        _("What is objected to"),
        help_text=_("In words that name nobody: it stands on the public site with its answer."),
    )
    code = forms.CharField(
        label=_("To which application"),
        required=False,
        max_length=8,
        help_text=_("Its code; empty: the whole."),
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    appeal = forms.IntegerField(widget=forms.HiddenInput)
    upheld = forms.ChoiceField(label=_("Is it right?"), choices=YES_NO)
    words = words(_("The answer, for everybody"))

    def clean_upheld(self) -> bool:
        return bool(self.cleaned_data["upheld"] == "yes")


def _choose(field: Any, tranches: Sequence[Any]) -> dict[str, Any]:
    choose(field, [(str(each.pk), f"{each.number} · {each.must_show}") for each in tranches])
    return {str(each.pk): each for each in tranches}
