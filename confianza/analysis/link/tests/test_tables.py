"""Files as they come: separators, blanks, sources, truth."""

import io

import polars as pl
import pytest

from confianza.analysis.link import profiles, tables
from confianza.analysis.link.findings import CannotLink

FEBRL = b"rec_id, given_name, surname\nrec-1-org, ana, lopez\nrec-1-dup-0, anna, \n"


def test_blanks_around_headers_and_cells_mean_nothing():
    read = tables.read(FEBRL, "a")
    assert read.columns == ["rec_id", "given_name", "surname"]
    assert read["surname"].to_list() == ["lopez", None]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_read(separator):
    text = FEBRL.decode().replace(",", separator).encode()
    assert tables.read(text, "a").equals(tables.read(FEBRL, "a"))


def test_parquet_and_windows_letters_are_read():
    kept = io.BytesIO()
    pl.DataFrame({"surname": ["Núñez "]}).write_parquet(kept)
    assert tables.read(kept.getvalue(), "a")["surname"].to_list() == ["Núñez"]
    assert tables.read("surname\nNúñez\n".encode("cp1252"), "a")["surname"].to_list() == ["Núñez"]


@pytest.mark.parametrize("content", [b"", b"PAR1 and nothing more", b'a,b\n"1,2\n3'])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(CannotLink, match="cannot be read"):
        tables.read(content, "a")


def test_the_truth_of_febrl_is_the_number_in_its_key_and_is_not_compared():
    made = tables.records({"a": tables.read(FEBRL, "a")}, profiles.get("febrl"), truth="rec_id")
    assert made[tables.TRUTH].to_list() == ["1", "1"]
    assert made["record"].to_list() == ["rec-1-org", "rec-1-dup-0"]
    assert made["source"].to_list() == ["a", "a"]


def test_records_of_two_files_with_the_same_keys_stay_apart():
    table = tables.read(FEBRL, "a")
    made = tables.records({"a": table, "b": table}, profiles.get("febrl"))
    assert made["record"].n_unique() == 4


def test_a_truth_that_would_be_compared_is_taken_away():
    table = pl.DataFrame({"unique_id": ["1"], "first_name": ["ana"], "surname": ["lopez"]})
    made = tables.records({"a": table}, profiles.get("historical_figures"), truth="surname")
    assert "surname" not in made.columns


def test_missing_columns_are_told():
    table = tables.read(FEBRL, "a")
    with pytest.raises(CannotLink, match="no column “cluster”"):
        tables.records({"a": table}, profiles.get("febrl"), truth="cluster")
    with pytest.raises(CannotLink, match="leave out"):
        tables.records({"a": table}, profiles.get("febrl"), without=("nobody",))
    with pytest.raises(CannotLink, match="none of the columns"):
        tables.records({"a": table.select("rec_id")}, profiles.get("febrl"))
