"""What people write down of calls for grants and of applications to them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.lib.inputs import DayInput
from confianza.web.plans.forms.inputs import choose
from confianza.web.plans.models import CriterionKind
from confianza.web.territory import queries as territory

Choices = Sequence[tuple[str, Any]]
MOST_MONEY = 999_999_999_999
JURIES = ((3, "3"), (5, "5"), (7, "7"))
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def money(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for an amount of money."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_MONEY, max_digits=14, decimal_places=2, **more
    )


def words(label: Any, *, most: int = 500, **more: Any) -> forms.CharField:
    """Return a field for a few lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **more)


class Apart(forms.Form):
    """A form beside others on one page: its fields have names of their own."""

    apart = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.apart}_%s"} | kwargs)


class CallForm(forms.Form):
    """A call as it is written."""

    title = forms.CharField(label=_("Title"), max_length=200)
    area = forms.ChoiceField(label=_("Where"))
    purpose = words(_("What it is for"), most=5000)
    purse = money(_("All the money there is"))
    at_most = money(_("At most for one application"))
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="GTQ")
    opens_on = forms.DateField(label=_("First day"), widget=DayInput())
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        help_text=_("That day is still in time; the next is late for everybody."),
    )
    jury = forms.TypedChoiceField(label=_("Places in the jury"), choices=JURIES, coerce=int)
    least = forms.IntegerField(
        label=_("Least mark"),
        min_value=0,
        max_value=100,
        initial=50,
        help_text=_("In per cent of all points; below it nothing is given."),
    )

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["area"], areas)

    def clean_area(self) -> Any:
        return territory.area(self.cleaned_data["area"])


class CriterionForm(Apart):
    """A criterion: to be met, or scored with a weight."""

    apart = "criterion"

    kind = forms.ChoiceField(label=_("What it does"), choices=CriterionKind.choices)
    text = forms.CharField(label=_("Criterion"), max_length=300)
    weight = forms.IntegerField(
        label=_("Weight"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Of scored ones: how many of 100. Together they are 100."),
    )

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 0


class NumberForm(forms.Form):
    """Which criterion is taken out."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class BareForm(forms.Form):
    """A step that needs no words."""


class WhyForm(Apart):
    """A step with its reason."""

    apart = "why"

    words = forms.CharField(label=_("Because"), max_length=1000, help_text=_("Everybody will read it."))


class AnnulForm(WhyForm):
    """The same, where it annuls the order of the jury."""

    apart = "annul"


class ApplyForm(forms.Form):
    """An application as it is typed in from paper: who applies, apart from what they want."""

    body = forms.ChoiceField(label=_("Who applies"), required=False)
    name = forms.CharField(
        label=_("Or the name of the group"),
        required=False,
        max_length=150,
        help_text=_("It is sealed. Neither the jury nor the public site is told."),
    )
    contact = forms.CharField(label=_("How to reach them"), required=False, max_length=150)
    title = forms.CharField(label=_("What they want to do, in one line"), max_length=200)
    what = forms.CharField(
        label=_("What they want to do, and how"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("This is what the jury reads. Leave out who asks: names, streets, “we of the school”."),
    )
    amount = money(_("How much they ask for"))

    def __init__(self, *args: Any, bodies: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(each.pk): each for each in bodies}
        named = [(key, each.name) for key, each in self.bodies.items()]
        choose(self.fields["body"], [("", _("None of the list")), *named])

    def clean_body(self) -> Any:
        return self.bodies.get(self.cleaned_data["body"])


class CheckForm(Apart):
    """Whether an application meets each criterion."""

    apart = "check"

    def __init__(self, *args: Any, criteria: Sequence[Any], said: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [each.number for each in criteria]
        known = {each.criterion.number: each for each in said}
        for each in criteria:
            before = known.get(each.number)
            self.fields[f"met_{each.number}"] = forms.ChoiceField(
                label=each.text,
                choices=YES_NO,
                widget=forms.RadioSelect,
                initial=None if before is None else "yes" if before.met else "no",
            )
            self.fields[f"reason_{each.number}"] = forms.CharField(
                label=pgettext_lazy("criterion", "If not, why"),
                required=False,
                max_length=300,
                initial=before.reason if before else "",
            )

    def clean(self) -> dict[str, Any]:
        """Return what is met and why not, by number."""
        told = super().clean() or {}
        if self.errors:
            return told
        return {
            "met": {number: told[f"met_{number}"] == "yes" for number in self.numbers},
            "reasons": {number: told[f"reason_{number}"] for number in self.numbers},
        }
