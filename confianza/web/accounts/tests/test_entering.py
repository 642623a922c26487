import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from confianza.web.accounts import devices, second_factors, throttling
from confianza.web.accounts.models import OpenSession, Role
from confianza.web.accounts.tests import phones
from confianza.web.audit.models import Entry
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, HOME, SECOND_STEP = "/cuenta/entrar/", "/cuenta/", "/cuenta/entrar/segundo-paso/"
WRONG = "no-es-esta-clave"


@pytest.fixture(autouse=True)
def _own_keys(workspace) -> None:
    """Seals are made with the keys of this test's own workspace."""


@pytest.fixture
def benito(person):
    return person(Role.BEAT_OFFICER)


def log_in(client, password=PASSWORD, username="benito", **headers):
    return client.post(LOGIN, {"username": username, "password": password}, headers=headers)


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def later(monkeypatch, **passed) -> None:
    """Let time pass for everything that asks the clock of Django or of the machine."""
    now, clock = timezone.now() + timedelta(**passed), __import__("time").time()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr("time.time", lambda: clock + timedelta(**passed).total_seconds())


# --- The second step -------------------------------------------------------------------------------


def test_with_an_app_the_password_alone_opens_nothing(client, benito) -> None:
    secret = phones.set_up(benito)
    assert log_in(client)["Location"] == SECOND_STEP
    assert not is_in(client)
    page = client.get(SECOND_STEP)
    assert "Segundo paso" in page.content.decode()
    answer = client.post(SECOND_STEP, {"code": phones.code_of(secret)})
    assert answer["Location"] == HOME
    assert is_in(client)


def test_the_code_of_an_app_works_once(client, benito) -> None:
    secret = phones.set_up(benito)
    code = phones.code_of(secret)
    log_in(client)
    client.post(SECOND_STEP, {"code": code})
    other = Client()
    log_in(other)
    assert other.post(SECOND_STEP, {"code": code}).status_code == 200
    assert not is_in(other)


def test_a_code_older_than_the_last_one_used_is_refused(benito) -> None:
    secret = phones.set_up(benito)
    assert second_factors.spend(benito, phones.code_of(secret, steps=1))
    assert second_factors.spend(benito, phones.code_of(secret)) is None


def test_a_recovery_code_opens_once(client, benito) -> None:
    phones.set_up(benito)
    code = phones.recovery_codes(benito)[3]
    log_in(client)
    client.post(SECOND_STEP, {"code": f"{code[:5]} {code[5:]}"})
    assert is_in(client)
    other = Client()
    log_in(other)
    other.post(SECOND_STEP, {"code": code})
    assert not is_in(other)
    assert second_factors.codes_left(benito) == 9


def test_guessing_codes_makes_wait_even_with_the_right_one(client, benito) -> None:
    secret = phones.set_up(benito)
    log_in(client)
    for _ in range(5):
        client.post(SECOND_STEP, {"code": "000000"})
    answer = client.post(SECOND_STEP, {"code": phones.code_of(secret)})
    assert "Demasiados intentos" in answer.content.decode()
    assert not is_in(client)


def test_the_second_step_is_nothing_without_the_first(client, benito) -> None:
    secret = phones.set_up(benito)
    assert client.get(SECOND_STEP)["Location"] == LOGIN
    assert client.post(SECOND_STEP, {"code": phones.code_of(secret)})["Location"] == LOGIN


def test_who_was_suspended_between_the_two_steps_stays_outside(client, benito) -> None:
    secret = phones.set_up(benito)
    log_in(client)
    benito.is_active = False
    benito.save()
    client.post(SECOND_STEP, {"code": phones.code_of(secret)})
    assert not is_in(client)
    assert not OpenSession.objects.exists()


def test_secrets_of_second_factors_are_sealed_in_the_register(benito, workspace) -> None:
    secret = phones.set_up(benito)
    kept = Authenticator.objects.get(user=benito, type="totp").data
    assert secret not in str(kept)
    assert (workspace.keys / "second-factors").stat().st_mode & 0o777 == 0o600
    (workspace.keys / "second-factors").write_bytes(b"x" * 32)
    assert second_factors.spend(benito, phones.code_of(secret)) is None


# --- Setting it up ---------------------------------------------------------------------------------


def test_an_app_is_set_up_with_its_first_code_and_the_recovery_codes_are_shown_once(client, benito) -> None:
    log_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 200
    code = phones.code_of(secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(answer["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{5} \d{5})</code>", shown)
    assert len(set(codes)) == 10
    assert codes[0] not in client.get(answer["Location"]).content.decode()
    assert second_factors.spend(benito, codes[0])
    assert second_factors.spend(benito, code) is None
    assert Entry.objects.filter(action="accounts.second_factor", actor_name="Benito").exists()


def test_where_it_is_demanded_nothing_else_opens_until_it_is_set_up(client, benito, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    log_in(client)
    for path in (HOME, "/cuenta/mia/", "/observatorio/"):
        assert client.get(path)["Location"] == reverse("mfa_index")
    assert "Falta un paso" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get("/").status_code == 200
    phones.set_up(benito)
    assert is_in(client)


def test_whoever_loses_the_last_factor_is_led_back(client, benito, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    secret = phones.set_up(benito)
    log_in(client)
    client.post(SECOND_STEP, {"code": phones.code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=benito).exists()
    assert client.get(HOME)["Location"] == reverse("mfa_index")


def test_a_sensitive_step_asks_again_who_one_is(client, benito, monkeypatch) -> None:
    log_in(client)
    later(monkeypatch, minutes=6)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"] == "/cuenta/confirmar/?next=/cuenta/segundo-paso/aplicacion/"
    assert client.post(answer["Location"], {"password": WRONG}).status_code == 200
    again = client.post(answer["Location"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    assert again["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_sensitive_step_sent_too_late_leaves_nothing_of_the_request_behind(
    client, benito, monkeypatch
) -> None:
    phones.set_up(benito)
    client.force_login(benito)
    sent = client.post(reverse("mfa_deactivate_totp"), {"x": "typed"}, headers={"user-agent": "Agent-Canary"})
    assert sent["Location"].startswith("/cuenta/confirmar/?next=/cuenta/mia/")
    for session in Session.objects.all():
        assert "Canary" not in str(session.get_decoded())
        assert "typed" not in str(session.get_decoded())


# --- Guessing --------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_even_the_right_one_must_wait_half_a_minute(
    client, benito, monkeypatch
) -> None:
    for _ in range(5):
        log_in(client, WRONG)
    answer = log_in(client)
    assert answer.status_code == 429
    assert "Demasiados intentos fallidos" in answer.content.decode()
    later(monkeypatch, seconds=31)
    log_in(client)
    assert is_in(client)
    assert not AccessAttempt.objects.exists()


def test_each_further_guess_waits_longer_but_never_more_than_a_quarter_of_an_hour(
    client, benito, monkeypatch
) -> None:
    for _ in range(5):
        log_in(client, WRONG)
    AccessAttempt.objects.update(failures_since_start=40)
    later(monkeypatch, minutes=14)
    assert log_in(client).status_code == 429
    later(monkeypatch, minutes=2)
    log_in(client)
    assert is_in(client)


def test_a_stranger_who_guesses_does_not_keep_a_person_off_a_known_device(client, benito) -> None:
    log_in(client)
    client.post("/cuenta/salir/")
    stranger = Client()
    for _ in range(6):
        log_in(stranger, WRONG)
    assert log_in(stranger).status_code == 429
    log_in(client)
    assert is_in(client)


def test_the_mark_of_a_known_device_names_nobody_and_opens_nothing(client, benito, person) -> None:
    log_in(client)
    mark = client.cookies["device"]
    assert mark["httponly"]
    assert "benito" not in mark.value
    person(Role.AUDITOR)
    request = client.get(HOME).wsgi_request
    assert devices.known(request, "benito")
    assert not devices.known(request, "noe")
    stranger = Client()
    stranger.cookies["device"] = mark.value[:-2] + "xx"
    assert not devices.known(stranger.get(LOGIN).wsgi_request, "benito")


def test_a_wait_is_the_same_for_a_name_that_nobody_has(client, benito) -> None:
    told = {}
    for name in ("benito", "nadie"):
        for _ in range(5):
            log_in(client, WRONG, username=name)
        told[name] = log_in(client, WRONG, username=name)
    pages = [str(page.context["form"].non_field_errors()) for page in told.values()]
    assert pages[0] == pages[1]
    assert {page.status_code for page in told.values()} == {429}


def test_an_unknown_name_costs_as_many_computations_as_a_known_one(client, benito, monkeypatch) -> None:
    counted = []
    whole = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *args, **told: counted.append(1) or whole(*args, **told)
    )
    costs = {}
    for name in ("benito", "nadie"):
        counted.clear()
        with Queries() as asked:
            log_in(client, WRONG, username=name)
        costs[name] = (len(counted), asked.count)
    assert costs["benito"][0] == costs["nadie"][0] == 1
    assert costs["benito"][1] == costs["nadie"][1]


class Queries:
    """Counts what is asked of the register."""

    def __enter__(self):
        from django.test.utils import CaptureQueriesContext

        self.capture = CaptureQueriesContext(connection)
        self.capture.__enter__()
        return self

    def __exit__(self, *failure):
        self.capture.__exit__(*failure)
        self.count = len(self.capture)


def test_guesses_are_told_to_the_auditor_without_the_text_that_was_typed(client, benito) -> None:
    for name in ("benito", "mi-clave-secreta"):
        for _ in range(7):
            log_in(client, WRONG, username=name)
    told = Entry.objects.filter(action="accounts.throttle").values_list("subject", flat=True)
    assert sorted(told) == ["benito", "unknown name"]


def test_no_table_keeps_an_address_an_agent_or_what_was_typed(client, benito, caplog) -> None:
    secret = phones.set_up(benito)
    traces = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Canary/9.9 (Windows) Chrome/1.2.3"}
    traces |= {"HTTP_ACCEPT": "text/canary", "HTTP_X_FORWARDED_FOR": "198.51.100.9"}
    for name, password in (("benito", WRONG), ("typed-by-mistake", WRONG), ("benito", PASSWORD)):
        client.post(f"{LOGIN}?q=canary", {"username": name, "password": password}, **traces)
    client.post(SECOND_STEP, {"code": "000000"}, **traces)
    client.post(SECOND_STEP, {"code": phones.code_of(secret)}, **traces)
    client.get("/cuenta/mia/", **traces)
    log_in(Client(), WRONG, username="benito")
    assert AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()
    kept = "\n".join(every_cell())
    for trace in ("203.0.113", "198.51.100", "canary", "1.2.3", "typed-by-mistake", WRONG):
        assert trace.lower() not in kept.lower()
        assert trace.lower() not in caplog.text.lower()
    assert OpenSession.objects.get().device == "Chrome · Windows"


def every_cell():
    for model in apps.get_models():
        for row in model.objects.values():
            yield from (str(cell) for cell in row.values())
    yield from (str(session.get_decoded()) for session in Session.objects.all())


# --- Where it leads, and what is not there -----------------------------------------------------------


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "\\\\evil.example", "javascript:x"]
)
def test_logging_in_with_a_second_step_does_not_lead_elsewhere(client, benito, elsewhere) -> None:
    secret = phones.set_up(benito)
    client.post(LOGIN, {"username": "benito", "password": PASSWORD, "next": elsewhere})
    assert client.post(SECOND_STEP, {"code": phones.code_of(secret)})["Location"] == HOME


def test_of_allauth_only_the_listed_pages_exist() -> None:
    absent = ("account_signup", "account_reset_password", "account_email", "account_confirm_email")
    absent += ("account_request_login_code", "mfa_login_webauthn", "mfa_download_recovery_codes", "mfa_trust")
    for name in absent:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if re.match("account_|mfa_", name)} == {
        "account_login", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn",
        "mfa_authenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_index",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }  # fmt: skip


def test_a_key_is_named_by_its_person_in_their_language(client, benito) -> None:
    log_in(client)
    told = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "Nombre" in told
    assert "Master key" not in told


def test_a_name_is_counted_as_a_digest(rf) -> None:
    request = rf.get("/")
    counted = {throttling.name_counted(request, {"username": name}) for name in ("ana", "Ana", "benito")}
    assert len(counted) == 3
    assert not any("ana" in name for name in counted)
