from datetime import date

import pytest

from confianza.web.tips.rules import kinds, retention, tables
from confianza.web.tips.rules.answers import Answers

CLOSED = date(2026, 1, 31)
TIMES = [
    (Answers(kind="robbery"), "arrest", date(2026, 5, 1)),
    (Answers(kind="robbery"), "unfounded", date(2026, 3, 2)),
    (Answers(kind="killing"), "arrest", date(2026, 7, 30)),
    (Answers(kind="killing"), "unfounded", date(2026, 3, 2)),
    (Answers(kind="drugs", police="yes"), "arrest", date(2026, 7, 30)),
    (Answers(questionnaire="police", kind="police"), "unfounded", date(2026, 5, 1)),
    (Answers(questionnaire="school", kind="drugs"), "arrest", date(2026, 4, 1)),
    (Answers(questionnaire="school", kind="drugs"), "unfounded", date(2026, 2, 15)),
    (Answers(kind="nonsense"), "arrest", date(2026, 5, 1)),
]


@pytest.mark.parametrize(("answers", "outcome", "day"), TIMES)
def test_a_closed_tip_is_kept_for_as_long_as_its_category_says(answers, outcome, day):
    assert retention.delete_on(answers, outcome, CLOSED) == day


@pytest.mark.parametrize("kind", kinds.default().values(), ids=lambda kind: kind.name)
def test_every_kind_has_its_time(kind):
    assert kind.retention in retention.default()


HEAD = (
    'version = "1"\nauthor = "a"\ndecided_on = "d"\nreason = "r"\n[[kept]]\nname = "default"\nreason = "r"\n'
)


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("days = 90\nunfounded = 30", "does not say"),
        ("days = 3\nunfounded = 30", "longer"),
        ("days = 3", "kept 1"),
    ],
)
def test_times_that_cannot_be_right_are_refused(rest, says):
    with pytest.raises(tables.NotATable, match=says):
        retention.read(HEAD + rest)
