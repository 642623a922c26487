"""The public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the yearly figures."""
    return render(request, "public_site/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what Confianza is."""
    return render(request, "public_site/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about whom."""
    return render(request, "public_site/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used, and what does not work yet."""
    return render(request, "public_site/accessibility.html")
