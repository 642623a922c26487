"""How forms are drawn; and that one which was refused is told to the machine's journal."""

import logging
from typing import Any

from allauth.core import context as current
from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

logger = logging.getLogger("confianza.refusals")
NO_CODE = "refused"


class Noting(TemplatesSetting):
    """Tells, of every form that comes back with errors, who sent it, which fields and by which rule.

    A choice nobody offered or a file of the wrong kind looks the same as a slip; told one after the other
    they do not. What was typed is never told.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        form = context.get("form")
        if isinstance(form, BaseForm) and form.is_bound and form.errors:
            _note(form)
        return str(super().render(template_name, context, request))


def _note(form: BaseForm) -> None:
    found = form.errors.as_data().items()
    told = sorted({f"{name}={error.code or NO_CODE}" for name, errors in found for error in errors})
    logger.warning("person %s, form %s: %s", _who(), type(form).__name__, " ".join(told))


def _who() -> str:
    asking = getattr(getattr(current, "request", None), "user", None)
    return str(asking.pk) if asking is not None and asking.is_authenticated else "unknown"
