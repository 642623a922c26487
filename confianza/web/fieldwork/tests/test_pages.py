"""The pages of whoever draws up forms, gives keys and reviews what comes back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.fieldwork.actions import devices, forms, submissions
from confianza.web.fieldwork.models import Device, Form, Quarantined, Standing, Submission
from confianza.web.fieldwork.tests.forms import filled, spreadsheet

JPEG = b"\xff\xd8\xff" + b"\x00" * 40


def page(client, name, *args, **asked):
    return client.get(reverse(f"fieldwork:{name}", args=args), asked)


def do(client, name, *args, **told):
    return client.post(reverse(f"fieldwork:{name}", args=args), told, follow=True)


def sheet(text):
    return SimpleUploadedFile("encuesta.md", text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def own_telephone(form, person):
    """A telephone of a beat officer's, which may fetch the form."""
    benito = person(Role.BEAT_OFFICER)
    device, _key = devices.give(label="Tableta 3", forms=[form], person=benito, by=COMMAND_LINE)
    return device


@pytest.fixture
def sent(own_telephone):
    """A filled form with its photograph."""
    xml = filled(instance="uuid:11111111-2222", photo="casa.jpg")
    photo = {"casa.jpg": io.BytesIO(JPEG)}
    return submissions.receive(xml=xml, files=photo, device=own_telephone, by=COMMAND_LINE).submission


def test_a_form_is_brought_and_shown_with_all_it_asks(client, ana, workspace):
    client.force_login(ana)
    shown = do(client, "bring_form", sheet=sheet(spreadsheet()), owner="surveys", roles=["beat_officer"])
    text = shown.content.decode()
    assert "¿Ha sido víctima?" in text
    assert "si = Sí" in text
    version = Form.objects.get().current
    original = page(client, "original", version.pk)
    assert original.content == spreadsheet()


def test_what_is_wrong_with_a_form_is_said_by_sheet_and_row_and_nothing_is_kept(client, ana, workspace):
    client.force_login(ana)
    broken = spreadsheet().replace(b". >= 18", b". >= (18")
    shown = do(client, "bring_form", sheet=sheet(broken), owner="surveys").content.decode()
    assert "fila 4" in shown
    assert not Form.objects.exists()


def test_another_form_under_the_same_version_is_refused_with_a_sentence(client, ana, form):
    client.force_login(ana)
    other = spreadsheet().replace("¿Cuántos años tiene?".encode(), "¿Edad?".encode())
    shown = do(client, "bring_form", sheet=sheet(other), owner="surveys").content.decode()
    assert "otra versión" in shown
    assert form.versions.count() == 1


def test_a_form_of_the_other_town_cannot_be_changed_by_its_name(client, person, towns, workspace):
    forms.add_version(content=spreadsheet(), name="a.md", area=towns.there, by=COMMAND_LINE)
    client.force_login(person(Role.ANALYST, area=towns.here))
    told = {"owner": "other", "area": "municipality-here"}
    shown = do(client, "bring_form", sheet=sheet(spreadsheet("2")), **told).content.decode()
    assert "form_id" in shown
    assert Form.objects.get().versions.count() == 1


def test_a_form_is_closed_and_opened_again(client, ana, form):
    client.force_login(ana)
    do(client, "close_form", form.pk)
    form.refresh_from_db()
    assert form.closed_on
    do(client, "close_form", form.pk)
    form.refresh_from_db()
    assert form.closed_on is None


def test_a_key_is_shown_once_as_a_code_and_can_be_taken_back(client, ana, form):
    client.force_login(ana)
    shown = do(client, "give_key", label="Tableta 9", own_forms=[form.pk])
    assert "data:image/png;base64," in shown.content.decode()
    device = Device.objects.get()
    assert list(device.forms.all()) == [form]
    key = shown.context["key"]
    assert client.get(f"/odk/{key}/formList").status_code == 200
    do(client, "revoke_key", device.pk)
    assert client.get(f"/odk/{key}/formList").status_code == 404
    assert key not in page(client, "telephones").content.decode()


def test_a_telephone_is_of_somebody_or_of_some_form(client, ana, form):
    client.force_login(ana)
    do(client, "give_key", label="De nadie")
    assert not Device.objects.exists()


def test_a_submission_is_read_in_words_and_its_reading_is_written_down(client, ana, sent):
    client.force_login(ana)
    text = page(client, "submission", sent.pk).content.decode()
    assert "¿Ha sido víctima?" in text
    assert "Robo · Extorsión" in text
    assert "14.50000, -90.60000 (± 5 m)" in text
    assert Entry.objects.filter(action="fieldwork.read_answers").count() == 1
    photo = page(client, "submission_file", sent.pk, sent.files.get().pk)
    assert (photo.content, photo["Content-Type"]) == (JPEG, "image/jpeg")


def test_what_is_no_picture_is_saved_and_never_shown(client, ana, own_telephone):
    xml, evil = filled(photo="casa.jpg"), {"casa.jpg": io.BytesIO(b"<svg onload='x()'/>")}
    sent = submissions.receive(xml=xml, files=evil, device=own_telephone, by=COMMAND_LINE).submission
    client.force_login(ana)
    got = page(client, "submission_file", sent.pk, sent.files.get().pk)
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment")


def test_a_submission_is_approved_and_turned_back_only_with_a_word(client, ana, sent):
    client.force_login(ana)
    do(client, "judge", sent.pk, standing="approved")
    sent.refresh_from_db()
    assert sent.standing == Standing.APPROVED
    do(client, "judge", sent.pk, standing="rejected")
    sent.refresh_from_db()
    assert sent.standing == Standing.APPROVED
    do(client, "judge", sent.pk, standing="rejected", comment="Se llenó en la oficina.")
    sent.refresh_from_db()
    assert sent.standing == Standing.REJECTED
    assert "Se llenó en la oficina." in page(client, "submission", sent.pk).content.decode()


def test_an_answer_is_corrected_by_a_copy_and_what_was_sent_stays(client, ana, sent):
    client.force_login(ana)
    shown = do(client, "correct", sent.pk, path="/edad", turn=0, value="44", reason="Se oye en la grabación.")
    later = Submission.objects.get(replaces=sent)
    assert "44" in shown.content.decode()
    sent.refresh_from_db()
    assert sent.standing == Standing.REPLACED
    assert later.files.get().sha256 == sent.files.get().sha256
    assert later.standing == Standing.WAITING


def test_nobody_judges_what_the_own_telephone_sent(client, ana, form):
    device, _key = devices.give(label="Suyo", forms=[form], person=ana, by=COMMAND_LINE)
    own = submissions.receive(xml=filled(), files={}, device=device, by=COMMAND_LINE).submission
    client.force_login(ana)
    assert do(client, "judge", own.pk, standing="approved").status_code == 404


def test_of_a_confidential_form_only_that_it_came_is_shown(client, ana, form, sent):
    Form.objects.filter(pk=form.pk).update(is_confidential=True)
    client.force_login(ana)
    text = page(client, "submission", sent.pk).content.decode()
    assert "Extorsión" not in text
    assert page(client, "submission_file", sent.pk, sent.files.get().pk).status_code == 404


def test_the_other_town_sees_neither_form_nor_submission_nor_telephone(client, person, towns, workspace):
    version = forms.add_version(content=spreadsheet(), name="a.md", area=towns.there, by=COMMAND_LINE)
    device, _key = devices.give(label="T", forms=[version.form], area=towns.there, by=COMMAND_LINE)
    sent = submissions.receive(xml=filled(), files={}, device=device, by=COMMAND_LINE).submission
    client.force_login(person(Role.ANALYST, area=towns.here))
    for name, of in (
        ("form", version.form),
        ("original", version),
        ("submission", sent),
        ("revoke_key", device),
    ):
        assert page(client, name, of.pk).status_code == 404
    assert "Prueba de campo" not in page(client, "forms").content.decode()


def aside(xml, **more):
    submissions.receive(xml=xml, files={}, device=None, by=COMMAND_LINE, **more)
    return Quarantined.objects.get()


def test_a_conflict_is_looked_at_and_taken_in_the_place_of_what_stands(client, ana, form):
    first = filled(instance="uuid:1", edad=30)
    stands = submissions.receive(xml=first, files={}, device=None, by=COMMAND_LINE).submission
    item = aside(filled(instance="uuid:1", edad=31))
    client.force_login(ana)
    assert "número que ya estaba" in page(client, "aside_one", item.pk).content.decode()
    do(client, "resolve", item.pk, take="1", reason="El segundo está completo.")
    stands.refresh_from_db()
    assert stands.standing == Standing.REPLACED
    assert "31" in page(client, "submission", stands.replaced_by.pk).content.decode()
    item.refresh_from_db()
    assert item.resolved_at
    assert "Nada espera" in page(client, "aside").content.decode()


def test_what_came_after_closing_can_be_left_or_taken(client, ana, form):
    forms.close(form=form, by=COMMAND_LINE)
    item = aside(filled())
    client.force_login(ana)
    do(client, "resolve", item.pk, leave="1")
    assert Quarantined.objects.get().resolved_at is None
    do(client, "resolve", item.pk, take="1", reason="Se llenó antes del cierre.")
    assert Submission.objects.count() == 1
    do(client, "resolve", item.pk, take="1", reason="Otra vez.")
    assert Submission.objects.count() == 1


def test_a_second_photograph_under_one_name_is_kept_and_can_take_its_place(client, ana, sent):
    xml = filled(instance="uuid:11111111-2222", photo="casa.jpg")
    other = {"casa.jpg": io.BytesIO(JPEG + b"other")}
    submissions.receive(xml=xml, files=other, device=None, by=COMMAND_LINE)
    item, before = Quarantined.objects.get(), sent.files.get().sha256
    assert (item.reason, item.files["casa.jpg"] != before) == ("file_conflict", True)
    client.force_login(ana)
    do(client, "resolve", item.pk, take="1", reason="La primera salió movida.")
    item.refresh_from_db()
    assert sent.files.get().sha256 == item.files["casa.jpg"]
    assert before in item.files.values()


@pytest.mark.parametrize("role", [Role.MAYOR, Role.BEAT_OFFICER, Role.AUDITOR])
def test_for_others_there_are_no_such_pages(client, person, role, sent):
    client.force_login(person(role))
    for name in ("forms", "submissions", "aside", "telephones"):
        assert page(client, name).status_code == 404
    assert page(client, "submission", sent.pk).status_code == 404
