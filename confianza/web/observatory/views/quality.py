"""How good the sources are: all together, one source, one delivery, letters, where two disagree, answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import permissions, quality_pages
from confianza.web.observatory.actions import answers
from confianza.web.observatory.forms.answers import AnswerForm


@require_safe
@open_when(permissions.can_read_quality)
def quality(request: HttpRequest) -> HttpResponse:
    """Show how good the sources are, criterion by criterion, all together."""
    return render(request, "observatory/quality.html", quality_pages.whole(request.user))


@require_safe
@open_when(permissions.can_read_quality)
def quality_source(request: HttpRequest, source: str) -> HttpResponse:
    """Show how good one source is."""
    return render(request, "observatory/quality_source.html", quality_pages.source(request.user, source))


@require_safe
@open_when(permissions.can_read_quality)
def quality_delivery(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Show what is wrong in one delivery."""
    context = quality_pages.delivery(request.user, delivery_id)
    return render(request, "observatory/quality_delivery.html", context)


@require_safe
@open_when(permissions.can_read_quality)
def quality_letter(request: HttpRequest, source: str) -> HttpResponse:
    """Show, or hand over as text, the letter to the institution of a source."""
    letter = quality_pages.letter(request.user, source)
    back = reverse("observatory:quality_source", args=[source])
    return _letter(request, letter, back)


@require_safe
@open_when(permissions.can_read_quality)
def delivery_letter(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Show, or hand over as text, the letter about one delivery."""
    letter = quality_pages.delivery_letter(request.user, delivery_id)
    back = reverse("observatory:quality_delivery", args=[delivery_id])
    return _letter(request, letter, back)


def _letter(request: HttpRequest, letter: quality_pages.Letter, back: str) -> HttpResponse:
    if request.GET.get("as") != "text":
        return render(request, "observatory/letter.html", {"letter": letter, "back": back})
    response = render(
        request, "observatory/letter.txt", {"letter": letter}, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="letter.txt"'
    return response


@require_safe
@open_when(permissions.can_read_quality)
def discrepancies(request: HttpRequest) -> HttpResponse:
    """Show where two sources disagree, by area and month, and what each lacks."""
    context = quality_pages.comparison(request.user, request.GET)
    return render(request, "observatory/discrepancies.html", context)


@open_when(permissions.can_answer)
def answer_criterion(request: HttpRequest, criterion: str) -> HttpResponse:
    """Ask a person what no data can tell about a criterion, and keep the answer with author and reason."""
    asked = quality_pages.asked(request.user, criterion, request.GET.get("source", ""))
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "observatory/answer.html", {**asked, "form": form})
    answers.answer_criterion(
        criterion=criterion, source=asked["source"], by=request.user, **form.cleaned_data
    )
    return redirect(asked["back"])
