from django.urls import path

from confianza.web.observatory import views

app_name = "observatory"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("lugar/<path:area_id>/", views.place, name="place"),
    path("delito/<slug:indicator_id>/", views.offence, name="offence"),
    path("origen/", views.origin, name="origin"),
    path("tabla/<slug:name>.csv", views.table_csv, name="table_csv"),
    path("sin-ver/", views.unseen, name="unseen"),
    path("calidad/", views.quality, name="quality"),
    path("calidad/discrepancias/", views.discrepancies, name="discrepancies"),
    path("calidad/responder/<slug:criterion>/", views.answer_criterion, name="answer_criterion"),
    path("calidad/entrega/<str:delivery_id>/", views.quality_delivery, name="quality_delivery"),
    path("calidad/carta-de-entrega/<str:delivery_id>/", views.delivery_letter, name="delivery_letter"),
    path("calidad/carta/<path:source>/", views.quality_letter, name="quality_letter"),
    path("calidad/fuente/<path:source>/", views.quality_source, name="quality_source"),
]
