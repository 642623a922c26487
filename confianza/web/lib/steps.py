"""Taking a step for somebody at a page, or saying there why not: the same for every room with steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True)
class Steps:
    """`refusals`: what a step of the room raises where it cannot be taken; `said`: that, in words."""

    refusals: tuple[type[Exception], ...]
    said: Callable[[Any], str]

    def taken(self, form: forms.Form, step: Callable[..., Any], /, **told: Any) -> Any:
        """Take a step with what a form holds, and return what came of it (True where that is nothing).

        What is wrong is said on the form, and nothing of it is lost: then it is False.
        """
        if not form.is_valid():
            return False
        try:
            made = step(**told, **form.cleaned_data)
        except self.refusals as refused:
            form.add_error(None, self.said(refused))
            return False
        return made or True

    def taken_or_told(self, request: HttpRequest, step: Callable[..., Any], /, **told: Any) -> bool:
        """Take a step without a form; what is wrong stands on the next page."""
        try:
            step(**told)
        except self.refusals as refused:
            messages.error(request, self.said(refused))
            return False
        return True
