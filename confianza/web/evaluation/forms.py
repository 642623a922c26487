"""What people write down of evaluations: question, design, objections, answers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.evaluation import sentences
from confianza.web.evaluation.models import Evaluation, Highness, Method, Standing, Verdict
from confianza.web.evaluation.models.evaluations import Direction, Step
from confianza.web.lib.inputs import DayInput

Choices = Sequence[tuple[str, Any]]
MONTH = re.compile(r"((?:19|20)\d{2})-(\d{2})")
# An address in this house: a path, never another site.
ADDRESS = re.compile(r"/(?!/)[\w/.?=&%#-]*")


class MonthField(forms.Field):
    """A month, as its first day."""

    default_error_messages = {"invalid": _("Write a month as year-month, for example 2026-03.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "month", "placeholder": "2026-03", "pattern": r"\d{4}-\d{2}"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.widget.input_type = "month"

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        told = MONTH.fullmatch(str(value).strip())
        try:
            return date(int(told[1]), int(told[2]), 1)  # type: ignore[index]
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class QuestionForm(forms.ModelForm[Evaluation]):
    """A question, and why an answer is hoped for."""

    area = forms.ChoiceField(label=_("Where"))

    class Meta:
        model = Evaluation
        fields = (
            "title",
            "question",
            "programme",
            "run_by",
            "begins_on",
            "does",
            "hopes",
            "because",
            "wrong_if",
            "why_here",
            "chosen_high",
            "linked",
        )
        widgets = {
            "begins_on": DayInput(),
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("question", "does", "hopes", "because", "wrong_if", "why_here")
            },
        }
        help_texts = {
            "question": _(
                "One that can be answered with no. For instance: did robberies fall where the lamps are?"
            ),
            "because": _("By which way what is done is thought to bring what is hoped for."),
            "wrong_if": _("Which result would make you say that it did not work. Decide now."),
            "why_here": _(
                "Who chose the place, and by what. A place chosen in a bad year does better by itself."
            ),
            "linked": _("The part of its address after the name of the site, such as /planes/12/."),
        }

    field_order = ("title", "area")

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas:
            self.fields["area"].choices = areas  # type: ignore[attr-defined]
        else:
            del self.fields["area"]
        self.fields["begins_on"].localize = False
        self.fields["chosen_high"].choices = Highness.choices  # type: ignore[attr-defined]

    def clean_linked(self) -> str:
        """Accept an address in this house alone."""
        told = str(self.cleaned_data["linked"]).strip()
        if told and not ADDRESS.fullmatch(told):
            raise forms.ValidationError(_("Write an address of this site, beginning with /."))
        return told


class DesignForm(forms.Form):
    """How the answer will be sought."""

    indicator = forms.ChoiceField(label=_("What is counted"))
    source = forms.ChoiceField(label=_("As told by"))
    treated = forms.MultipleChoiceField(
        label=_("Where the programme is"),
        help_text=_(
            "Count where the programme is, not the town around it. If it begins on another day in some of "
            "several areas, the next page asks for it; otherwise they are added up."
        ),
    )
    step = forms.ChoiceField(
        label=_("Period"),
        choices=Step.choices,
        help_text=_("Where few cases are counted, longer periods tell more."),
    )
    first_on = MonthField(
        label=_("Data from"), help_text=_("Eight periods before the programme, better more.")
    )
    last_on = MonthField(
        label=_("Data until"),
        help_text=_("Three years with the programme tell more than one: many falls do not last."),
    )
    method = forms.ChoiceField(
        label=_("Method"),
        choices=Method.choices,
        help_text=_("The one that speaks. The others that the data allow are computed beside it."),
    )
    direction = forms.ChoiceField(label=_("What is hoped for"), choices=Direction.choices)
    smallest_effect = forms.CharField(
        label=_("Smallest effect that would matter"), required=False, max_length=200
    )

    def __init__(
        self, *args: Any, indicators: Choices, sources: Choices, areas: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {"indicator": indicators, "source": sources, "treated": areas}
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["treated"].widget.attrs["size"] = 8

    def clean_treated(self) -> list[str]:
        """All areas are of one level: a town and one of its zones would be counted twice."""
        told: list[str] = self.cleaned_data["treated"]
        if len({each.partition("-")[0] for each in told}) > 1:
            raise forms.ValidationError(_("Choose areas of one level: zones, or towns."))
        return told

    def clean(self) -> dict[str, Any]:
        """Data run forward."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and first >= last:
            self.add_error("last_on", _("The last month lies before the first one."))
        return told


class StartsForm(forms.Form):
    """On which day the programme begins in each area: a field for each, filled with that of the question."""

    def __init__(
        self, *args: Any, areas: Choices, begins_on: date, starts: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas = dict(areas)
        for place, (area, name) in enumerate(areas):
            begun = starts.get(area, begins_on)
            self.fields[f"begins_{place}"] = forms.DateField(label=name, widget=DayInput(), initial=begun)

    def clean(self) -> dict[str, Any]:
        """Return the first day by area."""
        told = super().clean() or self.cleaned_data
        days = {area: told.get(f"begins_{place}") for place, area in enumerate(self.areas)}
        return {"starts": {area: day for area, day in days.items() if day}}


class CompareForm(forms.Form):
    """Which of the proposed areas to compare with, and which next door to watch."""

    comparison = forms.MultipleChoiceField(
        label=_("Areas to compare with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    around = forms.MultipleChoiceField(
        label=_("Areas next door, to watch"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Did it move there, or fall there too? An area is watched or compared with, never both: what "
            "moved into one that is compared with would look like a success. The fewer are compared with, "
            "the less can be told."
        ),
    )

    def __init__(self, *args: Any, areas: Choices, near: Choices, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="compare_%s", **kwargs)
        for name, offered in (("comparison", areas), ("around", near)):
            if offered:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What moved into an area that is compared with would look like a success of the programme."""
        told = super().clean() or self.cleaned_data
        told = {"comparison": [], "around": []} | told
        both = sorted(set(told["comparison"]) & set(told["around"]))
        if both:
            names = dict(self.fields["comparison"].choices)  # type: ignore[attr-defined]
            said = _("Compared with, or watched, but not both: %(areas)s.") % {
                "areas": ", ".join(str(names[area]) for area in both)
            }
            self.add_error("around", said)
        return told


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DeviationForm(forms.Form):
    """One thing that is done otherwise than registered."""

    field = forms.ChoiceField(label=_("What is done otherwise"), choices=tuple(sentences.FIELDS.items()))
    last_on = MonthField(label=_("Data until"), required=False)
    method = forms.ChoiceField(label=_("Method"), required=False, choices=[("", "–"), *Method.choices])
    comparison = forms.MultipleChoiceField(label=_("Areas to compare with"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comparison"].choices = areas  # type: ignore[attr-defined]
        self.fields["comparison"].widget.attrs["size"] = 8

    def clean(self) -> dict[str, Any]:
        """What is chosen to be otherwise is filled in."""
        told = super().clean() or self.cleaned_data
        needed = {"last_day": "last_on", "method": "method", "comparison": "comparison"}.get(
            told.get("field", "")
        )
        if needed and not told.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Fill this in: it is what is done otherwise."))
        return told


class ObjectionForm(forms.Form):
    """One thing held against a result."""

    text = forms.CharField(label=_("Objection"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    words = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class JudgeForm(forms.Form):
    """Whether an answer settles an objection."""

    standing = forms.ChoiceField(
        label=_("Does the answer settle it?"),
        choices=((Standing.SETTLED, _("Yes, it is settled")), (Standing.STANDS, _("No, it stands"))),
    )
    words = forms.CharField(
        label=_("Last word"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConcludeForm(forms.Form):
    """The conclusion of a critique."""

    verdict = forms.ChoiceField(label=_("Conclusion"), choices=Verdict.choices)
    words = forms.CharField(
        label=_("What was looked at, and why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(forms.Form):
    """Why it is published again."""

    reason = forms.CharField(
        label=_("Why it is published again"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
