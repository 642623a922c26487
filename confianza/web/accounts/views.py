"""The home page: each person's work for today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confianza.web.design import entrances


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what the rooms have for this person today."""
    return render(request, "accounts/home.html", {"cards": entrances.home_cards_for(request.user)})
