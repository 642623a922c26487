"""The administrator's pages of people, the page of an invited person, and everybody's own account."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from confianza.web.accounts import actions
from confianza.web.accounts.entrance import home_cards
from confianza.web.accounts.models import OpenSession, Role, User
from confianza.web.accounts.tests import phones
from confianza.web.accounts.tests.test_people import GOOD, browser_of, gloria, marta, somebody, towns
from confianza.web.audit.actions import COMMAND_LINE
from conftest import PASSWORD

__all__ = ["gloria", "marta", "towns"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]
ACCEPT = "/cuenta/invitacion/"
TWICE = ("password", "again")
CHOSEN = dict.fromkeys(TWICE, GOOD)
INVITED = {
    "first_name": "Ana", "last_name": "", "username": "ana", "role": "analyst", "area": "municipality-here",
    "purpose": "", "ends_on": "", "reason": "Nombramiento 3",
}  # fmt: skip


@pytest.fixture
def desk(marta) -> Client:
    client = Client()
    client.force_login(marta)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def test_from_the_form_to_the_work_for_today(desk, settings) -> None:
    shown = desk.post(reverse("accounts:invite"), INVITED)
    settings.SECOND_FACTOR_REQUIRED = True
    code = {"code": re.search(r"\w{4}(-\w{4}){5}", text(shown))[0]}
    ana = Client()
    assert "Código de la invitación" in text(ana.get(ACCEPT))
    assert "Su nombre de usuario es ana" in text(ana.post(ACCEPT, code))
    different, short = {"password": GOOD, "again": "otra-cosa-larga"}, dict.fromkeys(TWICE, "corta")
    assert "Las dos no son iguales" in text(ana.post(ACCEPT, code | different))
    assert "demasiado corta" in text(ana.post(ACCEPT, code | short))
    assert ana.post(ACCEPT, code | CHOSEN)["Location"] == reverse("mfa_index")
    page = ana.get(reverse("mfa_activate_totp"))
    ana.post(reverse("mfa_activate_totp"), {"code": phones.code_of(page.context["form"].secret)})
    assert ana.get("/cuenta/").status_code == 200
    assert "Este código no abre nada" in text(Client().post(ACCEPT, code))


def test_no_address_says_who_is_invited_nor_lets_anybody_in(desk) -> None:
    shown = desk.post(reverse("accounts:invite"), INVITED)
    code = re.search(r"\w{4}(-\w{4}){5}", text(shown))[0]
    assert "http://testserver/cuenta/invitacion/" in text(shown)
    for address in (f"{ACCEPT}{code}/", f"{ACCEPT}?code={code}"):
        assert "ana" not in text(Client().get(address)).split()
    chosen = Client().post(ACCEPT, {"code": code})
    assert code not in str(chosen.headers) + str(chosen.wsgi_request.session.items())


def test_the_code_is_shown_in_the_answer_and_never_again(desk) -> None:
    shown = desk.post(reverse("accounts:invite"), INVITED)
    assert "Imprima esta página" in text(shown)
    ana = User.objects.get(username="ana")
    assert not re.search(r"\w{4}(-\w{4}){5}", text(desk.get(reverse("accounts:person", args=[ana.pk]))))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"username": "gloria"}, "Ya existe un usuario con este nombre"),
        ({"username": "con blanco"}, "nombre de usuario válido"),
        ({"area": "municipality-there"}, "Escoja una opción válida"),
        ({"area": "*"}, "Escoja una opción válida"),
        ({"role": "king"}, "Escoja una opción válida"),
        ({"purpose": "tips"}, "no se ejerce para"),
        ({"ends_on": "2020-01-01"}, "Este día ya pasó"),
        ({"reason": ""}, "Este campo es obligatorio"),
    ],
    ids=["taken", "blank", "other town", "everywhere", "unknown role", "wrong purpose", "past", "no reason"],
)
def test_what_cannot_be_is_told_and_leaves_no_account(desk, gloria, changed, told) -> None:
    page = desk.post(reverse("accounts:invite"), INVITED | changed)
    assert told in text(page)
    assert not User.objects.filter(username="ana").exists()


def test_the_list_shows_the_people_of_the_town_and_nobody_else(desk, towns, gloria) -> None:
    somebody("olga", Role.ANALYST, towns["there"])
    page = text(desk.get(reverse("accounts:people")))
    assert "Gloria" in page
    assert "Alcaldía" in page
    assert "Olga" not in page


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        ({"role": "mayor"}, {"gloria"}),
        ({"role": "system_administrator"}, {"marta"}),
        ({"state": "suspended"}, {"hugo"}),
        ({"state": "active"}, {"gloria", "marta"}),
        ({"state": "nonsense"}, {"gloria", "marta", "hugo"}),
        ({"search": "glo"}, {"gloria"}),
        ({"area": "municipality-zone"}, {"hugo"}),
        ({"area": "municipality-there"}, {"gloria", "marta", "hugo"}),
    ],
    ids=["mayor", "administrator", "suspended", "active", "no state", "name", "zone", "no area"],
)
def test_the_list_can_be_narrowed(desk, towns, gloria, chosen, seen) -> None:
    hugo = somebody("hugo", Role.COMMUNITY_RELATIONS, towns["zone"])
    actions.suspend(person=hugo, by=COMMAND_LINE)
    page = desk.get(reverse("accounts:people"), chosen)
    assert {person.username for person in page.context["page"]} == seen


def test_people_of_another_town_are_not_there(desk, towns) -> None:
    olga = somebody("olga", Role.ANALYST, towns["there"])
    grant = olga.grants.get()
    for name in ("person", "give", "invite_anew", "suspend", "reinstate", "leave"):
        there = desk.get(reverse(f"accounts:{name}", args=[olga.pk]))
        nowhere = desk.get(reverse(f"accounts:{name}", args=[99999]))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        if name != "person":
            sent = desk.post(reverse(f"accounts:{name}", args=[olga.pk]), {"reason": "x"})
            assert sent.status_code == 404
    assert desk.post(reverse("accounts:end_grant", args=[grant.pk]), {"reason": "x"}).status_code == 404
    assert olga.holds(Role.ANALYST)


def test_a_role_is_given_and_ended_on_the_page_of_a_person(desk, gloria) -> None:
    wish = {"role": "community_relations", "area": "municipality-zone", "reason": "Oficio 7"}
    wish["ends_on"] = "2099-12-31"
    page = reverse("accounts:person", args=[gloria.pk])
    assert desk.post(reverse("accounts:give", args=[gloria.pk]), wish)["Location"] == page
    shown = text(desk.get(page))
    assert "Oficial de relaciones comunitarias en Zone y todo lo que hay ahí" in shown
    assert "al 31 de diciembre de 2099" in shown
    assert "la dio Marta : Oficio 7" in shown or "la dio Marta: Oficio 7" in shown
    grant = gloria.grants.get(role="community_relations")
    ask = reverse("accounts:end_grant", args=[grant.pk])
    assert "¿Terminar esta función de Gloria?" in text(desk.get(ask))
    assert timezone.localtime(grant.ends_at).date().isoformat() == "2099-12-31"
    desk.post(ask, {"reason": "cambio"})
    assert "Funciones que terminaron" in text(desk.get(page))


def test_roles_kept_apart_are_told_in_the_form(desk, gloria) -> None:
    wish = {"role": "auditor", "area": "municipality-here", "reason": "x"}
    assert "no se juntan" in text(desk.post(reverse("accounts:give", args=[gloria.pk]), wish))


@pytest.mark.parametrize(
    ("step", "told"), [("suspend", "Suspendida"), ("leave", "Cerrada")], ids=["suspend", "leave"]
)
def test_each_step_asks_first_and_needs_a_reason(desk, gloria, step, told) -> None:
    page = reverse("accounts:person", args=[gloria.pk])
    ask = reverse(f"accounts:{step}", args=[gloria.pk])
    assert desk.get(ask).status_code == 200
    desk.post(ask, {"reason": ""})
    assert told not in text(desk.get(page))
    assert desk.post(ask, {"reason": "oficio"})["Location"] == page
    assert told in text(desk.get(page))


def test_a_suspended_account_is_reinstated(desk, gloria) -> None:
    actions.suspend(person=gloria, by=COMMAND_LINE)
    desk.post(reverse("accounts:reinstate", args=[gloria.pk]), {"reason": "aclarado"})
    assert User.objects.get(pk=gloria.pk).is_active


def test_a_step_that_is_refused_says_why(desk, marta, gloria) -> None:
    actions.give(person=gloria, role=Role.COMMUNITY_RELATIONS, by=COMMAND_LINE)
    page = desk.post(reverse("accounts:suspend", args=[gloria.pk]), {"reason": "x"})
    assert "fuera de lo que usted administra" in text(page)
    assert User.objects.get(pk=gloria.pk).is_active
    assert "también trabaja fuera" in text(desk.get(reverse("accounts:person", args=[gloria.pk])))


def test_on_the_own_page_the_administrator_finds_no_buttons(desk, marta) -> None:
    page = desk.get(reverse("accounts:person", args=[marta.pk])).content.decode()
    assert "Esta persona es usted" in page
    assert reverse("accounts:end_grant", args=[marta.grants.get().pk]) not in page
    assert reverse("accounts:give", args=[marta.pk]) not in page


def test_a_new_code_is_made_for_a_lost_telephone(desk, gloria) -> None:
    phones.set_up(gloria)
    ask = reverse("accounts:invite_anew", args=[gloria.pk])
    assert "¿Una invitación nueva para Gloria?" in text(desk.get(ask))
    assert "/cuenta/invitacion/" in desk.post(ask, {"without_second_factor": "on"}).content.decode()


def test_with_a_second_factor_a_new_password_alone_does_not_open(desk, gloria) -> None:
    secret = phones.set_up(gloria)
    made = actions.invite_anew(person=gloria, by=COMMAND_LINE)
    client = Client()
    answer = client.post(ACCEPT, CHOSEN | {"code": made.code})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/cuenta/").status_code == 302
    client.post(answer["Location"], {"code": phones.code_of(secret)})
    assert client.get("/cuenta/").status_code == 200


def test_an_invitation_opened_at_the_administrators_desk_logs_the_administrator_out(desk, gloria) -> None:
    made = actions.invite_anew(person=gloria, by=COMMAND_LINE)
    desk.post(ACCEPT, CHOSEN | {"code": made.code})
    assert "Gloria" in text(desk.get("/cuenta/"))


# --- My account ------------------------------------------------------------------------------------


def test_my_account_says_what_is_open_to_me_and_who_gave_it(gloria, marta, towns) -> None:
    actions.give(
        person=gloria, role=Role.COMMUNITY_RELATIONS, area=towns["zone"], by=marta, reason="Oficio 7"
    )
    page = text(browser_of(gloria).get(reverse("accounts:mine")))
    assert "Alcaldía en Here y todo lo que hay ahí" in page
    assert "la dio Marta" in page
    assert "Oficio 7" in page
    assert "Sin configurar" in page


def test_sessions_on_other_devices_end_at_a_click(gloria) -> None:
    here, there, elsewhere = browser_of(gloria), browser_of(gloria), browser_of(gloria)
    key = there.session.session_key
    here.post(reverse("accounts:end_one", args=[OpenSession.objects.get(key=key).pk]))
    assert there.get("/cuenta/").status_code == 302
    assert elsewhere.get("/cuenta/").status_code == 200
    here.post(reverse("accounts:end_others"))
    assert elsewhere.get("/cuenta/").status_code == 302
    assert here.get("/cuenta/").status_code == 200


def test_sessions_of_somebody_else_are_not_there(gloria, marta) -> None:
    browser_of(gloria)
    pk = OpenSession.objects.get().pk
    assert browser_of(marta).post(reverse("accounts:end_one", args=[pk])).status_code == 404
    assert OpenSession.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("name", ["end_others", "end_one"])
def test_a_link_ends_no_session(gloria, name) -> None:
    address = reverse(f"accounts:{name}", args=[1] if name == "end_one" else [])
    assert browser_of(gloria).get(address).status_code == 405


def test_changing_the_password_logs_out_everywhere_else(gloria) -> None:
    here, there = browser_of(gloria), browser_of(gloria)
    form = {"current": PASSWORD, "password": GOOD, "again": GOOD}
    wrong = here.post(reverse("accounts:change_password"), {**form, "current": "no-es-esta"})
    assert "Esta contraseña está equivocada" in text(wrong)
    assert here.post(reverse("accounts:change_password"), form)["Location"] == reverse("accounts:mine")
    assert here.get("/cuenta/").status_code == 200
    assert there.get("/cuenta/").status_code == 302
    assert OpenSession.objects.get().key == here.session.session_key
    assert User.objects.get(pk=gloria.pk).check_password(GOOD)


def test_the_home_page_tells_the_administrator_who_has_not_come_in(marta, towns, settings) -> None:
    actions.invite(username="ana", first_name="Ana", role=Role.ANALYST, area=towns["here"], by=marta)
    cards = {card.template: card for card in home_cards(marta)}
    assert [each.username for each in cards["accounts/cards/invitations.html"].context["people"]] == ["ana"]
    assert "accounts/cards/second_factor.html" not in cards
    settings.FICTIONAL_DATA = True
    assert "accounts/cards/second_factor.html" in {card.template for card in home_cards(marta)}
    phones.set_up(marta)
    assert "accounts/cards/second_factor.html" not in {card.template for card in home_cards(marta)}
