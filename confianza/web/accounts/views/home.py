"""The home page: each person's work for today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.design import entrances
from confianza.web.lib import doors


@require_safe
@doors.open_to_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what the rooms have for this person today."""
    return render(request, "accounts/home.html", {"cards": entrances.home_cards_for(request.user)})
