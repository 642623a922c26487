"""What people write down of prevention plans."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confianza.analysis.indicators import registry
from confianza.web.lib.inputs import DayInput
from confianza.web.plans.forms.inputs import choose
from confianza.web.plans.models import Gives, PlanKind, PlanState
from confianza.web.plans.rules import prevention as rules
from confianza.web.territory import queries as territory

Choices = Sequence[tuple[str, Any]]


class ChooseForm(forms.Form):
    """Which plans to list."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *PlanKind.choices])
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("All")), *PlanState.choices]
    )


class PlaceForm(forms.Form):
    """Whose area a plan is for."""

    lugar = forms.ChoiceField(label=_("For which place"))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["lugar"], areas)

    def clean_lugar(self) -> Any:
        return territory.area(self.cleaned_data["lugar"])


class PlanForm(forms.Form):
    """The head of a plan."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlanKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.ChoiceField(
        label=_("Council or committee"),
        required=False,
        help_text=_("Its open meeting votes on the plan; so may the municipal council."),
    )
    summary = forms.CharField(
        label=_("What it is about, for everybody"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Once proposed, everybody may read the plan. Name nobody in it."),
    )
    begins_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("Until"), widget=DayInput())

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(one.pk): one for one in bodies}
        named = [(key, one.name) for key, one in self.bodies.items()]
        choose(self.fields["body"], [("", _("Not said yet")), *named])

    def clean_body(self) -> Any:
        return self.bodies.get(self.cleaned_data["body"])


class ChapterForm(forms.Form):
    """What a plan says to a step."""

    text = forms.CharField(
        label=_("What the plan says to this step"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Once proposed, everybody may read the plan. Name nobody in it."),
    )


class ObjectiveForm(forms.Form):
    """What a plan wants to reach, by what it is measured, and by when."""

    text = forms.CharField(label=_("What we want to reach"), max_length=300)
    indicator = forms.ChoiceField(
        label=_("Measured by"),
        required=False,
        help_text=_("Where it starts is counted by the observatory; nobody types it in."),
    )
    gives = forms.ChoiceField(
        label=_("Or by what young people get"),
        required=False,
        choices=[("", _("Nothing counted")), *Gives.choices],
    )
    target = forms.FloatField(
        label=_("Where we want to be"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=_("Of an indicator: how many in twelve months. Of what young people get: for how many."),
    )
    by_on = forms.DateField(label=_("By when"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "es")[:2]
        known = [(each.id, each.name(language)) for each in registry.everything() if not each.awaits]
        choose(self.fields["indicator"], [("", _("Nothing counted")), *known])


class ProposeForm(forms.Form):
    """Why a plan is put before the meeting."""

    why = forms.CharField(
        label=_("Why now, or what is new in it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="propose_%s", **kwargs)


class DecideForm(forms.Form):
    """How the meeting voted."""

    meeting = forms.ChoiceField(label=_("Which meeting voted"), required=False)
    in_favour = forms.IntegerField(label=_("In favour"), min_value=0, max_value=20_000)
    against = forms.IntegerField(label=_("Against"), min_value=0, max_value=20_000)
    abstained = forms.IntegerField(label=_("Neither"), min_value=0, max_value=20_000, initial=0)
    said = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without who said it. If it was not carried: why."),
    )

    def __init__(self, *args: Any, meetings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings}
        named = [(key, str(one)) for key, one in self.meetings.items()]
        choose(self.fields["meeting"], [("", _("Choose the meeting")), *named])

    def clean_meeting(self) -> Any:
        return self.meetings.get(self.cleaned_data["meeting"])


class TakeBackForm(forms.Form):
    """Why a plan is taken back."""

    words = forms.CharField(label=_("Because"), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="take_back_%s", **kwargs)


class CloseForm(forms.Form):
    """What becomes of a plan, and why."""

    to = forms.ChoiceField(label=_("It is now"))
    words = forms.CharField(label=_("Because"), max_length=500)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="close_%s", **kwargs)
        possible = rules.PLANS[now] - {PlanState.PROPOSED, PlanState.APPROVED}
        named = [(each.value, each.label) for each in PlanState if each in possible]
        choose(self.fields["to"], [] if now == PlanState.PROPOSED else named)


class AccountForm(forms.Form):
    """A quarter to account for, and what the keeper says to it."""

    period = forms.ChoiceField(label=_("Quarter"))
    words = forms.CharField(
        label=_("What you say to it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The figures are computed; your words stand beside them."),
    )

    def __init__(self, *args: Any, periods: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="account_%s", **kwargs)
        choose(self.fields["period"], [(each, each) for each in periods])
