"""The forms that come with the program, as whoever keeps forms meets them."""

import io

import openpyxl
import pytest

from confianza.web.accounts.models import Role
from confianza.web.fieldwork.models import Form
from confianza.web.fieldwork.tests.test_pages import do, page


def test_all_are_listed_with_what_each_is_for(client, ana):
    client.force_login(ana)
    text = page(client, "ready_forms").content.decode()
    assert text.count("<h2><a") == 12
    assert "Dieciocho preguntas" in text
    assert "Ya está aquí" not in text


def test_one_is_shown_with_all_it_asks_and_its_spreadsheet(client, ana):
    client.force_login(ana)
    text = page(client, "ready_form", "percepcion_ciudadana").content.decode()
    assert "¿cuánta confianza tiene en la policía" in text
    assert "No sabe" in text
    sheet = page(client, "ready_sheet", "percepcion_ciudadana")
    assert "survey" in openpyxl.load_workbook(io.BytesIO(sheet.content)).sheetnames
    assert page(client, "ready_form", "no-such-form").status_code == 404
    assert page(client, "ready_sheet", "no-such-form").status_code == 404


def test_one_is_taken_in_where_the_person_works_and_then_said_to_be_here(client, person, towns, workspace):
    client.force_login(person(Role.ANALYST, area=towns.here))
    do(client, "ready_form", "acta_reunion", area="")
    assert not Form.objects.exists()
    do(client, "ready_form", "acta_reunion", area="municipality-here")
    form = Form.objects.get()
    assert (form.form_id, form.area, form.roles) == (
        "acta_reunion",
        towns.here,
        ["beat_officer", "community_relations"],
    )
    assert "Ya está aquí" in page(client, "ready_forms").content.decode()
    client.force_login(person(Role.ANALYST, area=towns.there))
    assert "Ya está aquí" not in page(client, "ready_forms").content.decode()
    shown = do(client, "ready_form", "acta_reunion", area="municipality-there").content.decode()
    assert 'role="alert"' in shown
    assert Form.objects.get().area == towns.here


@pytest.mark.parametrize("role", [Role.MAYOR, Role.BEAT_OFFICER])
def test_for_others_there_are_no_such_pages(client, person, role):
    client.force_login(person(role))
    assert page(client, "ready_forms").status_code == 404
    assert page(client, "ready_form", "acta_reunion").status_code == 404
