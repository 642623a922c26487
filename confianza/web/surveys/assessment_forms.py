"""What is asked to begin an assessment, and to write down a finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.surveys import assessment_pages
from confianza.web.surveys.actions.assessments import EVERYBODY, LONGEST_FINDING
from confianza.web.surveys.models import Prong

READY = {
    "citizens": "evaluacion_ciudadania",
    "justice": "evaluacion_justicia",
    "officers": "evaluacion_policia",
}


class AssessmentForm(forms.Form):
    """A title, a place, a time, and the form of each prong; the ready ones are proposed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    area = forms.ModelChoiceField(label=_("Where"), queryset=None)
    begins_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    citizens = forms.ModelChoiceField(label=_("Form for citizens"), queryset=None)
    justice = forms.ModelChoiceField(label=_("Form for investigation and justice"), queryset=None)
    officers = forms.ModelChoiceField(label=_("Form for officers"), queryset=None)

    def __init__(self, *args: Any, areas: Any, kept: Any, names: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        area: Any = self.fields["area"]
        area.queryset = areas
        area.label_from_instance = lambda each: names.get(each.stable_id, each.stable_id)
        for name, form_id in READY.items():
            field: Any = self.fields[name]
            field.queryset = kept
            field.initial = kept.filter(form_id__startswith=form_id).first()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("begins_on") and told.get("ends_on") and told["begins_on"] > told["ends_on"]:
            self.add_error("ends_on", _("It ends before it begins; write a later day."))
        return told


class FindingForm(forms.Form):
    """What the team concludes, and of whom."""

    prong = forms.ChoiceField(label=_("Of whom"))
    text = forms.CharField(
        label=_("What the team concludes"),
        max_length=LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write no names of people. Your name stands under it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["prong"]
        choice.choices = [(each, assessment_pages.prong_name(each)) for each in (EVERYBODY, *Prong.values)]
