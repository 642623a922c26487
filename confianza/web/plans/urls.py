"""Addresses of the room, below /planes/."""

from django.urls import URLPattern

app_name = "plans"

# Problems, below problemas/.
# Promises, below compromisos/.
# Prevention plans, below prevencion/.
# Grants, below fondos/.
# The weekly meeting, below semana/; effectiveness reports, below eficacia/.
urlpatterns: list[URLPattern] = []
