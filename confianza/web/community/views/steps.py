"""What the pages share: finding a body one may work with, and taking a step or saying why not."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from confianza.web.community import sentences
from confianza.web.community.models import Body
from confianza.web.community.rules.standing import StepRefused
from confianza.web.lib.steps import Steps


def body_for(request: HttpRequest, body_id: int, may: Callable[[Any, Body], bool]) -> Body:
    """Return a body that the person sees and `may` do this with; anything else is not there."""
    found = get_object_or_404(Body.objects.visible_to(request.user), pk=body_id)
    if not may(request.user, found):
        raise Http404
    return found


_steps = Steps((StepRefused,), sentences.refused)
taken, taken_or_told = _steps.taken, _steps.taken_or_told
