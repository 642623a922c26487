"""A form of the library as a spreadsheet, and taken in by a button."""

import io

import pytest
from openpyxl import load_workbook

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.actions import library
from confianza.web.fieldwork.actions.forms import VersionTaken, add_version
from confianza.web.fieldwork.library.catalogue import named, ready_forms
from confianza.web.fieldwork.library.tests.forms import made, of
from confianza.web.fieldwork.library.workbooks import workbook
from confianza.web.fieldwork.models import Form, FormVersion
from confianza.web.fieldwork.xforms.problems import FormRefused

CARD = "ficha_campo"


@pytest.mark.parametrize("ready", ready_forms(), ids=lambda ready: ready.name)
def test_the_spreadsheet_becomes_the_same_form_byte_for_byte(ready):
    brought = of(workbook(ready), ".xlsx")
    assert brought.xml == made(ready).xml
    assert brought.warnings == ()


def test_the_spreadsheet_has_its_headings_always_in_sight():
    book = load_workbook(io.BytesIO(workbook(named(CARD))))
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert book["survey"].freeze_panes == "D2"
    assert [cell.value for cell in book["survey"][1]][:3] == ["type", "name", "label::Español (es)"]
    assert book["survey"]["A1"].font.bold


@pytest.mark.django_db
def test_an_installed_form_belongs_to_its_room_and_its_people(workspace):
    version = library.install(ready=named(CARD), by=COMMAND_LINE)
    form = version.form
    assert (form.owner, form.roles, form.is_confidential) == (
        "intelligence",
        ["beat_officer", "commander"],
        True,
    )
    assert load_workbook(io.BytesIO(sealed.read(version.original)))["settings"]["B2"].value == CARD


@pytest.mark.django_db
def test_installing_twice_changes_nothing_and_a_form_of_somebody_else_is_left_alone(workspace):
    first = library.install(ready=named(CARD), by=COMMAND_LINE)
    assert library.install(ready=named(CARD), by=COMMAND_LINE) == first
    with pytest.raises(FormRefused):
        library.install(ready=named(CARD), by=COMMAND_LINE, may_change=lambda form: False)
    assert (Form.objects.count(), FormVersion.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_changed_copy_under_the_same_version_is_not_written_over(workspace):
    changed = named(CARD).text.replace("¿De qué se trata?", "¿Qué pasa?").encode()
    kept = add_version(content=changed, name="ficha.md", by=COMMAND_LINE)
    with pytest.raises(VersionTaken):
        library.install(ready=named(CARD), by=COMMAND_LINE)
    assert list(FormVersion.objects.all()) == [kept]
