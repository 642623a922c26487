"""What people write down of problems."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.lib.inputs import DayInput
from confianza.web.observatory import labels
from confianza.web.plans.forms.inputs import choose
from confianza.web.plans.models import Asks, Origin, Page, Setting, Stage
from confianza.web.plans.queries.problems import Asked
from confianza.web.plans.rules import problems as rules
from confianza.web.plans.rules.problems import Seen
from confianza.web.territory import queries as territory

Choices = Sequence[tuple[str, Any]]
# A problem just opened is looked at again within a week; one taken further, within two.
NEXT_LOOK, NEXT_STEP = timedelta(days=7), timedelta(days=14)
YEAR = 12


def measured_by(known: Iterable[str]) -> list[tuple[str, str]]:
    """Return indicators with their names, in the order of the names."""
    return sorted(((one, labels.indicator(one)) for one in known), key=lambda pair: pair[1])


def _later(days: timedelta) -> str:
    return (timezone.localdate() + days).isoformat()


class MonthField(forms.Field):
    """A month, written 2026-03, as its first day; or as its last."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03", "pattern": r"\d{4}-\d{2}"})

    def __init__(self, *, is_last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_last = is_last

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        text = str(value).strip()
        try:
            first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month, no moment
        except ValueError:
            raise forms.ValidationError(self._refused(text)) from None
        return first.replace(day=monthrange(first.year, first.month)[1]) if self.is_last else first

    def _refused(self, text: str) -> str:
        """Say how a month is written; of a day, which whole months lie nearest to it."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return str(_("Write a month as year-month, for example 2026-03."))
        beside = timedelta(days=-1 if self.is_last else monthrange(day.year, day.month)[1])
        other = (day.replace(day=1) + beside).strftime("%Y-%m")
        return _(
            "Only whole months are counted. Write %(own)s for the whole month of that day, or %(other)s."
        ) % {"own": day.strftime("%Y-%m"), "other": other}


def a_year_on_each_side(today: date) -> dict[str, str]:
    """Return the months that suggest themselves: the twelve that are over, and the twelve that come."""
    now = today.year * YEAR + today.month - 1
    begins = {
        "before_from": now - YEAR,
        "before_until": now - 1,
        "after_from": now + 1,
        "after_until": now + YEAR,
    }
    return {name: f"{month // YEAR}-{month % YEAR + 1:02d}" for name, month in begins.items()}


class BoardForm(forms.Form):
    """Which problems the board shows."""

    area = forms.ChoiceField(label=_("Where"), required=False)
    offence = forms.ChoiceField(label=_("What it is measured by"), required=False)
    setting = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=[("", _("All")), *Setting.choices]
    )
    mine = forms.BooleanField(label=_("Only those that I lead"), required=False)

    def __init__(self, *args: Any, areas: Choices, offences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["area"], [("", _("All")), *areas])
        choose(self.fields["offence"], [("", _("All")), *measured_by(offences)])

    @property
    def asked(self) -> Asked:
        """What to show; everything where the choices mean nothing."""
        return Asked(**self.cleaned_data) if self.is_valid() else Asked()


class SeenForm(forms.Form):
    """By what a problem is seen."""

    origin = forms.ChoiceField(label=_("By what it is seen"), choices=Origin.choices)
    text = forms.CharField(
        label=_("In words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Without names. Of the tip line write only the theme and the area, by hand: nothing of a tip "
            "leaves its desk."
        ),
    )
    address = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    request = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, requests: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests = requests

    def clean_address(self) -> str:
        """Keep an address of this house, and no other."""
        told = urlsplit(str(self.cleaned_data["address"]))
        return told._replace(scheme="", netloc="").geturl() if told.path.startswith("/") else ""

    def clean_request(self) -> Any:
        number = str(self.cleaned_data["request"])
        return self.requests.filter(pk=number).first() if number.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        """Return the sign as one; what came from the tip line leads nowhere back."""
        told = super().clean() or {}
        if {"origin", "text"} <= told.keys():
            names = ("origin", "text", "address", "request")
            sign = {name: told.pop(name, None) or "" for name in names}
            sign |= {"request": sign["request"] or None}
            tips = {"address": "", "request": None} if sign["origin"] == Origin.TIPS else {}
            told["seen"] = Seen(**{**sign, **tips})
        return told


class SignForm(SeenForm):
    """Another sign, on the page of its problem."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="sign_%s", **kwargs)


class OpenForm(SeenForm):
    """A problem as it is opened."""

    title = forms.CharField(
        label=_("What comes again, and where"),
        max_length=200,
        help_text=_("So that anybody knows the corner: robberies at the bus stop of the market, on paydays."),
    )
    area = forms.ChoiceField(label=_("Where"))
    offence = forms.ChoiceField(
        label=_("What it is measured by"),
        required=False,
        help_text=_("So that afterwards the numbers can say whether anything changed."),
    )
    setting = forms.ChoiceField(label=_("Kind of place"), choices=Setting.choices, initial=Setting.STREET)
    next_on = forms.DateField(
        label=_("Looked at again on"), widget=DayInput(), initial=lambda: _later(NEXT_LOOK)
    )
    field_order = ("title", "area", "origin", "text", "offence", "setting", "next_on")

    def __init__(self, *args: Any, areas: Choices, offences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["area"], areas)
        choose(self.fields["offence"], [("", _("Nothing that is counted")), *measured_by(offences)])

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])


class FindingForm(forms.Form):
    """What was found."""

    asks = forms.ChoiceField(label=_("To which question"), choices=Asks.choices)
    text = forms.CharField(
        label=_("What was found"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kinds of people and places, never a name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="finding_%s", **kwargs)


class PageForm(forms.Form):
    """Which page of the analysis to keep."""

    page = forms.ChoiceField(label=_("Page of the analysis"))

    def __init__(self, *args: Any, pages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="page_%s", **kwargs)
        choose(self.fields["page"], [(page, Page(page).label) for page in pages])


class MeasureForm(forms.Form):
    """What will say whether anything changed."""

    indicator = forms.ChoiceField(label=_("What is counted"))
    area = forms.ChoiceField(label=_("Where"))
    comparison = forms.ChoiceField(
        label=_("Compared with"),
        required=False,
        help_text=_(
            "A place alike where nothing special is done. Without one, what changed everywhere looks like "
            "a result."
        ),
    )
    before_from = MonthField(
        label=_("Before: from"),
        help_text=_("Only whole months are counted, three at least on each side; better a whole year."),
    )
    before_until = MonthField(label=_("Before: until"), is_last=True)
    after_from = MonthField(
        label=_("After: from"),
        help_text=_(
            "What begins in the middle of a month counts from the next one on. Better the same months of the "
            "year as before."
        ),
    )
    after_until = MonthField(label=_("After: until"), is_last=True)
    because = forms.CharField(
        label=_("Because"), required=False, max_length=500, help_text=_("If it takes the place of another.")
    )

    def __init__(
        self, *args: Any, areas: Choices, beside: Choices, offences: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="measure_%s", **kwargs)
        choose(self.fields["indicator"], measured_by(offences))
        choose(self.fields["area"], areas)
        choose(self.fields["comparison"], [("", _("With nothing")), *beside])

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])

    def clean_comparison(self) -> Any:
        return territory.area_or_none(self.cleaned_data["comparison"])

    def clean(self) -> dict[str, Any]:
        """Return both sides as pairs of days."""
        told = super().clean() or {}
        for side in ("before", "after"):
            if {f"{side}_from", f"{side}_until"} <= told.keys():
                told[side] = told.pop(f"{side}_from"), told.pop(f"{side}_until")
        return told


class StepForm(forms.Form):
    """Where a problem goes from here."""

    to = forms.ChoiceField(label=_("It goes on to"))
    words = forms.CharField(
        label=_("Because"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to go back, or to close what was never assessed."),
    )
    lesson = forms.CharField(
        label=_("What others should know"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to close: what was tried, what came of it, what you would do again."),
    )
    next_on = forms.DateField(
        label=_("Looked at again on"), widget=DayInput(), initial=lambda: _later(NEXT_STEP)
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="step_%s", **kwargs)
        possible = rules.steps_from(now)
        choose(self.fields["to"], [(each.value, each.label) for each in possible])
        if now != Stage.ASSESS:
            del self.fields["lesson"]


class LookForm(forms.Form):
    """Who leads, when somebody looks again, and what is seen by now."""

    leader = forms.ChoiceField(label=_("Who leads"))
    next_on = forms.DateField(label=_("Looked at again on"), widget=DayInput())
    summary = forms.CharField(
        label=_("What is seen"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="look_%s", **kwargs)
        self.people = {str(one.pk): one for one in people}
        choose(self.fields["leader"], [(key, one.display_name) for key, one in self.people.items()])

    def clean_leader(self) -> Any:
        return self.people[self.cleaned_data["leader"]]


class PublicTitleForm(forms.Form):
    """A problem under a title for everybody."""

    title = forms.CharField(
        label=_("On the public site"),
        required=False,
        max_length=200,
        help_text=_("In words that point at nobody. Empty: it does not stand there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="public_%s", **kwargs)


class LearnedForm(forms.Form):
    """Which closed problems are most alike."""

    offence = forms.ChoiceField(label=_("What it is measured by"), required=False)
    setting = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=[("", _("All")), *Setting.choices]
    )

    def __init__(self, *args: Any, offences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["offence"], [("", _("All")), *measured_by(offences)])
