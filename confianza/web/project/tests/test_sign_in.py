"""How people sign in: what a password may be, when a session begins and ends, what a second factor opens."""

import time

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.urls import reverse

from confianza.web.accounts import actions, rules, second_factors
from confianza.web.accounts.models import Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.project import settings as service
from conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]

HOME = "accounts:home"


def log_in(browser, username, password=PASSWORD):
    told = {"username": username, "login": username, "password": password}
    return browser.post(reverse("accounts:login"), told)


@pytest.mark.parametrize(
    "password",
    [
        "tres tristes tigres",
        "jícara y comal, comal y jícara, a la orilla del lago, un lunes"[:64].ljust(64, "."),
        "lluvia sobre el maíz",
        "CORRECTHORSEBATTERY",
        "407916328857203946",
        "🌽🌧️ y café con pan dulce",
    ],
    ids=["blanks", "sixty-four", "accents", "capitals only", "digits only", "pictures"],
)
def test_a_long_password_of_any_kind_is_taken(password) -> None:
    validate_password(password, User(username="ana", first_name="Ana"))


@pytest.mark.parametrize(
    "password",
    ["corta", "once-signos", "1234567890123", "policia2026!", "Observatorio123", "ana ana ana ana"],
)
def test_a_short_a_common_or_an_obvious_password_is_refused(password) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="ana", first_name="Ana"))


def test_a_password_counts_to_its_last_sign_as_it_was_typed() -> None:
    long = "Una frase larga que sigue y sigue hasta el final, con ñ y espacios " + "z" * 40
    person = actions.create_account(username="ada", password=long, by=COMMAND_LINE)
    assert person.check_password(long)
    for other in (long[:-1], long.lower(), long.upper(), f"{long} ", long.replace("ñ", "n")):
        assert not person.check_password(other)


def test_passwords_are_kept_as_argon2id(settings) -> None:
    settings.PASSWORD_HASHERS = service.PASSWORD_HASHERS
    kept = make_password("tres tristes tigres")
    assert kept.startswith("argon2$argon2id$")
    _, _, _, cost, _, _ = kept.split("$")
    told = dict(part.split("=") for part in cost.split(","))
    assert int(told["m"]) >= 19 * 1024
    assert int(told["t"]) >= 2


def test_no_account_stands_there_before_somebody_makes_one() -> None:
    assert not User.objects.exists()


def test_logging_in_begins_a_new_session_and_ends_the_one_before(client, person, settings) -> None:
    person(Role.ANALYST)
    log_in(client, "ana")
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("accounts:logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = "b" * 32
    log_in(client, "ana")
    second = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert second not in (first, "b" * 32)
    assert not Session.objects.filter(session_key=first).exists()
    assert client.get(reverse(HOME)).status_code == 200


@pytest.mark.parametrize("left_alone", ["seen_at", "begun_at"])
def test_a_session_ends_when_it_was_left_alone_and_after_a_shift(
    client, person, settings, left_alone
) -> None:
    person(Role.ANALYST)
    log_in(client, "ana")
    assert client.get(reverse(HOME)).status_code == 200
    longest = {"seen_at": settings.SESSION_IDLE_AGE, "begun_at": settings.SESSION_COOKIE_AGE}[left_alone]
    session = client.session
    session[left_alone] = time.time() - longest - 1
    session.save()
    answered = client.get(reverse(HOME))
    assert answered.status_code == 302
    assert answered["Clear-Site-Data"]


@pytest.mark.parametrize("step", ["suspend", "leave"])
def test_whoever_is_suspended_or_leaves_is_out_at_once(client, person, step) -> None:
    ana = person(Role.ANALYST)
    log_in(client, "ana")
    assert client.get(reverse(HOME)).status_code == 200
    getattr(actions, step)(person=User.objects.get(pk=ana.pk), by=COMMAND_LINE)
    assert client.get(reverse(HOME)).status_code == 302
    log_in(client, "ana")
    assert client.get(reverse(HOME)).status_code == 302


def test_logging_in_is_on_account_and_so_is_guessing(client, person) -> None:
    person(Role.ANALYST)
    for _ in range(12):
        log_in(client, "ana", "no-es-esta-clave")
    assert Entry.objects.filter(action="accounts.throttle", subject="ana").exists()
    answered = log_in(client, "ana")
    assert answered.status_code == 429
    other = type(client)()
    person(Role.MAYOR)
    log_in(other, "gloria")
    assert Entry.objects.filter(action="accounts.log_in", subject="gloria").exists()


def test_an_invitation_opens_one_account_once_and_is_kept_nowhere() -> None:
    made = actions.invite(username="ada", role=Role.ANALYST, by=COMMAND_LINE, first_name="Ada")
    assert len(set(rules.SIGNS_OF_A_CODE)) ** len(made.code.replace("-", "")) >= 2**112
    kept = str(list(User.objects.values())) + str(list(made.person.invitations.values()))
    assert made.code not in kept
    assert made.code.replace("-", "") not in kept
    actions.accept_invitation(code=made.code, password="tres tristes tigres")
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(code=made.code, password="otra frase muy larga")


@pytest.fixture
def with_app(person):
    """Ana with an app that makes codes: gives back (who, secret)."""
    from allauth.mfa.totp.internal import auth as totp

    ana, secret = person(Role.ANALYST), totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    return ana, secret


def code_of(secret) -> str:
    from allauth.mfa.totp.internal import auth as totp

    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[-1]))


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(client, with_app) -> None:
    _, secret = with_app
    answered = log_in(client, "ana")
    assert answered["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse(HOME)).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(reverse(HOME)).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse(HOME)).status_code == 200


def test_a_code_works_once(client, with_app) -> None:
    _, secret = with_app
    code = code_of(secret)
    log_in(client, "ana")
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("accounts:logout"))
    log_in(client, "ana")
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse(HOME)).status_code == 302


def test_guesses_at_a_code_must_wait_and_are_on_account(client, with_app) -> None:
    _, secret = with_app
    log_in(client, "ana")
    for guess in range(12):
        client.post(reverse("mfa_authenticate"), {"code": f"{guess:06}"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse(HOME)).status_code == 302


def test_whoever_has_no_second_factor_is_led_to_set_one_up_before_anything_else(
    client, person, settings
) -> None:
    person(Role.ANALYST)
    log_in(client, "ana")
    settings.SECOND_FACTOR_REQUIRED = True
    for name in (HOME, "observatory:overview", "records:deliveries"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index")


def test_the_secret_of_a_second_factor_is_sealed(with_app, workspace) -> None:
    from allauth.mfa.models import Authenticator

    _, secret = with_app
    assert secret not in str(Authenticator.objects.get().data)
    assert (workspace.keys / "second-factors").stat().st_mode & 0o077 == 0


def test_a_new_password_takes_the_present_one_and_ends_other_sessions(client, person) -> None:
    person(Role.ANALYST)
    elsewhere = type(client)()
    log_in(elsewhere, "ana")
    log_in(client, "ana")
    new = dict.fromkeys(("password", "again"), "tres tristes tigres")
    client.post(reverse("accounts:change_password"), new | {"current": "no-es-esta-clave"})
    client.post(reverse("accounts:change_password"), new)
    assert User.objects.get(username="ana").check_password(PASSWORD)
    client.post(reverse("accounts:change_password"), new | {"current": PASSWORD})
    assert User.objects.get(username="ana").check_password("tres tristes tigres")
    assert client.get(reverse(HOME)).status_code == 200
    assert elsewhere.get(reverse(HOME)).status_code == 302


@pytest.mark.parametrize("page", ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"])
def test_a_change_of_the_second_factor_asks_again_who_one_is(client, with_app, page) -> None:
    _, secret = with_app
    log_in(client, "ana")
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    session = client.session
    session["account_authentication_methods"] = [
        {**each, "at": each["at"] - 3600} for each in session["account_authentication_methods"]
    ]
    session.save()
    assert client.get(reverse(page))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_person_sees_and_ends_the_own_sessions(client, person) -> None:
    ana = person(Role.ANALYST)
    elsewhere = type(client)()
    elsewhere.post(
        reverse("accounts:login"),
        {"username": "ana", "login": "ana", "password": PASSWORD},
        headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/156"},
    )
    log_in(client, "ana")
    assert "Android" in client.get(reverse("accounts:mine")).content.decode()
    client.post(reverse("accounts:end_others"))
    assert elsewhere.get(reverse(HOME)).status_code == 302
    assert client.get(reverse(HOME)).status_code == 200
    assert ana.open_sessions.count() == 1


def test_sessions_are_ended_only_by_whoever_has_just_shown_who_they_are(client, person) -> None:
    ana = person(Role.ANALYST)
    elsewhere = type(client)()
    log_in(elsewhere, "ana")
    log_in(client, "ana")
    other = ana.open_sessions.get(key=elsewhere.session.session_key)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= service.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()
    ways = (reverse("accounts:end_others"), reverse("accounts:end_one", args=[other.pk]))
    for way in ways:
        assert client.post(way)["Location"].startswith(reverse("account_reauthenticate"))
        assert ana.open_sessions.count() == 2
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(ways[1])
    assert list(ana.open_sessions.values_list("key", flat=True)) == [client.session.session_key]


def test_a_recovery_code_works_once(client, with_app) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    ana, _ = with_app
    readable = RecoveryCodes.activate(ana).get_unused_codes()
    assert not any(second_factors.spend(ana, each) for each in readable)
    code = second_factors.hand_out_codes(ana)[0]
    assert len(code) >= 10
    opened = []
    for _ in range(2):
        log_in(client, "ana")
        client.post(reverse("mfa_authenticate"), {"code": code})
        opened.append(client.get(reverse(HOME)).status_code == 200)
        client.post(reverse("accounts:logout"))
    assert opened == [True, False]


def test_of_recovery_codes_only_salted_hashes_are_kept_of_the_kind_passwords_are(with_app, settings) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.PASSWORD_HASHERS = service.PASSWORD_HASHERS
    ana, _ = with_app
    RecoveryCodes.activate(ana)
    codes = second_factors.hand_out_codes(ana)
    kept = Authenticator.objects.get(user=ana, type=Authenticator.Type.RECOVERY_CODES).data
    assert not any(code in str(kept) for code in codes)
    assert "seed" not in kept
    assert len({each.split("$")[4] for each in kept["hashes"]}) == len(codes) == 10
    assert all(each.startswith("argon2$argon2id$") for each in kept["hashes"])
    assert second_factors.hand_out_codes(ana) == []
    assert second_factors.spend(ana, codes[0])
    assert second_factors.codes_left(ana) == 9


def test_an_invitation_keeps_the_second_factor_unless_it_was_lost(client, with_app) -> None:
    ana, _ = with_app
    for lost in (False, True):
        made = actions.invite_anew(person=ana, by=COMMAND_LINE, without_second_factor=lost)
        actions.accept_invitation(code=made.code, password="tres tristes tigres")
        browser = type(client)()
        log_in(browser, "ana", "tres tristes tigres")
        assert browser.get(reverse(HOME)).status_code == (200 if lost else 302)


def test_a_device_is_known_by_a_mark_nobody_else_can_make_and_only_for_a_while(
    rf, settings, monkeypatch
) -> None:
    from django.core import signing
    from django.http import HttpResponse

    from confianza.web.accounts import devices

    def known(mark: str, username: str = "ana") -> str:
        request = rf.get("/")
        request.COOKIES[settings.DEVICE_COOKIE_NAME] = mark
        return devices.known(request, username)

    response = HttpResponse()
    devices.remember(response, "ana")
    mark = response.cookies[settings.DEVICE_COOKIE_NAME].value
    whose = signing.loads(mark, salt=devices.SALT)
    assert known(mark)
    assert "ana" not in mark
    assert not known(mark, "gloria")
    assert not known(mark[:-1] + ("A" if mark[-1] != "A" else "B"))
    assert not known(signing.dumps(whose, salt="another purpose"))
    assert not known(signing.dumps(whose, salt=devices.SALT, key="another key"))
    later = time.time() + devices.KNOWN_FOR.total_seconds() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert not known(mark)
