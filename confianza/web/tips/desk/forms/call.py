"""The questions of one step of a call, as fields; what their answers are worth, the questionnaire says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.questionnaire import loading
from confianza.web.tips.questionnaire.problems import Problem
from confianza.web.tips.questionnaire.questions import Question
from confianza.web.tips.questionnaire.reading import Offered
from confianza.web.tips.questionnaire.texts import languages


class BeginForm(forms.Form):
    """What the call is about, and in which language."""

    questionnaire = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the caller"))

    def __init__(self, *args: Any, spoken: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.name, one.title.told_in(spoken)) for one in loading.offered()]
        self.fields["questionnaire"].choices = offered  # type: ignore[attr-defined]
        spoken_here = [(one.code, one.name) for one in languages() if one.complete]
        self.fields["language"].choices = spoken_here  # type: ignore[attr-defined]
        self.fields["language"].initial = spoken


class StepForm(forms.Form):
    """Draws questions. It refuses nothing itself: `told` hands it what the questionnaire refuses."""

    def __init__(
        self, *args: Any, questions: Iterable[Question], offered: Offered, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.name] = _field(question, offered, language)

    def told(self, problems: Iterable[Problem]) -> "StepForm":
        """Return the form with what is wrong beside each question."""
        self.is_valid()
        for problem in problems:
            if problem.question in self.fields:
                self.add_error(problem.question, problem.sentence)
        return self


def _field(question: Question, offered: Offered, language: str) -> forms.Field:
    told: dict[str, Any] = {
        "label": question.text.told_in(language),
        "help_text": question.hint.told_in(language),
        "required": False,
    }
    choices = _choices(question, offered, language)
    match question.asks:
        case "choice":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
        case "area" | "station":
            return forms.ChoiceField(choices=[("", "—"), *choices], **told)
        case "choices" | "stations" | "units":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        case "text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}), **told)
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **told)


def _choices(question: Question, offered: Offered, language: str) -> list[tuple[str, str]]:
    if question.options:
        return [(one.name, one.text.told_in(language)) for one in question.options]
    listed = {
        "area": offered.areas,
        "station": offered.stations,
        "stations": offered.stations,
        "units": offered.units,
    }
    return list(listed.get(question.asks, {}).items())
