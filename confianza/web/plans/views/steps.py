"""What the pages share: taking a step or saying why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from confianza.web.plans import sentences
from confianza.web.plans.rules.refusals import StepRefused


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
