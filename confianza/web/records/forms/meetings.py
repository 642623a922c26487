"""What is put before a validation meeting, what it decides, and its minutes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.records import rules
from confianza.web.records.forms.reviews import WHY_NOT, reason_field
from confianza.web.records.models import Outcome, Verdict
from confianza.web.records.queries import cases
from confianza.web.records.queries.cases import FieldShown
from confianza.web.records.queries.meetings import Item

LONGEST_MINUTES = 20_000
LONGEST_NAME = 150
VALUE_OF = "value_"

Choices = Sequence[tuple[str, Any]]


class InstitutionsField(forms.CharField):
    """Institutions, one a line, without repeating any."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return them in the order written."""
        lines = (line.strip()[:LONGEST_NAME] for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class PrepareForm(forms.Form):
    """When and where, who is asked to come, and what is on the agenda."""

    held_on = forms.DateField(
        label=_("Day of the meeting"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(
        label=_("Room, or means"), max_length=200, help_text=_("For instance: town hall, or video call.")
    )
    institutions = InstitutionsField(
        label=_("Institutions asked to come"), help_text=_("One a line, without names of people.")
    )
    area = forms.ChoiceField(label=_("For which area"))
    cases = forms.MultipleChoiceField(label=_("Cases"), required=False)
    pairs = forms.MultipleChoiceField(label=_("Pairs"), required=False)

    def __init__(self, *args: Any, cases: Choices, pairs: Choices, areas: Choices, **kwargs: Any) -> None:
        """Take what may be chosen: keys of cases, pairs as "a b", and areas where there are several."""
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices, self.fields["pairs"].choices = cases, pairs  # type: ignore[attr-defined]
        if len(areas) > 1:
            self.fields["area"].choices = [("", _("Choose…")), *areas]  # type: ignore[attr-defined]
        else:
            del self.fields["area"]

    def clean_area(self) -> Any:
        """Return the area itself."""
        from confianza.web.territory import queries as territory

        return territory.area(self.cleaned_data["area"])

    def clean_pairs(self) -> list[tuple[str, str]]:
        """Return the pairs as keys."""
        split = (pair.split(" ") for pair in self.cleaned_data["pairs"])
        return [(record_a, record_b) for record_a, record_b in split]

    def clean(self) -> dict[str, Any]:
        """Ask for something to talk about."""
        said = super().clean() or {}
        if not said.get("cases") and not said.get("pairs"):
            raise forms.ValidationError(WHY_NOT["empty_agenda"])
        return said


class SettleForm(forms.Form):
    """What the meeting made of one case; whose value holds where sources disagree."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    series = forms.ChoiceField(label=_("Series it is left out of"), required=False)
    reason = reason_field(_("What convinced the meeting"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{item.key}_%s", **kwargs)
        self.fields["series"].choices = [("", "–"), *cases.series_named()]  # type: ignore[attr-defined]
        for shown in item.fields:
            self.fields[VALUE_OF + shown.name] = forms.ChoiceField(
                label=_("What holds for: %(field)s") % {"field": shown.label},
                required=False,
                choices=[("", _("Not decided")), *_sources(shown)],
            )
        self.order_fields(["outcome", *self._chosen, "series", "reason"])

    @property
    def _chosen(self) -> list[str]:
        return [name for name in self.fields if name.startswith(VALUE_OF)]

    def clean(self) -> dict[str, Any]:
        """Gather whose values were chosen, and refuse what does not belong together."""
        said = super().clean() or {}
        values = {name.removeprefix(VALUE_OF): said[name] for name in self._chosen if said.get(name)}
        said["values"] = values
        try:
            if said.get("outcome"):
                rules.check_outcome(said["outcome"], values=values, series=said.get("series", ""))
        except rules.ReviewRefused as refused:
            raise forms.ValidationError(WHY_NOT[refused.code]) from refused
        return said

    def decided(self) -> dict[str, Any]:
        """Return what was decided, without the choices it was made by."""
        return {name: self.cleaned_data[name] for name in ("outcome", "series", "reason", "values")}


def _sources(shown: FieldShown) -> list[tuple[str, str]]:
    """Return each source that says something of a field, with what it says."""
    return [(record.source, f"{value} ({record.voice})") for record, value in shown.told if value]


class SettlePairForm(forms.Form):
    """What the meeting says of a pair on which two people did not agree."""

    verdict = forms.ChoiceField(
        label=_("The meeting says"), choices=Verdict.choices[:2], widget=forms.RadioSelect
    )
    reason = reason_field(_("What convinced the meeting"))


class MinutesForm(forms.Form):
    """Who was there and what was said; final once closed."""

    institutions = InstitutionsField(
        label=_("Institutions present"), help_text=_("One a line, without names of people.")
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was asked, answered and agreed; without names of victims."),
    )
    close = forms.BooleanField(label=_("These minutes are final"), required=False)
