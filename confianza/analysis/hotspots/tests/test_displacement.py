"""The weighted displacement difference, against every published number."""

import pytest

from confianza.analysis.hotspots import displacement

PAPER = {
    "comparison": (308, 318), "treated": (207, 110),
    "around_comparison": (150, 140), "around_treated": (178, 157),
}  # fmt: skip


def numbers(found):
    return [found.estimate, found.se, found.z, found.low, found.high]


def test_the_paper():
    """Wheeler & Ratcliffe (2018): -118, standard error 39.6, Z -2.98, -196 to -40."""
    found = displacement.difference(**PAPER)
    assert numbers(found.total) == pytest.approx([-118, 1568**0.5, -2.97995, -195.6106, -40.3894], abs=5e-5)
    assert found.local.estimate == -107
    assert found.around.estimate == -11
    assert found.total.p == pytest.approx(0.00288, abs=5e-6)


def test_periods_of_different_length():
    found = displacement.difference(comparison=(100, 50), treated=(80, 20), periods=(2, 1))
    assert numbers(found.total)[:2] == pytest.approx([-20, 10.7238], abs=5e-5)
    assert found.around is None


def test_areas_of_different_size():
    found = displacement.difference(**PAPER, areas=(0.9, 1.2, 1.6, 1.5)).total
    expected = [-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241]
    assert numbers(found) == pytest.approx(expected, abs=5e-8)


def test_ninety_percent_as_in_the_notebook():
    alone = displacement.difference(comparison=(130, 150), treated=(120, 100), confidence=0.9).total
    assert [round(each, 1) for each in (alone.estimate, alone.se, alone.low, alone.high)] == [
        -40,
        22.4,
        -76.8,
        -3.2,
    ]
    both = displacement.difference(
        comparison=(130, 150),
        treated=(120, 100),
        around_comparison=(30, 25),
        around_treated=(40, 25),
        confidence=0.9,
    ).total
    assert [round(each, 1) for each in (both.estimate, both.se, both.low, both.high)] == [
        -50,
        24.9,
        -91.0,
        -9.0,
    ]


def test_harm():
    pairs = [((133, 91), (130, 74)), ((388, 305), (327, 202)), ((148, 97), (398, 190)), ((86, 64), (144, 92)),
             ((94, 67), (183, 96))]  # fmt: skip
    each = [displacement.difference(comparison=a, treated=b).local for a, b in pairs]
    found = displacement.of_harm(each, [3, 2, 5, 7, 10])
    assert numbers(found) == pytest.approx([-1721, 304.10360077, -5.65925558, -2317.03210507, -1124.96789493])
    with pytest.raises(ValueError, match="one weight for each"):
        displacement.of_harm(each, [1])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"around_treated": (1, 2)}, "around neither"),
        ({"periods": (0, 1)}, "greater than zero"),
        ({"areas": (1, 1, -1, 1)}, "greater than zero"),
        ({"treated": (-1, 2)}, "negative"),
    ],
)
def test_what_cannot_be_is_said(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        displacement.difference(**({"comparison": (1, 2), "treated": (3, 4)} | wrong))


def test_nothing_counted_is_no_difference():
    found = displacement.difference(comparison=(0, 0), treated=(0, 0)).total
    assert (found.estimate, found.z, found.p) == (0, 0, 1)
