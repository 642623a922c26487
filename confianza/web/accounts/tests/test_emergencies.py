import threading

import pytest
from django.db import connection
from django.utils import timezone

from confianza.web.accounts import permissions
from confianza.web.accounts.actions import emergencies, grants
from confianza.web.accounts.models import EmergencyAccess, Grant, Role
from confianza.web.accounts.models.emergencies import EmergencyMode, EmergencyState, Verdict
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.accounts.rules import EmergencyRefused
from confianza.web.accounts.tests.emergencies import anew
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import walls

pytestmark = pytest.mark.django_db


def state_of(access) -> EmergencyState:
    return queries.state(EmergencyAccess.objects.get(pk=access.pk), timezone.now())


def told() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(action__contains="emergency").order_by("id")
    return [(row.action.removeprefix("accounts."), row.actor_name) for row in rows]


def refused(code: str):
    return pytest.raises(EmergencyRefused, match=code)


def may_work(person, area) -> bool:
    return anew(person).reach(Role.VICTIM_SUPPORT).covers(area)


def test_an_approved_request_opens_the_role_there_for_four_hours(ask, people, town, clock) -> None:
    access = ask()
    assert not may_work(people.hugo, town.here)
    clock(minutes=10)
    emergencies.approve(access=access, by=people.catalina)
    assert may_work(people.hugo, town.here)
    assert not may_work(people.hugo, town.elsewhere)
    clock(hours=3, minutes=59)
    assert may_work(people.hugo, town.here)
    clock(minutes=1)
    assert not may_work(people.hugo, town.here)
    assert state_of(access) == EmergencyState.ENDED
    assert told() == [("ask_emergency", "Hugo"), ("approve_emergency", "Catalina")]


def test_without_an_answer_it_lapses_and_cannot_be_approved_any_more(ask, people, town, clock) -> None:
    access = ask()
    clock(minutes=15)
    assert state_of(access) == EmergencyState.LAPSED
    with refused("no_longer"):
        emergencies.approve(access=access, by=people.catalina)
    assert not may_work(people.hugo, town.here)
    for watcher in (people.fabian, people.noe):
        assert [one.access for one in queries.standing_alerts(anew(watcher))] == [access]


def test_at_once_it_opens_before_anybody_answers_and_ends_by_itself(ask, people, town, clock) -> None:
    access = ask(mode=EmergencyMode.AT_ONCE)
    assert may_work(people.hugo, town.here)
    clock(minutes=14, seconds=59)
    assert may_work(people.hugo, town.here)
    clock(seconds=1)
    assert not may_work(people.hugo, town.here)
    assert state_of(access) == EmergencyState.ENDED_UNCONFIRMED
    assert [one.is_loud for one in queries.to_review(anew(people.fabian))] == [True]
    assert [one.access for one in queries.standing_alerts(anew(people.noe))] == [access]


def test_confirmed_it_stays_open_for_four_hours_from_its_beginning(ask, people, town, clock) -> None:
    access = ask(mode=EmergencyMode.AT_ONCE)
    clock(minutes=14)
    emergencies.approve(access=access, by=people.leonel)
    clock(hours=3, minutes=45)
    assert may_work(people.hugo, town.here)
    clock(minutes=1)
    assert not may_work(people.hugo, town.here)
    assert Grant.objects.filter(role=Role.VICTIM_SUPPORT).count() == 1


def test_nobody_extends_it(ask, people, town, clock) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    clock(hours=3)
    with refused("no_longer"):
        emergencies.approve(access=access, by=people.leonel)
    with refused("held"):
        ask()
    clock(hours=1)
    with refused("no_longer"):
        emergencies.approve(access=access, by=people.leonel)
    assert not may_work(people.hugo, town.here)


@pytest.mark.parametrize("mode", EmergencyMode, ids=str)
def test_a_refusal_shuts_at_once_and_for_good(ask, people, town, mode) -> None:
    access = ask(mode=mode)
    emergencies.refuse(access=access, by=people.catalina)
    assert not may_work(people.hugo, town.here)
    with refused("no_longer"):
        emergencies.approve(access=access, by=people.leonel)
    opened = mode == EmergencyMode.AT_ONCE
    assert state_of(access) == (EmergencyState.ENDED_UNCONFIRMED if opened else EmergencyState.REFUSED)


def test_the_person_ends_it_and_it_stays_ended(ask, people, town) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    emergencies.end(access=access, by=people.hugo)
    assert not may_work(people.hugo, town.here)
    assert state_of(access) == EmergencyState.ENDED
    assert queries.open_for(anew(people.hugo)) is None


def test_a_withdrawn_request_opens_nothing_and_needs_no_review(ask, people) -> None:
    access = ask()
    emergencies.end(access=access, by=people.hugo)
    with refused("no_longer"):
        emergencies.approve(access=access, by=people.catalina)
    assert state_of(access) == EmergencyState.WITHDRAWN
    assert queries.to_review(anew(people.fabian)) == []


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.INTERNAL_CONTROL])
def test_some_roles_are_never_opened(ask, role) -> None:
    from confianza.web.accounts.rules import usual_purpose

    with refused("never"):
        ask(role=role, purpose=usual_purpose(role), mode=EmergencyMode.AT_ONCE)
    assert not EmergencyAccess.objects.exists()
    assert told() == []


@pytest.mark.parametrize("who", ["noe", "marta"])
def test_who_keeps_or_watches_the_house_never_gets_in(ask, people, who) -> None:
    with refused("kept_apart"):
        ask(by=getattr(people, who), mode=EmergencyMode.AT_ONCE)


def test_a_suspended_person_gets_nothing(ask, people, town) -> None:
    access = ask()
    people.hugo.is_active = False
    people.hugo.save()
    with refused("closed"):
        emergencies.approve(access=access, by=people.catalina)
    with refused("closed"):
        ask(mode=EmergencyMode.AT_ONCE)
    assert not may_work(people.hugo, town.here)


def test_two_at_a_time_are_not_had(ask, people) -> None:
    ask()
    with refused("under_way"):
        ask(role=Role.ANALYST, purpose="observatory")


def test_what_is_held_needs_no_emergency(ask, people, town) -> None:
    with refused("held"):
        ask(role=Role.COMMUNITY_RELATIONS, purpose="prevention")
    ask(role=Role.COMMUNITY_RELATIONS, purpose="prevention", area=town.elsewhere)


def test_an_emergency_is_no_ground_for_the_next_one(ask, people, town) -> None:
    """A person whose own roles have ended stands here only by the emergency."""
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    Grant.objects.filter(person=people.hugo, emergency=None).update(ends_at=timezone.now())
    with refused("stranger"):
        ask(by=anew(people.hugo), role=Role.ANALYST, purpose="observatory")


def test_unreviewed_for_three_days_it_locks_the_asker_until_it_is_reviewed(ask, people, clock) -> None:
    access = ask(mode=EmergencyMode.AT_ONCE)
    clock(minutes=15, hours=71)
    emergencies.end(access=ask(mode=EmergencyMode.AT_ONCE), by=people.hugo)
    clock(hours=1)
    with refused("overdue"):
        ask()
    assert any(one.is_overdue for one in queries.standing_alerts(anew(people.noe)))
    emergencies.review(access=access, by=people.fabian, verdict=Verdict.JUSTIFIED)
    ask()


def test_a_request_nobody_answered_locks_nobody_out(ask, clock) -> None:
    ask()
    clock(hours=100)
    ask()


def test_only_somebody_else_who_answers_for_the_place_approves(ask, people, town, person) -> None:
    access = ask()
    stranger = person(Role.COMMANDER, area=town.elsewhere)
    for who in (people.hugo, people.benito, people.fabian, people.noe, people.marta, stranger):
        with refused("not_yours"):
            emergencies.approve(access=access, by=anew(who))
    assert state_of(access) == EmergencyState.ASKED


def test_a_commander_does_not_approve_the_own_request(ask, people) -> None:
    access = ask(by=people.catalina)
    with refused("not_yours"):
        emergencies.approve(access=access, by=people.catalina)
    emergencies.approve(access=access, by=people.leonel)


def test_two_people_do_not_open_doors_for_each_other_on_one_day(ask, people, clock) -> None:
    emergencies.approve(access=ask(by=people.catalina), by=people.leonel)
    clock(hours=23)
    returned = ask(by=people.leonel)
    with refused("not_yours"):
        emergencies.approve(access=returned, by=people.catalina)
    assert queries.waiting_for(anew(people.catalina)) == []
    emergencies.end(access=returned, by=people.leonel)
    clock(hours=2)
    emergencies.approve(access=ask(by=people.leonel), by=people.catalina)


def test_a_role_held_by_an_emergency_approves_nothing(ask, people, town) -> None:
    emergencies.approve(
        access=ask(by=people.benito, role=Role.COMMANDER, purpose="policing"), by=people.catalina
    )
    benito = anew(people.benito)
    assert benito.holds(Role.COMMANDER)
    assert not permissions.stands_as(benito, Role.COMMANDER)
    assert permissions.stands_as(benito, Role.BEAT_OFFICER)
    with refused("not_yours"):
        emergencies.approve(access=ask(), by=benito)


def test_internal_control_of_the_place_reviews_and_nobody_else(ask, people, town, person) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    emergencies.end(access=access, by=people.fabian)
    stranger = person(Role.INTERNAL_CONTROL, area=town.elsewhere)
    for who in (people.hugo, people.catalina, people.leonel, people.noe, people.marta, stranger):
        with refused("not_yours"):
            emergencies.review(access=access, by=anew(who), verdict=Verdict.JUSTIFIED)
    emergencies.review(access=access, by=people.fabian, verdict=Verdict.FOLLOW_UP, note="Hable con él.")
    assert state_of(access) == EmergencyState.REVIEWED
    with refused("no_longer"):
        emergencies.review(access=access, by=people.fabian, verdict=Verdict.JUSTIFIED)


def test_an_inspector_does_not_review_the_own_request(ask, people, person) -> None:
    access = ask(by=people.fabian)
    emergencies.approve(access=access, by=people.catalina)
    emergencies.end(access=access, by=people.fabian)
    with refused("not_yours"):
        emergencies.review(access=access, by=people.fabian, verdict=Verdict.JUSTIFIED)
    other = person(Role.INTERNAL_CONTROL)
    emergencies.review(access=access, by=other, verdict=Verdict.JUSTIFIED)


def test_what_is_still_open_is_not_reviewed(ask, people) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    with refused("no_longer"):
        emergencies.review(access=access, by=people.fabian, verdict=Verdict.JUSTIFIED)


@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_of_two_who_answer_only_the_first_counts(ask, people, first) -> None:
    access = ask()
    same_page = EmergencyAccess.objects.get(pk=access.pk)
    getattr(emergencies, first)(access=access, by=people.catalina)
    with refused("no_longer"):
        emergencies.refuse(access=same_page, by=people.leonel)
    with refused("no_longer"):
        emergencies.approve(access=same_page, by=people.leonel)
    assert EmergencyAccess.objects.get().decided_by == people.catalina
    assert Grant.objects.filter(role=Role.VICTIM_SUPPORT).count() == (first == "approve")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_who_answer_in_the_same_moment_open_it_once(ask, people, workspace) -> None:
    access, heard, together = ask(), [], threading.Barrier(2)

    def answer(who) -> None:
        together.wait(10)
        try:
            with walls.raised_for(who):
                emergencies.approve(access=access, by=who)
            heard.append("approved")
        except EmergencyRefused as late:
            heard.append(late.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[who]) for who in (people.catalina, people.leonel)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(heard) == ["approved", "no_longer"]
    assert Grant.objects.filter(role=Role.VICTIM_SUPPORT).count() == 1


def test_the_worker_writes_down_what_time_decided_once(ask, people, clock) -> None:
    ask()
    ask(by=people.benito, mode=EmergencyMode.AT_ONCE)
    assert emergencies.settle(by=COMMAND_LINE) == 0
    clock(minutes=15)
    assert emergencies.settle(by=COMMAND_LINE) == 2
    assert emergencies.settle(by=COMMAND_LINE) == 0
    assert told()[-2:] == [("run_out_emergency", "command line"), ("lapse_emergency", "command line")]


def test_a_worker_that_comes_late_changes_nothing(ask, people, town, clock) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    clock(hours=4)
    assert not may_work(people.hugo, town.here)
    before = state_of(access)
    clock(hours=10)
    emergencies.settle(by=COMMAND_LINE)
    assert state_of(access) == before


def test_every_step_is_told_with_who_took_it(ask, people) -> None:
    access = ask(mode=EmergencyMode.AT_ONCE)
    emergencies.approve(access=access, by=people.catalina)
    emergencies.note_reading(access=access, by=people.fabian)
    emergencies.note_reading(access=access, by=people.hugo)
    emergencies.end(access=access, by=people.hugo)
    emergencies.review(access=access, by=people.fabian, verdict=Verdict.JUSTIFIED)
    assert told() == [
        ("ask_emergency", "Hugo"),
        ("open_emergency", "Hugo"),
        ("approve_emergency", "Catalina"),
        ("read_emergency", "Fabián"),
        ("end_emergency", "Hugo"),
        ("review_emergency", "Fabián"),
    ]
    given = Entry.objects.get(action="accounts.give")
    assert (given.actor_id, given.actor_name) == (None, "emergency access")
    assert not Entry.objects.filter(details__icontains="licencia").exists()


def test_a_refused_step_leaves_no_trace(ask, people) -> None:
    access = ask()
    before = Entry.objects.count()
    with refused("not_yours"):
        emergencies.approve(access=access, by=people.benito)
    assert Entry.objects.count() == before


def test_who_leaves_loses_the_emergency_too(ask, people, town) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    grants.end_all(person=people.hugo, by=COMMAND_LINE)
    assert not may_work(people.hugo, town.here)
    assert state_of(access) == EmergencyState.ENDED
