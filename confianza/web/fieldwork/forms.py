"""What people say when they bring a form, give a key, look for what was sent, and judge it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts.models import Role
from confianza.web.fieldwork.exports import making
from confianza.web.fieldwork.models import Owner, Standing
from confianza.web.fieldwork.queries import forms as queries

MEGABYTE = 1024 * 1024
LARGEST_SHEET, LARGEST_FILE, MOST_FILES = 10 * MEGABYTE, 20 * MEGABYTE, 50
# Who keeps the house or watches over it fills in nothing.
NOT_IN_THE_FIELD = (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)
ROLES = [(str(role), role.label) for role in Role if role not in NOT_IN_THE_FIELD]
Choices = Sequence[tuple[str, str]]


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given if one]


class BringForm(forms.Form):
    """A spreadsheet, for whom and where it is, and the files that go with it."""

    sheet = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An XLSForm (.xlsx, .xls or .csv), as it is drawn up for ODK or KoboToolbox."),
    )
    files = SeveralFilesField(
        label=_("Files beside it"),
        required=False,
        help_text=_("Lists (.csv), pictures and sounds that the form names."),
    )
    owner = forms.ChoiceField(label=_("What it collects for"), choices=Owner.choices, initial=Owner.OTHER)
    roles = forms.MultipleChoiceField(
        label=_("Who fills it in"),
        required=False,
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Telephones given to people of these roles find it by themselves."),
    )
    area = forms.ChoiceField(label=_("Where"), required=False)
    is_confidential = forms.BooleanField(
        label=_("Confidential: whoever reviews sees that something came, not what it says"), required=False
    )

    def __init__(self, *args: Any, areas: Choices, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["area"], areas, everywhere)

    def clean_sheet(self) -> Any:
        return _not_above(self.cleaned_data["sheet"], LARGEST_SHEET)

    def clean_files(self) -> list[Any]:
        given = self.cleaned_data["files"]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files."), params={"most": MOST_FILES})
        return [_not_above(file, LARGEST_FILE) for file in given]

    def clean_area(self) -> Any:
        """Return the place, None for the whole installation."""
        return queries.area_of(self.cleaned_data["area"])


class InstallForm(forms.Form):
    """Where a form that comes with the program is taken in."""

    area = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, areas: Choices, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["area"], areas, everywhere)

    def clean_area(self) -> Any:
        """Return the place, None for the whole installation."""
        return queries.area_of(self.cleaned_data["area"])


class KeyForm(forms.Form):
    """A telephone that is given a key: for somebody who works here, or for an interviewer without account."""

    label = forms.CharField(
        label=_("Name of the telephone"),
        max_length=100,
        help_text=_("For instance: Tablet 3, survey of March."),
    )
    person = forms.ChoiceField(
        label=_("Person"),
        required=False,
        help_text=_("The telephone then finds the forms of this person's roles."),
    )
    own_forms = forms.MultipleChoiceField(
        label=_("Forms"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Any],
        offered: Sequence[Any],
        areas: Choices,
        everywhere: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.offered = {str(one.pk): one for one in offered}
        named = [(key, f"{one.display_name} ({one.username})") for key, one in self.people.items()]
        _choose(self.fields["person"], [("", _("Nobody with an account")), *named])
        _choose(self.fields["own_forms"], [(key, one.title) for key, one in self.offered.items()])
        _offer(self.fields["area"], areas, everywhere)

    def clean_person(self) -> Any:
        return self.people.get(self.cleaned_data["person"])

    def clean_own_forms(self) -> list[Any]:
        return [self.offered[key] for key in self.cleaned_data["own_forms"]]

    def clean_area(self) -> Any:
        """Return the place, None for the whole installation."""
        return queries.area_of(self.cleaned_data["area"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("own_forms"):
            raise forms.ValidationError(_("Say whose telephone it is, or which forms it may fetch."))
        return cleaned


class FilterForm(forms.Form):
    """Which submissions to list."""

    form = forms.ChoiceField(label=_("Form"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("All")), *Standing.choices]
    )
    flagged = forms.BooleanField(label=_("Only what looks odd"), required=False)

    def __init__(self, *args: Any, offered: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered}
        _choose(
            self.fields["form"], [("", _("All")), *((key, one.title) for key, one in self.offered.items())]
        )

    def clean_form(self) -> Any:
        return self.offered.get(self.cleaned_data["form"])


class ExportForm(forms.Form):
    """As what answers are wanted."""

    what = forms.ChoiceField(
        label=_("As what"),
        choices=[
            (making.XLSX, _("Spreadsheet (.xlsx), each repeat on a sheet of its own")),
            (making.CSV, _("CSV, a file for each repeat, with the codebook")),
            (making.SPSS, _("SPSS (.sav and .sps), labelled in every language of the form")),
            (making.CODEBOOK, _("Only the codebook (.xlsx): what each column asks and each code means")),
            (making.MEDIA, _("Photographs and other attached files (.zip)")),
        ],
        initial=making.XLSX,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Answers of the spreadsheet and of CSV"),
        required=False,
        choices=[("", _("In codes")), ("es", _("In words, in Spanish")), ("en", _("In words, in English"))],
        help_text=_("Codes do not change from version to version; words are for reading."),
    )
    with_groups = forms.BooleanField(label=_("Headings name the groups of questions too"), required=False)
    also_waiting = forms.BooleanField(label=_("Also what was not reviewed yet"), required=False)


class VerdictForm(forms.Form):
    """What a reviewer says."""

    standing = forms.ChoiceField(
        choices=[each for each in Standing.choices if each[0] in ("approved", "rejected", "waiting")]
    )
    comment = forms.CharField(label=_("Comment"), required=False, max_length=1000, widget=forms.Textarea)


class CorrectionForm(forms.Form):
    """One answer as it should be, and why."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=500)
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    value = forms.CharField(label=_("Answer"), required=False, max_length=5000)
    reason = forms.CharField(label=_("Because"), max_length=1000)


class ResolveForm(forms.Form):
    """What becomes of something that was kept aside, and why."""

    reason = forms.CharField(label=_("Because"), max_length=500)


def _offer(field: Any, areas: Choices, everywhere: bool) -> None:
    """Offer places; the whole installation only to whoever keeps it."""
    field.choices = [*([("", _("The whole installation"))] if everywhere else ()), *areas]
    field.required = not everywhere


def _choose(field: Any, choices: Any) -> None:
    field.choices = choices


def _not_above(file: Any, most: int) -> Any:
    if file.size > most:
        told = {"name": file.name, "most": most // MEGABYTE}
        raise forms.ValidationError(_("%(name)s is larger than %(most)s MB."), params=told)
    return file
