"""Keyrings: what opens a person's keys, and everything that must not."""

import runpy

import pytest
from django.conf import settings as ours
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from confianza.web.accounts import actions as accounts
from confianza.web.accounts import keyrings as pure
from confianza.web.accounts.actions import keyrings
from confianza.web.accounts.models import Keyring, Role, SealedKeyring
from confianza.web.accounts.queries import keyrings as queries
from confianza.web.accounts.queries.keyrings import Standing
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import sealing, walls
from confianza.web.project import settings as service
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "otra-clave-bien-larga-y-rara"


@pytest.fixture
def ines(person):
    """Inés attends the tip line."""
    return person(Role.TIP_OPERATOR)


def enrol(person):
    return keyrings.enrol(person=person, password=PASSWORD, by=person)


def open_with(person, password=PASSWORD):
    return keyrings.open_with(person=person, password=password, by=person)


def test_the_password_opens_what_was_sealed_to_the_person(ines) -> None:
    enrol(ines)
    blob = sealing.seal_to(queries.public_keys([ines])[ines.pk], b"the key of the unit")
    opened = open_with(ines)
    assert opened.unseal(blob) == b"the key of the unit"
    assert opened.person_id == ines.pk
    assert sealing.verified(queries.verify_keys([ines.pk])[ines.pk], opened.sign(b"said")) == b"said"


def test_another_password_opens_nothing(ines) -> None:
    enrol(ines)
    with pytest.raises(sealing.CannotOpen):
        open_with(ines, "no-es-esta-clave")


def test_somebody_without_a_keyring_is_told_so(ines) -> None:
    with pytest.raises(queries.NoKeyring):
        open_with(ines)
    with pytest.raises(queries.NoKeyring):
        keyrings.recover(person=ines, code="0000", new_password=PASSWORD, by=ines)
    assert queries.public_keys([ines]) == {}


def test_the_recovery_code_opens_it_however_it_was_typed(ines) -> None:
    code = enrol(ines)
    before = open_with(ines)
    typed = code.replace("-", " ").lower()
    opened = keyrings.recover(person=ines, code=typed, new_password=NEW_PASSWORD, by=ines)
    assert opened == before == open_with(ines, NEW_PASSWORD)


def test_a_recovery_code_with_one_wrong_sign_opens_nothing(ines) -> None:
    code = enrol(ines)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    with pytest.raises(sealing.CannotOpen):
        keyrings.recover(person=ines, code=wrong, new_password=NEW_PASSWORD, by=ines)


def test_a_recovery_code_has_160_bits(ines) -> None:
    assert len(enrol(ines).replace("-", "")) * 5 == 160


def test_a_new_recovery_code_puts_the_old_one_out_of_use(ines) -> None:
    old = enrol(ines)
    new = keyrings.renew_code(opened=open_with(ines), by=ines)
    with pytest.raises(sealing.CannotOpen):
        keyrings.recover(person=ines, code=old, new_password=PASSWORD, by=ines)
    assert keyrings.recover(person=ines, code=new, new_password=PASSWORD, by=ines) == open_with(ines)


# --- passwords that change -------------------------------------------------------------------------


def test_a_changed_password_takes_the_keyring_along(ines) -> None:
    enrol(ines)
    before = open_with(ines)
    accounts.change_password(person=ines, current=PASSWORD, password=NEW_PASSWORD, by=ines)
    assert open_with(ines, NEW_PASSWORD) == before
    with pytest.raises(sealing.CannotOpen):
        open_with(ines)


def test_a_password_set_by_an_invitation_leaves_the_keyring_to_its_code(ines) -> None:
    code = enrol(ines)
    before = open_with(ines)
    invited = accounts.invite_anew(person=ines, by=COMMAND_LINE)
    accounts.accept_invitation(code=invited.code, password=NEW_PASSWORD)
    assert queries.standing(ines) == Standing.BY_CODE
    for password in (PASSWORD, NEW_PASSWORD):
        with pytest.raises(sealing.CannotOpen):
            open_with(ines, password)
    assert keyrings.recover(person=ines, code=code, new_password=NEW_PASSWORD, by=ines) == before
    assert open_with(ines, NEW_PASSWORD) == before


def test_a_change_without_the_password_before_leaves_the_keyring_to_its_code(ines) -> None:
    enrol(ines)
    accounts.change_password(person=ines, password=NEW_PASSWORD, by=ines)
    assert queries.standing(ines) == Standing.BY_CODE
    accounts.change_password(person=ines, current=NEW_PASSWORD, password=PASSWORD, by=ines)
    assert queries.standing(ines) == Standing.BY_CODE


def test_a_changed_password_of_somebody_without_a_keyring_makes_none(ines) -> None:
    accounts.change_password(person=ines, current=PASSWORD, password=NEW_PASSWORD, by=ines)
    assert queries.standing(ines) == Standing.NONE


# --- beginning anew, suspended, gone ----------------------------------------------------------------


def test_whoever_begins_anew_opens_nothing_that_was_sealed_before(ines) -> None:
    enrol(ines)
    blob = sealing.seal_to(queries.public_keys([ines])[ines.pk], b"of before")
    enrol(ines)
    with pytest.raises(sealing.CannotOpen):
        open_with(ines).unseal(blob)
    assert Keyring.objects.filter(person=ines).count() == 2
    assert Keyring.objects.filter(person=ines, retired_at=None).count() == 1


def test_nobody_has_two_keyrings_at_once(ines) -> None:
    enrol(ines)
    with pytest.raises(IntegrityError), transaction.atomic():
        Keyring.objects.create(person=ines, public_key=bytes(32), verify_key=bytes(32))


def test_nothing_is_sealed_to_somebody_suspended_until_they_are_back(ines) -> None:
    enrol(ines)
    accounts.suspend(person=ines, by=COMMAND_LINE)
    assert queries.public_keys([ines]) == {}
    accounts.reinstate(person=ines, by=COMMAND_LINE)
    assert list(queries.public_keys([ines])) == [ines.pk]
    assert open_with(ines)


def test_the_private_keys_of_somebody_who_left_are_destroyed(ines) -> None:
    enrol(ines)
    accounts.leave(person=ines, by=COMMAND_LINE)
    assert queries.public_keys([ines]) == {}
    with walls.raised_for(ines):
        assert not SealedKeyring.objects.filter(person=ines).exists()
    assert Keyring.objects.get(person=ines).retired_at


# --- who sees what -----------------------------------------------------------------------------------


def test_sealed_keys_are_seen_by_nobody_else(ines, person) -> None:
    enrol(ines)
    marta = person(Role.SYSTEM_ADMINISTRATOR)
    with walls.raised_for(marta):
        assert not SealedKeyring.objects.visible_to(marta).exists()
    with walls.raised_for(ines):
        assert SealedKeyring.objects.visible_to(ines).exists()


def test_the_second_wall_hides_them_from_whoever_forgets_to_ask(ines, person) -> None:
    enrol(ines)
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    with walls.raised_for(person(Role.SYSTEM_ADMINISTRATOR)):
        assert SealedKeyring.objects.count() == 0
        assert SealedKeyring.objects.update(by_code=b"") == 0
    with walls.raised_for(ines):
        assert SealedKeyring.objects.count() == 1


def test_the_account_tells_every_step_and_no_secret(ines) -> None:
    code = enrol(ines)
    open_with(ines)
    accounts.change_password(person=ines, current=PASSWORD, password=NEW_PASSWORD, by=ines)
    keyrings.recover(person=ines, code=code, new_password=NEW_PASSWORD, by=ines)
    told = Entry.objects.filter(action__contains="keyring").order_by("id")
    deeds = ["enrol", "unlock", "rewrap", "recover"]
    assert [entry.action for entry in told] == [f"accounts.{deed}_keyring" for deed in deeds]
    assert not [entry for entry in told if code in str(entry.details) or PASSWORD in str(entry.details)]


# --- theft -------------------------------------------------------------------------------------------


def test_a_stolen_row_put_in_the_place_of_another_opens_nothing(ines, person) -> None:
    benito = person(Role.BEAT_OFFICER)
    enrol(ines)
    enrol(benito)
    with walls.raised_for(benito):
        stolen = SealedKeyring.objects.get(person=benito)
    with walls.raised_for(ines):
        SealedKeyring.objects.filter(person=ines).update(
            by_password=stolen.by_password, salt=stolen.salt, by_code=stolen.by_code
        )
    # Both have the same password here: still, one's keys do not pass for the other's.
    with pytest.raises(sealing.CannotOpen):
        open_with(ines)


def test_the_whole_register_does_not_hold_a_private_key(ines, tmp_path) -> None:
    enrol(ines)
    opened = open_with(ines)
    told = tmp_path / "dump.json"
    with walls.lowered():
        call_command("dumpdata", "--all", output=str(told))
    dumped = told.read_bytes()
    with walls.raised_for(ines):
        kept = SealedKeyring.objects.get(person=ines)
    for private in (opened.box.private, opened.signing.private):
        assert private not in bytes(kept.by_password) + bytes(kept.by_code)
        assert private.hex().encode() not in dumped


def test_the_service_asks_the_full_price_for_a_guess() -> None:
    assert service.KEYRING_COST == sealing.COST == sealing.Cost(passes=4, memory_kib=131072, lanes=1)
    assert ours.KEYRING_COST != sealing.COST, "tests would take minutes"


def test_the_price_that_was_set_is_kept_with_the_keys(ines, settings) -> None:
    enrol(ines)
    settings.KEYRING_COST = sealing.Cost(passes=2, memory_kib=16, lanes=1)
    assert open_with(ines)
    accounts.change_password(person=ines, current=PASSWORD, password=NEW_PASSWORD, by=ines)
    with walls.raised_for(ines):
        kept = SealedKeyring.objects.get(person=ines)
    assert (kept.passes, kept.memory_kib) == (2, 16)
    assert open_with(ines, NEW_PASSWORD)


def test_an_open_keyring_does_not_tell_its_keys_when_printed(ines) -> None:
    enrol(ines)
    opened = open_with(ines)
    assert repr(opened.box.private) not in repr(opened)
    assert pure.unpacked(opened.packed, opened.keyring_id, ines.pk) == opened


def test_two_people_can_compare_a_public_key_by_voice(ines) -> None:
    enrol(ines)
    told = queries.fingerprint(queries.public_keys([ines])[ines.pk])
    assert [len(group) for group in told.split()] == [5, 5, 5, 5]
    assert told != queries.fingerprint(bytes(32))
    # BLAKE2b-256 keyed with the purpose, modulo 10^20: fixed, because sheets are printed with it.
    assert queries.fingerprint(bytes(32)) == "43320 15277 71559 25416"


def test_the_cookie_is_bound_to_the_host_behind_tls(monkeypatch) -> None:
    monkeypatch.setenv("CONFIANZA_HTTPS", "1")
    assert runpy.run_path(service.__file__)["UNLOCK_COOKIE_NAME"] == "__Host-uk"
