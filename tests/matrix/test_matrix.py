"""Every address, asked by everybody in every jurisdiction, answers as docs/permissions/matrix.csv decides."""

import pytest
from django.utils import timezone

from tests.matrix import table, unseen, walk
from tests.matrix.table import ALLOWED, EVERYWHERE, JURISDICTIONS, NOWHERE, OTHER, OWN, Cell
from tests.support import addresses

pytestmark = pytest.mark.django_db
LINES = table.lines()
DECIDED = table.cells(LINES)
# On whose pages everything stands by which two towns are told apart.
WHOSE_MARKS = ("analyst", "system_administrator", "internal_control", "community_relations")


def questions(who):
    """Return everything to ask of somebody; people without a jurisdiction are asked once."""
    return {cell for cell in DECIDED if cell.who == who and (who not in NOWHERE or cell.jurisdiction == OWN)}


@pytest.fixture(scope="module")
def answers_to(world):
    """Ask somebody everything: `answers_to("analyst")`. What is read a second time is not asked a second time."""
    kept = {}

    def ask(who):
        if who in kept:
            return kept[who]
        with walk.nothing_drawn_once():
            answers = walk.walk(world, sorted(questions(who)))
        if who in WHOSE_MARKS:
            kept[who] = answers
        return answers

    return ask


@pytest.mark.parametrize("who", table.columns())
def test_everybody_gets_what_was_decided_and_nothing_else(world, answers_to, who) -> None:
    answers = answers_to(who)
    found = walk.differences(DECIDED, answers, world)
    assert not found, f"{len(found)} of {len(answers)}:\n" + "\n".join(found)


def test_every_address_stands_in_the_matrix_and_every_line_has_its_address() -> None:
    assert walk.strays({each.name for each in addresses.everything()}, DECIDED) == []


def test_every_question_is_answered_for_every_jurisdiction() -> None:
    asked = {(line.address, line.method) for line in LINES}
    answered = {(line.address, line.method, line.jurisdiction) for line in LINES}
    assert answered == {(*each, where) for each in asked for where in JURISDICTIONS}


def test_people_without_a_jurisdiction_get_the_same_in_each() -> None:
    for cell, verdict in DECIDED.items():
        if cell.who in NOWHERE:
            assert verdict == DECIDED[Cell(cell.address, cell.method, OWN, cell.who)], cell


def test_every_line_says_who_decided_it_when_and_why() -> None:
    assert [line for line in LINES if not all(line.decided)] == []


def test_methods_that_are_not_in_the_matrix_are_refused(world) -> None:
    listed = {(line.address, line.method) for line in LINES}
    insiders = {cell.address: cell for cell, verdict in sorted(DECIDED.items()) if verdict == ALLOWED}
    for address, insider in insiders.items():
        for method in walk.METHODS:
            if (address, method) not in listed:
                cell = Cell(address, method, insider.jurisdiction, insider.who)
                assert walk.walk(world, [cell])[cell].verdict == "405", cell


def test_what_tells_the_towns_apart_does_show_to_those_whose_work_it_is(world, answers_to) -> None:
    told = [each for who in WHOSE_MARKS for each in answers_to(who).items()]
    for where, own in ((OWN, world.encinos), (EVERYWHERE, world.encinos), (OTHER, world.robles)):
        text = "".join(answer.text for cell, answer in told if cell.jurisdiction == where)
        assert [mark for mark in own.marks if mark not in text and not _only_on_a_page(mark, where)] == [], (
            where
        )


def _only_on_a_page(mark, where):
    """Say whether a mark stands on the page of an object only; the neighbour is asked for none of hers."""
    return where == OTHER and mark.startswith(("Emergencia", "Jurado"))


@pytest.mark.parametrize("who", ["commander", pytest.param("beat_officer", marks=pytest.mark.slow)])
def test_whoever_works_at_the_station_sees_the_same_bytes_with_tips_and_without(
    world, who, monkeypatch
) -> None:
    """Of a tip about their own station, or told on its ground, nothing shows: no page, count, menu or search."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)  # pages say how many minutes are left
    own = (cell for cell in questions(who) if cell.jurisdiction == OWN)
    cells = sorted(cell for cell in own if cell.address not in unseen.SHOWS_A_NEW_SECRET)
    before = unseen.pages(world, who, OWN, cells)
    assert unseen.changed(before, unseen.pages(world, who, OWN, cells)) == []
    with walk.undone():
        unseen.tell(world)
        assert unseen.changed(before, unseen.pages(world, who, OWN, cells)) == []
        # That it is looked for where it can be seen: at the desk there is one more.
        desk = {cell for cell in questions("tip_operator") if cell.address == "tips:queue"}
        shown = walk.walk(world, sorted(cell for cell in desk if cell.jurisdiction == OWN))
        assert all(answer.text.count('class="card"') == 2 for answer in shown.values())
