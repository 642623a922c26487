"""The pages of units: whoever keeps the list opens nothing, members give keys on, strangers find nothing."""

import io
import json
import re

import pytest
from django.urls import reverse

from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import keyrings
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.lib import sealing
from confianza.web.tips import ceremony
from confianza.web.tips.actions import escrows, units
from confianza.web.tips.models import EscrowShare, KeyGrant, Kind, Membership, Unit, UnitKey
from confianza.web.tips.tests.offices import ROOT, begin, tip_for
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
LIST = "/avisos/unidades/"


@pytest.fixture(autouse=True)
def _root_installed(workspace) -> None:
    units.install_root(public=ROOT.public, by=COMMAND_LINE)


def _person(name, role=Role.TIP_OPERATOR):
    made = accounts.create_account(username=name, password=PASSWORD, role=role, by=COMMAND_LINE)
    keyrings.enrol(person=made, password=PASSWORD, by=made)
    return made


@pytest.fixture
def marta(db):
    return _person("marta", Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def ines(db):
    return _person("ines")


@pytest.fixture
def oscar(db):
    return _person("oscar")


@pytest.fixture
def desk(marta, ines):
    unit = units.register(kind=Kind.DESK, name_es="Mesa civil", name_en="Civilian desk", by=marta)
    units.add_member(unit=unit, person=ines, by=marta)
    begin(unit, marta)
    return unit


def log_in(client, person):
    client.post("/cuenta/entrar/", {"username": person.username, "password": PASSWORD})
    return client


def at(name, *args):
    return reverse(f"tips:{name}", args=args)


def page(client, unit) -> str:
    return client.get(at("unit", unit.pk)).content.decode()


# --- whoever keeps the list ----------------------------------------------------------------------------


def test_a_unit_is_written_down_and_says_what_it_lacks(client, marta) -> None:
    log_in(client, marta)
    told = {
        "kind": "oversight",
        "name_es": "Procuraduría",
        "name_en": "Ombudsman",
        "subject": "",
        "station": "",
    }
    answer = client.post(at("register_unit"), told)
    unit = Unit.objects.get()
    assert answer["Location"] == at("unit", unit.pk)
    assert "Todavía no tiene miembros." in page(client, unit)
    assert "Procuraduría" in client.get(LIST).content.decode()


def test_a_unit_without_a_name_is_asked_for_it(client, marta) -> None:
    log_in(client, marta)
    assert client.post(at("register_unit"), {"kind": "desk"}).status_code == 200
    assert not Unit.objects.exists()


def test_whoever_keeps_the_list_is_not_offered_themselves_nor_another_administrator(
    client, marta, desk, oscar
) -> None:
    log_in(client, marta)
    offered = re.findall(r'<option value="(\d+)">', page(client, desk))
    assert offered == [str(oscar.pk)]
    refused = client.post(at("add_member", desk.pk), {"person": marta.pk})
    assert refused.status_code == 200
    assert not Membership.objects.filter(person=marta).exists()


def test_a_member_is_added_and_told_to_hold_no_key_yet(client, marta, desk, oscar) -> None:
    log_in(client, marta)
    client.post(at("add_member", desk.pk), {"person": oscar.pk})
    assert "espera la llave" in page(client, desk)
    assert not KeyGrant.objects.filter(person=oscar).exists()


def test_a_membership_ends_after_being_asked(client, marta, desk, ines) -> None:
    log_in(client, marta)
    membership = Membership.objects.get(person=ines)
    address = at("remove_member", desk.pk, membership.pk)
    assert "¿Terminar la pertenencia" in client.get(address).content.decode()
    assert Membership.objects.current().filter(person=ines).exists()
    client.post(address)
    assert not Membership.objects.current().filter(person=ines).exists()
    assert not KeyGrant.objects.filter(person=ines).exists()
    assert client.get(address).status_code == 404


def test_a_key_goes_to_the_root_and_back(client, marta, desk, tmp_path) -> None:
    log_in(client, marta)
    assert client.get(at("key_request", desk.pk)).status_code == 404
    client.post(at("open_epoch", desk.pk))
    request = client.get(at("key_request", desk.pk))
    assert request["Content-Disposition"].startswith("attachment")
    (tmp_path / "request.json").write_bytes(request.content)
    ceremony.sign(tmp_path / "request.json", ROOT, tmp_path / "signed.json")
    signed = io.BytesIO((tmp_path / "signed.json").read_bytes())
    signed.name = "signed.json"
    client.post(at("vouch", desk.pk), {"file": signed})
    assert UnitKey.objects.current().get(unit=desk).epoch == 2


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"{}", json.dumps({"kind": "x"}).encode(), b"x" * 300_000]
)
def test_another_file_than_the_signed_one_is_refused_with_a_sentence(client, marta, desk, content) -> None:
    log_in(client, marta)
    client.post(at("open_epoch", desk.pk))
    file = io.BytesIO(content)
    file.name = "signed.json"
    answer = client.post(at("vouch", desk.pk), {"file": file})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert UnitKey.objects.waiting().exists()


def test_a_signature_of_another_root_is_refused_with_a_sentence(client, marta, desk, tmp_path) -> None:
    log_in(client, marta)
    client.post(at("open_epoch", desk.pk))
    (tmp_path / "request.json").write_bytes(client.get(at("key_request", desk.pk)).content)
    ceremony.sign(tmp_path / "request.json", sealing.new_signing_pair(), tmp_path / "signed.json")
    with (tmp_path / "signed.json").open("rb") as file:
        answer = client.post(at("vouch", desk.pk), {"file": file}, follow=True)
    assert "La llave raíz no firmó" in answer.content.decode()
    assert UnitKey.objects.waiting().exists()


def test_the_page_is_the_same_with_and_without_tips(client, marta, desk) -> None:
    log_in(client, marta)
    client.get(LIST)
    without = [_bare(client.get(address)) for address in (LIST, at("unit", desk.pk))]
    tip_for(desk)
    assert [_bare(client.get(address)) for address in (LIST, at("unit", desk.pk))] == without


# --- members -------------------------------------------------------------------------------------------


def test_a_member_gives_the_key_after_comparing_the_numbers(client, desk, ines, oscar, marta) -> None:
    membership = units.add_member(unit=desk, person=oscar, by=marta)
    log_in(client, ines)
    address = at("give_key", desk.pk, membership.pk)
    assert client.post(address).status_code == 200, "the box was not ticked"
    assert not KeyGrant.objects.filter(person=oscar).exists()
    client.post(address, {"compared": "on"})
    assert KeyGrant.objects.filter(person=oscar).exists()


def test_a_member_whose_keyring_is_closed_is_led_to_it(client, desk, ines, oscar, marta) -> None:
    membership = units.add_member(unit=desk, person=oscar, by=marta)
    client.force_login(ines)
    for address in (
        at("give_key", desk.pk, membership.pk),
        at("wrap_anew", desk.pk),
        at("escrow_again", desk.pk),
    ):
        answer = client.post(address, {"compared": "on"})
        assert answer["Location"].startswith("/cuenta/llave/")
    assert not KeyGrant.objects.filter(person=oscar).exists()


def test_whoever_keeps_the_list_has_no_key_to_give(client, desk, oscar, marta) -> None:
    membership = units.add_member(unit=desk, person=oscar, by=marta)
    log_in(client, marta)
    answer = client.post(at("give_key", desk.pk, membership.pk), {"compared": "on"})
    assert answer.status_code == 404
    assert not KeyGrant.objects.filter(person=oscar).exists()


def test_a_member_seals_anew_what_is_under_an_old_key(client, desk, ines, marta) -> None:
    tip = tip_for(desk)
    begin(desk, marta)
    log_in(client, ines)
    assert "Sellarlo de nuevo" in page(client, desk)
    client.post(at("wrap_anew", desk.pk))
    assert tip.wraps.get().unit_key == UnitKey.objects.current().get(unit=desk)
    assert "Sellarlo de nuevo" not in page(client, desk)


def test_a_member_puts_the_key_into_escrow(client, desk, ines) -> None:
    named = [(f"I{n}", "", sealing.new_pair().public) for n in range(5)]
    escrows.name_holders(holders=named, by=COMMAND_LINE)
    log_in(client, ines)
    client.post(at("escrow_again", desk.pk))
    assert EscrowShare.objects.filter(unit_key__unit=desk).count() == 10


def test_a_member_sees_their_own_unit_and_no_other(client, desk, ines, marta) -> None:
    other = units.register(kind=Kind.INTERNAL_AFFAIRS, name_es="Asuntos internos", name_en="IA", by=marta)
    log_in(client, ines)
    listed = client.get(LIST).content.decode()
    assert "Mesa civil" in listed
    assert "Asuntos internos" not in listed
    assert client.get(at("unit", other.pk)).status_code == 404
    assert client.post(at("add_member", desk.pk), {"person": ines.pk}).status_code == 404


def test_a_precinct_finds_nothing(client, desk, person) -> None:
    client.force_login(person(Role.COMMANDER))
    for address in (LIST, at("unit", desk.pk), at("register_unit"), at("key_request", desk.pk)):
        assert client.get(address).status_code == 404
    assert "unidades" not in client.get("/cuenta/").content.decode()


def test_the_home_page_says_whose_keys_somebody_must_see_to(client, desk, ines, marta) -> None:
    log_in(client, marta)
    assert "Llaves de unidades" not in client.get("/cuenta/").content.decode()
    units.remove_member(membership=Membership.objects.get(person=ines), by=marta)
    assert "Llaves de unidades" in client.get("/cuenta/").content.decode()


def _bare(answer) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
