"""One plain question over HTTP on the loopback: no redirect followed, nothing mended on the way out."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS_TO_WAIT = 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Answer:
    """What came back; `status` 0 is a connection closed without an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip()


@dataclass(frozen=True)
class Asker:
    """Somebody who asks a site of this machine, with cookies or without."""

    address: str
    cookies: Mapping[str, str]

    def __post_init__(self) -> None:
        if urlsplit(self.address).hostname not in LOOPBACK:
            raise ValueError(f"{self.address} is not on this machine; nothing else is ever attacked.")

    @property
    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(
        self, path: str, method: str = "GET", *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Send the path as it is given, however odd, as octets of Latin-1."""
        host = urlsplit(self.address)
        line = http.client.HTTPConnection(host.hostname or "", host.port, timeout=SECONDS_TO_WAIT)
        line._validate_path = lambda url: None  # type: ignore[attr-defined]  # odd paths are the point
        line._validate_method = lambda method: None  # type: ignore[attr-defined]
        own = {"Cookie": self.cookie_line} if self.cookies else {}
        try:
            line.request(method, path, body=body or None, headers=own | dict(headers or {}))
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        except (http.client.HTTPException, OSError):
            return Answer(0, {}, b"")
        finally:
            line.close()
