import gzip

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from confianza.web.public_site import memory, queries
from confianza.web.public_site.tests.releases import Release, publish
from confianza.web.public_site.views import answering

pytestmark = pytest.mark.django_db
HOME = reverse("public_site:home")


@pytest.fixture
def asked_at_once(settings) -> None:
    """Ask at every visit what is published, instead of every few seconds."""
    settings.PUBLIC_STATE_SECONDS = 0


def test_a_page_is_made_once_and_given_in_the_same_bytes(client: Client, release, monkeypatch) -> None:
    first = client.get(HOME)
    monkeypatch.setattr(answering, "page", lambda *_: pytest.fail("made a second time"))
    second = client.get(HOME)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert second["Cache-Control"] == "public, max-age=60"


def test_a_kept_page_asks_the_register_nothing(client: Client, release, django_assert_num_queries) -> None:
    client.get(HOME)
    with django_assert_num_queries(0):
        assert client.get(HOME).status_code == 200


def test_what_the_reader_has_already_is_not_sent_again(client: Client, release) -> None:
    first = client.get(HOME)
    again = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_a_new_release_is_seen_at_once(client: Client, release, monkeypatch, asked_at_once) -> None:
    before = client.get(HOME)
    publish_without_forgetting(monkeypatch, Release(version="2026-11-05.1", folder=release.folder))
    after = client.get(HOME)
    assert "2026-11-05.1" in after.content.decode()
    assert before["ETag"] != after["ETag"]


def publish_without_forgetting(patch, made: Release) -> None:
    patch.setattr(memory, "forget", lambda: None)
    publish(patch, made)


def test_each_language_has_its_page_and_the_caches_are_told(client: Client, release) -> None:
    spanish = client.get(HOME)
    client.cookies["django_language"] = "en"
    english = client.get(HOME)
    assert (spanish["Content-Language"], english["Content-Language"]) == ("es", "en")
    assert spanish.content != english.content
    assert {"Cookie", "Accept-Encoding"} <= set(spanish["Vary"].split(", "))


def test_the_language_in_the_address_is_kept_for_the_next_page_and_in_no_cache(
    client: Client, release
) -> None:
    for _ in range(2):
        client.cookies.clear()
        answer = client.get(HOME, {"idioma": "en"})
        assert answer.cookies["django_language"].value == "en"
    assert client.get(HOME)["Content-Language"] == "en"


def test_a_language_nobody_speaks_here_changes_nothing(client: Client, release) -> None:
    answer = client.get(HOME, {"idioma": "xx"})
    assert answer["Content-Language"] == "es"
    assert not answer.cookies


def test_a_phone_gets_it_compressed(client: Client, release) -> None:
    plain = client.get(HOME)
    packed = client.get(HOME, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2


def test_whoever_carries_a_session_is_led_past_the_memory(client: Client, release) -> None:
    kept = client.get(HOME)
    client.cookies["sessionid"] = "x" * 32
    assert client.get(HOME).get("ETag") != kept["ETag"]
    assert client.get(HOME)["Cache-Control"] == "no-store"


def test_a_page_with_a_cookie_an_error_or_without_the_promise_is_not_kept() -> None:
    promised = HttpResponse("all")
    promised.for_everyone = True
    assert memory.may_keep(promised)
    assert not memory.may_keep(HttpResponse("not promised"))
    promised.set_cookie("who", "me")
    assert not memory.may_keep(promised)
    lost = HttpResponse(status=404)
    lost.for_everyone = True
    assert not memory.may_keep(lost)


def test_security_headers_are_on_a_kept_page_too(client: Client, release) -> None:
    first, kept = client.get(HOME), client.get(HOME)
    for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Referrer-Policy"):
        assert first[name] == kept[name]


def test_while_the_register_does_not_answer_kept_pages_go_on_being_read(
    client: Client, release, settings, monkeypatch
) -> None:
    assert client.get(HOME).status_code == 200
    settings.PUBLIC_STATE_SECONDS = 0

    def silent():
        raise DatabaseError

    monkeypatch.setattr(queries, "state", silent)
    assert client.get(HOME).status_code == 200


def test_the_least_asked_for_is_thrown_out_when_room_is_short() -> None:
    shelf = memory.Shelf(most_bytes=25)
    for name in "abc":
        shelf.put(name, memory.Kept(b"x" * 10, b"", {}, {}, name))
        shelf.get("a")
    assert [name for name in "abc" if shelf.get(name)] == ["a", "c"]
    assert shelf.taken == 20
