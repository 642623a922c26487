"""The public pages: no account, no cookies but the language, nothing about a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import queries


@require_safe
@doors.open_to_everyone
def home(request: HttpRequest) -> HttpResponse:
    """Show homicides by year."""
    return render(request, "public_site/home.html", {"homicides": queries.homicides()})


@require_safe
@doors.open_to_everyone
def homicides_csv(request: HttpRequest) -> HttpResponse:
    """Hand over the same figures as open data."""
    answer = HttpResponse(queries.homicides_csv(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="homicidios-por-ano.csv"'
    return answer


@require_safe
@doors.open_to_everyone
def about(request: HttpRequest) -> HttpResponse:
    """Say what Confianza is."""
    return render(request, "public_site/about.html")


@require_safe
@doors.open_to_everyone
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about whom."""
    return render(request, "public_site/privacy.html")


@require_safe
@doors.open_to_everyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used, and what does not work yet."""
    return render(request, "public_site/accessibility.html")
