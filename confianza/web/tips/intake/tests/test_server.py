"""The server of the public door: streams, forgets, and answers once a connection."""

import socket
import threading
import time

import pytest

from confianza.web.tips.intake import server as servers
from confianza.web.tips.intake.server import PortTaken, Server

PIECE = 64 * 1024


class Application:
    """Answers every request with a word, and keeps what it was told of it."""

    def __init__(self) -> None:
        self.environment = {}
        self.body = b""
        self.read_before_the_end = threading.Event()

    def __call__(self, environment, start_response):
        self.environment = environment
        self.body = environment["wsgi.input"].read(4)
        self.read_before_the_end.set()
        self.body += environment["wsgi.input"].read()
        if environment["PATH_INFO"] == "/broken":
            raise RuntimeError("canario")
        start_response("200 OK", [("Content-Length", "5")])
        return [b"hello"]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def door(application):
    server = Server("127.0.0.1", 0, application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def said(port: int, *pieces: bytes) -> bytes:
    """Send bytes as they are; return everything that comes back until the door hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while piece := line.recv(PIECE):
            answer += piece
        return answer


def test_it_answers_and_hangs_up(door):
    answer = said(door, b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.count(b"hello") == 1
    assert b"Connection: close" in answer
    assert b"Server:" not in answer


def test_of_who_asks_nothing_reaches_the_application(door, application):
    said(
        door,
        b"GET /?quien=yo HTTP/1.1\r\nHost: x\r\nUser-Agent: canario\r\nX-Forwarded-For: 203.0.113.7\r\n"
        b"Cookie: a=b\r\nAccept-Language: kek\r\nReferer: https://x\r\nOrigin: https://x\r\n\r\n",
    )
    told = {name: value for name, value in application.environment.items() if not name.startswith("wsgi.")}
    assert set(told) == {
        "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH",
        "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_ORIGIN",
    }  # fmt: skip
    assert told["QUERY_STRING"] == ""


def test_a_body_is_handed_on_while_it_arrives(door, application):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n"
    with socket.create_connection(("127.0.0.1", door), timeout=10) as line:
        line.sendall(head + b"1234")
        assert application.read_before_the_end.wait(10)
        line.sendall(b"5678")
        assert line.recv(PIECE).endswith(b"hello")
    assert application.body == b"12345678"


@pytest.mark.parametrize(
    "headers",
    [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 1e3\r\n",
        b"Content-Length: 999999999999\r\n",
    ],
)
def test_a_body_whose_length_is_not_told_plainly_is_refused(door, application, headers):
    answer = said(door, b"POST / HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert not application.environment


def test_what_is_no_request_is_refused_without_a_word(door):
    assert said(door, b"hola\r\n\r\n").startswith(b"HTTP/1.1 400 Error\r\nContent-Length: 0")
    assert said(door, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 414 ")


def test_a_failure_says_nothing(door, capfd):
    answer = said(door, b"GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"canario" not in answer
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_asks_before_it_sends_is_told_to_go_on(door):
    answer = said(
        door, b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n", b"1234"
    )
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_whoever_says_nothing_is_hung_up_on(door, monkeypatch):
    monkeypatch.setattr(servers, "SILENCE_SECONDS", 0.2)
    begun = time.monotonic()
    answer = said(door, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n12")
    assert b"hello" not in answer
    assert time.monotonic() - begun < 5


def test_a_port_that_is_taken_is_told(door, application):
    with pytest.raises(PortTaken):
        Server("127.0.0.1", door, application)
