"""What was answered, taken along and read back by others' programs."""

import io
import zipfile
from datetime import datetime

import openpyxl
import polars as pl
import pyreadstat
import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import forms, submissions
from confianza.web.fieldwork.exports import headings, making, media, spss, tables, workbook
from confianza.web.fieldwork.exports.tables import Wish
from confianza.web.fieldwork.exports.tests.forms import LONG, filled, spreadsheet
from confianza.web.fieldwork.models import Standing, Submission

NASTY = '=HYPERLINK("http://x")\nsegunda línea; "comillas", ñ 😀'


@pytest.fixture
def form(db, workspace):
    return forms.add_version(content=spreadsheet(), name="exporta.md", by=COMMAND_LINE).form


@pytest.fixture
def answered(form):
    """Three filled forms: one plain, one nasty, one of words on a scale and nothing else."""
    told = (
        filled(people=([5, 7], [])),
        filled(
            comentario=NASTY.replace('"', "&quot;"), tipos="robo extorsion-y-amenazas", monto="-3", nota="ns"
        ),
        filled(nota="nr", tipos="", punto="", people=([9],)),
    )
    for xml in told:
        submissions.receive(xml=xml, files={}, device=None, by=COMMAND_LINE)
    Submission.objects.update(standing=Standing.APPROVED)
    return form


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def columns(rows):
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}


def files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sav(content, tmp_path, **how):
    place = tmp_path / "x.sav"
    place.write_bytes(content)
    return pyreadstat.read_sav(str(place), output_format="polars", **how)


def test_a_spreadsheet_holds_the_codes_and_repeats_on_sheets_of_their_own(answered):
    found = sheets(making.made("xlsx", tables.gathered(answered, Wish())).content)
    assert list(found) == ["exporta", "persona", "bien", "codebook"]
    top = columns(found["exporta"])
    assert top["uno.nota"] == ["2", "ns", "nr"]
    assert top["dos.nota"] == ["si"] * 3
    assert top["tipos"] == ["robo", "robo extorsion-y-amenazas", None]
    assert top["tipos/robo"] == [1, 1, None]
    assert top["tipos/extorsion-y-amenazas"] == [0, 1, None]
    assert (top["punto/lat"], top["punto/lon"]) == ([14.5, 14.5, None], [-90.6, -90.6, None])
    assert top["dia"] == [datetime(2026, 11, 20)] * 3
    assert top["monto"] == [1.5, -3, 1.5]
    assert top["version"] == ["1"] * 3


def test_turns_know_the_row_they_belong_to(answered):
    found = sheets(making.made("xlsx", tables.gathered(answered, Wish())).content)
    top, people, things = (columns(found[name]) for name in ("exporta", "persona", "bien"))
    assert people["parent_key"] == [top["key"][0], top["key"][0], top["key"][2]]
    assert things["parent_key"] == [people["key"][0], people["key"][0], people["key"][2]]
    assert things["valor"] == [5, 7, 9]
    assert len(set(things["key"])) == 3


def test_a_spreadsheet_in_words_is_in_the_words_of_one_language(answered):
    found = sheets(making.made("xlsx", tables.gathered(answered, Wish(language="en"))).content)
    top = columns(found["exporta"])
    assert top["How much, \"from\" 1 to 3 — it's 'yours'?"] == ["Something", "Does not know", "No answer"]
    assert top["What was it?"][1] == "Robbery · Extortion and threats"
    assert top["What was it? · Robbery"] == [1, 1, None]
    assert top["standing"] == ["Approved"] * 3


def test_with_groups_a_heading_tells_where_its_question_lies(answered):
    found = tables.gathered(answered, Wish(with_groups=True))
    names = [column.name for column in found.tables[0].columns]
    assert {"uno/nota", "uno/comentario", "dos/nota", "tipos/robo"} <= set(names)


def test_no_cell_is_a_formula(answered):
    found = tables.gathered(answered, Wish())
    book = openpyxl.load_workbook(io.BytesIO(making.made("xlsx", found).content))
    cells = [cell for row in book["exporta"].iter_rows() for cell in row]
    (nasty,) = [cell for cell in cells if cell.value == NASTY]
    assert (nasty.data_type, nasty.quotePrefix) == ("s", True)
    assert not [cell for cell in cells if cell.data_type == "f"]
    csv = files(making.made("csv", found).content)["exporta.csv"]
    assert pl.read_csv(csv)["comentario"].to_list()[1] == "'" + NASTY


def test_csv_has_a_file_for_each_table_and_the_codebook(answered):
    found = files(making.made("csv", tables.gathered(answered, Wish())).content)
    assert list(found) == ["exporta.csv", "persona.csv", "bien.csv", "codebook.csv"]
    top = pl.read_csv(found["exporta.csv"])
    assert top["monto"].to_list() == [1.5, -3.0, 1.5]
    assert top["begun_at"].to_list()[0] == "2026-11-20 10:00:00"
    book = pl.read_csv(found["codebook.csv"])
    scale = book.filter(pl.col("Columna" if "Columna" in book.columns else "Column") == "uno.nota")
    assert scale["Español (es)"].to_list()[-2:] == ["No sabe", "No responde"]
    assert scale["English (en)"].to_list()[1] == "Nothing"


def test_spss_keeps_numbers_of_a_scale_and_makes_its_words_missing(answered, tmp_path):
    found = files(making.made("spss", tables.gathered(answered, Wish())).content)
    frame, told = sav(found["exporta.es.sav"], tmp_path, user_missing=True)
    assert frame["uno.nota"].to_list() == [2, -1, -2]
    assert told.variable_value_labels["uno.nota"][-1] == "No sabe"
    assert told.missing_ranges["uno.nota"] == [{"lo": -2, "hi": -1}]
    assert told.variable_value_labels["dos.nota"] == {"si": "Sí", "no": "No"}
    assert frame["comentario"].to_list()[1] == NASTY
    assert frame["dia"].to_list()[0].isoformat()[:10] == "2026-11-20"
    assert frame["begun_at"].to_list()[0] == datetime(2026, 11, 20, 10)
    plain, _told = sav(found["exporta.es.sav"], tmp_path)
    assert plain["uno.nota"].to_list() == [2, None, None]


def test_spss_is_labelled_in_each_language_within_its_limits(answered, tmp_path):
    found = files(making.made("spss", tables.gathered(answered, Wish())).content)
    spanish, english = (sav(found[f"exporta.{code}.sav"], tmp_path)[1] for code in ("es", "en"))
    label = spanish.column_names_to_labels["uno.nota"]
    assert label.endswith("…")
    assert LONG.startswith(label[:-1])
    assert len(label.encode()) <= 255
    assert english.column_names_to_labels["uno.nota"].startswith('How much, "from"')
    assert english.variable_value_labels["tipos_robo"] == {0: "No", 1: "Yes"}
    assert "v_with" in spanish.column_names
    long = [name for name in spanish.column_names if name.startswith("aaa")]
    assert len(long) == 2
    assert all(len(name) <= 64 for name in long)


def test_syntax_labels_what_the_data_hold_in_lines_that_spss_reads(answered):
    found = files(making.made("spss", tables.gathered(answered, Wish())).content)
    text = found["exporta.en.sps"].decode()
    assert all(len(line.encode()) <= 251 for line in text.splitlines())
    assert "it''s ''yours''?'" in text
    assert "MISSING VALUES uno.nota (-2 THRU -1)." in text
    assert "'si'" in text
    assert text.startswith("* Encoding: UTF-8.\n")
    assert unquoted(text).count("'") == 0


def unquoted(text):
    """Return syntax without its texts, joining those that go on in the next line."""
    import re

    return re.sub(r"'(?:[^']|'')*'", "", text)


def test_a_long_text_goes_on_in_the_next_line_and_says_the_same():
    text = "á'" * 300
    pieces = spss._quoted(text)
    assert len(pieces) > 1
    assert all(len(piece.encode()) <= 251 - 5 for piece in pieces)
    assert "".join(piece.removesuffix(" +")[1:-1] for piece in pieces).replace("''", "'") == text


def test_the_same_answers_are_the_same_bytes(answered):
    for kind in making.KINDS:
        first, second = (making.made(kind, tables.gathered(answered, Wish())).content for _time in range(2))
        assert first == second


def test_without_an_answer_every_file_is_empty_and_whole(form, tmp_path):
    found = tables.gathered(form, Wish())
    assert found.height == 0
    assert len(sheets(making.made("xlsx", found).content)["exporta"]) == 1
    spss_files = files(making.made("spss", found).content)
    assert sav(spss_files["exporta.es.sav"], tmp_path)[0].height == 0


def test_what_waits_is_taken_along_only_when_asked_for(answered):
    submissions.receive(xml=filled(), files={}, device=None, by=COMMAND_LINE)
    assert tables.gathered(answered, Wish()).height == 3
    assert tables.gathered(answered, Wish(approved_only=False)).height == 4


def test_what_is_not_of_its_kind_stands_on_a_sheet_of_its_own(form):
    submissions.receive(xml=filled(monto="mucho", punto="aquí"), files={}, device=None, by=COMMAND_LINE)
    found = tables.gathered(form, Wish(approved_only=False))
    rows = sheets(making.made("xlsx", found).content)["unread"]
    assert [row[1:] for row in rows[1:]] == [["/monto", "mucho"], ["/punto", "aquí"]]


def test_a_choice_that_is_no_longer_offered_keeps_its_words_and_a_foreign_one_its_code(form):
    submissions.receive(xml=filled(tipos="robo otro"), files={}, device=None, by=COMMAND_LINE)
    later = spreadsheet().replace(b"| exporta | 1 |", b"| exporta | 2 |")
    gone = "\n".join(line for line in later.decode().splitlines() if "| robo |" not in line)
    forms.add_version(content=gone.encode(), name="2.md", by=COMMAND_LINE)
    found = tables.gathered(form, Wish(language="es", approved_only=False))
    by_name = {column.name: column for column in found.tables[0].columns}
    assert by_name["tipos"].values == ("Robo · otro",)
    assert by_name["tipos/otro"].values == (1,)


def test_attached_files_come_in_folders_and_their_names_lead_nowhere_else(form):
    text = spreadsheet().replace(b"| | date | dia |", b"| | image | foto | Foto | Photo |\n| | date | dia |")
    later = text.replace(b"| exporta | 1 |", b"| exporta | 2 |")
    forms.add_version(content=later, name="2.md", by=COMMAND_LINE)
    xml = filled(version="2").replace(b"<dia>", b"<foto>a.jpg</foto><dia>")
    sent = {"a.jpg": io.BytesIO(b"one"), "../../b.jpg": io.BytesIO(b"two" * 100_000)}
    submissions.receive(xml=xml, files=sent, device=None, by=COMMAND_LINE)
    assert media.files(form, approved_only=True) == []
    found = files(b"".join(media.archive(media.files(form, approved_only=False))))
    folder = Submission.objects.get().instance_id.removeprefix("uuid:")
    assert found == {f"{folder}/a.jpg": b"one", f"{folder}/_.._b.jpg": b"two" * 100_000}


@pytest.mark.parametrize(
    ("names", "valid"),
    [
        (["edad", "EDAD", "Edad"], ["edad", "EDAD_2", "Edad_3"]),
        (["tipos/robo", "tipos_robo"], ["tipos_robo", "tipos_robo_2"]),
        (["año", "ñandú", "1", "_1", "with", "ALL"], ["ano", "nandu", "v_1", "v_1_2", "v_with", "v_ALL"]),
        (["x" * 80, "x" * 90, "😀", "punto."], ["x" * 64, "x" * 62 + "_2", "v", "punto"]),
    ],
)
def test_names_of_variables_are_valid_and_unique(names, valid):
    assert headings.variables(names) == valid


def test_sheets_have_names_that_excel_takes():
    found = headings.of_tables("a[b]:c*d?" + "x" * 40, ["", "/g/persona", "/h/Persona", "/codebook"])
    assert found == {
        "": "a-b--c-d-" + "x" * 22,
        "/g/persona": "persona",
        "/h/Persona": "Persona_2",
        "/codebook": "codebook_2",
    }


def test_a_cell_takes_what_no_spreadsheet_can_hold():
    rows = [["a"], ["x" * 40_000], ["\x0bok"], [2**60], [float("inf")], ["a\r\nb"], [datetime(1800, 1, 1)]]
    found = [row[0] for row in sheets(workbook.workbook({"s": rows}))["s"]][1:]
    assert len(found[0]) == 32_767
    assert found[1:] == ["ok", str(2**60), "inf", "a\nb", "1800-01-01 00:00:00"]
