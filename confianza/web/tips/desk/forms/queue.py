"""Which tips to list."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.models import State, Subject
from confianza.web.tips.queries.queue import Row, Wanted, assignees, labels

OPEN = "open"
LONGEST_SEARCH = 200


class QueueForm(forms.Form):
    """Choices that stay in the address: codes, never a word of what was told."""

    state = forms.ChoiceField(label=_("State"), required=False)
    assigned = forms.ChoiceField(label=_("Whose work"), required=False)
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    late = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(self, *args: object, listed: Sequence[Row] = (), mine: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        told = [one for one in State.choices if one[0] != State.SEALED]
        self.fields["state"].choices = [(OPEN, _("Open")), *told, ("all", _("All of them"))]  # type: ignore[attr-defined]
        others = [one for one in assignees(listed) if one[0] != mine]
        own = [(mine, _("Mine")), ("nobody", _("Nobody's yet"))]
        self.fields["assigned"].choices = [("", _("Anybody's")), *own, *others]  # type: ignore[attr-defined]
        self.fields["subject"].choices = [("", _("All")), *Subject.choices]  # type: ignore[attr-defined]
        named = [(one, one) for one in labels(listed)]
        self.fields["label"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what is wanted; what nobody offers is as if not asked."""
        if not self.is_valid():
            return Wanted()
        told = self.cleaned_data
        state = told["state"] or OPEN
        return Wanted(
            "" if state == "all" else state, told["label"], told["subject"], told["assigned"], told["late"]
        )


class SearchForm(forms.Form):
    """Words to look for in what was told; sent, never in an address."""

    words = forms.CharField(label=_("Words to look for"), max_length=LONGEST_SEARCH)
