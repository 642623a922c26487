"""Units, their members, and the file that comes back from the root key."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.ceremony import CeremonyRefused, read_vouching
from confianza.web.tips.models import Kind, Subject
from confianza.web.tips.queries import units as queries

LARGEST_FILE = 200_000


class UnitForm(forms.Form):
    """A new unit."""

    kind = forms.ChoiceField(label=_("What it is there for"), choices=Kind.choices)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=150)
    name_en = forms.CharField(label=_("Name in English"), max_length=150)
    subject = forms.ChoiceField(
        label=_("Subject"),
        required=False,
        choices=[("", _("Everything else")), *Subject.choices],
        help_text=_("Of a criminal-information unit: what it takes."),
    )
    station = forms.ChoiceField(
        label=_("Chain of command"),
        required=False,
        help_text=_(
            "The police jurisdiction in whose chain of command it stands. What concerns that chain is never "
            "sealed to it."
        ),
    )

    def __init__(self, *args: Any, stations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = [("", _("Outside the police"))]
        self.fields["station"].choices = [*outside, *stations]  # type: ignore[attr-defined]

    def clean_station(self) -> Any:
        """Return the place, None outside the police."""
        return queries.station(self.cleaned_data["station"])


class MemberForm(forms.Form):
    """Somebody who works in the unit from today."""

    person = forms.ChoiceField(label=_("Person"))

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [(key, f"{one.display_name} ({one.username})") for key, one in self.people.items()]
        self.fields["person"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean_person(self) -> Any:
        return self.people[self.cleaned_data["person"]]


class GiveKeyForm(forms.Form):
    """That the numbers were compared, before a key is given."""

    compared = forms.BooleanField(
        label=_("We have compared the twenty digits, by voice or side by side, and they are the same.")
    )


class VouchingForm(forms.Form):
    """The file with the root key's signatures."""

    file = forms.FileField(label=_("The signed file"))

    def clean_file(self) -> Any:
        """Return the signatures by unit and epoch."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(_("This is another file than the signed one."), code="another_kind")
        try:
            return read_vouching(given.read().decode("utf-8", "replace"), given.name)
        except CeremonyRefused as refused:
            message = _("This is another file than the signed one.")
            raise forms.ValidationError(message, code=refused.code) from None
