"""The staff's addresses of the tip line (/avisos/); the public's stand in intake/urls.py."""

from django.urls import URLPattern

app_name = "tips"
urlpatterns: list[URLPattern] = []
