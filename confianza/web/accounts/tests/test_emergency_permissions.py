from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.accounts import permissions
from confianza.web.accounts.actions import emergencies
from confianza.web.accounts.models import EmergencyAccess, Role
from confianza.web.accounts.models.emergencies import Verdict
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.accounts.tests.emergencies import anew

pytestmark = pytest.mark.django_db

# Who may: decide, end, review, read the reason. Hugo asks; everybody else holds one role here or everywhere.
WHO_MAY = {
    "hugo": (False, True, False, True),
    "benito": (False, False, False, False),
    "catalina": (True, True, False, True),
    "leonel": (True, True, False, True),
    "fabian": (False, True, True, True),
    "noe": (False, False, False, False),
    "marta": (False, False, False, False),
}


def may(user, access) -> tuple[bool, ...]:
    asked = ("can_decide", "can_end", "can_review", "can_read_reason")
    return tuple(getattr(permissions, each)(user, access) for each in asked)


@pytest.mark.parametrize("who", WHO_MAY)
def test_each_person_may_do_what_the_table_says(ask, people, who) -> None:
    assert may(anew(getattr(people, who)), ask()) == WHO_MAY[who]


@pytest.mark.parametrize("who", ["catalina", "leonel", "fabian"])
def test_whoever_is_suspended_may_nothing(ask, people, who) -> None:
    person = anew(getattr(people, who))
    person.is_active = False
    assert may(person, ask()) == (False,) * 4


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.INTERNAL_CONTROL])
def test_elsewhere_nobody_may_anything(ask, town, person, role) -> None:
    assert may(person(role, area=town.elsewhere), ask()) == (False,) * 4


def test_who_watches_a_part_reviews_and_who_commands_a_part_does_not_approve(ask, town, person) -> None:
    access = ask()
    assert may(person(Role.INTERNAL_CONTROL, area=town.zone), access) == (False, True, True, True)
    assert may(person(Role.COMMANDER, area=town.zone), access) == (False, False, False, False)
    inside = EmergencyAccess.objects.create(
        person=access.person, role=access.role, purpose=access.purpose, reason=access.reason,
        area=town.zone, mode=access.mode, asked_at=access.asked_at,
    )  # fmt: skip
    assert may(person(Role.COMMANDER, area=town.here), inside) == (True, True, False, True)
    for seen_by, seen in ((Role.INTERNAL_CONTROL, {access, inside}), (Role.COMMANDER, {inside})):
        watcher = person(seen_by, area=town.zone)
        assert set(EmergencyAccess.objects.visible_to(watcher)) == seen


def test_whoever_decided_reads_the_reason_still_and_does_not_review(ask, people) -> None:
    access = ask()
    emergencies.approve(access=access, by=people.catalina)
    people.catalina.grants.update(ends_at=timezone.now())
    access.refresh_from_db()
    assert may(anew(people.catalina), access) == (False, False, False, True)


def test_nobody_without_an_account_stands_anywhere() -> None:
    assert not permissions.stands_as(AnonymousUser(), *Role)
    assert not permissions.can_see_emergencies(AnonymousUser())
    assert not EmergencyAccess.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("hugo", True), ("benito", False), ("catalina", True), ("leonel", True), ("fabian", True),
        ("noe", True), ("marta", False),
    ],
    ids=str,
)  # fmt: skip
def test_a_request_is_visible_to_those_it_concerns(ask, people, who, seen) -> None:
    ask()
    assert EmergencyAccess.objects.visible_to(anew(getattr(people, who))).exists() is seen


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.INTERNAL_CONTROL, Role.AUDITOR])
def test_elsewhere_it_is_invisible(ask, town, person, role) -> None:
    ask()
    assert not EmergencyAccess.objects.visible_to(person(role, area=town.elsewhere)).exists()


def test_after_a_day_approvers_see_what_they_answered_and_no_more(ask, people, clock) -> None:
    answered = ask()
    emergencies.refuse(access=answered, by=people.catalina)
    ask(by=people.benito)
    clock(hours=25)
    assert list(EmergencyAccess.objects.visible_to(anew(people.catalina))) == [answered]


def test_the_asker_is_told_whom_to_telephone(ask, people) -> None:
    names = [one.first_name for one in queries.who_can_answer(ask())]
    assert names == ["Catalina", "Leonel"]
    assert [one.first_name for one in queries.who_can_answer(ask(by=people.catalina))] == ["Leonel"]


def test_only_towns_and_smaller_places_are_offered(people, town) -> None:
    from confianza.web.territory.models import Area, Generation

    wide = Area.objects.create(
        stable_id="department-d", geography="administrative", level="department", code="d"
    )
    Generation.objects.create(area=wide, name="Ancha", valid_from="2001-01-01", origin="test")
    offered = dict(queries.area_choices(people.hugo))
    assert offered["Donde usted trabaja"] == [
        ("municipality-here", "Here · Municipio"),
        ("zone-zone", "Zone · Zona"),
    ]
    assert "Ancha" not in str(offered)
    assert "Elsewhere" in str(offered)


@pytest.mark.parametrize(
    "changes",
    [
        {"approved_at": "now", "refused_at": "now", "decided": True},
        {"approved_at": "now"},
        {"reviewed_at": "now"},
        {"verdict": Verdict.JUSTIFIED},
    ],
    ids=["both ways", "by nobody", "without a verdict", "verdict by nobody"],
)
def test_the_register_refuses_what_no_step_can_write(ask, people, changes) -> None:
    access = ask()
    written = {
        name: timezone.now() + timedelta(0) if value == "now" else value
        for name, value in changes.items()
        if name != "decided"
    }
    if "decided" in changes:
        written["decided_by"] = people.catalina
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(**written)
