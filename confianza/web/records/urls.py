from django.urls import path

from confianza.web.records.views import cases, meetings, reviews
from confianza.web.records.views import deliveries as views

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
    path("parejas/", reviews.queue, name="reviews"),
    path("parejas/vincular/", reviews.link_again, name="link_again"),
    path("parejas/vinculacion/", reviews.run_state, name="run_state"),
    path("parejas/<str:record_a>/<str:record_b>/", reviews.pair, name="pair"),
    path("parejas/<str:record_a>/<str:record_b>/decidir/", reviews.decide, name="decide_pair"),
    path("parejas/<str:record_a>/<str:record_b>/deshacer/", reviews.undo, name="undo_pair"),
    path("casos/", cases.listing, name="cases"),
    path("casos/<str:key>/", cases.case, name="case"),
    path("mesas/", meetings.listing, name="meetings"),
    path("mesas/nueva/", meetings.prepare, name="prepare_meeting"),
    path("mesas/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("mesas/<int:meeting_id>/acta/", meetings.minutes, name="minutes"),
    path("mesas/<int:meeting_id>/casos/<str:case>/", meetings.settle, name="settle_case"),
    path(
        "mesas/<int:meeting_id>/parejas/<str:record_a>/<str:record_b>/",
        meetings.settle_pair,
        name="settle_pair",
    ),
    path("mesas/<int:meeting_id>/resultados/<int:outcome_id>/", meetings.undo_outcome, name="undo_outcome"),
]
