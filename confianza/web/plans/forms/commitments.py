"""What people write down of commitments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models import Whose
from confianza.web.lib.inputs import DayInput
from confianza.web.plans.forms.inputs import choose
from confianza.web.plans.models import Standing
from confianza.web.plans.queries.commitments import CAUSES
from confianza.web.plans.rules import commitments as rules

Choices = Sequence[tuple[str, Any]]
# What fits the column of the register (14 digits, two of them after the point).
MOST_MONEY = 999_999_999_999


WHICH = {
    "open": pgettext_lazy("commitments", "Open"),
    "late": pgettext_lazy("commitments", "Late"),
    "mine": _("Mine to keep"),
    "kept": pgettext_lazy("commitments", "Kept"),
    "broken": pgettext_lazy("commitments", "Not kept"),
    "all": pgettext_lazy("commitments", "All"),
}


class PromiseForm(forms.Form):
    """What will be done, who answers for it, and by when."""

    what = forms.CharField(
        label=_("What will be done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that anybody can see whether it was done: six lamps lit, not “better lighting”."),
    )
    whose = forms.ChoiceField(label=_("Who can solve it"), choices=Whose.choices)
    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    owner_name = forms.CharField(
        label=_("Or an institution"),
        required=False,
        max_length=200,
        help_text=_("If nobody of it works here."),
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput())
    cost = forms.DecimalField(
        label=_("Money"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        max_digits=14,
        decimal_places=2,
        help_text=_("What it costs, in the money of the country. Empty where nobody knows."),
    )

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="promise_%s", **kwargs)
        self.owners = {str(one.pk): one for one in people}
        named = [(key, one.display_name) for key, one in self.owners.items()]
        choose(self.fields["owner"], [("", _("Nobody on this list")), *named])

    def clean_owner(self) -> Any:
        return self.owners.get(self.cleaned_data["owner"])


class OpportunityForm(PromiseForm):
    """A promise that gives young people something: then also how many of them."""

    people = forms.IntegerField(
        label=_("For how many young people"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("They count for the objective once the promise is kept."),
    )


class PlaceForm(forms.Form):
    """Where something is promised, where it is for nothing that has a place already."""

    lugar = forms.ChoiceField(label=_("Where"))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["lugar"], areas)


class MoveForm(forms.Form):
    """How far a commitment is."""

    to = forms.ChoiceField(label=_("It is now"))
    words = forms.CharField(
        label=_("What shows it, or why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it was kept: a record, a picture, who saw it. If not: why. Without names of people."),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="move_%s", **kwargs)
        possible = [each for each in Standing if each in rules.COMMITMENTS[now]]
        choose(self.fields["to"], [(each.value, each.label) for each in possible])


class PutOffForm(forms.Form):
    """Another day, and why."""

    due_on = forms.DateField(label=_("New day"), widget=DayInput())
    words = forms.CharField(label=_("Because"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="put_off_%s", **kwargs)


class PublicForm(forms.Form):
    """A commitment in words for everybody."""

    text = forms.CharField(
        label=_("On the public site"),
        required=False,
        max_length=300,
        help_text=_("In words by which nobody can tell who asked. Empty: it does not stand there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="public_%s", **kwargs)


class ChooseForm(forms.Form):
    """Which commitments to list."""

    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    area = forms.ChoiceField(label=_("Where"), required=False)
    cause = forms.ChoiceField(
        label=_("What it is for"), required=False, choices=[("", _("All")), *CAUSES.items()]
    )
    which = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Sequence[str], areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["owner"], [("", _("All")), *((name, name) for name in owners)])
        choose(self.fields["area"], [("", _("All")), *areas])

    @property
    def chosen(self) -> str:
        """Which list is asked for; a word that is none of them asks for the open ones."""
        told = str(self.data.get("which", ""))
        return told if told in WHICH else "open"

    @property
    def narrowing(self) -> dict[str, str]:
        """What the list is narrowed down by."""
        told = self.cleaned_data if self.is_valid() else {}
        return {name: told[name] for name in ("owner", "area", "cause") if told.get(name)}
