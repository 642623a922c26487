"""Addresses of the room: telephones ask below /odk/, people work below /campo/."""

from django.urls import path, re_path

from confianza.web.fieldwork.views import openrosa

app_name = "fieldwork"

urlpatterns = [
    # With a stroke at the end or without: a redirection would lose what is sent.
    re_path(r"^(?P<key>[^/]+)/formList/?$", openrosa.form_list, name="form_list"),
    re_path(r"^(?P<key>[^/]+)/submission/?$", openrosa.submission, name="submission"),
    path("<str:key>/forms/<int:version>/form.xml", openrosa.form_xml, name="form_xml"),
    path("<str:key>/forms/<int:version>/manifest", openrosa.manifest, name="manifest"),
    path("<str:key>/forms/<int:version>/files/<int:file>", openrosa.form_file, name="form_file"),
]
