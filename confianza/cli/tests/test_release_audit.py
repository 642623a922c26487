"""The audit of plain tables: alone, with others published beside them, and after others published before."""

import json

import pytest
from typer.testing import CliRunner

from confianza.cli.program import app

PRIMARY = "area,a,b,c,d,total\nx,12,..,25,9,49\ny,7,14,..,31,54\nz,40,8,11,6,65\ntotal,59,25,38,46,168\n"
SAFE = "area,a,b,c,d,total\nx,12,..,..,9,49\ny,7,..,..,31,54\nz,40,8,11,6,65\ntotal,59,25,38,46,168\n"
ELSEWHERE = "area,a,b,c,d,total\nx,12,..,25,..,49\ny,7,14,2,31,54\nz,40,..,11,..,65\ntotal,59,25,38,46,168\n"


@pytest.fixture
def asked(tmp_path):
    def run(text, *words, beside=(), earlier=(), exit_code=0, options=("--json",)):
        def file(name, content):
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            return str(path)

        command = ["release", "--audit-only", file("table.csv", text)]
        for number, other in enumerate(beside):
            command += ["--audit-only", file(f"beside{number}.csv", other)]
        for number, other in enumerate(earlier):
            command += ["--earlier", file(f"earlier{number}.csv", other)]
        result = CliRunner().invoke(app, [*command, *words, *options], catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout) if "--json" in options else result.stdout

    return run


def places(entries):
    return {(each["row"], each["column"]): (each["low"], each["high"]) for each in entries}


def test_what_is_only_hidden_for_being_small_is_solved_exactly(asked):
    told = asked(PRIMARY, "--threshold", "5", exit_code=1)
    assert set(told) == {"leaks", "cells"}
    assert places(told["cells"]) == {("x", "b"): (3, 3), ("y", "c"): (2, 2)}
    assert places(told["leaks"]) == places(told["cells"])
    assert set(told["cells"][0]) == {"row", "column", "low", "high"}
    assert {each["width"] for each in told["leaks"]} == {0}


def test_with_two_cells_more_hidden_nothing_leaks(asked):
    told = asked(SAFE)
    assert told["leaks"] == []
    assert places(told["cells"])["x", "b"] == (1, 17)
    assert places(told["cells"])["y", "c"] == (0, 16)


def test_people_read_a_table_and_a_sentence(asked):
    said = asked(PRIMARY, exit_code=1, options=())
    assert "3 – 3" in said
    assert "2 of 2 hidden cells leak" in said
    assert "None of the 4 hidden cells leaks." in asked(SAFE, options=())


@pytest.mark.parametrize(
    "text",
    [
        SAFE.replace(",", ";").encode("utf-8-sig"),
        SAFE.replace(",", "\t").replace("total", "TOTAL"),
        SAFE.replace("total", " Total ") + "\n\n",
        SAFE.replace("12", "12.0").replace("168", '" 168"'),
        SAFE.replace("\n", "\r\n"),
    ],
)
def test_the_usual_ways_of_writing_a_table_are_read(asked, text):
    assert places(asked(text)["cells"])["x", "b"] == (1, 17)


def test_yesterdays_table_gives_away_what_each_hides_well(asked):
    assert asked(SAFE)["leaks"] == []
    assert asked(ELSEWHERE)["leaks"] == []
    told = asked(SAFE, earlier=[ELSEWHERE], exit_code=1)
    assert {"x", "y"} <= {each["row"] for each in told["leaks"]}
    assert all(each["width"] == 0 for each in told["leaks"])
    assert {each["table"] for each in told["leaks"]} == {"table.csv", "earlier0.csv"}
    assert {each["table"] for each in told["cells"]} == {"table.csv"}


def test_the_same_table_twice_tells_nothing_more(asked):
    assert asked(SAFE, earlier=[SAFE])["leaks"] == []


def months(area, values):
    return ",".join([area, *map(str, values)])


HEADER = months("area", [f"2026-{n:02}" for n in range(1, 13)])
BY_MONTH = "\n".join([HEADER, months("x", ["..", *[10] * 11]), months("y", ["..", *[12] * 11])])


def test_a_hidden_month_is_told_by_the_year_that_is_published_with_it_or_was_before(asked):
    assert asked(BY_MONTH)["cells"][0]["high"] is None
    for how in ("beside", "earlier"):
        told = asked(BY_MONTH, exit_code=1, **{how: ["area,2026\nx,113\ny,144\n"]})
        assert places(told["leaks"]) == {("x", "2026-01"): (3, 3), ("y", "2026-01"): (12, 12)}


def test_a_quarter_tells_as_much(asked):
    table = "area,2026-01,2026-02,2026-03\nx,..,10,10\n"
    told = asked(table, beside=["area,2026-Q1\nx,23\n"], exit_code=1)
    assert places(told["leaks"]) == {("x", "2026-01"): (3, 3)}


def test_hidden_margins_leave_more_open(asked):
    hidden = PRIMARY.replace("49", "..").replace("25,38", "..,..").replace("54", "..").replace("168", "..")
    told = asked(hidden, "--threshold", "3")
    assert told["leaks"] == []
    assert all(each["high"] is None for each in told["cells"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no table"),
        ("area,a,b\n", "holds no table"),
        (SAFE.replace("x,12", "x,"), "is blank"),
        (SAFE.replace("x,12", "x,-12"), "is no count"),
        (SAFE.replace("x,12", "x,12.5"), "is no count"),
        (SAFE.replace("x,12", 'x,"1.200"'), "is no count"),
        (SAFE.replace("x,12", "x,12,13"), "has 7 cells, its header 6"),
        (SAFE.replace("y,7", "x,7"), "two rows or two columns called “x”"),
        (SAFE.replace("area,a,b", "area,total,b").replace("d,total", "d,e"), "does not come last"),
        (SAFE.replace("x,12", "x,99"), "does not add up"),
        ("area,a,b,total\nx,..,9,3\n", "No whole numbers fit"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(asked, text, said):
    told = asked(text, exit_code=1)
    assert said in told["error"]["message"]


def test_tables_published_together_must_agree(asked):
    told = asked(
        SAFE, beside=[SAFE.replace("x,12", "x,13").replace("49", "50").replace("59,", "60,")], exit_code=1
    )
    assert "in one table and" in told["error"]["message"]
