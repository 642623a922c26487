"""What telephones do when the network is bad, several at once, by login, and too large."""

import base64
import io
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork import openrosa, rules, sealed
from confianza.web.fieldwork.actions import devices, forms, submissions
from confianza.web.fieldwork.models import Quarantined, Submission, SubmissionFile
from confianza.web.fieldwork.rules import Known
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.fieldwork.tests.test_openrosa import is_openrosa, send


def login(label, key):
    return "Basic " + base64.b64encode(f"{label}:{key}".encode()).decode()


def test_over_https_a_telephone_logs_in_by_its_name_and_key(client, telephone):
    own = login("Teléfono 1", telephone)
    told = client.get("/odk/formList", secure=True, HTTP_AUTHORIZATION=own)
    assert told.status_code == 200
    assert b"https://testserver/odk/forms/" in told.content
    assert telephone.encode() not in told.content
    assert client.head("/odk/submission", secure=True, HTTP_AUTHORIZATION=own).status_code == 204


def test_without_a_login_it_is_asked_for_one_over_https_only(client, telephone):
    told = client.head("/odk/submission", secure=True)
    assert (told.status_code, told["WWW-Authenticate"][:5]) == (401, "Basic")
    assert client.get("/odk/formList").status_code == 404
    own = login("Teléfono 1", telephone)
    assert client.get("/odk/formList", HTTP_AUTHORIZATION=own).status_code == 404


@pytest.mark.parametrize(
    "told", ["Basic !!!", "Basic", "Bearer x", login("Otro", "key"), login("Teléfono 1", "")]
)
def test_a_wrong_login_opens_nothing(client, telephone, told):
    assert client.get("/odk/formList", secure=True, HTTP_AUTHORIZATION=told).status_code in (401, 404)


def test_another_telephones_name_does_not_open_with_this_key(client, telephone):
    told = login("Otro", telephone)
    assert client.get("/odk/formList", secure=True, HTTP_AUTHORIZATION=told).status_code == 404


def test_the_key_in_the_address_never_reaches_the_journal(client, telephone, form, caplog):
    first = filled(instance="uuid:1")
    send(client, telephone, first)
    with caplog.at_level(logging.DEBUG):
        assert send(client, telephone, filled(instance="uuid:1", edad=31)).status_code == 409
        assert client.get(f"/odk/{telephone}/forms/999/form.xml").status_code == 404
        assert send(client, telephone, b"no xml").status_code == 400
    assert telephone not in caplog.text


def test_too_much_at_once_is_refused_before_it_is_read(client, telephone):
    told = client.post(
        f"/odk/{telephone}/submission",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(openrosa.LARGEST * 2),
    )
    assert told.status_code == 413
    assert is_openrosa(told)


def test_more_than_a_hundred_files_at_once_are_taken(client, telephone):
    files = [(f"{n}.jpg", b"%d" % n) for n in range(120)]
    assert send(client, telephone, filled(), files).status_code == 201
    assert SubmissionFile.objects.exclude(sha256="").count() == 120


def test_two_parts_of_one_name_are_both_kept(client, telephone):
    send(client, telephone, filled(), [("a.jpg", b"one")])
    parts = {"xml_submission_file": SimpleUploadedFile("x.xml", filled(), "text/xml")}
    parts["a.jpg"] = [SimpleUploadedFile("a.jpg", content) for content in (b"two", b"three")]
    assert client.post(f"/odk/{telephone}/submission", parts).status_code == 201
    kept = {sealed.read(file.sha256) for file in SubmissionFile.objects.exclude(sha256="")}
    assert {b"two", b"three"} <= kept


def test_a_second_file_under_one_name_does_not_take_the_place_of_the_first(client, telephone):
    xml = filled(photo="casa.jpg")
    for content in (b"first", b"second", b"third", b"second"):
        assert send(client, telephone, xml, [("casa.jpg", content)]).status_code == 201
    assert sealed.read(SubmissionFile.objects.get(name="casa.jpg").sha256) == b"first"
    aside = Quarantined.objects.filter(reason="file_conflict")
    assert {sealed.read(each.files["casa.jpg"]) for each in aside} == {b"second", b"third"}


def test_what_breaks_off_in_the_middle_is_no_submission_and_comes_again(client, telephone):
    xml = filled(photo="casa.jpg")
    assert send(client, telephone, xml[:300]).status_code == 400
    assert send(client, telephone, xml, [("casa.jpg", b"whole")]).status_code == 201
    assert Submission.objects.count() == 1


def test_a_telephone_of_one_form_neither_sees_nor_fetches_another(client, telephone, form):
    other = spreadsheet().replace(b"| prueba |", b"| otra |")
    version = forms.add_version(content=other, name="o.md", by=COMMAND_LINE)
    assert b"otra" not in client.get(f"/odk/{telephone}/formList").content
    told = client.get(f"/odk/{telephone}/forms/{version.pk}/form.xml")
    assert told.status_code == 404
    assert is_openrosa(told)


def test_a_key_of_a_person_who_left_opens_nothing(client, form, person):
    from confianza.web.accounts.models import Role, User

    benito = person(Role.BEAT_OFFICER)
    _device, key = devices.give(label="Suyo", person=benito, forms=[form], by=COMMAND_LINE)
    assert client.get(f"/odk/{key}/formList").status_code == 200
    User.objects.filter(pk=benito.pk).update(is_active=False)
    assert client.get(f"/odk/{key}/formList").status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of SQLite the tests share one connection")
@pytest.mark.django_db(transaction=True)
def test_telephones_that_send_the_same_at_once_leave_it_there_once(form):
    xml = filled(instance="uuid:1", photo="a.jpg")

    def once(number):
        try:
            photo = {"a.jpg": io.BytesIO(b"photo")}
            return submissions.receive(xml=xml, files=photo, device=None, by=COMMAND_LINE).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(once, range(8)))
    assert outcomes == ["new", *["same"] * 7]
    assert Submission.objects.count() == SubmissionFile.objects.count() == 1
    assert not Quarantined.objects.exists()


# --- the rules, as a table ----------------------------------------------------------------------------

HERE, GONE = Known("a", is_replaced=False), Known("a", is_replaced=True)
TABLE = [
    # known form, open, content, what stands, edits, what it edits -> outcome, status
    (False, False, "a", None, "", None, "unknown_form", 404),
    (True, True, "a", None, "", None, "new", 201),
    (True, True, "a", HERE, "", None, "same", 201),
    (True, True, "b", HERE, "", None, "conflict", 409),
    (True, False, "a", HERE, "", None, "same", 201),
    (True, False, "b", HERE, "", None, "conflict", 409),
    (True, False, "a", None, "", None, "closed", 409),
    (True, True, "b", None, "uuid:1", HERE, "edit", 201),
    (True, True, "b", None, "uuid:1", GONE, "stale_edit", 409),
    (True, True, "b", None, "uuid:1", None, "new", 201),
    (True, False, "b", None, "uuid:1", HERE, "closed", 409),
    (True, True, "a", GONE, "", None, "same", 201),
]


@pytest.mark.parametrize(("form", "is_open", "sha", "known", "edits", "edited", "outcome", "status"), TABLE)
def test_what_becomes_of_something_sent(form, is_open, sha, known, edits, edited, outcome, status):
    found = rules.outcome(
        form_is_known=form, form_is_open=is_open, sha256=sha, known=known, edits=edits, edited=edited
    )
    assert (found, rules.status(found)) == (outcome, status)


@pytest.mark.parametrize("standing", rules.VERDICTS)
@pytest.mark.parametrize("to", ["approved", "rejected", "waiting", "arriving", "replaced"])
def test_a_verdict_needs_a_way_there_and_mostly_a_word(standing, to):
    if to in rules.VERDICTS[standing]:
        rules.check_verdict(standing, to, "Porque sí.")
        if (standing, to) != ("waiting", "approved"):
            with pytest.raises(rules.VerdictRefused):
                rules.check_verdict(standing, to, " ")
    else:
        with pytest.raises(rules.VerdictRefused):
            rules.check_verdict(standing, to, "Porque sí.")


def test_a_free_name_is_found_beside_any_number_of_others():
    assert rules.free_name("a", {"a", "a (2)"}) == "a (3)"
    assert rules.free_name("a", ()) == "a"
