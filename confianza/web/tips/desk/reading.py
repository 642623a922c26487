"""From an address to an open tip: invisible is 404 first, then keys, then the account of who read."""

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from confianza.web.accounts import unlocking
from confianza.web.lib.doors import View
from confianza.web.tips.models import Tip
from confianza.web.tips.queries import opening
from confianza.web.tips.queries.opening import File, OpenTip, Reader


def reader(request: HttpRequest) -> Reader:
    """Return whoever asks, with their open keys. Raises unlocking.Locked: the middleware asks for them."""
    return Reader(request.user, unlocking.of(request))


def of_tip(view: View) -> View:
    """Hand the view the tip of the address, open, and its reader; without the unit's key, say so."""

    @never_cache
    @functools.wraps(view)
    def opened(request: HttpRequest, tip_id: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tip = get_object_or_404(Tip.objects.visible_to(request.user), pk=tip_id)
        who = reader(request)
        try:
            return view(request, opening.opened(tip, who), who, *args, **kwargs)
        except opening.NoKey:
            return render(request, "tips/desk/no_key.html", {"tip": tip}, status=200)

    return opened


def file_of(opened: OpenTip, attachment_id: Any) -> File:
    """Return a file of a tip; any other is 404."""
    for file in opened.files:
        if file.attachment.pk == attachment_id:
            return file
    raise Http404
