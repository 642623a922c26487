"""Files that show something, cleaned before anything is kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.plans.exhibits import clean_copy
from confianza.web.plans.forms.calls import Apart
from confianza.web.plans.rules import exhibits as rules
from confianza.web.tips.cleaning import Clean, Refused, sentences

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
LONGEST_NAME = 60


class FilesInput(forms.ClearableFileInput):
    """A file chooser that takes several; on a telephone it offers the camera."""

    allow_multiple_selected = True


class ExhibitsField(forms.FileField):
    """Pictures and PDFs: returns their clean copies, or says of each file that is none why."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        given = [each for each in data or [] if each]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > rules.MOST_AT_ONCE:
            told = _("At most %(most)s files at once; send the others afterwards.")
            raise ValidationError(told % {"most": rules.MOST_AT_ONCE})
        return [_copy(each) for each in given]


class ExhibitForm(Apart):
    """What shows that a promise was kept, and what can be seen there."""

    apart = "exhibit"

    files = ExhibitsField(
        label=gettext_lazy("Photographs or papers"),
        help_text=format_lazy(
            gettext_lazy(
                "JPEG, PNG, WebP or PDF, up to {megabytes} MB each and {files} at once. A clean copy is "
                "kept, without place, device or author; faces and written names stay."
            ),
            megabytes=rules.MOST_BYTES // rules.MEGABYTE,
            files=rules.MOST_AT_ONCE,
        ),
    )
    caption = forms.CharField(
        label=gettext_lazy("What can be seen there"),
        max_length=200,
        help_text=gettext_lazy("For who cannot see it, too. Without names of people."),
    )


class ShowForm(forms.Form):
    """That everybody shall see it."""

    looked = forms.BooleanField(
        label=gettext_lazy(
            "I have looked at it: nobody can be recognised who did not agree to it, no child, no name, "
            "no number plate."
        )
    )

    def clean(self) -> dict[str, Any]:
        """Return nothing: to have looked is all there is to say."""
        super().clean()
        return {}


class TakeBackForm(forms.Form):
    """Why it is destroyed."""

    words = forms.CharField(label=gettext_lazy("Because"), max_length=300)


def with_forms(files: Sequence[Any]) -> list[tuple[Any, ShowForm | None, TakeBackForm | None]]:
    """Return files (`exhibit_pages.Beside`) with the forms of what may be done with each."""
    return [
        (
            each,
            ShowForm(auto_id=f"show_{each.file.pk}_%s") if each.may_show else None,
            TakeBackForm(auto_id=f"take_back_{each.file.pk}_%s") if each.may_take_back else None,
        )
        for each in files
    ]


def _copy(file: UploadedFile) -> Clean:
    name = str(file.name)[:LONGEST_NAME]
    try:
        if (file.size or 0) > rules.MOST_BYTES:
            raise Refused("too_big")
        return clean_copy(file.read())
    except Refused as refused:
        raise ValidationError(f"{name}: {_why(refused.code)}") from refused


def _why(code: str) -> str:
    if code == "too_big":
        most = rules.MOST_BYTES // rules.MEGABYTE
        return _("This file is too big: %(megabytes)s MB is the most. Take a smaller picture of it.") % {
            "megabytes": most
        }
    if code in ("unknown", "recording_kind"):
        return _("This is neither a picture nor a PDF. Send a photograph, or save it as PDF.")
    return sentences.why(code)
