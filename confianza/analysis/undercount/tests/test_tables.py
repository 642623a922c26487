import polars as pl
import pytest

from confianza.analysis.undercount import findings, tables
from confianza.analysis.undercount.findings import TableRefused


def read(text, **how):
    return tables.histories(tables.read(text.encode(), "t.csv"), "t.csv", **how)


@pytest.mark.parametrize(
    "name", ["n", "Count", "Frequency", "freq", "Cantidad", "n_victims", "Víctimas", "whatever"]
)
def test_a_row_per_history_is_read_whatever_its_count_is_called(name):
    told = read(f"A,B,C,{name}\n1,0,0,40\n0,1,0,30\n1,1,0,6\n0,0,1,20\n")
    assert told.lists == ("A", "B", "C")
    assert list(told.counts) == [0, 40, 30, 6, 20, 0, 0, 0]


def test_a_row_per_victim_is_counted():
    told = read("id,police,coroner,age\n1,1,0,33\n2,1,1,20\n3,0,1,61\n4,1,0,18\n")
    assert told.lists == ("police", "coroner")
    assert list(told.counts) == [0, 2, 1, 1]


@pytest.mark.parametrize(
    "text", ["A;B;n\n1;0;3\n0;1;4\n", "A\tB\tn\n1\t0\t3\n0\t1\t4\n", "\ufeffA, B, n\n1, 0, 3\n0,1,4\n"]
)
def test_semicolons_tabs_and_blanks_are_no_trouble(text):
    assert list(read(text).counts) == [0, 3, 4, 0]


def test_an_old_spreadsheet_is_read_too():
    told = tables.read("policía,forense,n\n1,0,3\n0,1,4\n".encode("cp1252"), "t.csv")
    assert told.columns == ["policía", "forense", "n"]


def test_words_and_booleans_are_lists_too():
    assert list(read("A,B\nsi,no\nTrue,False\nNo,Yes\n").counts) == [0, 2, 1, 0]
    frame = tables.cells(pl.DataFrame({"A": [True, False], "B": [1.0, 1.0]}))
    assert list(tables.histories(frame, "t").counts) == [0, 0, 1, 1]


def test_the_same_history_twice_is_added_up_and_nobody_is_dropped():
    assert list(read("A,B,n\n1,0,3\n1,0,2\n0,0,9\n0,1,1\n").counts) == [0, 5, 1, 0]


def test_lists_and_count_can_be_named():
    told = read("A,B,C,n,m\n1,0,1,3,9\n0,1,0,4,9\n", lists=("C", "A"), count="n")
    assert told.lists == ("C", "A")
    assert list(told.counts) == [0, 0, 0, 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_table"),
        ("A,B,n\n", "empty_table"),
        ("1,0,3\n0,1,4\n", "no_header"),
        ("A,B\n1,0\n0,1\n2,0\n", "not_zero_or_one"),
        ("A,B,n\n1,0,-3\n0,1,4\n", "not_a_count"),
        ("A,B,n\n1,0,2.5\n0,1,4\n", "not_a_count"),
        ("A,B,n\n1,0,many\n0,1,4\n", "not_a_count"),
        ("A,B,n,total\n1,0,2,2\n0,1,4,4\n", "which_count"),
        ("name,place\nx y,z\nq,r\n", "no_lists"),
        ("A,B,n\n1,0,0\n0,1,0\n", "nobody_seen"),
        ("A,A,n\n1,0,2\n0,1,3\n", "columns_alike"),
        ("A,B,n\n1,0,2,7,7\n0,1,3\n", "not_readable"),
    ],
)
def test_what_is_no_table_is_refused_with_where_and_why(text, code):
    with pytest.raises(TableRefused) as refused:
        read(text)
    assert refused.value.problem.code == code
    assert "t.csv" in str(refused.value)


def test_the_row_of_a_slip_is_named():
    with pytest.raises(TableRefused, match="Row 4 of t.csv has “2” in the column “A”"):
        read("A,B\n1,0\n0,1\n2,0\n")


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(TableRefused, match="no column “C”. It has: A, B, n"):
        read("A,B,n\n1,0,3\n0,1,4\n", lists=("A", "C"))


def test_ten_lists_are_too_many():
    header = ",".join("ABCDEFGHIJ")
    rows = "\n".join(",".join("1" if i == j else "0" for i in range(10)) for j in range(10))
    with pytest.raises(TableRefused, match="10 lists; 9 can be compared"):
        read(f"{header}\n{rows}\n")


def test_groups_are_read_apart():
    frame = tables.read(b"zone,A,B,n\nnorth,1,0,3\nsouth,0,1,4\nnorth,1,1,2\n", "t.csv")
    told = tables.strata(frame, "t.csv", "zone")
    assert list(told["north"].counts) == [0, 3, 0, 2]
    assert list(told["south"].counts) == [0, 0, 4, 0]


def test_every_finding_has_its_severity_and_sentence():
    for kind in findings.KINDS.values():
        assert kind.severity in ("refuse", "left_out", "warn")
        assert kind.sentence.endswith((".", "here"))
