from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from confianza.store.tests.told import APRIL, FEBRUARY, JANUARY, MARCH
from confianza.store.vintages import Decision, Link, Month, Places, Telling, decide, retold, speaking

NOWHERE_TOLD = Places()
NORTH = Places(names=frozenset({("", "monte alto")}))
SOUTH = Places(names=frozenset({("", "río hondo")}))
BOTH = Places(names=NORTH.names | SOUTH.names)
MONTHS = (JANUARY, FEBRUARY, MARCH, APRIL)


def telling(
    name: str,
    victims: Mapping[Month, int],
    *,
    day: int = 1,
    number: int | None = None,
    scope: tuple[str, str, str] = ("pnc", "", ""),
    places: Places = NOWHERE_TOLD,
) -> Telling:
    """A delivery received on a day of June 2024."""
    months = sorted(month for month in victims if month)
    received = date(2024, 6, day)
    period = (months[0], months[-1]) if months else None
    return Telling(name, scope, received, (received, number or day), dict(victims), period, places)


def links_of(decisions: Mapping[str, Decision]) -> list[Link]:
    won = [
        Link(name, lost.delivery, lost.months) for name, one in decisions.items() for lost in one.supersedes
    ]
    lost = [Link(by.delivery, name, by.months) for name, one in decisions.items() for by in one.superseded_by]
    return won + lost


def appended(tellings: Sequence[Telling]) -> list[Link]:
    """The links that stand after appending one after the other."""
    decisions: dict[str, Decision] = {}
    for number, new in enumerate(tellings):
        decisions[new.delivery] = decide(new, tellings[:number], links_of(decisions))
    return links_of(decisions)


def superseded(old: Telling, new: Telling) -> tuple[date, ...] | None:
    """The months that `new` takes from `old`; None when it takes nothing."""
    found = {lost.delivery: lost.months for lost in decide(new, [old]).supersedes}
    return found.get(old.delivery)


@pytest.mark.parametrize(
    ("old", "new", "expected", "late"),
    [
        # the same period: the new file replaces the old one wholly
        ({JANUARY: 9}, {JANUARY: 10}, (JANUARY,), ()),
        ({JANUARY: 9}, {JANUARY: 1}, (JANUARY,), ()),
        ({JANUARY: 9, FEBRUARY: 9, MARCH: 9}, {JANUARY: 9, MARCH: 9}, (JANUARY, FEBRUARY, MARCH), ()),
        # no month in common: side by side
        ({JANUARY: 9}, {FEBRUARY: 9}, None, ()),
        # an overlap of at least half the victims: told again; of less: late records beside
        ({JANUARY: 10}, {JANUARY: 5, FEBRUARY: 8}, (JANUARY,), ()),
        ({JANUARY: 10}, {JANUARY: 4, FEBRUARY: 8}, None, (JANUARY,)),
        ({JANUARY: 10, FEBRUARY: 10}, {JANUARY: 1, FEBRUARY: 11, MARCH: 9}, (FEBRUARY,), (JANUARY,)),
        # a month without victims (a tally of zero) is told again by any tally
        ({JANUARY: 0}, {JANUARY: 0, FEBRUARY: 1}, (JANUARY,), ()),
        # a month that became small inside an unbroken run of months told again
        ({JANUARY: 10, FEBRUARY: 3, MARCH: 9}, {JANUARY: 9, FEBRUARY: 1, MARCH: 9, APRIL: 1}, MONTHS[:3], ()),
        # but not across a month the new file is silent about
        ({JANUARY: 10, FEBRUARY: 3, MARCH: 9}, {JANUARY: 9, MARCH: 9, APRIL: 1}, (JANUARY, MARCH), ()),
        # claims without a date only: one replaces the other
        ({None: 3}, {None: 4}, (), ()),
        ({None: 3}, {JANUARY: 4}, None, ()),
        # nothing told replaces nothing
        ({None: 3}, {}, None, ()),
        ({}, {}, None, ()),
    ],
)  # fmt: skip
def test_a_later_file_takes_the_months_it_tells_again(
    old: dict[Month, int], new: dict[Month, int], expected: tuple[date, ...] | None, late: tuple[date, ...]
) -> None:
    before, after = telling("old", old), telling("new", new, day=2)
    assert superseded(before, after) == expected
    assert decide(after, [before]).added_late == late


@pytest.mark.parametrize(
    ("change", "takes"),
    [
        ({}, True),
        ({"scope": ("mp", "", "")}, False),
        ({"scope": ("pnc", "heridos", "")}, False),
        ({"scope": ("pnc", "", "Norte")}, False),
    ],
)
def test_only_the_same_source_series_and_office_replace_each_other(
    change: dict[str, object], takes: bool
) -> None:
    old = telling("old", {JANUARY: 9})
    new = telling("new", {JANUARY: 9}, day=2, **change)  # type: ignore[arg-type]
    assert (superseded(old, new) is not None) is takes


@pytest.mark.parametrize(
    ("mine", "theirs", "apart"),
    [
        (NORTH, SOUTH, True),
        (NORTH, BOTH, False),
        (NORTH, NORTH, False),
        # nothing to compare: they may be the same
        (NORTH, Places(), False),
        (Places(), Places(), False),
        (NORTH, Places(codes=frozenset({("1", "2")})), False),
        # codes speak before names, which repeat between departments
        (Places(frozenset({("1", "1")}), NORTH.names), Places(frozenset({("2", "1")}), NORTH.names), True),
        # a department told on one side only cannot tell them apart
        (Places(frozenset({("1", "1")})), Places(frozenset({("", "1")})), False),
        (Places(frozenset({("1", "1")})), Places(frozenset({("", "2")})), True),
    ],
)
def test_files_about_other_municipalities_are_another_office_s(
    mine: Places, theirs: Places, apart: bool
) -> None:
    assert mine.apart_from(theirs) is theirs.apart_from(mine) is apart
    old, new = telling("old", {JANUARY: 9}, places=mine), telling("new", {JANUARY: 9}, day=2, places=theirs)
    assert (superseded(old, new) is None) is apart


def test_replaces_overrides_the_rules() -> None:
    jan, feb = telling("jan", {JANUARY: 9}), telling("feb", {FEBRUARY: 9}, day=2)
    new = telling("new", {JANUARY: 9}, day=3)
    assert [lost.delivery for lost in decide(new, [jan, feb], replaces="feb").supersedes] == ["feb"]
    assert decide(new, [jan, feb], replaces="").supersedes == ()
    assert decide(new, [jan, feb], replaces="").added_late == (JANUARY,)


def test_half_is_taken_of_all_that_is_known_of_a_month() -> None:
    main, late = telling("main", {JANUARY: 10}), telling("late", {JANUARY: 4, FEBRUARY: 9}, day=2)
    six = telling("six", {JANUARY: 6, APRIL: 1}, day=3)
    seven = telling("seven", {JANUARY: 7, APRIL: 1}, day=3)
    assert decide(six, [main, late]).supersedes == ()
    assert [lost.delivery for lost in decide(seven, [main, late]).supersedes] == ["late", "main"]


def test_undated_claims_fall_silent_with_the_last_month_of_their_delivery() -> None:
    old = telling("old", {None: 2, JANUARY: 9, FEBRUARY: 9})
    january, february = telling("jan", {JANUARY: 9}, day=2), telling("feb", {FEBRUARY: 9}, day=3)
    links = appended([old, january, february])
    everyone = [old, january, february]
    assert speaking(everyone, links, date(2024, 6, 1))["old"] == {None, JANUARY, FEBRUARY}
    assert speaking(everyone, links, date(2024, 6, 2))["old"] == {None, FEBRUARY}
    assert speaking(everyone, links, date(2024, 6, 3))["old"] == frozenset()


def test_an_old_file_found_again_is_silent_from_the_day_the_younger_came() -> None:
    young, old = telling("young", {JANUARY: 9}, day=20), telling("old", {JANUARY: 7}, day=5)
    links = appended([young, old])
    assert speaking([young, old], links, date(2024, 6, 19)) == {"old": {JANUARY}}
    assert speaking([young, old], links) == {"young": {JANUARY}, "old": frozenset()}


def test_a_second_reading_loses_to_whatever_the_first_had_lost_to() -> None:
    first = telling("first", {JANUARY: 2}, day=1)
    correction = telling("correction", {MARCH: 50}, day=2)
    links = [Link("correction", "first", (JANUARY,))]  # as the office declared
    again = Telling("again", first.scope, date(2024, 6, 9), first.rank, {FEBRUARY: 8}, (FEBRUARY, FEBRUARY))
    decision = decide(again, [first, correction], links)
    assert [(lost.delivery, lost.months) for lost in decision.supersedes] == [("first", (JANUARY,))]
    assert [(by.delivery, by.months) for by in decision.superseded_by] == [("correction", (FEBRUARY,))]


def test_the_worked_example_of_the_module() -> None:
    first = telling("first", {JANUARY: 100}, day=1)
    second = telling("second", {JANUARY: 101, FEBRUARY: 90}, day=2)
    third = telling("third", {JANUARY: 3, FEBRUARY: 91, MARCH: 80}, day=3)
    fourth = telling("fourth", {JANUARY: 104, MARCH: 80}, day=4)
    everyone = [first, second, third, fourth]
    links = appended(everyone)
    assert speaking(everyone, links, date(2024, 6, 2)) == {
        "first": frozenset(),
        "second": {JANUARY, FEBRUARY},
    }
    third_day = speaking(everyone, links, date(2024, 6, 3))
    assert third_day == {"first": frozenset(), "second": {JANUARY}, "third": {JANUARY, FEBRUARY, MARCH}}
    now = speaking(everyone, links)
    assert {name for name, months in now.items() if months} == {"fourth"}


victims = st.dictionaries(st.sampled_from((*MONTHS, None)), st.integers(0, 20), max_size=5)
histories = st.lists(st.tuples(victims, st.integers(1, 28)), min_size=1, max_size=6)


def received(history: Sequence[tuple[dict[Month, int], int]]) -> list[Telling]:
    return [
        telling(str(number), told, day=day, number=number) for number, (told, day) in enumerate(history, 1)
    ]


@given(histories)
def test_nobody_speaks_for_what_was_not_told(history: list[tuple[dict[Month, int], int]]) -> None:
    tellings = received(history)
    heard = speaking(tellings, appended(tellings))
    assert all(heard[one.delivery] <= set(one.victims) for one in tellings)


@given(histories)
def test_a_month_once_told_is_never_lost_unless_a_file_of_the_same_period_left_it_out(
    history: list[tuple[dict[Month, int], int]],
) -> None:
    tellings = received(history)
    periods = [one.period for one in tellings]
    assume(len(set(periods)) == len(periods))
    heard = speaking(tellings, appended(tellings))
    told = {month for one in tellings for month in one.months}
    assert told == {month for months in heard.values() for month in months if month}


@given(histories)
def test_what_was_known_on_a_date_never_changes_when_more_is_received_later(
    history: list[tuple[dict[Month, int], int]],
) -> None:
    days = list(accumulate((day for _, day in history), max))
    tellings = received([(told, day) for (told, _), day in zip(history, days, strict=True)])
    for count in range(1, len(tellings) + 1):
        so_far = tellings[:count]
        as_of = so_far[-1].received
        if count < len(tellings) and tellings[count].received == as_of:
            continue
        assert speaking(so_far, appended(so_far)) == speaking(tellings, appended(tellings), as_of)


@given(victims, victims)
def test_only_known_months_can_be_told_again(new: dict[Month, int], known: dict[Month, int]) -> None:
    dated = {month: count for month, count in known.items() if month}
    assert retold(new, dated) <= dated.keys() & new.keys()
