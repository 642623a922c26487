"""No cell of a download is computed when it is opened."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confianza.web.lib import spreadsheets


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "-1+1",
        "--1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "＝1+1",
        "|calc",
        "-",
        "+503 2222 2222",
    ],
    ids=ascii,
)
def test_what_a_spreadsheet_would_compute_is_text(cell) -> None:
    assert spreadsheets.harmless(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        (None, ""),
        ("Zona 5", "Zona 5"),
        ("a=b", "a=b"),
        ("-12", "-12"),
        ("-1,234.5", "-1,234.5"),
        ("+7", "+7"),
        (-3.5, "-3.5"),
        (0, "0"),
    ],
)
def test_words_and_numbers_stay_as_they_are(cell, written) -> None:
    assert spreadsheets.harmless(cell) == written


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), min_size=1
    )
)
def test_no_line_of_any_text_reads_back_as_a_formula(cells) -> None:
    line = spreadsheets.csv_line(cells)
    (read,) = csv.reader(io.StringIO(line, newline=""))
    for before, after in zip(cells, read, strict=True):
        assert after in (before, "'" + before)
        assert not after.startswith(spreadsheets.FORMULA_STARTS) or spreadsheets._is_number(after)
