"""What people write down of bodies, meetings, requests and juntas."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.community import lists
from confianza.web.community.models import BodyKind, BodyState, Duty, RequestState, Theme, Whose
from confianza.web.community.rules import standing, warning_signs
from confianza.web.community.rules.standing import Attendees
from confianza.web.lib.inputs import DayInput
from confianza.web.territory import queries as territory

Choices = Sequence[tuple[str, Any]]
LONGEST_LIST = 20_000


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class LinesField(forms.CharField):
    """Short texts, one a line, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip()[:200] for line in str(super().clean(value) or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class KindForm(forms.Form):
    """Which bodies to list."""

    kind = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("All")), *BodyKind.choices]
    )


class FoundForm(forms.Form):
    """A body as it is written down."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=BodyKind.choices)
    area = forms.ChoiceField(label=_("Where"))
    precinct = forms.ChoiceField(
        label=_("Precinct"),
        required=False,
        help_text=_(
            "Its highest officer should come to the meetings; the page shows when that did not happen."
        ),
    )
    founded_on = forms.DateField(label=_("Founded on"), required=False, widget=DayInput())
    record = forms.CharField(
        label=_("Written down in"),
        required=False,
        max_length=200,
        help_text=_("For instance: minutes 12-2026 of the town council."),
    )
    meets_every = forms.IntegerField(
        label=_("Meets every so many days"), min_value=1, max_value=366, initial=30
    )
    is_public = forms.BooleanField(
        label=_("Stands on the public site"),
        required=False,
        help_text=_(
            "With its name, its open meetings and what it asks. Leave it out where that puts people at risk."
        ),
    )

    def __init__(self, *args: Any, areas: Choices, precincts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["area"], areas)
        _choose(self.fields["precinct"], [("", _("None")), *precincts])

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])

    def clean_precinct(self) -> Any:
        return territory.area_or_none(self.cleaned_data["precinct"])


class StateForm(forms.Form):
    """What becomes of a body, and why."""

    state = forms.ChoiceField(label=_("It is now"))
    reason = forms.CharField(label=_("Because"), max_length=500)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [each for each in BodyState if standing.can(standing.BODIES, now, each)]
        _choose(self.fields["state"], [(each.value, each.label) for each in possible])


class SeatForm(forms.Form):
    """Somebody with an account, and what they do in the body."""

    username = forms.CharField(
        label=_("Name of the account"),
        max_length=150,
        help_text=_("The seat opens this body and no other."),
    )
    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices, initial=Duty.MEMBER)


class MemberForm(forms.Form):
    """A member who agreed to stand on the list."""

    name = forms.CharField(label=_("Name"), max_length=150)
    contact = forms.CharField(
        label=_("How to reach them"), required=False, max_length=150, help_text=_("A telephone, or nothing.")
    )
    consented_on = forms.DateField(
        label=_("Agreed on"), widget=DayInput(), initial=lambda: timezone.localdate().isoformat()
    )


class CallForm(forms.Form):
    """A meeting that is called."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    starts_at = forms.DateTimeField(
        label=_("When"), widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )
    place = forms.CharField(label=_("Where"), max_length=200)
    agenda = LinesField(label=_("Agenda"), required=False, help_text=_("One matter a line."))
    is_open = forms.BooleanField(
        label=_("Open to everybody: it stands in the public calendar"), required=False, initial=True
    )


class HeldForm(forms.Form):
    """How a meeting went: how many came, not who."""

    women = forms.IntegerField(label=_("Women"), min_value=0, max_value=10_000)
    men = forms.IntegerField(label=_("Men"), min_value=0, max_value=10_000)
    police = forms.IntegerField(label=_("Of them, police"), min_value=0, max_value=10_000, initial=0)
    highest_came = forms.BooleanField(label=_("The precinct's highest officer came"), required=False)
    why_not = forms.CharField(label=_("If not, why"), required=False, max_length=300)
    institutions = LinesField(
        label=_("Institutions that came"), required=False, help_text=_("One a line, without names of people.")
    )
    minutes = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Do not write who said it."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the numbers as one."""
        told = super().clean() or {}
        if {"women", "men", "police"} <= told.keys():
            told["came"] = Attendees(told.pop("women"), told.pop("men"), told.pop("police"))
        return told


class NotHeldForm(forms.Form):
    """Why a meeting was not held."""

    reason = forms.CharField(label=_("Because"), max_length=300)


class AttendanceForm(forms.Form):
    """Who came, one a line."""

    people = forms.CharField(
        label=_("Who came"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One person a line; after a comma, how to reach them."),
    )

    def clean_people(self) -> tuple[lists.Person, ...]:
        people = lists.read(self.cleaned_data["people"])
        if not people:
            raise forms.ValidationError(_("Write at least one name."))
        return people


class AskForm(forms.Form):
    """What is asked, and whose it is to do."""

    what = forms.CharField(
        label=_("What is asked"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the words of those who ask, without names."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    whose = forms.ChoiceField(label=_("Who can solve it"), choices=Whose.choices)


class AssignForm(forms.Form):
    """Who answers for a request, and by when."""

    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    owner_name = forms.CharField(
        label=_("Or an institution"),
        required=False,
        max_length=200,
        help_text=_("If nobody of it works here."),
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput())
    words = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="assign_%s", **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, one.display_name) for key, one in self.people.items()]
        _choose(self.fields["owner"], [("", _("Nobody on this list")), *named])

    def clean_owner(self) -> Any:
        return self.people.get(self.cleaned_data["owner"])


class AnswerForm(forms.Form):
    """An answer in words."""

    state = forms.ChoiceField(label=_("Answer"))
    words = forms.CharField(
        label=_("What those who asked are told"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=_("Promised for"), required=False, widget=DayInput())

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [
            each
            for each in RequestState
            if each in standing.ANSWERS and standing.can(standing.REQUESTS, now, each)
        ]
        _choose(self.fields["state"], [(each.value, each.label) for each in possible])


class WithdrawForm(forms.Form):
    """Why those who asked take it back. It stands on a page with others, under names of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="withdraw_%s", **kwargs)

    words = forms.CharField(label=_("Because"), required=False, max_length=1000)


class PublicForm(forms.Form):
    """A request in words for everybody."""

    text = forms.CharField(
        label=_("On the public site"),
        required=False,
        max_length=300,
        help_text=_("In words by which nobody can tell who asked. Empty: it does not stand there."),
    )


class RegisterForm(forms.Form):
    """Under what a junta is registered."""

    registration = forms.CharField(label=_("Registered under"), max_length=100)
    registered_on = forms.DateField(label=_("Registered on"), widget=DayInput())
    rules_accepted_on = forms.DateField(label=_("Accepted the rules on"), required=False, widget=DayInput())


class OfficerForm(forms.Form):
    """Who looks after a junta."""

    officer = forms.ChoiceField(label=_("Officer"), required=False)

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, one.display_name) for key, one in self.people.items()]
        _choose(self.fields["officer"], [("", _("Nobody")), *named])

    def clean_officer(self) -> Any:
        return self.people.get(self.cleaned_data["officer"])


class VisitForm(forms.Form):
    """What was seen at a visit."""

    visited_on = forms.DateField(
        label=_("Day"), widget=DayInput(), initial=lambda: timezone.localdate().isoformat()
    )
    signs = forms.MultipleChoiceField(
        label=_("What was seen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = warning_signs.signs("seen").values()
        _choose(self.fields["signs"], [(sign.code, sign.said(language)) for sign in known])


class LendForm(forms.Form):
    """Something lent to a junta."""

    what = forms.CharField(label=_("What"), max_length=200)
    serial = forms.CharField(label=_("Number on it"), required=False, max_length=100)
    lent_on = forms.DateField(
        label=_("Lent on"), widget=DayInput(), initial=lambda: timezone.localdate().isoformat()
    )


class LostForm(forms.Form):
    """What is known of something that is missing."""

    because = forms.CharField(label=_("What is known of it"), max_length=300)


def _choose(field: Any, choices: Any) -> None:
    field.choices = choices
