from django.urls import path

from confianza.web.observatory.views import figures, network, quality

app_name = "observatory"
urlpatterns = [
    path("", figures.overview, name="overview"),
    path("lugar/<path:area_id>/", figures.place, name="place"),
    path("delito/<slug:indicator_id>/", figures.offence, name="offence"),
    path("origen/", figures.origin, name="origin"),
    path("tabla/<slug:name>.csv", figures.table_csv, name="table_csv"),
    path("sin-ver/", figures.unseen, name="unseen"),
    path("calidad/", quality.quality, name="quality"),
    path("calidad/discrepancias/", quality.discrepancies, name="discrepancies"),
    path("calidad/responder/<slug:criterion>/", quality.answer_criterion, name="answer_criterion"),
    path("calidad/entrega/<str:delivery_id>/", quality.quality_delivery, name="quality_delivery"),
    path("calidad/carta-de-entrega/<str:delivery_id>/", quality.delivery_letter, name="delivery_letter"),
    path("calidad/carta/<path:source>/", quality.quality_letter, name="quality_letter"),
    path("calidad/fuente/<path:source>/", quality.quality_source, name="quality_source"),
    path("red/", network.network, name="network"),
    path("red/registrar/", network.register_node, name="register_node"),
    path("red/recibir/", network.receive_package, name="receive_package"),
    path("red/entrega/", network.hand_over, name="hand_over"),
    path("red/nodo/<int:number>/", network.network_node, name="network_node"),
    path("red/nodo/<int:number>/huella/", network.confirm_node, name="confirm_node"),
    path("red/nodo/<int:number>/clave/", network.replace_key, name="replace_key"),
    path("red/nodo/<int:number>/convenio/", network.agree, name="agree"),
    path("red/convenio/<int:number>/terminar/", network.end_agreement, name="end_agreement"),
    path("red/paquete/<int:number>/", network.network_package, name="network_package"),
    path("red/paquete/<int:number>/decidir/", network.decide_package, name="decide_package"),
]
