from confianza.analysis.territory import lineage
from confianza.analysis.territory.areas import Territory
from confianza.analysis.territory.drafts import Draft
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area, box

NOBODY = Territory.empty().areas


def draft(level, code, name="", parent_level="", parent_code="", parent_name="", wkb=None):
    return Draft(level, code, name or code, parent_level, parent_code, parent_name, None, None, wkb)


def family(*drafts, known=NOBODY):
    placed, problems = lineage.with_parents(drafts, known)
    return {one.area_id: one.parent for one in placed}, {problem.code for problem in problems}


def test_parents_are_found_by_code_in_the_same_file_and_come_first():
    placed, _ = lineage.with_parents(
        [draft("municipality", "0101", "A", "department", "1"), draft("department", "01")], NOBODY
    )
    assert [(one.area_id, one.parent) for one in placed] == [
        ("department-01", ""),
        ("municipality-0101", "department-01"),
    ]


def test_a_parent_is_found_by_its_name_in_the_register():
    known = village.frame(village.AREA_ROWS)
    assert family(draft("municipality", "0109", "X", "department", "", "VALLE"), known=known)[0] == {
        "municipality-0109": "department-01"
    }


def test_a_parent_numbered_100_over_101_is_found_by_1():
    known = village.frame(
        [area("department", "100", "Guatemala"), area("municipality", "101", "Guatemala", "department-100")]
    )
    found, problems = family(
        draft("municipality", "117", "Petapa", "department", "1", "Guatemala"), known=known
    )
    assert found == {"municipality-117": "department-100"}
    assert not problems


def test_a_parent_nobody_knows_is_drawn_from_its_parts():
    parts = [
        draft("zone", str(n), parent_level="municipality", parent_name="Nueva", wkb=box(n, 0, n + 1, 1))
        for n in (1, 2)
    ]
    placed, problems = lineage.with_parents(parts, NOBODY)
    assert placed[0].area_id == "municipality-nueva"
    assert [one.parent for one in placed] == ["", "municipality-nueva", "municipality-nueva"]
    assert placed[0].wkb is not None
    assert [problem.code for problem in problems] == ["parent_made"]


def test_an_ambiguous_parent_is_told_and_not_chosen():
    known = village.frame([area("municipality", "1", "San José"), area("municipality", "2", "San José")])
    found, problems = family(
        draft("zone", "z", parent_level="municipality", parent_name="San José"), known=known
    )
    assert found == {"zone-z": ""}
    assert problems == {"parent_unknown"}


def test_a_parent_code_without_a_level_is_looked_for_one_level_after_the_other():
    known = village.frame([area("department", "7", "Siete"), area("municipality", "8", "Ocho")])
    found, _ = family(draft("zone", "a", parent_code="8"), draft("zone", "b", parent_code="7"), known=known)
    assert found == {"zone-a": "municipality-8", "zone-b": "department-7"}


def test_an_area_keeps_the_code_it_was_first_known_by():
    known = village.frame(village.AREA_ROWS)
    assert set(family(draft("municipality", "101", "Valle Claro"), known=known)[0]) == {"municipality-0101"}
