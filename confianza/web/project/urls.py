"""The addresses of the staff service and the public site."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from confianza.web.accounts.urls import named_by_allauth
from confianza.web.lib import doors
from confianza.web.project import views

handler400 = "confianza.web.project.views.not_understood"
handler403 = "confianza.web.project.views.refused"
handler404 = "confianza.web.project.views.missing"
handler500 = "confianza.web.project.views.failed"

urlpatterns = [
    path("salud/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("idioma/setlang/", require_POST(doors.open_to_everyone(set_language)), name="set_language"),
    path("cuenta/", include("confianza.web.accounts.urls")),
    path("cuenta/", include(named_by_allauth)),
    path("bitacora/", include("confianza.web.audit.urls")),
    path("planes/", include("confianza.web.plans.urls")),
    path("observatorio/", include("confianza.web.observatory.urls")),
    path("avisos/", include("confianza.web.tips.desk.urls")),
    path("", include("confianza.web.fieldwork.urls")),
    path("comunidad/", include("confianza.web.community.urls")),
    path("encuestas/", include("confianza.web.surveys.urls")),
    path("evaluacion/", include("confianza.web.evaluation.urls")),
    path("registros/", include("confianza.web.records.urls")),
    path("territorio/", include("confianza.web.territory.urls")),
    path("", include("confianza.web.public_site.urls")),
]
