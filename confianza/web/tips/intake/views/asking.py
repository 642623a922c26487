"""The questions, step by step, and the files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase

from confianza.web.tips.intake import asked, attached, drafts, gates
from confianza.web.tips.intake.attached import Taken
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.intake.pages import page
from confianza.web.tips.intake.views import sending, starting

# Files that one form may bring, removed ones included.
UPLOADS_OF_A_FORM = 30


def begin(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Open a questionnaire at its first step."""
    if not asked.is_offered(argument):
        return starting.start(request, "")
    return asked.page_of(request, asked.first(drafts.new(argument)))


def go_on(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Take the answers of a step and show the next one; where something is missing, the same one again."""
    draft, read = asked.read(request, drafts.of(request))
    if read and read.problems:
        return asked.page_of(request, draft, read.problems)
    return sending.reviewed(request, draft) if draft.looked else _at(request, asked.step_after(draft))


def go_back(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Take the answers as they are and show the step before; before the first stands the start."""
    draft, _read = asked.read(request, drafts.of(request))
    before = asked.step_before(draft)
    return starting.start(request, "") if before is None else _at(request, before)


def edit(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Show a step again, from the last look."""
    return _at(request, asked.at(drafts.of(request), argument))


def attach(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Take files into the draft."""
    draft = drafts.of(request)
    if not (draft.passed and gates.used(draft.gate, "files", most=UPLOADS_OF_A_FORM)):
        attached.throw_away(request)
        return files(request, draft)
    came = attached.taken(request, already=len(draft.files))
    return files(request, replace(draft, files=(*draft.files, *came.files)), came)


def detach(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Remove a file from the draft and destroy it."""
    draft = drafts.of(request)
    removed = [file for number, file in enumerate(draft.files) if str(number) == argument]
    attached.forget(removed)
    return files(request, replace(draft, files=tuple(file for file in draft.files if file not in removed)))


def files(request: HttpRequest, draft: Draft, came: Taken | None = None) -> HttpResponseBase:
    """Show the files of a draft, and ask for more."""
    told = {"came": came, "wait": 0 if draft.passed else draft.gate.seconds_left()}
    return page(request, "files", told | asked.frame(replace(draft, step=asked.FILES)))


def _at(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    return files(request, draft) if draft.step == asked.FILES else asked.page_of(request, draft)
