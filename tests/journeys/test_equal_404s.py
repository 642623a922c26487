"""The served demo over a bare socket: what is the neighbour's and what never was are answered with the same bytes."""

import re
import socket
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import reverse

from tests.journeys.pages import CORRECTION

MADE_UP = "00097-gt_pnc_victims"
DATE = re.compile(rb"\r\nDate: [^\r]+")


def exchange(site, path, *, cookies=None, form=None):
    """Send one request as a browser would, and return every byte of the answer."""
    there = urlsplit(site.address)
    body = urlencode(form).encode() if form else b""
    said = [
        f"{'POST' if form else 'GET'} {path} HTTP/1.1",
        f"Host: {there.netloc}",
        "Connection: close",
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in (cookies or {}).items())}",
    ]
    if form:
        said += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    with socket.create_connection((there.hostname, there.port), timeout=30) as line:
        line.sendall("\r\n".join([*said, "", ""]).encode() + body)
        return b"".join(iter(lambda: line.recv(65536), b""))


def cookies_of(answer):
    return dict(re.findall(rb"\r\nSet-Cookie:\s+([^=]+)=([^;\r]*)", answer))


def text(cookies):
    return {name.decode(): value.decode() for name, value in cookies.items()}


@pytest.fixture(scope="module")
def of(site):
    """Log somebody in over the socket, once; return the cookies."""
    known = {}

    def log_in(username):
        if username not in known:
            page = exchange(site, reverse("accounts:login"))
            before = text(cookies_of(page))
            token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
            form = {"csrfmiddlewaretoken": token, "login": username, "username": username}
            form["password"] = site.demo.password
            entered = exchange(site, reverse("accounts:login"), cookies=before, form=form)
            known[username] = before | text(cookies_of(entered))
            assert "sessionid" in known[username], entered[:500]
            # The first page of a session notes when it began, and says so in a cookie, whichever page it is.
            exchange(site, reverse("accounts:home"), cookies=known[username])
        return known[username]

    return log_in


def answered(site, path, cookies):
    return DATE.sub(b"", exchange(site, path, cookies=cookies))


@pytest.mark.parametrize("name", ["records:delivery", "records:rejected_csv", "records:read_again"])
def test_olga_cannot_tell_the_neighbours_delivery_from_one_that_never_came(site, of, name) -> None:
    olga = of("olga")
    theirs, nobodys = (answered(site, reverse(name, args=[each]), olga) for each in (CORRECTION, MADE_UP))
    assert theirs.startswith(b"HTTP/1.1 404")
    assert theirs == nobodys
    assert theirs == answered(site, "/no/hay/nada/aqui/", olga)


def test_olga_cannot_tell_the_neighbours_zone_from_one_that_never_was(site, of) -> None:
    theirs, nobodys = (
        answered(site, reverse("observatory:place", args=[each]), of("olga"))
        for each in ("zone-230105", "zone-230199")
    )
    assert theirs.startswith(b"HTTP/1.1 404")
    assert theirs == nobodys


def test_ana_whose_delivery_it_is_opens_it(site, of) -> None:
    path = reverse("records:delivery", args=[CORRECTION])
    assert answered(site, path, of("ana")).startswith(b"HTTP/1.1 200")
