"""What the pages share: finding a body one may work with, and taking a step or saying why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from confianza.web.community import sentences
from confianza.web.community.models import Body
from confianza.web.community.rules.standing import StepRefused


def body_for(request: HttpRequest, body_id: int, may: Callable[[Any, Body], bool]) -> Body:
    """Return a body that the person sees and `may` do this with; anything else is not there."""
    found = get_object_or_404(Body.objects.visible_to(request.user), pk=body_id)
    if not may(request.user, found):
        raise Http404
    return found


def taken(form: forms.Form, step: Callable[..., Any], /, **told: Any) -> bool:
    """Take a step with what a form holds; say on the form what is wrong, and lose nothing of it."""
    if not form.is_valid():
        return False
    try:
        step(**told, **form.cleaned_data)
    except StepRefused as refused:
        form.add_error(None, sentences.refused(refused))
        return False
    return True


def taken_or_told(request: HttpRequest, step: Callable[..., Any], /, **told: Any) -> bool:
    """Take a step without a form; what is wrong stands on the next page."""
    try:
        step(**told)
    except StepRefused as refused:
        messages.error(request, sentences.refused(refused))
        return False
    return True
