"""What pyxform lets pass and no form here may have; each of these came in, or broke the page, before."""

import pytest

from confianza.web.fieldwork.actions import forms
from confianza.web.fieldwork.xforms import converting, limits, refusals
from confianza.web.fieldwork.xforms.problems import FormRefused

FORM = """
| survey |
| | type | name | label |
| | {question} |
{more}
| settings |
| | form_id | version |
| | p | 1 |
"""
XFORM = b'<h xmlns="http://www.w3.org/2002/xforms"><model>%s</model></h>'


def form(question, more=""):
    return FORM.format(question=question, more=more).encode()


def codes(problems):
    return [(problem.code, problem.details) for problem in problems]


@pytest.mark.parametrize(
    ("settings", "code", "column"),
    [
        ({"id_string": "x" * 101}, "too_long", "form_id"),
        ({"version": "9" * 101}, "too_long", "version"),
        ({"title": "t" * 201}, "too_long", "form_title"),
        ({"id_string": "../../etc/passwd"}, "bad_form_id", None),
        ({"id_string": "a\nb"}, "bad_form_id", None),
    ],
)
def test_names_that_the_register_or_a_path_could_not_hold_are_refused(settings, code, column):
    told = {"id_string": "p", "version": "1", "title": "P", **settings}
    ((found, details),) = codes(limits.of_settings(told, XFORM % b""))
    assert found == code
    assert details.get("column") == column


@pytest.mark.parametrize("name", ["percepcion_ciudadana", "Línea de base 2.1", "aXyZ-9", "p"])
def test_names_that_people_use_are_taken(name):
    assert not list(limits.of_settings({"id_string": name, "title": "P"}, XFORM % b""))


def test_a_form_that_sends_elsewhere_or_that_nobody_could_read_is_refused():
    elsewhere = b'<submission action="https://elsewhere.example" method="post" base64RsaPublicKey="MIIB"/>'
    told = {"id_string": "p", "version": "1", "title": "P"}
    assert [code for code, _ in codes(limits.of_settings(told, XFORM % elsewhere))] == [
        "submission_url",
        "public_key",
    ]
    auto = b'<submission orx:auto-send="true" xmlns:orx="http://openrosa.org/xforms"/>'
    assert not list(limits.of_settings(told, XFORM % auto))


def test_cells_that_no_telephone_reads_are_named_with_sheet_row_and_column():
    sheets = {
        "survey": [{"": "2", "type": "text", "name": "x:y", "label": "A"}],
        "choices": [{"": "7", "list_name": "l", "name": "a", "label": "A\x01"}],
    }
    assert codes(limits.of_cells(sheets)) == [
        ("bad_cell", {"sheet": "survey", "row": "2", "column": "name"}),
        ("bad_cell", {"sheet": "choices", "row": "7", "column": "label"}),
    ]
    with pytest.raises(FormRefused) as refused:
        converting.converted(form("text | x:y | A"), "x.md")
    assert [problem.code for problem in refused.value.problems] == ["bad_cell"]


def test_a_list_that_the_form_needs_must_be_brought_along(db, workspace):
    from confianza.web.audit.actions import COMMAND_LINE

    asks = form("select_one_from_file barrios.csv | barrio | Barrio")
    with pytest.raises(FormRefused) as refused:
        forms.add_version(content=asks, name="x.md", is_tried=True, by=COMMAND_LINE)
    assert codes(refused.value.problems) == [("no_file", {"name": "barrios.csv"})]
    lists = {"barrios.csv": b"name,label\n1,Centro\n"}
    assert forms.add_version(
        content=asks, name="x.md", files=lists, is_tried=True, by=COMMAND_LINE
    ).files.get()


def test_a_list_of_thousands_of_places_is_a_form_like_any():
    places = "".join(f"| | l | c{number} | Barrio {number} |\n" for number in range(3000))
    found = converting.converted(
        form("select_one l | a | A", f"| choices |\n| | list_name | name | label |\n{places}"), "x.md"
    )
    assert len(found.xml) > 64 * 1024
    assert len(found.dictionary[0]["choices"]) == 3000


def test_a_form_that_asks_nothing_is_none():
    with pytest.raises(FormRefused) as refused:
        converting.converted(b"| survey |\n| | type | name | label |\n", "x.md")
    assert [problem.code for problem in refused.value.problems] == ["no_questions"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_whatever_letters_a_spreadsheet_program_saved_it(coding):
    text = '"survey",,,\n,"type","name","label"\n,"text","a","¿Cuántos años?"\n'
    assert converting._in_utf8(text.encode(coding)) == text.encode()


@pytest.mark.parametrize(
    ("said", "code", "details"),
    [
        ("There should be a choices sheet in this xlsform.", "no_choices", {}),
        ("One or more required column headers were not found: 'type'.", "no_type", {}),
        (
            "[row : 6] Reference variables names must be unique anywhere. The name 'a' appears",
            "two_questions",
            {"row": 6, "name": "a"},
        ),
        ("[row : 2] Reference variables must start with '${'", "bad_reference", {"row": 2}),
        ("Choice names with spaces cannot be added. See [a b] in [l]", "choice_blank", {"name": "a b"}),
        ("[row : 9] Something new.", "refused_row", {"row": 9, "why": "Something new."}),
        ("Something new.", "refused", {"why": "Something new."}),
    ],
)
def test_what_pyxform_says_is_said_with_its_place(said, code, details):
    found = refusals.problem(said, {"survey": [], "choices": []})
    assert found.code == code
    assert details.items() <= found.details.items()
    assert found.sentence
