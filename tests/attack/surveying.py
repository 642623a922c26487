"""A walk through the site as one person: which addresses answer, with which choices, and which forms they show."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.attack.asking import Answer, Asker
from tests.support import addresses

MOST_PAGES, MOST_OF_A_KIND, MOST_VALUES = 120, 2, 6
# Whoever follows these has no session any more, and all that comes after is a stranger's question.
LEAVES = ("accounts:logout", "accounts:end_one", "accounts:end_others", "accounts:change_password")


@dataclass
class Field:
    """One control of a form."""

    name: str
    kind: str
    required: bool = False
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as the page shows it; `action` is the path it is sent to."""

    method: str
    action: str
    multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass
class Seen:
    """What a walk has learnt about one address of the URL configuration."""

    name: str
    route: str
    taken: dict[str, list[str]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)


def survey(askers: Sequence[Asker], starts: tuple[str, ...] = ("/", "/cuenta/")) -> dict[str, Seen]:
    """Walk along the links as each of them and tell what was seen, by the name of the address."""
    seen: dict[str, Seen] = {}
    for asker in askers:
        _walk(asker, seen, starts)
    return seen


def _walk(asker: Asker, seen: dict[str, Seen], starts: tuple[str, ...]) -> None:
    waiting, known, asked = deque(starts), set(starts), Counter[str]()
    while waiting and asked.total() < MOST_PAGES:
        path = waiting.popleft()
        here = _seen_at(seen, path)
        if here is None or asked[here.name] >= MOST_OF_A_KIND:
            continue
        asked[here.name] += 1
        for link in _learn(seen, here, path, asker.ask(path)):
            if link not in known:
                known.add(link)
                waiting.append(link)


def leaves(name: str) -> bool:
    """Say whether an address ends the session."""
    return name in LEAVES


def paths_that_leave() -> list[str]:
    """Return where the addresses that end the session begin."""
    told = (one.route for one in addresses.everything() if leaves(one.name))
    return ["/" + route.split("<")[0].lstrip("^") for route in told]


def _seen_at(seen: dict[str, Seen], path: str) -> Seen | None:
    """Return what is known of the address behind a path, with the path's parts and choices added."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if leaves(match.view_name):
        return None
    one = seen.setdefault(match.view_name, Seen(match.view_name, match.route))
    for name, value in match.kwargs.items():
        _add(one.taken.setdefault(name, []), str(value))
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        _add(one.choices.setdefault(name, []), value)
    return one


def _learn(seen: dict[str, Seen], here: Seen, path: str, answer: Answer) -> Iterator[str]:
    here.paths.append(path)
    here.statuses.add(answer.status)
    here.kinds.add(answer.kind)
    if answer.status in (301, 302, 303):
        yield from _own([answer.headers.get("location", "")], path)
    if answer.kind != "text/html":
        return
    page = _Page(path)
    page.feed(answer.body.decode("utf-8", "replace"))
    for form in page.forms:
        _learn_form(seen, form)
    yield from _own(page.links, path)


def _learn_form(seen: dict[str, Seen], form: Form) -> None:
    there = _seen_at(seen, form.action)
    if there is None:
        return
    if form.method == "post":
        there.forms.append(form)
        return
    for control in form.fields.values():
        for value in control.values or [""]:
            _add(there.choices.setdefault(control.name, []), value)


def _own(links: list[str], path: str) -> Iterator[str]:
    for link in links:
        parts = urlsplit(urljoin(path, link))
        if link and not parts.netloc and not parts.scheme:
            yield parts._replace(fragment="").geturl()


def _add(values: list[str], value: str) -> None:
    if value not in values and len(values) < MOST_VALUES:
        values.append(value)


class _Page(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, [], []
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "form":
            action = urljoin(self.path, told.get("action") or self.path)
            method = told.get("method", "get").lower()
            self.forms.append(Form(method, action, "multipart" in told.get("enctype", "")))
        elif tag in ("input", "select", "textarea", "button") and told.get("name") and self.forms:
            self._control(tag, told)
        elif tag == "option" and self._select:
            _add(self._select.values, told.get("value", ""))

    def _control(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text") if tag == "input" else tag
        control = self.forms[-1].fields.setdefault(
            told["name"], Field(told["name"], kind, "required" in told)
        )
        if told.get("value"):
            _add(control.values, told["value"])
        self._select = control if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
