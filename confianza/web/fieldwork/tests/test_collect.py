"""A telephone as strict as ODK Collect, against a server that runs."""

import pytest
from django.db import connection

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.actions import forms
from confianza.web.fieldwork.models import Quarantined, Standing, Submission
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from tests.support.collect import Collect, CutOff, NotAccepted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def collect(telephone, live_server):
    return Collect(f"{live_server.url}/odk/{telephone}/")


def test_it_finds_and_fetches_its_forms_with_their_files(collect):
    forms.add_version(
        content=spreadsheet("2"), name="p.md", files={"barrios.csv": b"name\n"}, by=COMMAND_LINE
    )
    (listed,) = collect.forms()
    assert (listed.form_id, listed.version) == ("prueba", "2")
    _xml, files = collect.fetch(listed)
    assert files == {"barrios.csv": b"name\n"}


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="of SQLite the tests share one connection, and what was cut off may still be at work in it",
)
def test_it_sends_in_parts_breaks_off_and_sends_again_and_all_is_there_once(collect):
    xml = filled(photo="casa.jpg")
    files = {"casa.jpg": b"first", **{f"{n}.jpg": b"%d" % n for n in range(150)}}
    for cut in (0.2, 0.9):
        with pytest.raises(CutOff):
            collect.send(xml, files, cut=cut)
    assert collect.send(xml, files)
    found = Submission.objects.get()
    assert found.standing == Standing.WAITING
    assert {sealed.read(file.sha256) for file in found.files.exclude(sha256="")} == set(files.values())
    assert not Quarantined.objects.exists()


def test_what_is_refused_comes_with_a_sentence_in_spanish(collect):
    collect.send(filled(instance="uuid:1"))
    with pytest.raises(NotAccepted, match="409: .*apartada"):
        collect.send(filled(instance="uuid:1", edad=31))


def test_a_wrong_key_is_no_server(collect):
    with pytest.raises(NotAccepted, match="404"):
        Collect(f"{collect.server}x").forms()
