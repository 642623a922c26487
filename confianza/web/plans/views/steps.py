"""What the pages share: taking a step or saying why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from confianza.web.plans import sentences
from confianza.web.plans.rules.refusals import StepRefused


def taken(form: forms.Form, step: Callable[..., Any], /, **told: Any) -> Any:
    """Take a step with what a form holds, and return what came of it (True where that is nothing).

    What is wrong is said on the form, and nothing of it is lost: then it is False.
    """
    if not form.is_valid():
        return False
    try:
        made = step(**told, **form.cleaned_data)
    except StepRefused as refused:
        form.add_error(None, sentences.refused(refused))
        return False
    return True if made is None else made


def taken_or_told(request: HttpRequest, step: Callable[..., Any], /, **told: Any) -> bool:
    """Take a step without a form; what is wrong stands on the next page."""
    try:
        step(**told)
    except StepRefused as refused:
        messages.error(request, sentences.refused(refused))
        return False
    return True
