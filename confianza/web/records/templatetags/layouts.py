"""Layouts as people know them."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def layout_title(source: str) -> str:
    """Return the title of a layout in the language of the page; its name where it is known no more."""
    from confianza.analysis.sources import catalogue

    if source not in catalogue.names():
        return source
    profile = catalogue.get(source)
    return profile.title_es if get_language() == "es" else profile.title_en
