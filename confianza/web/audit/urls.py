from django.urls import path

from confianza.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries")]
