"""What of a tip is compared with what other units hold."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.desk.words import COMPARED
from confianza.web.tips.rules import coincidences
from confianza.web.tips.rules.coincidences import Named, Value

LONGEST = 80


class CompareForm(forms.Form):
    """Some of what the tip names, and one thing more that its readers found in it."""

    named = forms.MultipleChoiceField(
        label=_("What the tip names"), required=False, widget=forms.CheckboxSelectMultiple
    )
    what = forms.ChoiceField(label=_("Something else it names"), choices=(), required=False)
    text = forms.CharField(
        label=_("As it is told"),
        help_text=_("A telephone, a plate, a nickname… as you found it in the text."),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, found: Sequence[Named], is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        choices = [(str(place), f"{COMPARED[one.value.what]}: {one.text}") for place, one in enumerate(found)]
        self.fields["named"].choices = choices
        self.fields["named"].initial = [place for place, _label in choices] if is_first else []
        self.fields["what"].choices = [("", "—"), *COMPARED.items()]
        if not found:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        """Make of what was written what stands for it in the index, or say what it should be."""
        told = super().clean() or {}
        what, text = told.get("what"), told.get("text")
        told["value"] = None
        if bool(what) != bool(text):
            self.add_error("text" if what else "what", _("Both are needed: what it is, and how it is told."))
        elif what and text:
            try:
                told["value"] = coincidences.value(what, text, settings.COUNTRY)
            except coincidences.Unusable:
                self.add_error("text", _("This cannot be compared: it is too short, or not of that kind."))
        return told

    def values(self) -> list[Value]:
        """Return what was chosen and written."""
        chosen = [self.found[int(place)].value for place in self.cleaned_data.get("named", ())]
        more = self.cleaned_data["value"]
        return [*chosen, more] if more else chosen
