"""What no form sends: odd paths, choices, bodies, methods and cookies, asked of every address."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.attack import reaching
from tests.attack.asking import Answer, Asker
from tests.attack.findings import Attack, Finding
from tests.attack.surveying import Seen
from tests.attack.targets import Target, token

TOOL = "oddities"
HUGE = "9" * 30
# As they stand in an address: a NUL, octets that are no UTF-8, lone surrogates, far numbers, signs of other languages.
VALUES = (
    "%00", "a%00b", "%ff%fe", "%ed%a0%80", HUGE, f"-{HUGE}", "-1", "0", "1e999", "NaN", "%F0%9F%92%A9", "%E2%80%AE",
    "..%2f..%2fetc%2fpasswd", "%27%22%3E%3C", "%0d%0aSet-Cookie:x=1", "2026-13-45", "9999-12", "0000-00", "a" * 3000,
)  # fmt: skip
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONFIANZA", "get")
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
BODIES = (
    (FORM, b"=&&=%00&%=%ff"),
    (FORM + "; charset=utf-16", b"a=b"),
    (FORM + "; charset=nonsense", b"a=%ff"),
    (FORM, b"&".join(b"a%d=1" % at for at in range(3000))),
    ("multipart/form-data", b"no boundary"),
    (MULTIPART, b"--x\r\n"),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="files"; filename="\x00.csv"\r\n\r\na\r\n--x--\r\n'),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="files"; filename="../../x.csv"\r\n\r\na\r\n--x--'),
    (MULTIPART, b'--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="a"\r\n\r\n?\r\n--x--'),
    ("application/json", b'{"a": 1}'),
    ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("", b"\x00\xff"),
)  # fmt: skip
HEADERS = (
    {"Cookie": "sessionid=%00; csrftoken=" + "x" * 4000},
    {"Cookie": 'django_language=%00%ff; messages=[["__json_message"'},
    {"Cookie": "=;;;a=b; " + "c=d; " * 200},
    {"Accept-Language": "x" * 3000},
    {"Host": "elsewhere.example"},
    {"Content-Length": "-1"},
    {"X-Forwarded-For": "\xff", "X-Forwarded-Proto": "x", "HX-Request": "\xff", "HX-Current-URL": "//["},
    {"Range": "bytes=0-18446744073709551615", "If-Modified-Since": "Sat, 99 Nov 99999 99:99:99 GMT"},
)


@dataclass(frozen=True)
class Question:
    """One odd question; `about` says what is odd."""

    about: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def attack(target: Target, seen: dict[str, Seen], tried: set[str]) -> Attack:
    """Ask everything odd of every address that was seen; what many pages or people share is `tried` out once."""
    started, found, answers = time.monotonic(), set[Finding](), list[tuple[str, int]]()
    # Whoever has a session need not ask again what nobody was answered.
    here = [one for one in seen.values() if not target.as_ or reaching.guarded(_path(one))]
    for one in here:
        for question in questions(one, target.asker, tried):
            answer = target.asker.ask(
                question.path, question.method, headers=question.headers, body=question.body
            )
            answers.append((question.path, answer.status))
            found |= set(faults(one, question, answer))
    return Attack(
        tool=TOOL,
        as_=target.as_,
        requests=len(answers),
        addresses=len(here),
        inside=reaching.inside(answers),
        seconds=time.monotonic() - started,
        findings=sorted(found, key=lambda one: one.where),
    )


def questions(one: Seen, asker: Asker, tried: set[str]) -> Iterator[Question]:
    """Yield every odd question for an address, but for choices and fields already `tried` elsewhere."""
    path = _path(one)
    told = {"X-CSRFToken": token(asker.cookies)} if asker.cookies else {}
    # Only who gets the page tries its choices out: to anybody else it answers all of them alike.
    opened = asker.ask(path).status in (200, 405)
    for name in _new([*one.choices, "page"] if opened else [], tried):
        yield from (Question("choice", f"{path}?{name}={value}") for value in VALUES)
    for name in one.taken:
        yield from (Question("part", _guess(one, {name: value})) for value in VALUES)
    yield from (Question("method", path, method) for method in METHODS)
    yield from (Question("header", path, headers=dict(header)) for header in HEADERS)
    yield Question("unknown encoding", f"{path}?%")
    for kind, body in BODIES:
        yield Question("body", path, "POST", {**told, "Content-Type": kind}, body)
    fields = [f"{one.name} {name}" for form in one.forms for name in form.fields]
    for name in _new(fields if opened else [], tried):
        for value in VALUES:
            body = f"{name.split()[1]}={value}".encode()
            yield Question("field", path, "POST", {**told, "Content-Type": FORM}, body)


def _new(names: list[str], tried: set[str]) -> list[str]:
    new = [name for name in dict.fromkeys(names) if name not in tried]
    tried |= set(new)
    return new


def _path(one: Seen) -> str:
    return one.paths[0].split("?")[0] if one.paths else _guess(one)


def _guess(one: Seen, taken: dict[str, str] | None = None) -> str:
    """Return the address with the parts that were seen, or the given ones in their place."""
    from tests.attack.openapi import path_of

    values = {name: told[0] for name, told in one.taken.items()} | (taken or {})
    path = path_of(one.route)
    for name, value in values.items():
        path = path.replace("{" + name + "}", value)
    return path


def faults(one: Seen, question: Question, answer: Answer) -> Iterator[Finding]:
    """Yield what is wrong with an answer: an error of the server's, a silence, or the oddity echoed as markup."""
    where = f"{question.method} /{one.route}"
    if answer.status >= 500:
        yield Finding(TOOL, "server error", where, "high", f"{question.about}: {question.path[-60:]}")
    if answer.status == 0 and question.about not in ("header", "method"):
        yield Finding(TOOL, "no answer", where, "medium", f"{question.about}: {question.path[-60:]}")
    if answer.kind == "text/html" and b"'\"><" in answer.body:
        yield Finding(TOOL, "markup echoed", where, "critical", question.about)
    if "x" in answer.headers.get("set-cookie", "").split("=")[:1]:
        yield Finding(TOOL, "header injected", where, "critical", question.about)
