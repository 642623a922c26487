"""Where relays of text messages bring them."""

from django.urls import path

from confianza.web.tips.channels import views

urlpatterns = [
    path("sms/", views.generic, name="generic"),
    path("rapidpro/", views.rapidpro, name="rapidpro"),
    path("whatsapp/", views.whatsapp, name="whatsapp"),
]
handler400 = handler403 = handler404 = views.nothing
handler500 = views.failed
