"""Somebody at the public door: reads a page, fills in its form, presses a button, as a browser without
JavaScript would; the work that lets a form pass is done here where a test wants it.
"""

import hashlib
import http.client
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

File = tuple[str, bytes]
Reply = tuple[int, dict[str, str], bytes]
Send = Callable[[list[tuple[str, str]], list[File]], Reply]
STORY = "Los martes llegan dos hombres a cobrar la renta."


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: list[str] = []
        self.work: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") == "hidden" and told["name"] != "deed":
            self.hidden[told["name"]] = told.get("value") or ""
            if told["name"] == "work":
                self.work = told
        if tag == "button" and told.get("name") == "deed":
            self.buttons.append(told["value"])


@dataclass
class Visitor:
    """One browser. `page` is what it shows; `works` whether it does the work of the forms."""

    send: Send
    works: bool = True
    page: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def open(self) -> "Visitor":
        return self._take(self.send([], []))

    def press(self, deed: str, *, files: Iterable[File] = (), **said: Any) -> "Visitor":
        """Send the form of the page with what was said, by the button `deed`."""
        form = self.form()
        if self.works and form.work and "work" not in said:
            form.hidden["work"] = solved(form.work["data-nonce"], int(form.work["data-bits"]))
        fields = {**form.hidden, **said, "deed": deed}
        told = [
            (name, one)
            for name, value in fields.items()
            for one in (value if isinstance(value, list | tuple) else [value])
        ]
        return self._take(self.send(told, list(files)))

    def form(self) -> _Form:
        form = _Form()
        form.feed(self.page)
        return form

    def tell(self, *, story: str = STORY, kind: str = "gang", police: str = "no", files: Iterable[File] = ()):
        """Go through the whole questionnaire to the last look."""
        self.open().press("tell general")
        self.press("next", kind=kind, danger="no").press("next", story=story, know="saw")
        self.press("next", place="").press("next", alias="").press("next", police=police)
        if 'name="stations"' in self.page or 'name="officer"' in self.page:
            self.press("next")
        return self.press("next", wants_reward="no").press("review", files=files)

    def receipt(self) -> str:
        """Return the receipt on the page."""
        told = re.search(r'class="receipt">(.*?)</p>', self.page, re.DOTALL)
        assert told, self.page[-3000:]
        return re.sub(r"\D", "", re.sub(r"<[^>]*>", "", told.group(1)))

    def come_back(self, receipt: str) -> "Visitor":
        return self.open().press("come back").press("return", receipt=receipt)

    def _take(self, reply: Reply) -> "Visitor":
        self.status, self.headers, content = reply
        self.page, self.size = content.decode(), len(content)
        return self


def solved(nonce: str, bits: int) -> str:
    """Do the work of a form."""
    tried = 0
    while int.from_bytes(hashlib.sha256(f"{nonce}:{tried}".encode()).digest(), "big") >> (256 - bits):
        tried += 1
    return str(tried)


def over_http(port: int, headers: dict[str, str] | None = None, path: str = "/", timeout: float = 60) -> Send:
    """Return how to send to a server on this machine."""

    def send(fields: list[tuple[str, str]], files: list[File]) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            if not fields:
                connection.request("GET", path, headers=headers or {})
            else:
                kind, body = multipart(fields, files)
                connection.request("POST", path, body, {"Content-Type": kind, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    return send


def multipart(fields: list[tuple[str, str]], files: list[File]) -> tuple[str, bytes]:
    """Return the type and the bytes of a form."""
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    parts += [
        f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return f"multipart/form-data; boundary={border}", b"".join([*parts, f"--{border}--\r\n".encode()])


def through_django(client: Any) -> Send:
    """Return how to send within this process."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(fields: list[tuple[str, str]], files: list[File]) -> Reply:
        if not fields:
            answer = client.get("/")
        else:
            told: dict[str, list[Any]] = {}
            for name, value in fields:
                told.setdefault(name, []).append(value)
            if files:
                told["files"] = [SimpleUploadedFile(name, content) for name, content in files]
            answer = client.post("/", told)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, dict(answer.headers), content

    return send
