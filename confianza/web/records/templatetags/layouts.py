"""Layouts as people know them."""

from django import template

from confianza.web.records.queries import reviews

register = template.Library()

register.filter("layout_title", reviews.title_of)
