"""The addresses of the staff service and the public site."""

from django.urls import include, path

urlpatterns = [
    path("idioma/", include("django.conf.urls.i18n")),
    path("cuenta/", include("confianza.web.accounts.urls")),
    path("observatorio/", include("confianza.web.observatory.urls")),
    path("registros/", include("confianza.web.records.urls")),
    path("territorio/", include("confianza.web.territory.urls")),
    path("", include("confianza.web.public_site.urls")),
]
