"""What the server bears of visitors who do not keep to the rules: spoken to over a bare socket."""

import socket
import threading

import pytest
from django.core.wsgi import get_wsgi_application

from confianza.web.project import serving, wsgi

SECONDS_TO_ANSWER = 10


@pytest.fixture
def address(workspace, settings, monkeypatch):
    """Where the server of the service listens, in this process."""
    monkeypatch.setattr(serving.assets, "gather", lambda: True)
    monkeypatch.setattr(serving, "SILENCE_SECONDS", 1)
    settings.HTTPS, settings.TRUSTED_PROXY = True, "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    # Anew: layers read their settings when the application is made.
    monkeypatch.setattr(wsgi, "application", get_wsgi_application())
    server = serving._server("127.0.0.1", 0)
    server.adj.cleanup_interval = 0
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_host, server.effective_port
    server.close()
    thread.join(SECONDS_TO_ANSWER)


def answer(address, request: bytes) -> bytes:
    with socket.create_connection(address, timeout=SECONDS_TO_ANSWER) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65536), b""))


def asked(*headers: str, first: str = "GET /robots.txt HTTP/1.1") -> bytes:
    lines = [first, "Host: localhost", "Connection: close", "X-Forwarded-Proto: https", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_behind_the_proxy_a_page_is_answered_and_not_redirected_for_ever(address) -> None:
    assert answer(address, asked()).startswith(b"HTTP/1.1 200")
    plain = answer(address, asked().replace(b"Proto: https", b"Proto: http"))
    assert b"\r\nLocation: https://localhost/robots.txt\r\n" in plain


def test_the_server_does_not_say_what_it_is(address) -> None:
    said = answer(address, asked()).lower()
    assert said.startswith(b"http/1.1 200")
    assert b"\r\nserver:" not in said
    assert b"waitress" not in said


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: -1",),
        ("Content-Length: 1e9",),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("X : y",),
    ],
    ids=["negative", "no number", "two lengths", "two codings", "unknown coding", "blank before the colon"],
)
def test_a_message_whose_end_is_in_doubt_is_refused(address, headers) -> None:
    status = answer(address, asked(*headers, first="POST /idioma/ HTTP/1.1")).split(b" ")[1]
    assert status in (b"400", b"501")


def test_a_message_with_two_measures_of_its_length_is_not_split_in_two(address) -> None:
    smuggled = asked("Content-Length: 4", "Transfer-Encoding: chunked", first="POST /nada/ HTTP/1.1")
    said = answer(address, smuggled + b"0\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"User-agent" not in said


def test_headers_without_end_are_refused(address) -> None:
    endless = asked("X-Long: " + "x" * serving.LARGEST_HEADERS)[: serving.LARGEST_HEADERS]
    said = answer(address, endless)
    assert said.split(b" ")[1] == b"431"


def test_a_body_larger_than_any_delivery_is_refused_before_it_comes(address, settings) -> None:
    length = 2 * settings.MAX_DELIVERY_BYTES + serving.ROOM_FOR_THE_FORM + 1
    said = answer(address, asked(f"Content-Length: {length}", first="POST /registros/subir/ HTTP/1.1"))
    assert said.split(b" ")[1] == b"413"


def test_who_falls_silent_is_hung_up_on(address) -> None:
    with socket.create_connection(address, timeout=SECONDS_TO_ANSWER) as line:
        line.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: loc")
        assert line.recv(1) == b""


@pytest.mark.parametrize(("trusted", "scheme"), [("127.0.0.1", "https"), ("10.0.0.1", "http")])
def test_only_the_proxys_word_on_tls_is_taken(settings, trusted, scheme) -> None:
    from waitress.proxy_headers import proxy_headers_middleware

    settings.HTTPS, settings.TRUSTED_PROXY = True, trusted
    seen = {}
    app = proxy_headers_middleware(lambda environ, _: seen.update(environ), **serving._proxy())
    app(
        {
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_FOR": "203.0.113.9",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
        },
        None,
    )
    assert seen["wsgi.url_scheme"] == scheme
    assert seen.get("HTTP_X_FORWARDED_PROTO") == ("https" if scheme == "https" else None)
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["REMOTE_ADDR"] == "127.0.0.1"


def test_on_one_laptop_no_proxy_is_believed(settings) -> None:
    settings.HTTPS = False
    assert serving._proxy() == {}
