"""One tip: reading it, and what its unit makes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib import sealing
from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import answering, closing, reading, triage
from confianza.web.tips.desk import tip_pages, words
from confianza.web.tips.desk.forms import tip as forms
from confianza.web.tips.desk.reading import of_tip
from confianza.web.tips.queries import readers
from confianza.web.tips.queries.opening import NoKey, OpenTip, Reader


@require_safe
@open_when(permissions.can_read_tips)
@of_tip
def tip(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Show a tip; that it was read is written down first."""
    reading.note_reading(opened=opened, by=request.user)
    asked = forms.TemplateForm(request.GET or None)
    changed: dict[str, Any] = {}
    if asked.is_valid() and asked.cleaned_data["template"]:
        text = words.ready_answer(asked.cleaned_data["template"], opened.answers.language)
        changed = {"answer_form": forms.AnswerForm(initial={"text": text}), "template_form": asked}
    return render(request, "tips/desk/tip.html", tip_pages.shown(opened, reader, **changed))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def grade(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Grade source and information."""
    form = forms.GradeForm(request.POST)
    return _done(request, opened, reader, "grade_form", form, lambda told: triage.grade(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def label(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Give a tip its labels."""
    form = forms.LabelsForm(request.POST)
    return _done(request, opened, reader, "labels_form", form, lambda told: triage.label(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def subject(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Say which subject a tip is about."""
    form = forms.SubjectForm(request.POST)
    return _done(request, opened, reader, "subject_form", form, lambda told: triage.set_subject(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def note(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Add a note for whoever else reads the tip."""
    form = forms.NoteForm(request.POST)
    return _done(request, opened, reader, "note_form", form, lambda told: triage.note(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def assign(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Make a tip somebody's work."""
    form = forms.AssignForm(request.POST, people=readers.people(opened.tip))
    return _done(
        request, opened, reader, "assign_form", form,
        lambda told: triage.assign(opened=told["opened"], by=told["by"], to=form.assignee()),
    )  # fmt: skip


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def close(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Close a tip with what came of it."""
    form = forms.CloseForm(request.POST)
    return _done(request, opened, reader, "close_form", form, lambda told: closing.close(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def reopen(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Open a closed tip again."""
    form = forms.ReopenForm(request.POST)
    return _done(request, opened, reader, "reopen_form", form, lambda told: closing.reopen(**told))


@require_POST
@open_when(permissions.can_read_tips)
@of_tip
def answer(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Answer the teller, in the name of the unit."""
    form = forms.AnswerForm(request.POST)
    try:
        return _done(
            request, opened, reader, "answer_form", form, lambda told: answering.answer(reader=reader, **told)
        )
    except answering.HoldsAReceipt:
        form.add_error("text", words.WHY_NOT["receipt"])
    except (NoKey, sealing.Forged):
        form.add_error(None, words.WHY_NOT["unsigned"])
    return _again(request, opened, reader, answer_form=form)


def _done(
    request: HttpRequest,
    opened: OpenTip,
    reader: Reader,
    name: str,
    form: Any,
    deed: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """Do what the form asks and return to the tip; what is wrong with it is told there."""
    if not form.is_valid():
        return _again(request, opened, reader, **{name: form})
    try:
        deed({"opened": opened, "by": request.user, **form.cleaned_data})
        messages.success(request, _("Kept."))
    except closing.AlreadySo:
        messages.warning(request, _("Somebody did that meanwhile. This is how the tip stands now."))
    return redirect("tips:tip", opened.tip.pk)


def _again(request: HttpRequest, opened: OpenTip, reader: Reader, **changed: Any) -> HttpResponse:
    reading.note_reading(opened=opened, by=request.user)
    return render(request, "tips/desk/tip.html", tip_pages.shown(opened, reader, **changed))
