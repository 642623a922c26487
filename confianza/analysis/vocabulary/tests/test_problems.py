"""Every problem has a sentence that can be said with what a problem always knows."""

import re

import pytest

from confianza.analysis.vocabulary.problems import KINDS, DeliveryRefused, Problem, sentence, values


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.severity == "warn"], ids=lambda kind: kind.code
)
def test_a_warning_can_be_said(kind) -> None:  # type: ignore[no-untyped-def]
    places = set(re.findall(r"%\((\w+)\)s", kind.sentence))
    problem = Problem(kind.code, 3, "a.csv", "Hoja1", (7, 9), "EDAD", "180", dict.fromkeys(places, "x"))

    said = sentence(problem)

    assert "%(" not in said
    assert said.endswith((".", ")", "x"))


def test_it_names_count_column_value_and_row() -> None:
    problem = Problem("age_impossible", 3, rows=(7, 9), column="EDAD", value="180")

    assert sentence(problem) == (
        "3 ages in the column “EDAD” cannot be, such as 180 in row 7. They count as missing."
    )


def test_a_problem_without_rows_says_so_and_an_unknown_code_is_shown() -> None:
    assert values(Problem("age_impossible", 1))["row"] == "?"
    assert sentence(Problem("of_another_version", 1)) == "of_another_version"


def test_a_refusal_carries_its_problem() -> None:
    refusal = DeliveryRefused("empty_file", file="a.csv")

    assert refusal.problem.code == "empty_file"
    assert "a.csv is empty" in str(refusal)
