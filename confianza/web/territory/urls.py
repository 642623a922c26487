from django.urls import path

from confianza.web.territory.views import areas, importing, naming

app_name = "territory"
urlpatterns = [
    path("", areas.areas, name="areas"),
    path("importar/", importing.import_files, name="import"),
    path("nombres/", naming.names, name="names"),
    path("nombres/decidir/", naming.decide_name, name="decide_name"),
    path("<str:stable_id>/", areas.area, name="area"),
]
