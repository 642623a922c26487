"""What is attacked: copies of the demo, each served for one attack, with sessions that need no login form."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.attack.asking import Asker
from tests.journeys import site as sites

NOBODY, BRINGS = "", "ana"
SECONDS_TO_CHECK = 60
NO_COOKIES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Target:
    """A served copy of the demo and who stands before it."""

    asker: Asker
    as_: str
    folder: Path

    @property
    def address(self) -> str:
        return self.asker.address

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


@dataclass(frozen=True)
class Ground:
    """The demo that every target is a copy of, and the cookies of who has a session in it."""

    demo: Path
    cookies: Mapping[str, Mapping[str, str]]

    @contextmanager
    def target(self, as_: str, folder: Path) -> Iterator[Target]:
        """Serve a fresh copy until the block ends."""
        folder.mkdir(parents=True)
        with sites.served(self.demo, folder) as served:
            yield Target(Asker(served.address, self.cookies.get(as_, NO_COOKIES)), as_, folder)
        shutil.rmtree(folder / "workspace")


def prepared(folder: Path, usernames: tuple[str, ...]) -> Ground:
    """Build the demo, or copy the one CONFIANZA_DEMO names, and open sessions in it."""
    finished = os.environ.get("CONFIANZA_DEMO")
    demo = folder / "ground"
    shutil.copytree(finished or sites.built_once(folder), demo)
    os.environ["CONFIANZA_WORKSPACE"] = str(demo)
    os.environ["DJANGO_SETTINGS_MODULE"] = "confianza.web.project.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    ground = Ground(demo, {name: _cookies(name) for name in usernames})
    return _with_an_upload(ground, folder / "bringing") if BRINGS in usernames else ground


def _with_an_upload(ground: Ground, folder: Path) -> Ground:
    """Bring the demo's pending file, so that the pages of an upload that waits are there to be attacked."""
    folder.mkdir()
    with sites.served(ground.demo, folder) as served:
        asker = Asker(served.address, ground.cookies[BRINGS])
        file = served.workspace / served.demo.pending
        kind, body = _multipart(file)
        sent = asker.ask(
            "/registros/subir/", "POST", body=body,
            headers={"Content-Type": kind, "X-CSRFToken": token(asker.cookies)},
        )  # fmt: skip
        _wait_until_checked(asker, sent.headers.get("location", ""))
    return Ground(folder / "workspace", ground.cookies)


def _multipart(file: Path) -> tuple[str, bytes]:
    head = f'Content-Disposition: form-data; name="files"; filename="{file.name}"'
    body = f"--x\r\n{head}\r\n\r\n".encode() + file.read_bytes() + b"\r\n--x--\r\n"
    return "multipart/form-data; boundary=x", body


def _wait_until_checked(asker: Asker, page: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_CHECK
    while b"confirmar/" not in asker.ask(page).body:
        if not page or time.monotonic() > deadline:
            raise RuntimeError(f"The demo's pending file was never checked: {page or 'it was refused'}")
        time.sleep(0.5)


def _cookies(username: str) -> dict[str, str]:
    """Return the cookies of a session that has passed every factor: how people sign in is tested elsewhere."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: _get_new_csrf_string()}


def token(cookies: Mapping[str, str]) -> str:
    """Return what a form of this session must send along."""
    from django.conf import settings

    return cookies.get(settings.CSRF_COOKIE_NAME, "")
