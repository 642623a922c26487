"""Where sources disagree, and who lacks what."""

from datetime import date

import pytest

from confianza.analysis.quality import cells, discrepancy, placenames
from confianza.analysis.quality.tests import claims

MONTHS = [date(2025, month, 1) for month in range(1, 7)]


def told(source, area, counts, *, months=MONTHS, **more):
    """A tally a month of one source and department; None: no row."""
    return [
        {
            "source": source, "department_name": area, "occurred_on": month, "weight": count,
            "date_precision": "month", "grain": "tally", **more,
        }
        for month, count in zip(months, counts, strict=False)
        if count is not None
    ]  # fmt: skip


def report(*rows, level=None):
    return discrepancy.report(cells.of(claims.table(*(row for each in rows for row in each)), level))


def lacks(found, kind):
    return [lack for lack in found.lacks if lack.kind == kind]


def test_names_are_the_same_area_however_they_are_spelt() -> None:
    same = ["Región del Maule", "MAULE", "Maule ", "Departamento de Maule", "Mau\nle"]
    assert {placenames.key(name) for name in same} == {"maule"}
    assert placenames.key("Región de La Araucanía") == placenames.key("La Araucanía") == "araucania"
    assert placenames.key("Estado de México") != placenames.key("Ciudad de México")
    assert placenames.key("Región") == "region"


def test_a_name_without_an_equal_is_taken_for_the_nearest_and_that_is_told() -> None:
    shared, matches = placenames.matched(
        {
            "a": ["Libertador Gral. Bernardo O’Higgins", "Maule"],
            "b": ["Libertador General Bernardo O'Higgins", "Maule"],
        }
    )
    assert len(set(shared.values())) == 2
    assert [(each.name, each.taken_for) for each in matches] == [
        ("Libertador Gral. Bernardo O’Higgins", "Libertador General Bernardo O'Higgins")
    ]
    _, none = placenames.matched({"a": ["Norte", "Sur"], "b": ["Este", "Oeste"]})
    assert none == []


def test_who_writes_no_zeros_is_silent_by_chance_where_little_happens() -> None:
    rows = [*told("a", "Quiet", [2, None, 2, 1, 1, 2]), *told("a", "Busy", [40, None, 41, 40, 42, 40])]
    known = {
        (row["area"], row["month"]): row["count"]
        for row in cells.of(claims.table(*rows, *told("a", "Third", [9] * 6))).cells.iter_rows(named=True)
    }
    assert known["Quiet", MONTHS[1]] == 0.0
    assert known["Busy", MONTHS[1]] is None


def test_who_writes_zeros_has_no_word_where_no_row_stands() -> None:
    rows = told("a", "Quiet", [2, None, 0, 1, 0, 2])
    known = {row["month"]: row["count"] for row in cells.of(claims.table(*rows)).cells.iter_rows(named=True)}
    assert known[MONTHS[2]] == 0.0
    assert known[MONTHS[1]] is None


def test_what_was_told_again_later_counts_once_and_the_later_way() -> None:
    early = told("a", "Maule", [3] * 6, registered_on=date(2025, 7, 1))
    late = told("a", "Maule", [4] * 3, registered_on=date(2026, 1, 1))
    found = cells.of(claims.table(*early, *late))
    assert found.cells.sort("month")["count"].to_list() == [4.0, 4.0, 4.0, 3.0, 3.0, 3.0]
    assert found.voices[0].revised == 3


def test_days_on_which_a_busy_source_says_nothing_are_named() -> None:
    rows = [
        {"source": "a", "department_name": "Maule", "occurred_on": date(2025, 1, day), "weight": 20}
        for day in range(1, 32)
        if day not in (13, 14)
    ]
    (voice,) = cells.of(claims.table(*rows)).voices
    assert voice.days_lacking == (date(2025, 1, 13), date(2025, 1, 14))


def test_a_lost_part_is_named_with_its_area_and_chance_is_called_chance() -> None:
    found = report(
        told("a", "Norte", [50, 52, 49, 51, 50, 50]), told("a", "Sur", [20, 21, 19, 20, 22, 20]),
        told("b", "Norte", [20, 21, 22, 20, 21, 20]), told("b", "Sur", [21, 19, 20, 20, 20, 21]),
    )  # fmt: skip
    (pair,) = found.pairs
    assert (pair.cells, pair.equal, pair.within_chance, pair.beyond_chance) == (12, 1, 5, 6)
    (part,) = lacks(found, "part")
    assert (part.source, part.other, part.areas, part.missing) == ("b", "a", ("Norte",), 178.0)
    first = found.largest(1).row(0, named=True)
    assert (first["area"], first["difference"], first["status"]) == ("Norte", 31.0, "beyond_chance")


def test_a_steady_loss_of_a_few_a_month_shows_in_the_total() -> None:
    found = report(told("a", "Norte", [10] * 6), told("b", "Norte", [4] * 6))
    assert found.pairs[0].beyond_chance == 0
    assert [(part.source, part.missing) for part in lacks(found, "part")] == [("b", 36.0)]


def test_periods_months_areas_and_months_of_an_area_are_lacked_differently() -> None:
    whole = [30] * 6
    found = report(
        told("a", "Norte", whole), told("a", "Sur", whole), told("a", "Oriente", whole),
        told("b", "Norte", [None, 30, None, 30, 30, 30]), told("b", "Sur", [None, 30, None, 30, None, 30]),
    )  # fmt: skip
    (period,) = lacks(found, "period")
    (months,) = lacks(found, "months")
    (areas,) = lacks(found, "areas")
    (single,) = lacks(found, "area_months")
    assert (period.months, period.missing) == ((MONTHS[0],), 90.0)
    assert (months.months, months.missing) == ((MONTHS[2],), 90.0)
    assert (areas.areas, areas.missing) == (("Oriente",), 120.0)
    assert (single.areas, single.months, single.missing) == (("Sur",), (MONTHS[4],), 30.0)
    assert {lack.source for lack in found.lacks} == {"b"}


def test_victims_without_a_place_are_told_by_their_own_source() -> None:
    found = report(told("a", "Norte", [5] * 6), told("a", None, [2, 1]), told("b", "Norte", [5] * 6))
    (nowhere,) = lacks(found, "nowhere")
    assert (nowhere.source, nowhere.other, nowhere.missing) == ("a", "", 3.0)


def test_who_counts_fewer_nearly_everywhere_counts_something_else() -> None:
    areas = [f"Area {letter}" for letter in "abcd"]
    more = [row for area in areas for row in told("a", area, [12, 13, 11, 12, 14, 12])]
    fewer = [row for area in areas for row in told("b", area, [6, 5, 6, 7, 5, 6])]
    assert report(more, fewer).pairs[0].lower == "b"
    assert report(more, [row | {"source": "b"} for row in more]).pairs[0].lower == ""


def test_the_finest_level_that_both_tell_is_taken_unless_another_is_asked_for() -> None:
    towns = [row | {"municipality_name": "Valle"} for row in told("a", "Norte", [5] * 6)]
    assert report(towns, told("b", "Norte", [5] * 6)).level == "department"
    both = [row | {"source": "b"} for row in towns]
    assert report(towns, both).level == "municipality"
    assert set(report(towns, both).cells["area"]) == {"Norte · Valle"}
    assert report(towns, both, level="department").level == "department"


def test_a_source_without_any_date_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="tells nothing"):
        cells._voice("a", cells._summed(claims.table()).clear().with_columns(month=None, area=None), 0)
