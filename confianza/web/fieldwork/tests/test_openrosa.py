"""What telephones ask and send, as strictly as Collect hears it."""

import hashlib
import io

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.actions import devices, forms
from confianza.web.fieldwork.models import Device, Quarantined, Standing, Submission
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.territory.models import Area, Crosswalk, Generation

LIST = "{http://openrosa.org/xforms/xformsList}"


def is_openrosa(response):
    return "text/xml" in response["Content-Type"] and response["X-OpenRosa-Version"] == "1.0"


def send(client, key, xml, files=(), **more):
    parts = {"xml_submission_file": SimpleUploadedFile("envio.xml", xml, "text/xml"), **more}
    parts |= {name: SimpleUploadedFile(name, content, "image/jpeg") for name, content in files}
    return client.post(f"/odk/{key}/submission", parts)


def test_a_telephone_finds_its_forms_and_fetches_them_byte_for_byte(client, telephone, form):
    told = client.get(f"/odk/{telephone}/formList")
    assert told.status_code == 200
    assert is_openrosa(told)
    (found,) = ElementTree.fromstring(told.content)
    values = {child.tag.removeprefix(LIST): child.text for child in found}
    assert (values["formID"], values["name"], values["version"]) == ("prueba", "Prueba de campo", "1")
    assert "manifestUrl" not in values
    xml = client.get(values["downloadUrl"])
    assert is_openrosa(xml)
    assert values["hash"] == f"md5:{hashlib.md5(xml.content).hexdigest()}"


def test_a_stroke_at_the_end_makes_no_difference(client, telephone):
    assert client.get(f"/odk/{telephone}/formList/").status_code == 200
    assert client.head(f"/odk/{telephone}/submission/").status_code == 204


def test_before_sending_a_telephone_is_told_yes(client, telephone):
    told = client.head(f"/odk/{telephone}/submission")
    assert told.status_code == 204
    assert told["X-OpenRosa-Version"] == "1.0"
    assert int(told["X-OpenRosa-Accept-Content-Length"]) >= 10_000_000


@pytest.mark.parametrize("path", ["formList", "submission", "forms/1/form.xml", "forms/1/manifest"])
def test_without_a_key_there_is_nothing_here(client, form, path):
    assert client.get(f"/odk/wrong-key/{path}").status_code == 404


def test_a_key_that_was_taken_back_opens_nothing(client, telephone):
    devices.revoke(device=Device.objects.get(), by=COMMAND_LINE)
    assert client.get(f"/odk/{telephone}/formList").status_code == 404
    assert send(client, telephone, filled()).status_code == 404


def test_a_submission_is_taken_once_however_often_it_is_sent(client, telephone):
    xml = filled()
    for _time in range(3):
        told = send(client, telephone, xml)
        assert told.status_code == 201
        assert is_openrosa(told)
    (found,) = Submission.objects.all()
    assert sealed.read(found.sha256) == xml
    assert found.standing == Standing.WAITING
    assert (found.ended_at - found.begun_at).total_seconds() == 750


def test_its_content_lies_sealed_and_not_in_the_register(client, telephone, workspace):
    send(client, telephone, filled(edad=77))
    for file in workspace.root.rglob("*"):
        assert not file.is_file() or b"<edad>77" not in file.read_bytes()


def test_a_large_one_comes_in_parts(client, telephone):
    xml = filled(photo="casa.jpg")
    assert send(client, telephone, xml, **{"*isIncomplete*": "yes"}).status_code == 201
    found = Submission.objects.get()
    assert found.standing == Standing.ARRIVING
    assert send(client, telephone, xml, [("casa.jpg", b"photo")]).status_code == 201
    found.refresh_from_db()
    assert found.standing == Standing.WAITING
    assert sealed.read(found.files.get().sha256) == b"photo"


def test_another_content_under_the_same_number_is_kept_aside(client, telephone):
    first, other = filled(instance="uuid:1", edad=30), filled(instance="uuid:1", edad=31)
    send(client, telephone, first)
    told = send(client, telephone, other, [("b.jpg", b"also kept")])
    assert told.status_code == 409
    assert b"submit_error" in told.content
    kept = Quarantined.objects.get()
    assert (kept.reason, sealed.read(kept.sha256)) == ("conflict", other)
    assert sealed.read(kept.files["b.jpg"]) == b"also kept"
    assert sealed.read(Submission.objects.get().sha256) == first


def test_an_edit_takes_the_place_of_what_it_edits_and_a_stale_one_does_not(client, telephone):
    send(client, telephone, filled(instance="uuid:1"))
    assert send(client, telephone, filled(instance="uuid:2", edits="uuid:1", edad=40)).status_code == 201
    assert Submission.objects.get(instance_id="uuid:1").standing == Standing.REPLACED
    stale = send(client, telephone, filled(instance="uuid:3", edits="uuid:1", edad=50))
    assert stale.status_code == 409
    assert Quarantined.objects.get().reason == "stale_edit"


def test_an_unknown_version_is_taken_and_flagged(client, telephone):
    assert send(client, telephone, filled(version="0")).status_code == 201
    assert Submission.objects.get().flags == ["unknown_version"]


def test_a_closed_form_keeps_what_comes_aside_and_knows_what_it_has(client, telephone, form):
    before = filled(instance="uuid:1")
    send(client, telephone, before)
    forms.close(form=form, by=COMMAND_LINE)
    assert send(client, telephone, before).status_code == 201
    assert send(client, telephone, filled(instance="uuid:2")).status_code == 409
    assert Quarantined.objects.get().reason == "closed"


def test_an_unknown_form_is_kept_aside(client, telephone):
    assert send(client, telephone, filled(form="otra")).status_code == 404
    assert Quarantined.objects.get().reason == "unknown_form"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"not xml", "not_a_submission"),
        (b"<data/>", "not_a_submission"),
        (b'<data id="prueba"/>', "no_instance"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]><data id="prueba">&a;</data>', "entities"),
        (b"<a>" * 60 + b"</a>" * 60, "not_a_submission"),
    ],
)
def test_what_is_no_submission_gets_a_sentence_and_is_kept(client, telephone, xml, reason):
    told = send(client, telephone, xml)
    assert told.status_code == 400
    assert b"OpenRosaResponse" in told.content
    assert Quarantined.objects.get().reason == reason


def test_an_empty_post_gets_a_sentence(client, telephone):
    assert b"OpenRosaResponse" in client.post(f"/odk/{telephone}/submission").content


def test_files_of_a_version_are_listed_and_fetched(client, form, telephone):
    content = spreadsheet("2")
    forms.add_version(content=content, name="p.md", files={"barrios.csv": b"a,b\n"}, by=COMMAND_LINE)
    told = ElementTree.fromstring(client.get(f"/odk/{telephone}/formList").content)
    address = told.find(f"{LIST}xform/{LIST}manifestUrl").text
    listed = ElementTree.fromstring(client.get(address).content)
    name, digest, place = (child.text for child in listed[0])
    assert (name, digest) == ("barrios.csv", f"md5:{hashlib.md5(b'a,b' + bytes([10])).hexdigest()}")
    assert client.get(place).content == b"a,b\n"


def test_the_same_file_under_two_names_is_two_files(client, telephone):
    send(client, telephone, filled(photo="a.jpg"), [("a.jpg", b"same"), ("b.jpg", b"same")])
    assert Submission.objects.get().files.count() == 2


def test_content_is_kept_whole_and_found_by_its_digest(workspace):
    big = bytes(range(256)) * 20_000
    assert sealed.read(sealed.keep_file(io.BytesIO(big))) == big


def test_a_towns_form_is_for_the_beat_that_mostly_lies_in_it(form, towns, person):
    """Police and town draw their borders apart: what lies across is told by the crosswalk."""
    beat = Area.objects.create(stable_id="beat-1", geography="police", level="beat", code="1")
    generation = Generation.objects.create(area=beat, name="1", valid_from="2001-01-01", origin="test")
    for town, share in ((towns.here, 0.6), (towns.there, 0.4)):
        target = Generation.objects.get(area=town)
        Crosswalk.objects.create(source=generation, target=target, share=share, method="test")
    benito = person(Role.BEAT_OFFICER, area=beat)
    form.roles = [Role.BEAT_OFFICER]
    for town, is_theirs in ((towns.here, True), (towns.there, False)):
        form.area = town
        assert form.is_for(benito) is is_theirs
