from django.urls import path

from confianza.web.public_site import views

app_name = "public_site"
urlpatterns = [
    path("", views.home, name="home"),
    path("datos/homicidios-por-ano.csv", views.homicides_csv, name="homicides_csv"),
    path("que-es/", views.about, name="about"),
    path("privacidad/", views.privacy, name="privacy"),
    path("accesibilidad/", views.accessibility, name="accessibility"),
]
