"""What is said, graded, labelled and decided on the page of one tip."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.desk.words import INFORMATION, OUTCOMES, RECEIVERS, SOURCES, TEMPLATES
from confianza.web.tips.models import Subject

LONGEST_TEXT = 6000
LONGEST_REASON = 500
LONGEST_LABEL = 40
MOST_LABELS = 12
SHORTEST_REASON = 5


def _words(label: Any, help_text: Any = "", *, rows: int = 3, longest: int = LONGEST_TEXT) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


def reason_field(help_text: Any = "") -> forms.CharField:
    """Return the field of a reason."""
    field = _words(_("Why"), help_text, rows=2, longest=LONGEST_REASON)
    field.min_length = SHORTEST_REASON
    return field


class GradeForm(forms.Form):
    """How good the source is, and how sure what it tells."""

    source = forms.ChoiceField(label=_("The source"), choices=SOURCES)
    information = forms.ChoiceField(label=_("What it tells"), choices=INFORMATION)


class SubjectForm(forms.Form):
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)


class LabelsForm(forms.Form):
    """Labels, with commas between them."""

    labels = forms.CharField(
        label=_("Labels"),
        help_text=_("With commas between them. They are sealed like everything else."),
        required=False,
        max_length=MOST_LABELS * (LONGEST_LABEL + 2),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_labels(self) -> list[str]:
        """Return the labels one by one."""
        found = [one.strip() for one in self.cleaned_data["labels"].split(",") if one.strip()]
        if len(found) > MOST_LABELS or any(len(one) > LONGEST_LABEL for one in found):
            raise forms.ValidationError(
                _("At most %(most)s labels of at most %(longest)s letters each."),
                params={"most": MOST_LABELS, "longest": LONGEST_LABEL},
            )
        return found


class AssignForm(forms.Form):
    """Whose work it is, among those who read it."""

    person = forms.ChoiceField(label=_("Whose work"), required=False)

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, one.display_name) for key, one in self.people.items()]
        self.fields["person"].choices = [("", _("Nobody's yet")), *named]  # type: ignore[attr-defined]

    def assignee(self) -> Any:
        """Return the person chosen, or None."""
        return self.people.get(self.cleaned_data["person"])


class NoteForm(forms.Form):
    text = _words(_("Note"), _("For whoever else reads this tip. Its teller never sees it."))


class AnswerForm(forms.Form):
    """What the teller reads. A template fills in nothing by itself: it is copied by whoever writes."""

    text = _words(
        _("Answer"),
        _(
            "Whoever told it reads this when they come back with their receipt. Ask for nothing that would "
            "show who they are, and propose no meeting."
        ),
        rows=5,
    )


class TemplateForm(forms.Form):
    template = forms.ChoiceField(label=_("Begin with a ready answer"), choices=TEMPLATES, required=False)


class CloseForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=OUTCOMES)
    text = _words(_("In a sentence"), _("For the unit's own account; it is sealed."), rows=2)


class ReopenForm(forms.Form):
    reason = reason_field()


class HandOverForm(forms.Form):
    """The text that leaves, and the word of whoever hands it over that nothing in it tells on the teller."""

    to = forms.ChoiceField(label=_("To whom"), choices=RECEIVERS)
    text = _words(
        _("What is handed over"),
        _("Write it anew, in words of your own: what, where, when, who. Not how it became known."),
        rows=8,
    )
    looked_at = forms.BooleanField(
        label=_("I have looked at each of these places; none of them shows who told it."), required=False
    )


class ReferForm(forms.Form):
    """To which unit, and why."""

    unit = forms.ChoiceField(label=_("Unit"))
    reason = reason_field(_("Its people read this. It is sealed with the tip."))

    def __init__(self, *args: Any, units: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        self.fields["unit"].choices = [(key, one.name) for key, one in self.units.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        return self.units[self.cleaned_data["unit"]]


class DiscoverForm(forms.Form):
    """Which police it concerns, as far as known."""

    stations = forms.MultipleChoiceField(
        label=_("Stations it concerns"),
        help_text=_("None: nobody knows which. Then it goes to internal affairs all the same."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.MultipleChoiceField(
        label=_("Units it concerns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    badges = forms.CharField(
        label=_("Badge numbers"), help_text=_("With commas between them."), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = reason_field(_("Internal affairs reads this; your unit no longer does."))

    def __init__(
        self,
        *args: Any,
        stations: Sequence[tuple[str, str]] = (),
        units: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stations"].choices = stations  # type: ignore[attr-defined]
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class AskOriginalForm(forms.Form):
    reason = reason_field(
        _("Another unit decides on it. Do not repeat what the tip says: that unit may not read it.")
    )
