"""Asking every question of the matrix, and comparing the answers with what was decided."""

import time
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from confianza.web.accounts.models import User
from confianza.web.project import views
from tests.matrix import samples
from tests.matrix.table import ALLOWED, ANONYMOUS, LOGIN, NOTHING_THERE, NOWHERE, OTHER, OWN, REFUSED, Cell
from tests.matrix.world import World
from tests.tips.world import open_keys

METHODS = ("GET", "POST")
# Written down about a refusal, or about the browser: no change of what was asked for.
OWN_ACCOUNT = ("audit_", "django_session", "axes_", 'accounts_opensession" SET "seen_at"')


@dataclass(frozen=True)
class Answer:
    """What somebody got: the verdict, the words on the page, and the tables that were written to."""

    verdict: str
    text: str
    wrote: tuple[str, ...] = ()


class Browser:
    """A person's browser, which forgets everything but its session after each question."""

    def __init__(self, world: World, who: str, jurisdiction: str, *, language: str = "") -> None:
        self.client, self.language = Client(), language
        if who != ANONYMOUS:
            person = world.people[who, OWN if who in NOWHERE else jurisdiction]
            self.client.force_login(person)
            _as_after_a_login(self.client, person)
            if person.pk in world.tips.rings:
                open_keys(self.client, world.tips.rings[person.pk])
        kept = (settings.SESSION_COOKIE_NAME, settings.UNLOCK_COOKIE_NAME)
        self.kept = {name: self.client.cookies[name].value for name in kept if name in self.client.cookies}

    def ask(self, method: str, path: str, form: Mapping[str, object] = {}) -> HttpResponse:
        self.client.cookies.clear()
        for name, value in self.kept.items():
            self.client.cookies[name] = value
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = self.language
        return self.client.post(path, dict(form)) if method == "POST" else self.client.get(path)


def _as_after_a_login(client: Client, person: User) -> None:
    """Have the session stand as it does right after the password was typed."""
    session, now = client.session, time.time()
    typed = {"method": "password", "at": now, "username": person.username}
    session["account_authentication_methods"] = [typed]
    session["account_authentication_methods_user"] = str(person.pk)
    session.update({"begun_at": now, "seen_at": now})
    session.save()


@contextmanager
def undone():
    """Undo in the register whatever happens inside the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(world: World, browser: Browser, cell: Cell) -> Answer:
    """Ask one question of the matrix."""
    path, sample = samples.path(cell.address, world), samples.sample(cell.address)
    # The log holds only so many statements; of what no longer fits nothing would be seen.
    connection.queries_log.clear()
    with undone(), CaptureQueriesContext(connection) as asked:
        response = browser.ask(cell.method, path, sample.form)
        text = _text(response)
    got, wrote = verdict(response), _written(asked)
    if got == ALLOWED and sample.changes and cell.method == "POST" and not wrote:
        got = REFUSED
    return Answer(got, text, wrote)


def walk(world: World, questions: Iterable[Cell]) -> dict[Cell, Answer]:
    """Ask these questions, each person in one browser."""
    browsers: dict[tuple[str, str], Browser] = {}
    answers = {}
    for cell in questions:
        who = (cell.who, cell.jurisdiction)
        if who not in browsers:
            browsers[who] = Browser(world, *who)
        answers[cell] = answer(world, browsers[who], cell)
    return answers


@contextmanager
def nothing_drawn_once():
    """Draw the page that says that nothing is there once a person inside the block.

    It is most of all answers, and the same whatever was asked for: test_equal_404s.py holds that, byte by byte.
    """
    usual, drawn = views._nothing, {}

    def nothing(request: HttpRequest) -> HttpResponse:
        who = request.user.pk
        if who not in drawn:
            drawn[who] = usual(request).content
        return HttpResponseNotFound(drawn[who])

    with mock.patch.object(views, "_nothing", nothing):
        yield


def verdict(response: HttpResponse) -> str:
    """Say in the words of the matrix what an answer means; any other status stands for itself."""
    if response.status_code == 404:
        return NOTHING_THERE
    asked_to_log_in = response.status_code == 302 and response["Location"].startswith(
        reverse("accounts:login")
    )
    if asked_to_log_in and not response.wsgi_request.user.is_authenticated:
        return LOGIN
    return ALLOWED if response.status_code < 400 else str(response.status_code)


def _text(response: HttpResponse) -> str:
    return response.getvalue().decode(errors="replace") + response.headers.get("Location", "")


def _written(asked: CaptureQueriesContext) -> tuple[str, ...]:
    """Return the statements that changed something other than the account of deeds."""
    changes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return tuple(sql[:120] for sql in changes if not any(table in sql[:60] for table in OWN_ACCOUNT))


# --- comparing ------------------------------------------------------------------------------------


def differences(decided: Mapping[Cell, str], answers: Mapping[Cell, Answer], world: World) -> list[str]:
    """Say of every answer that is not what was decided: who, where, what was expected and what came.

    Also of every refusal that changed something, and of every page that showed another town's work.
    """
    return [
        f"{cell.who} ({cell.jurisdiction}): {cell.method} {cell.address}: {fault}"
        for cell, got in answers.items()
        for fault in _faults(cell, decided[cell], got, world)
    ]


def _faults(cell: Cell, expected: str, got: Answer, world: World) -> Iterable[str]:
    if got.verdict != expected:
        yield f"expected {expected}, got {got.verdict}"
    if got.verdict != ALLOWED and got.wrote:
        yield f"refused and yet changed {got.wrote[0]}"
    if cell.jurisdiction == OTHER and cell.who not in NOWHERE and got.verdict == ALLOWED:
        shown = [mark for mark in world.encinos.marks if mark in got.text and not _is_open(mark, cell)]
        if shown:
            yield f"shows what belongs to another town: {', '.join(shown)}"


def _is_open(mark: str, cell: Cell) -> bool:
    """Which office told a town's figures is open to every reader of figures, as the figures are (horizon.py)."""
    return cell.address.startswith("observatory:") and mark.startswith("Oficina")


def strays(known: set[str], decided: Iterable[Cell]) -> list[str]:
    """Name the addresses that stand in no line, and the lines whose address is gone."""
    listed = {cell.address for cell in decided}
    return [
        *(f"{address} has no line in the matrix" for address in sorted(known - listed)),
        *(f"{address} is in the matrix and nowhere else" for address in sorted(listed - known)),
    ]
