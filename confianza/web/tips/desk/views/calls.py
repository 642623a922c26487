"""A call: what the caller tells is typed by whoever answers, and the receipt is read out to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_take_calls)
def call(request: HttpRequest) -> HttpResponse:
    """Ask what the questionnaire asks, step by step."""
    return render(request, "tips/desk/call.html", {})
