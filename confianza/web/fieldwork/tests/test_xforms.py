"""Malformed spreadsheets and filled forms: each gets a sentence with its place, in both languages."""

import io
import shutil
import zipfile

import pytest
from django.utils import translation

from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.fieldwork.xforms import converting, correcting, expressions, reading, validating
from confianza.web.fieldwork.xforms.problems import KINDS, FormRefused, SubmissionRefused

HEAD = "| survey |\n| | type | name | label | calculation | relevant | choice_filter | repeat_count |\n"
TAIL = (
    "| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | b | B |\n"
    "| settings |\n| | form_title | form_id | version |\n| | F | f | 1 |\n"
)


def rows(*told):
    """A small form of these rows: type, name, label, calculation, relevant, choice_filter, repeat_count."""
    lines = (f"| | {' | '.join((*row, *[''] * (7 - len(row))))} |" for row in told)
    return (HEAD + "\n".join(lines) + "\n" + TAIL).encode()


def refused(content, name="f.md"):
    with pytest.raises(FormRefused) as caught:
        converting.converted(content, name)
    return caught.value.problems


AGE = ("integer", "edad", "Edad")
# What is wrong, as rows of the sheet; the code of the problem, and what its sentence must name.
MALFORMED = {
    "a constraint without its end": (
        spreadsheet().replace(b". >= 18", b". >= (18"),
        "bad_expression",
        ["row 4", "constraint"],
    ),
    "a relevance that is no expression": (
        rows(AGE, ("text", "b", "B", "", "${edad} > > 3")), "bad_expression", ["row 3", "relevant"],
    ),
    "a calculation with a function nobody has": (
        rows(AGE, ("calculate", "b", "", "foo(${edad})")), "no_function", ["row 3", "calculation", "foo"],
    ),
    "a filter of choices without its end": (
        rows(AGE, ("select_one l", "b", "B", "", "", "name = (${edad}")), "bad_expression", ["choice_filter"],
    ),
    "a filter of choices with a function nobody has": (
        rows(AGE, ("select_one l", "b", "B", "", "", "bar(name)")), "no_function", ["row 3", "bar"],
    ),
    "two calculations that need each other": (
        rows(("calculate", "a", "", "${b} + 1"), ("calculate", "b", "", "${a} + 1")),
        "circle", ["row 2", "a"],
    ),
    "three of them in a ring": (
        rows(("calculate", "a", "", "${b}"), ("calculate", "b", "", "${c}"), ("calculate", "c", "", "${a}")),
        "circle", ["a → ", "b", "c"],
    ),
    "a question that decides about itself": (
        rows(("text", "a", "A", "", "${a} = 'x'")), "circle", ["row 2"],
    ),
    "a group that hangs on what lies in it": (
        rows(("begin_group", "g", "G", "", "${a} = 'x'"), ("text", "a", "A"), ("end_group", "")),
        "circle", ["row 3", "a → a"],
    ),
    "a list that is not there": (rows(("select_one nada", "a", "A")), "no_list", ["row 2", "nada"]),
    "a type that is not there": (rows(("entero", "a", "A")), "unknown_type", ["row 2", "entero"]),
    "a name used twice": (rows(AGE, ("text", "edad", "Otra")), "twice", ["row 3", "edad"]),
    "a name that cannot be one": (rows(("text", "1 a", "A")), "bad_name", ["row 2", "1 a"]),
    "a reference to nothing": (rows(("text", "a", "A", "", "${nada} = 1")), "no_question", ["row 2", "nada"]),
    "a group that never ends": (rows(("begin_group", "g", "G"), AGE), "not_closed", ["row 2"]),
    "a group that never began": (rows(AGE, ("end_group", "")), "not_begun", ["row 3"]),
    "a question without label": (rows(("text", "a", "")), "no_label", ["row 2", "a"]),
    "a choice that is there twice": (
        rows(("select_one l", "a", "A")).replace(b"| | l | b | B |", b"| | l | a | B |"),
        "choice_twice", ["row 3", "a"],
    ),
    "no sheet survey": (TAIL.encode(), "no_survey", ["survey"]),
    "a calculation without any": (rows(("calculate", "a", "")), "no_calculation", ["row 2", "a"]),
}  # fmt: skip


@pytest.mark.parametrize("what", MALFORMED)
def test_what_is_wrong_with_a_form_is_told_with_its_place(what):
    content, code, named = MALFORMED[what]
    problems = refused(content)
    assert code in [problem.code for problem in problems]
    with translation.override("en"):
        sentence = next(problem.sentence for problem in problems if problem.code == code)
    assert not [word for word in named if word not in sentence], sentence
    with translation.override("es"):
        assert next(problem for problem in problems if problem.code == code).sentence != sentence


def test_several_faults_are_told_at_once():
    problems = refused(rows(AGE, ("text", "b", "B", "", "${edad} > > 3"), ("calculate", "c", "", "foo(1)")))
    assert [problem.code for problem in problems] == ["bad_expression", "no_function"]


def bomb(megabytes):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * megabytes * 1024 * 1024)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (bomb(61), "bomba.xlsx", "unpacks_too_large"),
        (bomb(1), "vacia.xlsx", "not_a_spreadsheet"),
        (b"PK\x03\x04 broken", "roto.xlsx", "not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0 broken", "roto.xls", "not_a_spreadsheet"),
        (b"%PDF-1.7", "carta.pdf", "not_a_spreadsheet"),
        (b"0" * (converting.LARGEST + 1), "grande.csv", "too_large"),
    ],
)
def test_files_that_are_no_form_are_refused_before_they_harm(content, name, code):
    assert [problem.code for problem in refused(content, name)] == [code]


@pytest.mark.parametrize(
    "expression",
    [
        ". >= 18 and . <= 120",
        "selected(${a}, 'x') or not(selected(${a}, 'y'))".replace("${a}", " /data/a "),
        "count(/data/r[edad > 17]) * 2 div 3 mod 5",
        "instance('l')/roots/item[name = current()/../a and position() < 3]/label",
        "if(string-length(.) > 0, concat('a', \"b\"), '')",
        "-1 + -(2) - .5",
        "regex(., '^[0-9]{8}$') | ../b",
        "jr:choice-name(/data/a, '/data/a')",
        "indexed-repeat(/data/r/x, /data/r, position(..)-1)",
        "/data/div/mod + /data/and",
    ],
)
def test_whatever_odk_understands_is_understood(expression):
    assert expressions.names_in(expression) <= expressions.FUNCTIONS


@pytest.mark.parametrize("expression", ["(", ". >", "a b", "'open", "count(", "1 + * 2", "$x", "a[", ")"])
def test_what_no_telephone_understands_is_not(expression):
    with pytest.raises(ValueError, match="“|…"):
        expressions.names_in(expression)


@pytest.mark.skipif(not shutil.which("java"), reason="no Java here")
def test_the_engine_of_the_telephones_agrees_where_there_is_java():
    good = converting.converted(spreadsheet(), "f.md").xml
    assert validating.refusal(good) == ""
    assert "edad" in validating.refusal(good.replace(b". &gt;= 18", b". &gt;= (18"))


def test_without_java_nobody_looked(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert validating.refusal(b"<h/>") is None


# --- the dictionary -----------------------------------------------------------------------------------


def test_the_dictionary_names_every_question_with_its_row_its_repeat_and_its_choices():
    found = converting.converted(spreadsheet(), "f.md")
    by_name = {each["name"]: each for each in found.dictionary}
    assert by_name["edad"] | {} == by_name["edad"]
    assert (by_name["edad"]["row"], by_name["edad"]["required"]) == (4, True)
    assert by_name["tipos"]["repeat"] == "/hecho"
    assert [each["name"] for each in by_name["tipos"]["choices"]] == ["robo", "extorsion"]
    assert by_name["victima"]["labels"]["English (en)"] == "Have you been a victim?"
    assert found.languages == ("Español (es)", "English (en)")


# --- what was filled in -------------------------------------------------------------------------------


def test_answers_are_read_turn_by_turn():
    found = converting.converted(spreadsheet(), "f.md")
    told = reading.told(filled(edad=44, photo="a.jpg"))
    answers = reading.answers(told.root, found.dictionary)
    assert answers["/edad"] == "44"
    assert [turn["/hecho/tipos"] for turn in answers["/hecho"]] == [["robo", "extorsion"], ["robo"]]
    assert reading.files(told.root, found.dictionary) == ("a.jpg",)
    assert reading.moment(told.root, found.dictionary, "start").isoformat() == "2026-11-20T10:00:00-06:00"
    assert reading.unknown(told.root, found.dictionary) == ()


def test_an_answer_nobody_asked_for_is_told():
    found = converting.converted(spreadsheet(), "f.md")
    told = reading.told(filled().replace(b"<victima>", b"<nuevo>x</nuevo><victima>"))
    assert reading.unknown(told.root, found.dictionary) == ("/nuevo",)


HOSTILE = {
    "a thousand laughs": b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><data id="f">&b;</data>',
    "a file of the machine": b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data id="f">&a;</data>',
    "a document type alone": b'<!DOCTYPE data><data id="f"/>',
    "too deep": b'<data id="f">' + b"<a>" * 5000 + b"</a>" * 5000 + b"</data>",
    "too large": b'<data id="f">' + b" " * reading.LARGEST + b"</data>",
    "no form named": b"<data/>",
    "no number": b'<data id="f"><meta><instanceID/></meta></data>',
    "a number without end": b'<data id="f"><meta><instanceID>' + b"1" * 101 + b"</instanceID></meta></data>",
    "broken off": filled()[:200],
    "bytes": bytes(range(256)),
    "nothing": b"",
    "another encoding than it says": '<?xml version="1.0" encoding="utf-8"?><data id="ñ"/>'.encode("latin-1"),
    "an encoding nobody has": b'<?xml version="1.0" encoding="klingon"?><data id="f"/>',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_and_broken_submissions_are_refused_with_a_sentence(what):
    with pytest.raises(SubmissionRefused) as caught:
        reading.told(HOSTILE[what])
    assert caught.value.problem.code in KINDS
    assert caught.value.problem.sentence


def test_a_corrected_copy_names_what_it_edits_and_changes_one_answer():
    before = filled(instance="uuid:1")
    after = reading.told(correcting.corrected(before, path="/hecho/tipos", turn=1, value="extorsion"))
    assert after.deprecated == "uuid:1"
    assert after.instance_id not in ("", "uuid:1")
    found = converting.converted(spreadsheet(), "f.md")
    turns = reading.answers(after.root, found.dictionary)["/hecho"]
    assert [turn["/hecho/tipos"] for turn in turns] == [["robo", "extorsion"], ["extorsion"]]


@pytest.mark.parametrize(("path", "turn"), [("/nada", 0), ("/hecho/tipos", 2), ("/hecho", 0)])
def test_what_was_not_answered_cannot_be_corrected(path, turn):
    with pytest.raises(correcting.NoSuchAnswer):
        correcting.corrected(filled(), path=path, turn=turn, value="x")
