"""What a person fills in to bring files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confianza.web.records import files, queries, sentences


class ManyFiles(forms.ClearableFileInput):
    """A file chooser that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, together no larger than a delivery may be."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; an empty file is let through, so that reading says which one is empty."""
        brought: Sequence[UploadedFile] = data or []
        if self.required and not brought:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        try:
            files.check_size(sum(file.size or 0 for file in brought))
        except files.TooLarge as refused:
            raise forms.ValidationError(sentences.of_problem(refused.problem)) from refused
        return list(brought)


class SourceForm(forms.Form):
    """Which layout the files are of."""

    source = forms.ChoiceField(label=_("Layout"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = _layouts()


class UploadForm(forms.Form):
    """Files, and their layout and who sends them if that is known."""

    files = FilesField(
        label=_("Files"),
        help_text=_("Workbooks, CSV, Parquet, JSON, or an archive of these, as the institution sent them."),
        widget=ManyFiles,
    )
    source = forms.ChoiceField(
        label=_("Layout"),
        required=False,
        help_text=_("If you are not sure, leave it open: the files are compared with every known layout."),
    )

    office = forms.CharField(
        label=_("Office that sends"),
        required=False,
        max_length=150,
        help_text=_("Only where several offices send the same layout, to keep their months apart."),
    )

    area = forms.ChoiceField(label=_("For which area"))

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Ask for the area where the bringer works in several: `areas` are (area_id, name)."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("I am not sure; propose one")), *_layouts()]
        if len(areas) > 1:
            self.fields["area"].choices = [("", _("Choose…")), *areas]
        else:
            del self.fields["area"]

    def clean_area(self) -> Any:
        """Return the area itself."""
        from confianza.web.territory import queries as territory

        return territory.area(self.cleaned_data["area"])


class ConfirmForm(forms.Form):
    """Who sent the files, proposed from what came before."""

    office = forms.CharField(
        label=_("Office that sends"),
        required=False,
        max_length=150,
        help_text=_(
            "A correction replaces only what the same office sent. Leave it open where there is one office."
        ),
    )

    def __init__(self, *args: Any, offices: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].widget.attrs["list"] = "offices"
        self.offices = offices


def _layouts() -> list[tuple[str, str]]:
    return [(profile.name, title(profile)) for profile in queries.profiles()]


def title(profile: Any) -> str:
    """Return the title of a layout in the reader's language, with its institution."""
    own = profile.title_es if (get_language() or "es").startswith("es") else profile.title_en
    return f"{profile.institution}: {own}"
