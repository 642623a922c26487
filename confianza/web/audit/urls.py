from django.urls import path

from confianza.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("verificar/", views.verify, name="verify"),
    path("sellos/", views.heads, name="heads"),
    path("sellos/archivo/", views.export_heads, name="export_heads"),
]
