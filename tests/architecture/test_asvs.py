"""docs/asvs.csv holds every requirement once, and every test, setting and text it names exists."""

import ast
import hashlib
from collections import Counter
from functools import cache

import pytest

from tests.architecture import asvs, house

# Requirements of level 1 and 2 by chapter, as the standard has them: 70 and 183.
BY_CHAPTER = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3),
    10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16), 17: (0, 7),
}  # fmt: skip
# Of the sorted numbers with their levels, so that none can be left out or moved to another level unseen.
OF_THE_STANDARD = "d14a9133210ac2b4592509abc6bd37ad90be24a82a3b85b200e67bfe13bdc2f1"
ROWS = asvs.rows()
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.req_id)


def fingerprint(rows) -> str:
    return hashlib.sha256("\n".join(sorted(f"{row.req_id} {row.level}" for row in rows)).encode()).hexdigest()


def test_every_requirement_of_level_one_and_two_stands_there_once() -> None:
    below = [row for row in ROWS if row.level < 3]
    assert len({row.req_id for row in ROWS}) == len(ROWS)
    told = Counter((int(row.req_id[1:].split(".")[0]), row.level) for row in below)
    assert {chapter: (told[chapter, 1], told[chapter, 2]) for chapter in BY_CHAPTER} == BY_CHAPTER
    assert fingerprint(below) == OF_THE_STANDARD


def test_the_list_is_that_of_the_standard_where_the_standard_is_at_hand(shared_data) -> None:
    import csv

    with (shared_data.parent / "reference/asvs-5.0.0.csv").open(encoding="utf-8-sig", newline="") as lines:
        standard = {row["req_id"]: int(row["L"]) for row in csv.DictReader(lines)}
    ours = {row.req_id: row.level for row in ROWS}
    assert ours.items() <= standard.items()
    assert {name for name, level in standard.items() if level < 3} <= set(ours)


@every_row
def test_every_row_says_how_it_stands_and_what_shows_it(row) -> None:
    assert row.status in asvs.STATUSES
    if row.status == "met":
        assert row.evidence
    else:
        assert row.note, "whatever is not met says why"
    assert len(row.note) < 250


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests of a file, those inside classes as Class::name."""
    found = set()
    for node in house.tree(house.ROOT / path).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {prefix + each.name for each in inside if isinstance(each, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


@every_row
def test_every_test_it_names_exists(row) -> None:
    for each in row.tests:
        path, _, name = each.partition("::")
        assert (house.ROOT / path).is_file(), each
        assert name in names_in(path), each


@every_row
def test_every_setting_and_text_it_names_exists(row) -> None:
    for kind, path, wanted in row.texts:
        text = (house.ROOT / path).read_text(encoding="utf-8")
        assert kind in ("config", "doc")
        if kind == "doc":
            assert wanted in {line.lstrip("# ") for line in text.splitlines() if line.startswith("#")}, wanted
        elif path.endswith(".py"):
            assert any(line.startswith((f"{wanted} ", f"{wanted}:")) for line in text.splitlines()), wanted
        else:
            assert wanted in text, wanted


def test_a_test_that_does_not_exist_would_be_noticed() -> None:
    wrong = asvs.Row("V1.1.1", 2, "met", ("tests/architecture/test_asvs.py::test_nothing_of_the_kind",), "")
    with pytest.raises(AssertionError):
        test_every_test_it_names_exists(wrong)


def test_most_of_what_applies_is_met_and_shown_by_a_test() -> None:
    applying = [row for row in ROWS if row.level < 3 and row.status != "na"]
    met = [row for row in applying if row.status == "met"]
    assert len(met) >= 0.96 * len(applying)
    assert sum(bool(row.tests) for row in met) >= 0.78 * len(applying)
    assert all(row.status == "met" for row in applying if row.level == 1)
