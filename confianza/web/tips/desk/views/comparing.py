"""Whether other units hold something related to a tip: asking, and whom to talk to."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions, tasks
from confianza.web.tips.actions import coincidences as asking
from confianza.web.tips.actions import reading
from confianza.web.tips.desk import words
from confianza.web.tips.desk.forms.comparing import CompareForm
from confianza.web.tips.desk.reading import of_tip
from confianza.web.tips.queries import coincidences
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules.coincidences import named_in


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@of_tip
def compare(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Have what a tip names compared, and show whom to talk to."""
    is_first = not coincidences.was_asked(opened.tip, opened.unit)
    found = named_in(opened.answers, settings.COUNTRY)
    form = CompareForm(request.POST or None, found=found, is_first=is_first)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(opened=opened, values=form.values(), by=request.user)
            tasks.compare.enqueue()
            messages.success(request, _("Handed to the worker. Look again in a moment."))
            return redirect("tips:compare", opened.tip.pk)
        except asking.NotCompared as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    return render(request, "tips/desk/compare.html", {"form": form, **_told(request, opened)})


def _told(request: HttpRequest, opened: OpenTip) -> dict[str, object]:
    reading.note_reading(opened=opened, by=request.user)
    tip, unit = opened.tip, opened.unit
    return {
        "tip": tip,
        "others": list(coincidences.others(tip, unit)),
        "waits": coincidences.waits(tip, unit),
        "left": coincidences.left(tip, unit),
    }
