"""The page that hands answers out."""

import io

import openpyxl
import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry, Kind
from confianza.web.fieldwork.actions import submissions
from confianza.web.fieldwork.models import Form, Standing, Submission
from confianza.web.fieldwork.tests.forms import filled
from confianza.web.fieldwork.tests.test_pages import do, page


@pytest.fixture
def answered(form):
    for edad, photo in ((30, "a.jpg"), (40, "")):
        files = {photo: io.BytesIO(b"photo")} if photo else {}
        submissions.receive(xml=filled(edad=edad, photo=photo), files=files, device=None, by=COMMAND_LINE)
    Submission.objects.update(standing=Standing.APPROVED)
    return form


def test_answers_are_handed_out_and_that_is_written_down(client, ana, answered):
    client.force_login(ana)
    assert "2 formularios llenados están aprobados" in page(client, "export", answered.pk).content.decode()
    told = do(client, "export", answered.pk, what="xlsx", language="es")
    sheet = openpyxl.load_workbook(io.BytesIO(told.content))["prueba"]
    assert "¿Cuántos años tiene?" in [cell.value for cell in sheet[1]]
    assert "prueba.xlsx" in told["Content-Disposition"]
    entry = Entry.objects.get(action="fieldwork.export")
    assert (entry.kind, entry.subject) == (Kind.EXPORTED, "prueba")


@pytest.mark.parametrize(
    ("what", "start"), [("csv", b"PK"), ("spss", b"PK"), ("codebook", b"PK"), ("media", b"PK")]
)
def test_every_kind_is_handed_out(client, ana, answered, what, start):
    client.force_login(ana)
    told = do(client, "export", answered.pk, what=what)
    content = b"".join(told.streaming_content) if told.streaming else told.content
    assert content.startswith(start)
    assert Entry.objects.filter(action="fieldwork.export").count() == 1


def test_what_nobody_offers_is_not_handed_out(client, ana, answered):
    client.force_login(ana)
    assert do(client, "export", answered.pk, what="pdf")["Content-Type"].startswith("text/html")
    assert not Entry.objects.filter(action="fieldwork.export").exists()


def test_of_a_confidential_form_nothing_is_taken_along_from_here(client, ana, answered):
    Form.objects.update(is_confidential=True)
    client.force_login(ana)
    assert "confidencial" in page(client, "export", answered.pk).content.decode()
    assert do(client, "export", answered.pk, what="xlsx").status_code == 404
    assert not Entry.objects.filter(action="fieldwork.export").exists()
