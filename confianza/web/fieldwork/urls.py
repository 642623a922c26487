"""Addresses of the room: telephones ask below /odk/, people work below /campo/."""

from django.urls import path, re_path

from confianza.web.fieldwork.views import (
    aside,
    cards,
    exports,
    forms,
    library,
    openrosa,
    progress,
    submissions,
    telephones,
)

app_name = "fieldwork"

urlpatterns = [
    # By a login instead of a key in the address, over HTTPS.
    re_path(r"^odk/formList/?$", openrosa.form_list, name="form_list_by_login"),
    re_path(r"^odk/submission/?$", openrosa.submission, name="send_by_login"),
    path("odk/forms/<int:version>/form.xml", openrosa.form_xml, name="form_xml_by_login"),
    path("odk/forms/<int:version>/manifest", openrosa.manifest, name="manifest_by_login"),
    path("odk/forms/<int:version>/files/<int:file>", openrosa.form_file, name="form_file_by_login"),
    # With a stroke at the end or without: a redirection would lose what is sent.
    re_path(r"^odk/(?P<key>[^/]+)/formList/?$", openrosa.form_list, name="form_list"),
    re_path(r"^odk/(?P<key>[^/]+)/submission/?$", openrosa.submission, name="send"),
    path("odk/<str:key>/forms/<int:version>/form.xml", openrosa.form_xml, name="form_xml"),
    path("odk/<str:key>/forms/<int:version>/manifest", openrosa.manifest, name="manifest"),
    path("odk/<str:key>/forms/<int:version>/files/<int:file>", openrosa.form_file, name="form_file"),
    path("campo/formularios/", forms.listing, name="forms"),
    path("campo/formularios/nuevo/", forms.bring, name="bring_form"),
    path("campo/formularios/listos/", library.listing, name="ready_forms"),
    path("campo/formularios/listos/<slug:name>/", library.ready, name="ready_form"),
    path("campo/formularios/listos/<slug:name>/hoja/", library.sheet, name="ready_sheet"),
    path("campo/formularios/<int:form_id>/", forms.form, name="form"),
    path("campo/formularios/<int:form_id>/cerrar/", forms.close, name="close_form"),
    path("campo/formularios/<int:form_id>/avance/", progress.progress, name="progress"),
    path("campo/formularios/<int:form_id>/exportar/", exports.export, name="export"),
    path("campo/versiones/<int:version_id>/hoja/", forms.original, name="original"),
    path("campo/versiones/<int:version_id>/archivos/<int:file_id>/", forms.file, name="version_file"),
    path("odk/<str:key>/tarjetas", cards.forms, name="card_forms"),
    path("campo/tarjetas/", cards.cards, name="cards"),
    # Below the page, so that it keeps this page and no other.
    path("campo/tarjetas/guardian.js", cards.worker, name="cards_worker"),
    path("campo/tarjetas/tarjetas.webmanifest", cards.manifest, name="cards_manifest"),
    path("campo/tarjetas/persona/", cards.person, name="cards_person"),
    path("campo/tarjetas/clave/", cards.enrol, name="enrol_cards"),
    path("campo/telefonos/", telephones.listing, name="telephones"),
    path("campo/telefonos/nuevo/", telephones.give, name="give_key"),
    path("campo/telefonos/<int:device_id>/retirar/", telephones.revoke, name="revoke_key"),
    path("campo/envios/", submissions.listing, name="submissions"),
    path("campo/envios/<int:submission_id>/", submissions.submission, name="submission"),
    path("campo/envios/<int:submission_id>/veredicto/", submissions.judge, name="judge"),
    path("campo/envios/<int:submission_id>/corregir/", submissions.correct, name="correct"),
    path(
        "campo/envios/<int:submission_id>/archivos/<int:file_id>/", submissions.file, name="submission_file"
    ),
    path("campo/apartados/", aside.listing, name="aside"),
    path("campo/apartados/<int:item_id>/", aside.item, name="aside_one"),
    path("campo/apartados/<int:item_id>/resolver/", aside.resolve, name="resolve"),
]
