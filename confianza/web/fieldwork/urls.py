"""Addresses of the room: telephones ask below /odk/, people work below /campo/."""

from django.urls import path, re_path

from confianza.web.fieldwork.views import openrosa

app_name = "fieldwork"

urlpatterns = [
    # By a login instead of a key in the address, over HTTPS.
    re_path(r"^odk/formList/?$", openrosa.form_list, name="form_list_by_login"),
    re_path(r"^odk/submission/?$", openrosa.submission, name="submission_by_login"),
    path("odk/forms/<int:version>/form.xml", openrosa.form_xml, name="form_xml_by_login"),
    path("odk/forms/<int:version>/manifest", openrosa.manifest, name="manifest_by_login"),
    path("odk/forms/<int:version>/files/<int:file>", openrosa.form_file, name="form_file_by_login"),
    # With a stroke at the end or without: a redirection would lose what is sent.
    re_path(r"^odk/(?P<key>[^/]+)/formList/?$", openrosa.form_list, name="form_list"),
    re_path(r"^odk/(?P<key>[^/]+)/submission/?$", openrosa.submission, name="submission"),
    path("odk/<str:key>/forms/<int:version>/form.xml", openrosa.form_xml, name="form_xml"),
    path("odk/<str:key>/forms/<int:version>/manifest", openrosa.manifest, name="manifest"),
    path("odk/<str:key>/forms/<int:version>/files/<int:file>", openrosa.form_file, name="form_file"),
]
