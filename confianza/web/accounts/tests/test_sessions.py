from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from confianza.web.accounts import devices
from confianza.web.accounts.models import OpenSession
from confianza.web.accounts.tests.test_entering import LOGIN, WRONG, benito, is_in, later, log_in

__all__ = ["benito"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


def test_the_key_of_the_session_changes_at_logging_in(client, benito) -> None:
    client.post(reverse("set_language"), {"language": "es", "next": "/"})
    log_in(client, WRONG)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    log_in(client)
    assert is_in(client)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_left_alone_for_an_hour_ends(client, benito, monkeypatch) -> None:
    log_in(client)
    later(monkeypatch, minutes=59)
    assert is_in(client)
    later(monkeypatch, minutes=62)
    assert not is_in(client)
    assert not OpenSession.objects.exists()
    assert "porque pasó un rato" in client.get(LOGIN).content.decode()


def test_a_session_in_use_ends_after_a_working_day(client, benito, monkeypatch, settings) -> None:
    settings.SESSION_IDLE_AGE = 10**6
    log_in(client)
    later(monkeypatch, hours=11)
    assert is_in(client)
    later(monkeypatch, hours=2)
    assert not is_in(client)


def test_logging_in_writes_down_a_coarse_device_and_logging_out_removes_it(client, benito) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"
    log_in(client, **{"user-agent": agent})
    kept = OpenSession.objects.get()
    assert kept.device == "Chrome · Android"
    assert (kept.seen_at.minute, kept.seen_at.second) == (0, 0)
    assert kept.used_at == max(kept.begun_at, kept.seen_at)
    client.post("/cuenta/salir/")
    assert not OpenSession.objects.exists()


def test_a_session_is_not_told_to_have_been_used_before_it_began(client, benito) -> None:
    log_in(client)
    kept = OpenSession.objects.get()
    kept.begun_at = kept.seen_at + timedelta(minutes=19)
    assert kept.used_at == kept.begun_at


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox · Linux"),
        ("curl/8", "Another device"),
        ("", "Another device"),
    ],
    ids=["edge", "iphone", "firefox", "curl", "none"],
)
def test_a_device_is_named_coarsely(agent, name) -> None:
    assert devices.coarse_name(agent) == name
