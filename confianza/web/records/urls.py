from django.urls import path

from confianza.web.records import views

app_name = "records"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("entregas/<str:delivery_id>/", views.delivery, name="delivery"),
    path("entregas/<str:delivery_id>/rechazados.csv", views.rejected_csv, name="rejected_csv"),
    path("entregas/<str:delivery_id>/leer-de-nuevo/", views.read_again, name="read_again"),
    path("subir/", views.bring, name="bring"),
    path("subidas/<int:upload_id>/", views.upload, name="upload"),
    path("subidas/<int:upload_id>/estado/", views.upload_state, name="upload_state"),
    path("subidas/<int:upload_id>/formato/", views.choose_source, name="choose_source"),
    path("subidas/<int:upload_id>/confirmar/", views.confirm, name="confirm"),
    path("subidas/<int:upload_id>/cancelar/", views.cancel, name="cancel"),
    path("formatos/", views.sources, name="sources"),
    path("formatos/<str:name>/", views.source, name="source"),
]
