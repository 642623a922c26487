"""What is due about the keys of a unit, case by case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from confianza.web.tips import sentences
from confianza.web.tips.rules import epochs

BEGAN = date(2026, 9, 1)
WELL = epochs.Facts(
    begins_on=BEGAN, is_waiting=False, members=3, with_keyring=3, with_key=3, gone=0, is_escrowed=True
)


def due(day: int = 10, **changed: object) -> tuple[str, ...]:
    return epochs.due(replace(WELL, **changed), BEGAN + timedelta(days=day))


def test_of_a_unit_in_order_nothing_is_due() -> None:
    assert due() == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"members": 0, "with_keyring": 0, "with_key": 0, "begins_on": None}, ("no_members", "no_key")),
        ({"begins_on": None, "with_key": 0, "is_waiting": True}, ("waits_for_root",)),
        ({"begins_on": None, "with_key": 0}, ("no_key",)),
        ({"gone": 1}, ("somebody_left",)),
        ({"gone": 1, "is_waiting": True}, ("waits_for_root",)),
        ({"with_key": 0}, ("nobody_holds_it",)),
        ({"with_key": 2}, ("give_key",)),
        ({"with_keyring": 2, "with_key": 2}, ("make_keyrings",)),
        ({"members": 1, "with_keyring": 1, "with_key": 1}, ("one_alone",)),
        ({"old_tips": 4}, ("wrap_anew",)),
        ({"old_tips": 4, "with_key": 0}, ("nobody_holds_it",)),
        ({"is_escrowed": False}, ("not_escrowed",)),
    ],
)
def test_each_lack_is_due_and_nothing_else(changed, expected) -> None:
    assert due(**changed) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(75, ()), (76, ("rotate_soon",)), (89, ("rotate_soon",)), (90, ("rotate_now",)), (400, ("rotate_now",))],
)
def test_a_key_is_in_use_for_ninety_days(day, expected) -> None:
    assert due(day) == expected


def test_a_key_that_waits_already_needs_no_reminder_of_the_next() -> None:
    assert due(120, is_waiting=True) == ("waits_for_root",)


def test_everything_that_can_be_due_has_its_sentence() -> None:
    assert set(epochs.DUE) == set(sentences.DUE)
    assert set(sentences.DUE) >= sentences.PRESSING
