"""What a person says in the network: who a node is, what is agreed, what becomes of a package."""

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory.models import Level, Rhythm

MOST_UPLOADED = 200 * 1024 * 1024


class PictureForm(forms.Form):
    """Which indicator all nodes are asked about."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, data, *, indicators: list[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
        super().__init__(data)
        self.fields["indicator"].choices = indicators  # type: ignore[attr-defined]

    def chosen(self, default: str) -> str:
        """Return the indicator asked for, or `default` where there is none of that name."""
        return (self.is_valid() and self.cleaned_data["indicator"]) or default


class NodeForm(forms.Form):
    """Another observatory, as a person was told of it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("Country"), initial="GT", help_text=_("Two letters: GT, SV, HN.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    key = forms.RegexField(
        r"^\s*[0-9a-fA-F]{64}\s*$",
        label=_("Public key"),
        help_text=_("64 letters and digits: what the other node prints with: confianza network key"),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    rhythm = forms.ChoiceField(label=_("Agreed rhythm"), choices=Rhythm.choices)
    address = forms.RegexField(
        r"^https://\S+$",
        label=_("Address"),
        required=False,
        help_text=_("Begins with https://. Leave it empty if packages come on a stick."),
    )


class FingerprintForm(forms.Form):
    """The fingerprint, as the other node read it aloud."""

    fingerprint = forms.CharField(
        label=_("Fingerprint that the other node read to you"),
        help_text=_(
            "Seven groups of five digits. Call them on a number you already had; never copy it from here."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class KeyForm(FingerprintForm):
    """Another key of a node, because a person says so."""

    key = NodeForm.base_fields["key"]
    reason = forms.CharField(label=_("Why the key is replaced"), max_length=500)
    field_order = ("key", "fingerprint", "reason")


class AgreementForm(forms.Form):
    """What we send to a node, of which area, until when."""

    title = forms.CharField(
        label=_("Title of the agreement"), max_length=200, help_text=_("As the paper says, with its number.")
    )
    area_id = forms.CharField(
        label=_("Area"),
        max_length=160,
        help_text=_("Its code, such as municipality-2301; all in it goes too."),
    )
    tables = forms.MultipleChoiceField(
        label=_("What is sent"),
        choices=[
            ("figures", _("Figures of the releases")),
            ("records", _("Homicides one by one, without names, days or points")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    k = forms.IntegerField(
        label=_("Fewest records that say the same"),
        initial=5,
        min_value=5,
        max_value=100,
        help_text=_("A record leaves only if so many others look like it."),
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class PackageForm(forms.Form):
    """A package that came on a stick."""

    file = forms.FileField(label=_("Package"), help_text=_("The file that ends in .confianza."))

    def clean_file(self):  # type: ignore[no-untyped-def]
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOADED:
            raise forms.ValidationError(_("The package is too large."), code="too_large")
        return file


class DecisionForm(forms.Form):
    """What becomes of a package in quarantine."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("let_in", _("Let it in: its figures are right")),
            ("refuse", _("Refuse it: its figures do not count")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Whom you asked, when, and what they said."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
