"""What may be asked and told about the territory."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from confianza.web.territory.models import Level

NONE_OF_OURS = "-"


class SearchForm(forms.Form):
    """Which areas to list."""

    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *Level.choices]
    )
    search = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    former = forms.BooleanField(label=_("Former areas, no longer in force"), required=False)


class DateInput(forms.DateInput):
    """The browser's own date picker, whose value is always written year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; a shapefile comes in parts."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given]


class ImportForm(forms.Form):
    """Files of boundaries or populations, and what they do not say themselves."""

    files = SeveralFilesField(
        label=_("Files"),
        help_text=_(
            "GeoJSON, TopoJSON, GeoPackage, CSV, or a shapefile (.zip, or its .shp, .shx, .dbf and .prj)."
        ),
    )
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("As the file says")), *Level.choices],
        help_text=_("Needed only where neither the columns nor the name of the file tell it."),
    )
    valid_from = forms.DateField(
        label=_("In force since"),
        required=False,
        widget=DateInput(),
        input_formats=["%Y-%m-%d"],
        help_text=_("The first day of these boundaries. Older ones are kept and end that day."),
    )
    replaces_level = forms.BooleanField(
        label=_("These areas replace all others of their level (a reform)"), required=False
    )
    exclude = forms.CharField(
        label=_("Leave out"),
        required=False,
        help_text=_(
            "Codes or names of shapes that are no areas, separated by commas. Lakes are left out anyway."
        ),
    )
    source = forms.CharField(
        label=_("Source of the population"),
        required=False,
        max_length=255,
        help_text=_("For instance: INE, census 2018."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("replaces_level") and not cleaned.get("valid_from"):
            raise ValidationError(_("Say since when these areas replace the others."))
        return cleaned


class DecisionForm(forms.Form):
    """What a told name means, and why."""

    variant = forms.CharField(widget=forms.HiddenInput, max_length=200)
    level = forms.ChoiceField(widget=forms.HiddenInput, choices=Level.choices)
    within = forms.CharField(widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(label=_("It means"))
    reason = forms.CharField(label=_("Because"), max_length=500)

    def __init__(
        self,
        *args: Any,
        likely: Sequence[tuple[str, str]] = (),
        others: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)  # noqa: S101
        area.choices = [
            *likely,
            (_("Other areas"), list(others)),
            (NONE_OF_OURS, _("None of our areas")),
        ]
