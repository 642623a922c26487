"""Shape of what people type when they set a survey up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confianza.web.fieldwork.library import catalogue
from confianza.web.surveys import margins, rules
from confianza.web.surveys.margins import Margin, MarginRefused
from confianza.web.surveys.models import Measure, Mode
from confianza.web.surveys.plan_sentences import REASONS
from confianza.web.surveys.queries import plans, weighting
from confianza.web.surveys.queries.plans import Wish

LARGEST_LIST = 2 * 1024 * 1024
READY = "ready"
Choices = Sequence[tuple[str, str]]

LIKENESS = (
    ("0.02", _("Little: a mixed town (0.02)")),
    ("0.05", _("As usual (0.05)")),
    ("0.10", _("Much: each neighbourhood a world of its own (0.10)")),
)
ROLES = (
    ("cluster", _("Code of the cluster")),
    ("dwelling", _("Number of the dwelling")),
    ("outcome", _("How the visit ended")),
    ("adults", _("How many adults live there")),
    ("consent", _("Whether somebody agreed to answer")),
    ("sex", _("Sex")),
    ("age", _("Age")),
)


class SurveyForm(forms.Form):
    """A new survey."""

    title = forms.CharField(label=_("Title"), max_length=200)
    area = forms.ChoiceField(label=_("Where"))
    population = forms.CharField(
        label=_("Of whom it speaks"),
        max_length=300,
        help_text=_("For instance: people of 18 years or more who live in the town."),
    )
    form = forms.ChoiceField(label=_("Form"))

    def __init__(self, *args: Any, areas: Choices, offered: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered}
        _choose(self, "area", areas)
        ready = [] if any(one.form_id == plans.READY_FORM for one in offered) else [(READY, _ready_title())]
        _choose(self, "form", [*((key, one.title) for key, one in self.offered.items()), *ready])

    def clean_form(self) -> Any:
        """Return the form; None for the ready one, which nobody has installed yet."""
        return self.offered.get(self.cleaned_data["form"])


class ColumnsForm(forms.Form):
    """Which questions say how somebody was drawn."""

    def __init__(self, *args: Any, columns: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, label in ROLES:
            blank = [] if role == "cluster" else [("", _("The form does not ask it"))]
            self.fields[role] = forms.ChoiceField(
                label=label, required=role == "cluster", choices=[*blank, *columns]
            )
        self.fields["missing"] = forms.CharField(
            label=_("Codes that are no answer"),
            required=False,
            max_length=200,
            help_text=_("With commas between them. For instance: ns, nr."),
        )

    def clean_missing(self) -> list[str]:
        return _codes(self.cleaned_data["missing"])

    @property
    def columns(self) -> dict[str, str]:
        """The questions by role, those that the form asks."""
        return {role: self.cleaned_data[role] for role, _label in ROLES if self.cleaned_data.get(role)}


class ItemForm(forms.Form):
    """A question to follow."""

    column = forms.ChoiceField(label=_("Question"))
    measure = forms.ChoiceField(label=_("What is told of it"), choices=Measure.choices)
    answers = forms.CharField(
        label=_("Answers that count"),
        required=False,
        max_length=200,
        help_text=_("For a share: codes of the form, with commas between them. For instance: 3, 4."),
    )
    lowest = forms.FloatField(label=_("Lowest answer of the scale"), required=False)
    highest = forms.FloatField(label=_("Highest answer of the scale"), required=False)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    better = forms.ChoiceField(
        label=_("More of it is"),
        required=False,
        choices=(("", _("neither good nor bad")), ("yes", _("good")), ("no", _("bad"))),
    )

    def __init__(self, *args: Any, columns: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "column", columns)

    def clean_answers(self) -> list[str]:
        return _codes(self.cleaned_data["answers"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("measure") == Measure.SHARE and not told.get("answers"):
            self.add_error("answers", _("Say which answers count."))
        lowest, highest = told.get("lowest"), told.get("highest")
        if told.get("measure") == Measure.MEAN and (lowest is None or highest is None or lowest >= highest):
            self.add_error("highest", _("Say from where to where the scale goes."))
        return told


class FrameForm(forms.Form):
    """A list to draw from: a file, or typed."""

    sheet = forms.FileField(label=_("List of clusters (CSV)"), required=False)
    typed = forms.CharField(
        label=_("Or type it here"),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        sheet, typed = told.get("sheet"), told.get("typed", "").strip()
        if bool(sheet) == bool(typed):
            raise forms.ValidationError(_("Bring a file, or type the list: one of the two."))
        if sheet and sheet.size > LARGEST_LIST:
            raise forms.ValidationError(_("The list is larger than 2 MB."))
        return told | {"content": sheet.read() if sheet else typed.encode()}


class WaveForm(forms.Form):
    """What is wanted of a wave."""

    begins_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    mode = forms.ChoiceField(label=_("Way of asking"), choices=Mode.choices)
    interviews = forms.IntegerField(label=_("Interviews"), min_value=2, max_value=100_000)
    per_cluster = forms.IntegerField(label=_("Interviews in each cluster"), min_value=1, max_value=1000)
    response = forms.IntegerField(
        label=_("Doors of a hundred that lead to an interview"), min_value=1, max_value=100
    )
    likeness = forms.ChoiceField(label=_("How alike neighbours think"), choices=LIKENESS)
    allocation = forms.ChoiceField(
        label=_("Clusters of each stratum"),
        choices=(
            (plans.PROPORTIONAL, _("In proportion to its people")),
            (plans.EQUAL, _("As many in each, to compare them")),
        ),
    )
    method = forms.ChoiceField(
        label=_("Chance of a cluster"),
        choices=(
            (plans.BY_SIZE, _("In proportion to its dwellings")),
            (plans.SIMPLE, _("The same for all")),
        ),
    )
    same_clusters = forms.ChoiceField(label=_("Clusters"), required=False)

    def __init__(self, *args: Any, waves: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waves = {str(one.pk): one for one in waves}
        again = [(key, _("Those of wave %(n)s again") % {"n": one.number}) for key, one in self.waves.items()]
        _choose(self, "same_clusters", [("", _("Drawn anew")), *again])

    def clean_same_clusters(self) -> Any:
        return self.waves.get(self.cleaned_data["same_clusters"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("begins_on") and told.get("ends_on") and told["ends_on"] < told["begins_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return told

    @property
    def wish(self) -> Wish:
        """What is wanted, once the form is valid."""
        told = self.cleaned_data
        return Wish(
            interviews=told["interviews"],
            per_cluster=told["per_cluster"],
            likeness=float(told["likeness"]),
            response=told["response"] / 100,
            sd=plans.USUAL_SD,
            allocation=told["allocation"],
            method=told["method"],
        )


def first_wish() -> dict[str, Any]:
    """Return what stands in the form of a new wave before anybody has typed."""
    today = timezone.localdate()
    return {
        "begins_on": today, "ends_on": today + timedelta(days=27), "mode": Mode.FACE_TO_FACE,
        "interviews": 400, "per_cluster": 10, "response": 80, "likeness": "0.05",
        "allocation": plans.PROPORTIONAL, "method": plans.BY_SIZE, "same_clusters": "",
    }  # fmt: skip


class CommitForm(forms.Form):
    """What will be witnessed at a draw."""

    announced = forms.CharField(
        label=_("What will be witnessed, where and when"),
        max_length=300,
        help_text=_("For instance: five words said by five people at the meeting of the council on 3 March."),
    )


class WitnessedForm(forms.Form):
    """What was witnessed."""

    witnessed = forms.CharField(
        label=_("What was said or thrown, in that order"),
        max_length=500,
        help_text=_("As everybody heard it: at least ten letters or digits."),
    )


class ReplacementForm(forms.Form):
    """Why a cluster cannot be visited."""

    reason = forms.ChoiceField(
        label=_("Because"),
        choices=[(code, REASONS[code]) for code in rules.REASONS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("In own words, without names"), required=False, max_length=250)


class DaysForm(forms.Form):
    """Other days for a wave."""

    begins_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("begins_on") and told.get("ends_on") and told["ends_on"] < told["begins_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return told


class WeightsForm(forms.Form):
    """How a wave is to be weighed."""

    classes = forms.ChoiceField(
        label=_("Who did not answer is like who did in the same"),
        choices=tuple(zip(weighting.CLASSES, (_("Stratum"), _("Neighbourhood"), _("Cluster")), strict=True)),
    )
    sex_age = forms.CharField(
        label=_("People by sex and age"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "mujer; 18-29; 5200\nmujer; 30-44; 4800"}),
        help_text=_("A line each: sex as the form codes it; ages; how many people."),
    )
    stratum = forms.CharField(
        label=_("People by stratum"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "Centro; 15000"}),
        help_text=_("A line each: stratum; how many people of the age that the survey speaks of."),
    )
    source = forms.CharField(
        label=_("Where these numbers come from"),
        required=False,
        max_length=200,
        help_text=_("For instance: census of 2018, projection for 2026."),
    )
    trims = forms.BooleanField(
        label=_("Cut weights that stand out (above the median and 3.5 interquartile ranges)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        known: list[Margin] = []
        for kind in (margins.SEX_AGE, margins.STRATUM):
            try:
                found = margins.read(kind, told.get(kind, ""), told.get("source", ""))
            except MarginRefused as refused:
                self.add_error("source" if refused.code == "no_source" else kind, str(refused))
            else:
                known += [found] if found else []
        return told | {"margins": tuple(known)}


def _ready_title() -> str:
    return catalogue.named(plans.READY_FORM).title(get_language() or "es")


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field: Any = form.fields[name]
    field.choices = choices
