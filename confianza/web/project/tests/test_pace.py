"""Nobody reads or writes faster than a person can; and what forms refuse is told to the journal."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.project import settings as service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]

PAGE = "/cuenta/mia/"


@pytest.fixture
def pace(settings):
    caches["pace"].clear()
    settings.PACE = {"asked": [(3600, 5)], "sent": [(3600, 2)]}


def test_whoever_asks_for_more_than_a_person_can_read_must_wait_and_is_told(pace, signed_in, caplog) -> None:
    ana = signed_in(Role.ANALYST)
    assert [ana.get(PAGE).status_code for _ in range(6)] == [200] * 5 + [429]
    refused = ana.get(PAGE)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Va demasiado rápido" in refused.content.decode()
    assert f"GET {PAGE}: 429" in caplog.text
    assert signed_in(Role.MAYOR).get(PAGE).status_code == 200


def test_less_may_be_sent_than_asked(pace, signed_in) -> None:
    ana = signed_in(Role.ANALYST)
    sent = [ana.post(reverse("set_language"), {"language": "en"}).status_code for _ in range(3)]
    assert sent == [302, 302, 429]
    assert ana.get(PAGE).status_code == 200


def test_a_measure_ends_with_its_time(pace, signed_in, monkeypatch) -> None:
    ana = signed_in(Role.ANALYST)
    assert [ana.get(PAGE).status_code for _ in range(6)][-1] == 429
    from confianza.web.project import middleware

    now = middleware.time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + 3600)
    assert ana.get(PAGE).status_code != 429


def test_strangers_are_not_told_apart_and_so_not_counted(pace, client) -> None:
    assert {client.get(reverse("accounts:login")).status_code for _ in range(10)} == {200}


def test_where_people_work_there_are_measures_for_the_minute_and_for_the_hour() -> None:
    for measures in service._AT_WORK.values():
        assert [span for span, _ in measures] == [60, 3600]
    assert service.PACE == service._AT_WORK or service.FICTIONAL_DATA


def test_what_a_form_refuses_is_told_with_who_and_which_rule_and_never_what_was_typed(
    signed_in, caplog
) -> None:
    marta = signed_in(Role.SYSTEM_ADMINISTRATOR)
    typed = {"username": "ada", "role": "king-of-thieves", "area": "municipality-0", "reason": "x"}
    marta.post(reverse("accounts:invite"), typed)
    [told] = [record.getMessage() for record in caplog.records if "form InviteForm" in record.getMessage()]
    pk = marta.session["_auth_user_id"]
    assert told.startswith(f"person {pk}, form InviteForm: ")
    assert "role=invalid_choice" in told
    assert "area=invalid_choice" in told
    assert "king" not in told
    assert "municipality-0" not in told


def test_a_form_that_is_only_shown_is_not_told(signed_in, caplog) -> None:
    signed_in(Role.SYSTEM_ADMINISTRATOR).get(reverse("accounts:invite"))
    assert "form " not in caplog.text
