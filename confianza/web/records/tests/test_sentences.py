import re

import pytest
from django.utils import translation

from confianza.analysis.consolidate import formats
from confianza.analysis.sources import catalogue
from confianza.analysis.sources.catalogue import UnknownSource
from confianza.analysis.vocabulary.problems import KINDS, DeliveryRefused, Problem
from confianza.web.records import sentences
from confianza.web.records.files import TooLarge

EVERY_KIND = sorted(KINDS)
UNKNOWN_MECHANISM = Problem(
    "mechanism_not_in_catalogue", 1200, file="a.csv", rows=(7, 9), column="arma", value="rayo láser"
)


@pytest.mark.parametrize("code", EVERY_KIND)
def test_every_problem_is_said_in_spanish_with_the_same_places(code):
    english = KINDS[code].sentence
    with translation.override("es"):
        spanish = translation.gettext(english)
    assert spanish != english
    assert set(re.findall(r"%\((\w+)\)", spanish)) == set(re.findall(r"%\((\w+)\)", english))


def test_what_the_analysis_tells_in_words_is_said_in_spanish():
    kinds_of_files = {described for _, described in (*formats._NOT_READ, *formats._MARKUP)}
    mends = {each.reason for profile in catalogue.everyone() for each in profile.corrections}
    with translation.override("es"):
        silent = {words for words in kinds_of_files | mends if translation.gettext(words) == words}
    assert silent == set()


@pytest.mark.parametrize(
    "code", [code for code, kind in KINDS.items() if kind.severity in ("reject", "left_out")]
)
def test_a_reason_counted_over_many_records_names_no_value(code, language):
    assert "…" not in sentences.of_reason(code)
    assert "%" not in sentences.of_reason(code)


def test_a_problem_tells_how_often_where_first_and_what():
    with translation.override("en"):
        told = sentences.of_problem(UNKNOWN_MECHANISM)
        place = sentences.where(UNKNOWN_MECHANISM)
    assert told.startswith("1,200 rows")
    assert "“rayo láser” in row 7" in told
    assert place == "a.csv · column arma · rows 7, 9"


def test_the_value_of_a_cell_is_kept_from_those_who_may_not_read_records(language):
    assert "rayo láser" not in sentences.of_problem(UNKNOWN_MECHANISM, tells_values=False)


def test_a_header_is_nobodys_value(language):
    unknown = Problem("unknown_columns", 1, file="a.csv", value="color_favorito")
    assert "color_favorito" in sentences.of_problem(unknown, tells_values=False)


def test_a_place_nobody_filled_is_no_error(language):
    assert "…" in sentences.of_problem({"code": "no_records", "file": "a.csv"})


def test_a_code_of_an_older_store_is_shown_as_it_is(language):
    assert sentences.of_problem({"code": "no_longer_known_100%"}) == "no_longer_known_100%"
    assert sentences.severity("no_longer_known") == "refuse"


def test_many_rows_are_named_by_the_first():
    with translation.override("en"):
        assert sentences.rows([4]) == "row 4"
        assert sentences.rows([1, 2, 3, 4, 5, 6]) == "rows 1, 2, 3, 4, 5 …"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DeliveryRefused("empty_file", file="a.csv"), "empty_file"),
        (TooLarge(3_000_000, 1_000_000), "delivery_too_big"),
        (UnknownSource("gt_pnc"), "unknown_source"),
    ],
)
def test_a_refusal_can_be_kept_as_json_and_said_later(error, code, language):
    import json

    refusal = json.loads(json.dumps(sentences.refusal(error)))
    assert refusal["code"] == code
    assert "…" not in sentences.of_problem(refusal)


def test_nobody_explains_a_defect():
    assert sentences.refusal(RuntimeError("a defect")) is None


def test_the_kind_of_a_file_is_told_in_the_readers_language():
    with translation.override("es"):
        told = sentences.of_problem(
            DeliveryRefused("format_not_read", file="a.pdf", found="a PDF document").problem
        )
    assert "un documento PDF" in told
