"""What happens to accounts: invited, given roles, suspended, closed; and who may do it to whom."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from confianza.web.accounts import actions, permissions, rules
from confianza.web.accounts.models import Grant, Invitation, OpenSession, Role, State, User
from confianza.web.accounts.rules import Step
from confianza.web.accounts.tests import phones
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation
from conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]
GOOD = "jacaranda-en-noviembre"


@pytest.fixture
def towns() -> dict[str, Area]:
    """Two towns; the first has a zone."""
    areas = {}
    for name, parent in (("here", None), ("there", None), ("zone", "here")):
        areas[name] = Area.objects.create(
            stable_id=f"municipality-{name}", geography="administrative", level="municipality", code=name
        )
        Generation.objects.create(
            area=areas[name],
            parent=areas.get(parent),
            name=name.title(),
            valid_from="2001-01-01",
            origin="test",
        )
    containments.rebuild(by=COMMAND_LINE)
    return areas


def somebody(name: str, role: Role, area: Area | None = None) -> User:
    person = User.objects.create_user(name, password=PASSWORD, first_name=name.title())
    actions.give(person=person, role=role, area=area, by=COMMAND_LINE)
    return person


@pytest.fixture
def marta(towns) -> User:
    """Administers the first town and nothing else."""
    return somebody("marta", Role.SYSTEM_ADMINISTRATOR, towns["here"])


@pytest.fixture
def gloria(towns) -> User:
    return somebody("gloria", Role.MAYOR, towns["here"])


def browser_of(person: User, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/cuenta/entrar/", {"username": person.username, "password": password})
    assert client.get("/cuenta/").status_code == 200
    return client


def refused(action, **told) -> str:
    with pytest.raises((rules.GrantRefused, rules.AccountRefused)) as failure:
        action(**told)
    return failure.value.code


# --- Invitations -----------------------------------------------------------------------------------


def test_an_invited_person_sets_a_password_and_is_in(towns, marta) -> None:
    made = actions.invite(username="ana", first_name="Ana", role=Role.ANALYST, area=towns["zone"], by=marta)
    assert made.person.state == State.INVITED
    assert not made.person.has_usable_password()
    entered = actions.accept_invitation(code=made.code, password=GOOD)
    assert entered.check_password(GOOD)
    assert entered.state == State.ACTIVE
    assert entered.roles_held == ["analyst"]
    told = list(Entry.objects.order_by("pk").values_list("action", flat=True))[-4:]
    assert told == ["accounts.open_account", "accounts.give", "accounts.invite", "accounts.accept_invitation"]


def test_of_the_code_only_a_digest_is_kept(towns, marta) -> None:
    made = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    kept = Invitation.objects.values().get()
    assert made.code not in str(kept)
    assert made.code not in str(list(Entry.objects.values()))


def test_a_code_of_an_invitation_opens_once(towns, marta) -> None:
    made = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    actions.accept_invitation(code=made.code, password=GOOD)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=made.code, password="otra-clave-del-ladron")
    assert User.objects.get(username="ana").check_password(GOOD)


def test_a_newer_link_shuts_the_older(towns, marta) -> None:
    first = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    second = actions.invite_anew(person=first.person, by=marta)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=first.code, password=GOOD)
    actions.accept_invitation(code=second.code, password=GOOD)


def test_a_link_waits_three_days(towns, marta) -> None:
    made = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    assert made.invitation.expires_at - made.invitation.made_at == timedelta(hours=72)
    past = timezone.now() - timedelta(hours=73)
    Invitation.objects.update(made_at=past, expires_at=past + timedelta(hours=72))
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=made.code, password=GOOD)


def test_a_weak_password_leaves_the_link_open(towns, marta) -> None:
    made = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    with pytest.raises(ValidationError):
        actions.accept_invitation(code=made.code, password="corta")
    actions.accept_invitation(code=made.code, password=GOOD)


def test_a_link_of_a_suspended_account_opens_nothing(towns, marta) -> None:
    made = actions.invite(username="ana", role=Role.ANALYST, area=towns["here"], by=marta)
    actions.suspend(person=made.person, by=marta)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=made.code, password=GOOD)


def test_a_forgotten_password_is_answered_by_a_link_and_the_second_factor_stays(gloria, marta) -> None:
    phones.set_up(gloria)
    old = Client()
    old.force_login(gloria)
    made = actions.invite_anew(person=gloria, by=marta)
    assert gloria.check_password(PASSWORD)
    actions.accept_invitation(code=made.code, password=GOOD)
    assert old.get("/cuenta/").status_code == 302
    assert Authenticator.objects.filter(user=gloria).exists()


def test_for_a_lost_telephone_the_second_factor_goes_as_well(gloria, marta) -> None:
    phones.set_up(gloria)
    actions.invite_anew(person=gloria, by=marta, without_second_factor=True)
    assert not Authenticator.objects.filter(user=gloria).exists()
    assert Entry.objects.filter(action="accounts.remove_second_factor", subject="gloria").exists()


def test_an_invitation_that_is_refused_leaves_no_account(towns, marta) -> None:
    told = {"username": "ana", "role": Role.ANALYST, "area": towns["there"], "by": marta}
    assert refused(actions.invite, **told) == "not_administered"
    assert not User.objects.filter(username="ana").exists()


# --- Who may give what -----------------------------------------------------------------------------


def test_nobody_gives_oneself_anything(towns, marta) -> None:
    told = {"person": marta, "role": Role.SYSTEM_ADMINISTRATOR, "area": towns["here"], "by": marta}
    assert refused(actions.give, **told) == "to_oneself"


@pytest.mark.parametrize("place", ["there", None], ids=["another town", "the whole installation"])
def test_nobody_gives_beyond_what_they_administer(towns, marta, gloria, place) -> None:
    area = towns[place] if place else None
    told = {"person": gloria, "role": Role.MAYOR, "area": area, "by": marta}
    assert refused(actions.give, **told) == "not_administered"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMINISTRATOR])
def test_only_administrators_give(towns, gloria, role) -> None:
    giver = somebody("otro", role)
    told = {"person": gloria, "role": Role.MAYOR, "area": towns["here"], "by": giver}
    assert refused(actions.give, **told) == "not_administered"


def test_an_administrator_gives_in_a_zone_of_the_town(towns, marta, gloria) -> None:
    grant = actions.give(person=gloria, role=Role.COMMUNITY_RELATIONS, area=towns["zone"], by=marta)
    assert grant.given_by == "Marta"


def test_a_grant_does_not_end_before_it_begins(gloria) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    told = {"person": gloria, "role": Role.MAYOR, "ends_at": yesterday, "by": COMMAND_LINE}
    assert refused(actions.give, **told) == "ends_before"


def test_a_grant_that_is_ended_shuts_at_the_next_request() -> None:
    noe, keeper = somebody("noe", Role.AUDITOR), somebody("marta", Role.SYSTEM_ADMINISTRATOR)
    client = browser_of(noe)
    assert client.get("/bitacora/").status_code == 200
    actions.end_grant(grant=noe.grants.get(), by=keeper, reason="oficio 12")
    assert client.get("/bitacora/").status_code == 404
    told = Entry.objects.filter(action="accounts.end_grant").get()
    assert (told.subject, told.details["reason"]) == ("noe", "oficio 12")
    assert refused(actions.end_grant, grant=noe.grants.get(), by=keeper) == "has_ended"


def test_a_grant_not_begun_can_be_taken_back(gloria) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    told = {"role": Role.COMMUNITY_RELATIONS, "begins_at": tomorrow, "by": COMMAND_LINE}
    grant = actions.give(person=gloria, **told)
    actions.end_grant(grant=grant, by=COMMAND_LINE)
    assert not Grant.objects.valid_at(tomorrow + timedelta(days=1)).filter(pk=grant.pk).exists()


# --- Suspending and leaving ------------------------------------------------------------------------


def test_a_suspended_person_is_out_at_the_very_next_request(gloria, marta) -> None:
    client = browser_of(gloria)
    actions.suspend(person=gloria, by=marta, reason="investigación")
    assert client.get("/cuenta/").status_code == 302
    assert not OpenSession.objects.exists()
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    client.post("/cuenta/entrar/", {"username": "gloria", "password": PASSWORD})
    assert client.get("/cuenta/").status_code == 302


def test_a_reinstated_person_comes_back_with_password_and_roles(gloria, marta) -> None:
    actions.suspend(person=gloria, by=marta)
    actions.reinstate(person=gloria, by=marta)
    assert "Gloria" in browser_of(gloria).get("/cuenta/").content.decode()
    assert gloria.roles_held == ["mayor"]


def test_who_leaves_keeps_nothing_but_the_name(gloria, marta) -> None:
    phones.set_up(gloria)
    made = actions.invite_anew(person=gloria, by=marta)
    client = Client()
    client.force_login(gloria)
    actions.leave(person=gloria, by=marta)
    assert client.get("/cuenta/").status_code == 302
    gloria = User.objects.get(pk=gloria.pk)
    assert (gloria.state, gloria.display_name) == (State.LEFT, "Gloria")
    assert not gloria.has_usable_password()
    assert not Authenticator.objects.filter(user=gloria).exists()
    assert not gloria.holds(Role.MAYOR)
    assert not gloria.grants.filter(ends_at=None).exists()
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=made.code, password=GOOD)
    told = {"person": gloria, "role": Role.MAYOR, "by": COMMAND_LINE}
    assert refused(actions.give, **told) == "wrong_state"


@pytest.mark.parametrize("deed", ["suspend", "leave", "invite_anew"])
def test_nobody_closes_or_renews_their_own_account(marta, deed) -> None:
    assert refused(getattr(actions, deed), person=marta, by=marta) == "to_oneself"


def test_an_account_that_reaches_further_is_not_touched_by_the_town(towns, marta) -> None:
    leonel = somebody("leonel", Role.NATIONAL_COORDINATOR)
    actions.give(person=leonel, role=Role.COMMUNITY_RELATIONS, area=towns["here"], by=COMMAND_LINE)
    assert leonel in User.objects.visible_to(marta)
    assert refused(actions.suspend, person=leonel, by=marta) == "not_administered"
    actions.end_grant(grant=leonel.grants.get(area=towns["here"]), by=marta)


@pytest.mark.parametrize("deed", ["suspend", "leave"])
def test_the_last_administrator_stays(deed) -> None:
    only = somebody("marta", Role.SYSTEM_ADMINISTRATOR)
    assert refused(getattr(actions, deed), person=only, by=COMMAND_LINE) == "last_administrator"
    assert refused(actions.end_grant, grant=only.grants.get(), by=COMMAND_LINE) == "last_administrator"
    second = somebody("otra", Role.SYSTEM_ADMINISTRATOR)
    getattr(actions, deed)(person=only, by=second)


def test_another_administrator_who_cannot_come_in_is_no_other(towns) -> None:
    only = somebody("marta", Role.SYSTEM_ADMINISTRATOR)
    actions.invite(username="otra", role=Role.SYSTEM_ADMINISTRATOR, by=only)
    somebody("vecina", Role.SYSTEM_ADMINISTRATOR, towns["there"])
    assert refused(actions.suspend, person=only, by=COMMAND_LINE) == "last_administrator"


def test_an_administrator_of_a_town_may_go_where_one_of_everything_stays(marta) -> None:
    keeper = somebody("otra", Role.SYSTEM_ADMINISTRATOR)
    actions.leave(person=marta, by=keeper)


# --- Rules and permissions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (State.INVITED, {Step.INVITE, Step.SUSPEND, Step.LEAVE}),
        (State.ACTIVE, {Step.INVITE, Step.SUSPEND, Step.LEAVE}),
        (State.SUSPENDED, {Step.REINSTATE, Step.LEAVE}),
        (State.LEFT, set()),
    ],
)
def test_which_steps_an_account_may_take(state, allowed) -> None:
    assert {step for step in Step if rules.can_take(step, state)} == allowed
    for step in set(Step) - allowed:
        with pytest.raises(rules.AccountRefused):
            rules.check_account(step, state)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (9999, 900)]
)
def test_how_long_who_guesses_must_wait(failures, seconds) -> None:
    assert rules.wait_after(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize("role", Role)
def test_of_all_roles_only_the_administrator_opens_the_pages_of_people(role, person, signed_in) -> None:
    may = role == Role.SYSTEM_ADMINISTRATOR
    assert permissions.can_administer_people(person(role)) is may
    assert signed_in(role).get("/cuenta/personas/").status_code == (200 if may else 404)


@pytest.mark.parametrize(
    ("reach", "held", "expected"),
    [
        ("here", ("here",), True),
        ("here", ("zone",), True),
        ("here", ("there",), False),
        ("here", ("here", "there"), False),
        ("here", (None,), False),
        ("here", (), False),
        (None, ("there",), True),
        (None, (None,), True),
        (None, (), True),
        ("nothing", ("here",), False),
    ],
)
def test_who_administers_whose_account(towns, reach, held, expected) -> None:
    role = Role.MAYOR if reach == "nothing" else Role.SYSTEM_ADMINISTRATOR
    keeper = somebody("keeper", role, towns.get(reach))
    person = User.objects.create_user("person")
    for place in held:
        actions.give(person=person, role=Role.MAYOR, area=towns.get(place), by=COMMAND_LINE)
    assert permissions.administers(keeper, person) is expected


def test_whose_roles_have_all_ended_is_still_administered_where_they_were(towns, marta, gloria) -> None:
    actions.end_grant(grant=gloria.grants.get(), by=COMMAND_LINE)
    assert permissions.administers(marta, gloria)
    assert not permissions.administers(somebody("otra", Role.SYSTEM_ADMINISTRATOR, towns["there"]), gloria)


def test_invitations_and_sessions_are_seen_by_those_they_concern(towns, marta, gloria) -> None:
    actions.invite_anew(person=gloria, by=marta)
    browser_of(gloria)
    assert Invitation.objects.visible_to(marta).count() == 1
    assert not Invitation.objects.visible_to(gloria).exists()
    assert OpenSession.objects.visible_to(gloria).count() == 1
    assert not OpenSession.objects.visible_to(marta).exists()


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ") + " ",
     lambda code: code.replace("0", "O").replace("1", "l")],
    ids=["small", "without strokes", "blanks", "as handwriting is read"],
)  # fmt: skip
def test_a_code_counts_however_it_was_typed(typed) -> None:
    code = rules.new_code()
    assert rules.digest(typed(code)) == rules.digest(code)
    assert len({rules.new_code() for _ in range(100)}) == 100
