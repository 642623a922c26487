from django.urls import path

from confianza.web.observatory import views

app_name = "observatory"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("lugar/<path:area_id>/", views.place, name="place"),
    path("delito/<slug:indicator_id>/", views.offence, name="offence"),
    path("origen/", views.origin, name="origin"),
    path("tabla/<slug:name>.csv", views.table_csv, name="table_csv"),
]
