"""A telephone with ODK Collect, as strict as the real one: for tests and measurements against a running server.

Its rules are those of Collect's sources (getodk/collect 137f325): which answers it accepts, when it sends in
parts, and that it knows a submission arrived only if it heard so.
"""

import http.client
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Any
from urllib.parse import urlsplit

from defusedxml import ElementTree

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
# What Collect takes where a server does not say; and more files than this go in several posts.
USUAL_LIMIT, MOST_FILES = 10_000_000, 100
SECONDS = 60


class NotAccepted(Exception):
    """Collect would show an error: its words are in the message."""


class CutOff(Exception):
    """The connection broke before an answer came."""


@dataclass(frozen=True)
class ListedForm:
    """A form as the list names it."""

    form_id: str
    name: str
    version: str
    hash: str
    address: str
    manifest: str


@dataclass(frozen=True)
class Answer:
    """An answer: status, headers (lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Collect:
    """A telephone that knows the address of a server (such as http://127.0.0.1:8000/odk/<key>)."""

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")

    def forms(self) -> list[ListedForm]:
        """Fetch the list; raise NotAccepted where Collect would say that this is no such server."""
        listed = ElementTree.fromstring(self._xml(f"{self.server}/formList"))
        return [_form(each) for each in listed]

    def fetch(self, form: ListedForm) -> tuple[bytes, dict[str, bytes]]:
        """Fetch a form and its files, and compare what came with what the list said."""
        xml = self._ask("GET", form.address).body
        _compare(xml, form.hash)
        return xml, self._files(form.manifest) if form.manifest else {}

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None, *, cut: float | None = None) -> str:
        """Send a filled form with its files, in parts where it must be; return what the server said.

        With `cut` (0 to 1) the connection breaks after that share of the last post: CutOff.
        """
        limit = self._limit()
        posts = list(_parts(xml, dict(files or {}), limit))
        said = ""
        for number, post in enumerate(posts, 1):
            is_last = number == len(posts)
            said = self._post(xml, post, is_last=is_last, cut=cut if is_last else None)
        return said

    def _limit(self) -> int:
        told = self._ask("HEAD", f"{self.server}/submission?deviceID=collect%3Atest")
        if told.status != http.client.NO_CONTENT:
            raise NotAccepted(f"{told.status}: is this an OpenRosa submission endpoint?")
        return int(told.headers.get("x-openrosa-accept-content-length", USUAL_LIMIT))

    def _post(self, xml: bytes, files: Mapping[str, bytes], *, is_last: bool, cut: float | None) -> str:
        boundary = uuid.uuid4().hex
        body = _multipart(boundary, xml, files, is_last=is_last)
        kind = f"multipart/form-data; boundary={boundary}"
        address = f"{self.server}/submission?deviceID=collect%3Atest"
        answer = self._ask("POST", address, body, kind, cut=cut)
        said = _message(answer.body)
        if answer.status not in (http.client.CREATED, http.client.ACCEPTED):
            raise NotAccepted(f"{answer.status}: {said}")
        return said

    def _files(self, address: str) -> dict[str, bytes]:
        found = {}
        for each in ElementTree.fromstring(self._xml(address)):
            name, digest, place = (
                each.findtext(f"{MANIFEST}{tag}") for tag in ("filename", "hash", "downloadUrl")
            )
            if not (name and digest and place):
                raise NotAccepted("manifest: a file lacks its name, hash or address")
            found[name] = self._ask("GET", place).body
            _compare(found[name], digest)
        return found

    def _xml(self, address: str) -> bytes:
        answer = self._ask("GET", address)
        if answer.status != http.client.OK:
            raise NotAccepted(f"{answer.status} {address}")
        if "text/xml" not in answer.headers.get("content-type", ""):
            raise NotAccepted("network proxy: the content type lacks text/xml")
        if "x-openrosa-version" not in answer.headers:
            raise NotAccepted("this server is not OpenRosa")
        return answer.body

    def _ask(
        self, method: str, address: str, body: bytes = b"", kind: str = "", *, cut: float | None = None
    ) -> Answer:
        told = urlsplit(address)
        door = http.client.HTTPSConnection if told.scheme == "https" else http.client.HTTPConnection
        line = door(told.hostname or "", told.port, timeout=SECONDS)
        try:
            line.putrequest(method, told.path + (f"?{told.query}" if told.query else ""))
            line.putheader("X-OpenRosa-Version", "1.0")
            line.putheader("User-Agent", "org.odk.collect.android/v2026.2 Dalvik/2.1.0")
            if method == "POST":
                line.putheader("Content-Type", kind)
                line.putheader("Content-Length", str(len(body)))
            line.endheaders()
            line.send(body if cut is None else body[: int(len(body) * cut)])
            if cut is not None:
                raise CutOff
            answer = line.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())
        except (ConnectionError, http.client.HTTPException, TimeoutError) as error:
            raise CutOff from error
        finally:
            line.close()


def _form(node: Any) -> ListedForm:
    told = {tag: node.findtext(f"{LIST}{tag}") or "" for tag in ("formID", "name", "version", "hash")}
    address, manifest = (node.findtext(f"{LIST}{tag}") or "" for tag in ("downloadUrl", "manifestUrl"))
    if not (told["formID"] and told["name"] and address):
        raise NotAccepted("the whole list: a form lacks its formID, name or downloadUrl")
    if not told["hash"]:
        raise NotAccepted("form with no hash")
    return ListedForm(told["formID"], told["name"], told["version"], told["hash"], address, manifest)


def _compare(content: bytes, told: str) -> None:
    if f"md5:{md5(content, usedforsecurity=False).hexdigest()}" != told:
        raise NotAccepted("what came is not what the list said")


def _parts(xml: bytes, files: dict[str, bytes], limit: int) -> list[dict[str, bytes]]:
    """Return the files of each post: as many as fit, one too large alone."""
    posts: list[dict[str, bytes]] = [{}]
    size = len(xml)
    for name, content in files.items():
        if posts[-1] and (size + len(content) > limit or len(posts[-1]) >= MOST_FILES):
            posts.append({})
            size = len(xml)
        posts[-1][name] = content
        size += len(content)
    return posts


def _multipart(boundary: str, xml: bytes, files: Mapping[str, bytes], *, is_last: bool) -> bytes:
    parts = [_part("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [_part(name, name, "application/octet-stream", content) for name, content in files.items()]
    if not is_last:
        parts.append(b'Content-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n')
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def _part(name: str, file: str, kind: str, content: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: {kind}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def _message(body: bytes) -> str:
    try:
        return ElementTree.fromstring(body).findtext(f"{RESPONSE}message") or ""
    except ElementTree.ParseError:
        return ""
