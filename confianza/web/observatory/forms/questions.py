"""What can be asked of the figures; an empty field asks for everything."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.forms.months import DateInput, MonthField, MonthsForm
from confianza.web.observatory.queries import EVERYWHERE, Answer, Question

INDENT = "\N{EM SPACE}"

FIELDS = (
    "indicator", "area", "from", "to", "source", "level", "sex", "age", "mechanism", "as_of", "geography",
    "measure",
)  # fmt: skip


class QuestionForm(MonthsForm):
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
