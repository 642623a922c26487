"""The home page: each person's work for today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confianza.web.design import entrances
from confianza.web.lib import doors


@doors.open_to_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what the rooms have for this person today."""
    return render(request, "accounts/home.html", {"cards": entrances.home_cards_for(request.user)})
