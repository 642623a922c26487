"""What is due about the keys of a unit: pure, so that page, card and command line say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

# A key is in use for a quarter at most: whoever copied it reads no further than that.
ROTATE_AFTER = timedelta(days=90)
REMIND_BEFORE = timedelta(days=14)
# With one member alone, a lost password loses everything.
FEWEST_WITH_KEY = 2


@dataclass(frozen=True)
class Facts:
    """How a unit stands. `begins_on` is of the key in use, None where there is none; `with_key` counts the
    members who hold it, `with_keyring` those it could be given to; `gone` those who held it and have left.
    """

    begins_on: date | None
    is_waiting: bool
    members: int
    with_keyring: int
    with_key: int
    gone: int
    is_escrowed: bool
    old_tips: int = 0


def rotates_on(begins_on: date) -> date:
    """Return the day by which another key must be in use."""
    return begins_on + ROTATE_AFTER


def due(facts: Facts, today: date) -> tuple[str, ...]:
    """Return what is to be done, the most pressing first: codes that the desk words (units_words.py)."""
    return tuple(code for code, applies in DUE.items() if applies(facts, today))


def _is_old(facts: Facts, day: date) -> bool:
    return facts.begins_on is not None and day >= rotates_on(facts.begins_on)


DUE: dict[str, Callable[[Facts, date], bool]] = {
    "no_members": lambda facts, today: not facts.members,
    "waits_for_root": lambda facts, today: facts.is_waiting,
    "no_key": lambda facts, today: facts.begins_on is None and not facts.is_waiting,
    "somebody_left": lambda facts, today: bool(facts.gone) and not facts.is_waiting,
    "rotate_now": lambda facts, today: _is_old(facts, today) and not facts.is_waiting,
    "nobody_holds_it": lambda facts, today: facts.begins_on is not None and not facts.with_key,
    "give_key": lambda facts, today: facts.begins_on is not None and facts.with_keyring > facts.with_key > 0,
    "make_keyrings": lambda facts, today: facts.with_keyring < facts.members,
    "one_alone": lambda facts, today: facts.begins_on is not None and 0 < facts.with_key < FEWEST_WITH_KEY,
    "wrap_anew": lambda facts, today: bool(facts.old_tips) and bool(facts.with_key),
    "not_escrowed": lambda facts, today: facts.begins_on is not None and not facts.is_escrowed,
    "rotate_soon": lambda facts, today: (
        _is_old(facts, today + REMIND_BEFORE) and not _is_old(facts, today) and not facts.is_waiting
    ),
}
