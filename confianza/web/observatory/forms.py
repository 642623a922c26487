"""What can be asked of the observatory; an empty field asks for everything."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.queries import EVERYWHERE, Answer, Question, unseen

# Months of which somebody may have counted something; beyond them lies the end of what a date can say.
MONTH = re.compile(r"((?:19|20)\d{2})-(\d{2})")
INDENT = "\N{EM SPACE}"


class MonthInput(forms.TextInput):
    """The browser's month picker; where there is none, a text written 2026-03."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(attrs={"placeholder": "2026-03", "pattern": r"\d{4}-\d{2}"})


class MonthField(forms.Field):
    """A month, as its first day."""

    widget = MonthInput
    default_error_messages = {"invalid": _("Write a month as year-month, for example 2026-03.")}

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


class DateInput(forms.DateInput):
    """The browser's own date picker, whose value is always written year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


FIELDS = (
    "indicator", "area", "from", "to", "source", "level", "sex", "age", "mechanism", "as_of", "geography",
    "measure",
)  # fmt: skip


class _MonthsForm(forms.Form):
    """A form with `from` and `to`, months that run forward."""

    def clean(self) -> dict[str, Any]:
        """Months run forward."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last month lies before the first one."))
        return told


class QuestionForm(_MonthsForm):
    """The choices of every page of figures. With the answer to them, fields become lists of what there is."""

    indicator = forms.CharField(label=_("What"), required=False)
    area = forms.CharField(label=_("Where"), required=False)
    to = MonthField(label=_("To (month)"), required=False)
    source = forms.CharField(label=_("According to"), required=False)
    level = forms.CharField(label=_("By"), required=False)
    sex = forms.CharField(label=_("Sex"), required=False)
    age = forms.CharField(label=_("Age"), required=False)
    mechanism = forms.CharField(label=_("Mechanism"), required=False)
    as_of = forms.DateField(
        label=_("As known on"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"]
    )
    geography = forms.CharField(label=_("Boundaries"), required=False)
    measure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No attribute can be called `from`.
        self.fields["from"] = MonthField(label=_("From (month)"), required=False)
        self.order_fields(FIELDS)

    def clean_indicator(self) -> str:
        """Accept what the command line accepts: an id, a code or a word."""
        from confianza.analysis.indicators import registry

        try:
            return registry.resolve(self.cleaned_data["indicator"] or Question().indicator_id).id
        except registry.UnknownIndicator as error:
            raise forms.ValidationError(_("No indicator goes by that name."), code="unknown") from error

    def question(self, **fixed: Any) -> Question:
        """Return the question asked; `fixed` are choices the page itself makes."""
        told = self.cleaned_data
        return Question(
            indicator_id=told["indicator"],
            geography=told["geography"] or Question().geography,
            area=told["area"],
            level=told["level"],
            first=told["from"],
            last=told["to"],
            source=told["source"],
            sex=told["sex"],
            age_band=told["age"],
            mechanism=told["mechanism"],
            as_of=told["as_of"],
            measure="count" if told["measure"] == "count" else "rate",
        ).but(**fixed)

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The choices as they stand in the address."""
        return tuple((name, self.data.get(name, "")) for name in FIELDS)

    def answered(self, answer: Answer, hidden: Sequence[str] = ()) -> "QuestionForm":
        """Return the form as it was answered: each field shows what was chosen and offers what there is.

        `hidden` are the fields that the page itself decides.
        """
        form = QuestionForm(initial=_initial(answer.question))
        for name, choices in _choices(answer).items():
            if name in hidden or not choices:
                del form.fields[name]
            else:
                form.fields[name].widget = forms.Select(choices=choices)
        return form


def _initial(question: Question) -> dict[str, Any]:
    return {
        "indicator": question.indicator_id, "area": question.area, "from": question.first,
        "to": question.last, "source": question.source, "level": question.level, "sex": question.sex,
        "age": question.age_band,
        "mechanism": question.mechanism, "as_of": question.as_of, "geography": question.geography,
        "measure": question.measure,
    }  # fmt: skip


Choices = list[tuple[str, Any]]


def _choices(answer: Answer) -> dict[str, Choices]:
    from confianza.analysis.vocabulary import mechanisms, sexes

    there_is, everyone = answer.choices, ("", _("All"))
    sources = [(voice, labels.source(voice)) for voice in there_is.sources]
    several = len(there_is.geographies) > 1
    return {
        "indicator": _indicators(answer.question.indicator_id),
        "area": [(EVERYWHERE, _("All areas")), *_tree(there_is.areas)],
        "source": sources if len(sources) > 1 else [],
        "level": [(level, labels.level(level)) for level in there_is.levels]
        if len(there_is.levels) > 1
        else [],
        "sex": [everyone, *((sex, labels.sex(sex)) for sex in sexes.LABELS)],
        "age": [everyone, *((age, labels.age(age)) for age in there_is.ages)] if there_is.ages else [],
        "mechanism": [everyone, *((code, labels.mechanism(code)) for code in mechanisms.LABELS)],
        "geography": [(code, labels.geography(code)) for code in there_is.geographies] if several else [],
    }


def _tree(areas: Sequence[tuple[str, str, int]]) -> Choices:
    return [(area_id, INDENT * depth + name) for area_id, name, depth in areas]


def _indicators(chosen: str) -> Choices:
    from confianza.analysis.indicators import registry

    known = [indicator.id for indicator in registry.everything()]
    return [(each, labels.indicator(each)) for each in (known if chosen in known else [chosen, *known])]


class AnswerForm(forms.Form):
    """What a person answers about a criterion that no data can measure."""

    reply = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, it is met")), ("partly", _("In part")), ("no", _("No, it is not met"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How you know"),
        help_text=_("A law, a web page, minutes of a meeting, who told you and when. Never a person's data."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class UnseenForm(_MonthsForm):
    """Of which deaths, where and when somebody asks what no source saw."""

    series = forms.CharField(label=_("What"), required=False)
    area = forms.CharField(label=_("Where"), required=False)
    to = MonthField(label=_("To (month)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = MonthField(label=_("From (month)"), required=False)
        self.order_fields(("series", "area", "from", "to"))

    def clean_series(self) -> str:
        """Only series that count the dead."""
        series = self.cleaned_data["series"] or unseen.SERIES[0]
        if series not in unseen.SERIES:
            raise forms.ValidationError(_("No indicator goes by that name."), code="unknown")
        return str(series)

    def asked(self) -> unseen.Asked:
        """Return what was asked; an area that was not chosen is left to the data."""
        told = self.cleaned_data
        area = "" if told["area"] == EVERYWHERE else told["area"] or None
        return unseen.Asked(told["series"], area, told["from"], told["to"])

    def answered(self, found: unseen.Unseen) -> "UnseenForm":
        """Return the form as it was answered, with the areas there are to choose."""
        told = found.asked
        initial = {
            "series": told.series,
            "area": told.area or EVERYWHERE,
            "from": told.first,
            "to": told.last,
        }
        form = UnseenForm(initial=initial)
        form.fields["series"].widget = forms.Select(
            choices=[(name, labels.indicator(name)) for name in unseen.SERIES]
        )
        form.fields["area"].widget = forms.Select(choices=[(EVERYWHERE, _("All areas")), *found.areas])
        return form
