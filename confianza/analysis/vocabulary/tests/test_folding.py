"""Words that offices spell differently must meet; words that differ must not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confianza.analysis.vocabulary.folding import fold, fold_tight, folded, repair, repaired


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("AÑO_ocu.", "ano ocu"),
        ("  Día  de\nla Semana ", "dia de la semana"),
        ("Coord. Y", "coord y"),
        ("AÃ±o", "ano"),
        ("AÃ‘O", "ano"),
        ("GÉNERO", "genero"),
        ("*AGRUPA_EDAD_PERSONA", "agrupa edad persona"),
        ("", ""),
        ("--", ""),
    ],
)
def test_it_folds_accents_case_punctuation_and_mojibake(spelling: str, expected: str) -> None:
    assert fold(spelling) == expected


def test_it_closes_blanks_for_headers() -> None:
    assert fold_tight("g_edad_60 y más") == fold_tight("G_Edad_60ymás") == "gedad60ymas"


def test_it_leaves_text_that_was_read_rightly_alone() -> None:
    assert repair("São José, Año 2014, Ñuñoa") == "São José, Año 2014, Ñuñoa"


@given(st.text(alphabet=[chr(point) for point in range(0xA1, 0x100)]))
def test_it_repairs_every_latin_letter_read_as_latin_1(text: str) -> None:
    assert repair(text.encode("utf-8").decode("latin-1")) == text


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_a_column_is_folded_like_a_text(text: str) -> None:
    column = pl.DataFrame({"text": [text, None]}).select(
        folded(pl.col("text")), repaired(pl.col("text")).alias("repaired")
    )

    assert column["text"].to_list() == [fold(text), None]
    assert column["repaired"].to_list() == [repair(text), None]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
