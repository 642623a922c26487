"""What people write down of weekly meetings and of quarters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models import Whose
from confianza.web.lib.inputs import DayInput
from confianza.web.plans.forms.inputs import choose
from confianza.web.territory import queries as territory

Choices = Sequence[tuple[str, Any]]


class CoordinationForm(forms.Form):
    """A weekly meeting that is called: of which place, on which day."""

    area = forms.ChoiceField(label=_("Where"))
    held_on = forms.DateField(label=pgettext_lazy("weekly meeting", "Day of the meeting"), widget=DayInput())

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["area"], areas)

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])


class NoteForm(forms.Form):
    """What was said to a part of the page."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the minutes. Do not name anybody outside the offices."),
    )

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"note_{part}_%s", **kwargs)


class OwnedForm(forms.Form):
    """Whose a decision is, and by when; `people` have an account, `problems` are open there."""

    whose = forms.ChoiceField(label=_("Who can solve it"), choices=Whose.choices)
    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    owner_name = forms.CharField(
        label=_("Or an institution"),
        required=False,
        max_length=200,
        help_text=_("If nobody of it works here."),
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput())
    problem = forms.ChoiceField(label=_("For which problem"), required=False)

    def __init__(
        self, *args: Any, people: Sequence[Any], problems: Sequence[Any], prefix_id: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id=f"{prefix_id}_%s", **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.problems = {str(one.pk): one for one in problems}
        named = [(key, one.display_name) for key, one in self.people.items()]
        choose(self.fields["owner"], [("", _("Nobody on this list")), *named])
        titled = [(key, one.title) for key, one in self.problems.items()]
        choose(self.fields["problem"], [("", pgettext_lazy("problem", "None of them")), *titled])

    def clean_owner(self) -> Any:
        return self.people.get(self.cleaned_data["owner"])

    def clean_problem(self) -> Any:
        return self.problems.get(self.cleaned_data["problem"])


class DecideForm(OwnedForm):
    """A decision. Owner and day may follow; until they are there, the meeting cannot be closed."""

    what = forms.CharField(
        label=_("What was decided"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("So that next week anybody can see whether it was done."),
    )
    field_order = ("what", "whose", "owner", "owner_name", "due_on", "problem")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix_id="decide", **kwargs)
        self.fields["due_on"].required = False
        self.fields["due_on"].help_text = _(
            "Without an owner or a day it waits below; the meeting ends when every decision has both."
        )


class DropForm(forms.Form):
    """Why something that was agreed is taken back."""

    words = forms.CharField(label=_("Because"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="drop_%s", **kwargs)


class CloseForm(forms.Form):
    """Who was there: offices, not people."""

    present = forms.CharField(
        label=_("Which offices were there"),
        max_length=500,
        help_text=_("For instance: commissariat, sub-station 71.2, town hall, health centre."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="close_%s", **kwargs)


class LeaveOutForm(forms.Form):
    """Why there is no meeting this week."""

    reason = forms.CharField(label=_("Because"), max_length=300)


class QuarterForm(forms.Form):
    """Which quarter is closed, of which place, and what was learned in it."""

    area = forms.ChoiceField(label=_("Where"))
    quarter = forms.ChoiceField(label=_("Quarter"))
    words = forms.CharField(
        label=_("What was learned"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you would do again, and what not. It stays inside; everybody reads the counts."),
    )

    def __init__(self, *args: Any, areas: Choices, quarters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["area"], areas)
        choose(self.fields["quarter"], quarters)

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])
