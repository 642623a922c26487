"""What filled forms show beside each other, as tables."""

import random

import pytest

from confianza.web.fieldwork.flags import together
from confianza.web.fieldwork.flags.together import Filled

QUESTIONS = [f"p{number}" for number in range(30)]
HERE = (14.5, -90.6)


def filled(key, **told):
    luck = random.Random(key)
    codes = {name: luck.choice("12345") for name in QUESTIONS}
    usual = {
        "telephone": "T1", "minutes": 12.0, "answered": 40, "point": HERE, "cluster": "A", "codes": codes,
        "content": key,
    }  # fmt: skip
    return Filled(key=str(key), **{**usual, **told})


def usual(count=12, start=0, **told):
    return [filled(f"k{number}", **told) for number in range(start, start + count)]


def told(rows, *, asks_people=True, asks_points=True):
    return together.told(rows, asks_people=asks_people, asks_points=asks_points)


@pytest.mark.parametrize(
    ("odd", "codes"),
    [
        ({}, ()),
        ({"minutes": 6.0}, ()),
        ({"minutes": 5.9}, ("short",)),
        ({"minutes": None}, ()),
        ({"minutes": 1.0, "answered": 3}, ()),
        ({"point": None}, ("no_point",)),
        ({"point": None, "answered": 3}, ()),
        ({"point": (14.6, -90.6)}, ("far_from_cluster",)),
        ({"point": (14.501, -90.6)}, ()),
        ({"point": (14.6, -90.6), "cluster": "B"}, ()),
        ({"point": (14.6, -90.6), "cluster": ""}, ()),
    ],
)
def test_one_is_odd_beside_twelve_others(odd, codes):
    assert told([*usual(), filled("odd", **odd)]).filled.get("odd", ()) == codes


def test_beside_few_others_nothing_is_short_or_lacks_a_point():
    rows = [*usual(9), filled("odd", minutes=0.5, point=None)]
    assert told(rows).filled == {}


def test_where_many_have_no_point_none_lacks_one():
    rows = [*usual(8), *usual(4, start=8, point=None)]
    assert told(rows).filled == {}


def test_the_same_answers_twice_are_told_of_both_and_not_of_two_refusals():
    rows = [*usual(), filled("a", content="same"), filled("b", content="same")]
    assert told(rows).filled == {"a": ("same_content",), "b": ("same_content",)}
    refused = [filled(name, content="refused", answered=3, codes={}) for name in "cd"]
    assert told([*usual(), *refused]).filled == {}


@pytest.mark.parametrize(("changed", "is_alike"), [(4, True), (5, False), (30, False)])
def test_eighty_five_in_a_hundred_answers_in_common_are_very_similar(changed, is_alike):
    copied = dict(filled("k0").codes)
    copied |= dict.fromkeys(QUESTIONS[:changed], "6")
    found = told([*usual(), filled("copy", codes=copied)]).filled
    assert ("very_similar" in found.get("copy", ())) is is_alike
    assert ("very_similar" in found.get("k0", ())) is is_alike


def test_of_logs_of_ones_own_work_only_contents_and_points_are_compared():
    rows = [*usual(), filled("odd", minutes=0.1, point=None, codes=filled("k0").codes)]
    assert told(rows, asks_people=False, asks_points=False).filled == {}
    assert told(rows, asks_people=False).filled == {"odd": ("no_point",)}


def test_a_telephone_with_much_unanswered_stands_out():
    def row(key, telephone, share):
        codes = {name: "ns" if place < share * 30 else "1" for place, name in enumerate(QUESTIONS)}
        return filled(key, telephone=telephone, codes=codes)

    rows = [row(f"a{n}", "T1", 0.1 + n % 3 * 0.05) for n in range(12)]
    rows += [row(f"b{n}", "T2", 0.1 + n % 4 * 0.05) for n in range(12)]
    assert told(rows).telephones.get("T1", ()) == ()
    rows += [row(f"c{n}", "T3", 0.5 + n % 3 * 0.05) for n in range(12)]
    assert told(rows).telephones["T3"] == ("much_unanswered",)
    assert "T1" not in told(rows).telephones


def test_a_telephone_whose_interviews_resemble_each_other_stands_out():
    copied = filled("k0").codes
    rows = [*usual(24), *usual(10, start=30, telephone="T2", codes=copied)]
    assert told(rows).telephones["T2"] == ("much_alike",)


def test_without_anything_nothing_is_odd():
    assert told([]) == together.Told({}, {})
