from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.accounts import actions, rules
from confianza.web.accounts.models import Grant, Purpose, Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> dict[str, Area]:
    """Two municipalities of a department; the first has a zone."""
    names = {"department": None, "municipality-1": "department", "municipality-2": "department"}
    names["zone"] = "municipality-1"
    areas = {}
    for name, parent in names.items():
        level = name.partition("-")[0]
        areas[name] = Area.objects.create(
            stable_id=f"{level}-{name}", geography="administrative", level=level, code=name
        )
        Generation.objects.create(
            area=areas[name], parent=areas.get(parent), name=name, valid_from="2001-01-01", origin="test"
        )
    containments.rebuild(by=COMMAND_LINE)
    return areas


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", first_name="Ana")


def test_a_grant_reaches_its_area_and_all_that_lies_in_it(town, ana) -> None:
    actions.give(person=ana, role=Role.ANALYST, area=town["municipality-1"], by=COMMAND_LINE)
    covered = {name for name, area in town.items() if ana.reach(Role.ANALYST).covers(area)}
    assert covered == {"municipality-1", "zone"}
    assert not ana.reach(Role.ANALYST).covers(None)
    assert not ana.reach(Role.MAYOR)


def test_rows_are_chosen_by_the_same_rule(town, ana) -> None:
    actions.give(person=ana, role=Role.ANALYST, area=town["municipality-1"], by=COMMAND_LINE)
    for area in (*town.values(), None):
        Grant.objects.create(
            person=ana, role=Role.MAYOR, area=area, purpose=Purpose.PREVENTION, given_by="test"
        )
    mayors = Grant.objects.filter(role=Role.MAYOR)
    seen = mayors.filter(ana.reach(Role.ANALYST).rows()).values_list("area__code", flat=True)
    assert set(seen) == {"municipality-1", "zone"}


def test_a_grant_without_an_area_reaches_the_whole_installation(town, ana) -> None:
    actions.give(person=ana, role=Role.NATIONAL_COORDINATOR, by=COMMAND_LINE)
    reach = ana.reach(Role.NATIONAL_COORDINATOR)
    assert reach.everywhere
    assert reach.covers(None)
    assert all(reach.covers(area) for area in town.values())


def test_a_grant_holds_from_its_first_moment_until_its_last(ana) -> None:
    now = timezone.now()
    for begins, ends in ((-2, -1), (1, 2)):
        actions.give(
            person=ana, role=Role.MAYOR, by=COMMAND_LINE,
            begins_at=now + timedelta(hours=begins), ends_at=now + timedelta(hours=ends),
        )  # fmt: skip
    assert not ana.holds(Role.MAYOR)
    actions.give(person=ana, role=Role.MAYOR, by=COMMAND_LINE, ends_at=now + timedelta(hours=1))
    assert ana.holds(Role.MAYOR)


def test_a_role_opens_only_what_it_is_held_for(ana) -> None:
    actions.give(person=ana, role=Role.ANALYST, purpose=Purpose.PREVENTION, by=COMMAND_LINE)
    assert ana.holds(Role.ANALYST, purpose=Purpose.PREVENTION)
    assert not ana.holds(Role.ANALYST, purpose=Purpose.OBSERVATORY)
    assert not ana.reach(Role.ANALYST, purpose=Purpose.OBSERVATORY)


def test_a_closed_account_holds_and_reaches_nothing(ana) -> None:
    actions.give(person=ana, role=Role.ANALYST, by=COMMAND_LINE)
    ana.is_active = False
    assert not ana.holds(Role.ANALYST)
    assert not ana.reach(Role.ANALYST)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Role.ANALYST, Role.AUDITOR),
        (Role.AUDITOR, Role.ANALYST),
        (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR),
        (Role.COMMANDER, Role.SYSTEM_ADMINISTRATOR),
    ],
)
def test_who_keeps_or_watches_the_house_holds_nothing_else(ana, first, second) -> None:
    actions.give(person=ana, role=first, by=COMMAND_LINE)
    with pytest.raises(rules.GrantRefused) as refused:
        actions.give(person=ana, role=second, by=COMMAND_LINE)
    assert refused.value.code == "kept_apart"
    assert ana.grants.count() == 1


def test_two_roles_of_the_work_may_meet_in_one_person(ana) -> None:
    actions.give(person=ana, role=Role.ANALYST, by=COMMAND_LINE)
    actions.give(person=ana, role=Role.COMMUNITY_RELATIONS, by=COMMAND_LINE)
    assert ana.roles_held == ["analyst", "community_relations"]


def test_a_role_is_not_given_for_a_purpose_that_is_not_its_own(ana) -> None:
    with pytest.raises(rules.GrantRefused) as refused:
        actions.give(person=ana, role=Role.MAYOR, purpose=Purpose.TIPS, by=COMMAND_LINE)
    assert refused.value.code == "wrong_purpose"


def test_every_role_has_a_usual_purpose() -> None:
    assert set(rules.PURPOSES_OF) == set(Role)
    assert all(rules.PURPOSES_OF.values())


def test_an_administrator_of_a_town_sees_the_people_of_that_town(town) -> None:
    def someone(name, role, area):
        person = User.objects.create_user(name)
        actions.give(person=person, role=role, area=area, by=COMMAND_LINE)
        return person

    marta = someone("marta", Role.SYSTEM_ADMINISTRATOR, town["municipality-1"])
    here = someone("gloria", Role.MAYOR, town["zone"])
    someone("olga", Role.MAYOR, town["municipality-2"])
    someone("leonel", Role.NATIONAL_COORDINATOR, None)
    assert set(User.objects.visible_to(marta)) == {marta, here}
    assert set(User.objects.visible_to(here)) == {here}
    assert set(Grant.objects.visible_to(here)) == set(here.grants.all())
    assert set(Grant.objects.visible_to(marta)) == {*marta.grants.all(), *here.grants.all()}


def test_an_administrator_of_the_whole_installation_sees_every_grant(person) -> None:
    marta, gloria = person(Role.SYSTEM_ADMINISTRATOR), person(Role.MAYOR)
    assert set(Grant.objects.visible_to(marta)) == {*marta.grants.all(), *gloria.grants.all()}
