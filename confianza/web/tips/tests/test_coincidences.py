"""Two units learn that they hold something related: whom to talk to, and nothing else."""

from datetime import timedelta

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.tips.actions import coincidences
from confianza.web.tips.models import Coincidence, Comparison, Kind, Match
from confianza.web.tips.queries import coincidences as queries
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules.coincidences import MOST_A_DAY, MOST_A_TIP, value
from confianza.web.tips.tests import rows

pytestmark = pytest.mark.django_db
PHONE = value("phone", "5555 1234")


@pytest.fixture
def by(person):
    return person(Role.ANALYST)


@pytest.fixture(autouse=True)
def worker(workspace):
    coincidences.ready(by=None)


def held_by(kind, name=""):
    """A tip that a unit holds, open to one of its people."""
    return OpenTip(rows.bare(), rows.unit(kind, name or kind), private=b"")


def compared(opened, *values, by):
    coincidences.ask(opened=opened, values=values, by=by)
    coincidences.compare(by=None)


def told(opened):
    return {unit.name_es for unit in queries.others(opened.tip, opened.unit)}


def test_two_units_that_hold_one_telephone_learn_of_each_other(by):
    gangs, drugs = held_by(Kind.CRIMINAL_INFORMATION, "Maras"), held_by(Kind.CRIMINAL_INFORMATION, "Drogas")
    compared(gangs, PHONE, by=by)
    assert told(gangs) == set()
    compared(drugs, value("phone", "+502 5555-1234"), by=by)
    assert (told(gangs), told(drugs)) == ({"Drogas"}, {"Maras"})


def test_two_tips_of_one_unit_are_no_news(by):
    compared(held_by(Kind.DESK), PHONE, by=by)
    compared(second := held_by(Kind.DESK), PHONE, by=by)
    assert told(second) == set()


def test_other_telephones_do_not_meet(by):
    compared(held_by(Kind.CRIMINAL_INFORMATION, "Maras"), PHONE, by=by)
    compared(other := held_by(Kind.CRIMINAL_INFORMATION, "Drogas"), value("phone", "5555 1235"), by=by)
    assert told(other) == set()


def test_a_number_that_is_two_things_does_not_meet_itself(by):
    compared(held_by(Kind.CRIMINAL_INFORMATION, "Maras"), value("badge", "55551234"), by=by)
    compared(other := held_by(Kind.CRIMINAL_INFORMATION, "Drogas"), value("document", "55551234"), by=by)
    assert told(other) == set()


def test_places_next_to_each_other_meet(by):
    compared(held_by(Kind.CRIMINAL_INFORMATION, "Maras"), value("place", "14.5269,-90.5875"), by=by)
    compared(near := held_by(Kind.CRIMINAL_INFORMATION, "Drogas"), value("place", "14.5300,-90.5800"), by=by)
    compared(far := held_by(Kind.CRIMINAL_INFORMATION, "Otras"), value("place", "14.6000,-90.5000"), by=by)
    assert (told(near), told(far)) == ({"Maras"}, set())


@pytest.mark.parametrize("first_is_above", [True, False], ids=["above first", "below first"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        (Kind.INTERNAL_AFFAIRS, Kind.CRIMINAL_INFORMATION),
        (Kind.DESK, Kind.CRIMINAL_INFORMATION),
        (Kind.OVERSIGHT, Kind.INTERNAL_AFFAIRS),
    ],
)
def test_who_watches_learns_of_the_watched_and_they_of_nothing(by, above, below, first_is_above):
    watcher, watched = held_by(above), held_by(below)
    for one in (watcher, watched) if first_is_above else (watched, watcher):
        compared(one, PHONE, by=by)
    assert (told(watcher), told(watched)) == ({below}, set())


def test_the_hashes_of_who_watches_are_not_those_of_the_watched(by):
    for kind in (Kind.INTERNAL_AFFAIRS, Kind.CRIMINAL_INFORMATION, Kind.OVERSIGHT):
        compared(held_by(kind), PHONE, by=by)
    assert len(set(map(bytes, Coincidence.objects.values_list("token", flat=True)))) == 3


def test_what_waits_for_the_worker_is_sealed_and_then_gone(by):
    opened = held_by(Kind.DESK)
    coincidences.ask(opened=opened, values=[PHONE], by=by)
    waiting = Comparison.objects.get()
    assert b"5555" not in bytes(waiting.sealed)
    assert queries.waits(opened.tip, opened.unit)
    assert coincidences.compare(by=None) == 1
    assert coincidences.compare(by=None) == 0
    waiting.refresh_from_db()
    assert waiting.sealed is None


def test_the_desk_needs_no_key_of_the_worker(by, workspace):
    kept = (workspace.keys / coincidences.KEY).read_bytes()
    (workspace.keys / coincidences.KEY).unlink()
    opened = held_by(Kind.DESK)
    coincidences.ask(opened=opened, values=[PHONE], by=by)
    assert not (workspace.keys / coincidences.KEY).exists()
    (workspace.keys / coincidences.KEY).write_bytes(kept)
    assert coincidences.compare(by=None) == 1
    assert Coincidence.objects.count() == 1


def test_what_was_sealed_to_another_key_is_let_go(by):
    opened = held_by(Kind.DESK)
    Comparison.objects.create(tip=opened.tip, unit=opened.unit, sealed=b"\x01" * 90, count=1)
    assert coincidences.compare(by=None) == 1
    assert not Coincidence.objects.exists()


def test_before_the_worker_ever_ran_nothing_is_handed_over(by, workspace):
    (workspace.keys / coincidences.PUBLIC).unlink()
    with pytest.raises(coincidences.NotCompared) as refused:
        coincidences.ask(opened=held_by(Kind.DESK), values=[PHONE], by=by)
    assert refused.value.problem == "no_worker"


def numbers(count, start=0):
    return [value("phone", f"5555{start + n:04d}") for n in range(1, count + 1)]


def test_guessing_numbers_ends_at_a_limit_for_the_tip_and_for_the_day(by):
    opened = held_by(Kind.DESK)
    with pytest.raises(coincidences.NotCompared, match="too_many_today"):
        coincidences.ask(opened=opened, values=numbers(MOST_A_TIP + 1), by=by)
    for start in range(0, MOST_A_DAY - MOST_A_TIP, MOST_A_TIP):
        coincidences.ask(opened=held_by(Kind.DESK), values=numbers(MOST_A_TIP, start), by=by)
    assert queries.left(opened.tip, opened.unit) == MOST_A_DAY % MOST_A_TIP
    with pytest.raises(coincidences.NotCompared, match="too_many_today"):
        coincidences.ask(opened=opened, values=numbers(MOST_A_TIP), by=by)
    assert queries.left(held_by(Kind.CRIMINAL_INFORMATION).tip, rows.unit(Kind.BOARD)) == MOST_A_TIP


def test_tomorrow_a_unit_may_ask_again(by):
    for start in range(0, MOST_A_DAY, MOST_A_TIP // 2):
        coincidences.ask(opened=held_by(Kind.DESK), values=numbers(MOST_A_TIP // 2, start), by=by)
    opened = held_by(Kind.DESK)
    assert queries.left(opened.tip, opened.unit) == 0
    Comparison.objects.update(asked_on=rows.today() - timedelta(days=1))
    assert queries.left(opened.tip, opened.unit) == MOST_A_TIP


def test_nothing_is_no_comparison(by):
    with pytest.raises(coincidences.NotCompared, match="nothing_to_compare"):
        coincidences.ask(opened=held_by(Kind.DESK), values=[], by=by)


def test_the_account_tells_that_and_how_many_but_not_what(by):
    coincidences.ask(opened=held_by(Kind.DESK), values=[PHONE], by=by)
    entry = Entry.objects.filter(action="tips.compare").get()
    assert "5555" not in str(entry.__dict__)


def test_when_a_tip_is_destroyed_nothing_of_it_can_be_met(by):
    gone = held_by(Kind.CRIMINAL_INFORMATION, "Maras")
    compared(gone, PHONE, by=by)
    gone.tip.delete()
    assert not Coincidence.objects.exists()
    compared(other := held_by(Kind.CRIMINAL_INFORMATION, "Drogas"), PHONE, by=by)
    assert told(other) == set()


def test_nobody_sees_a_match_of_a_tip_that_is_not_theirs(by, person):
    compared(held_by(Kind.CRIMINAL_INFORMATION, "Maras"), PHONE, by=by)
    compared(held_by(Kind.CRIMINAL_INFORMATION, "Drogas"), PHONE, by=by)
    assert Match.objects.count() == 2
    assert not Match.objects.visible_to(person(Role.SYSTEM_ADMINISTRATOR)).exists()
