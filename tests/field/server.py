"""A server that telephones find, in a process of its own over a workspace and a register of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support.postgres import SUPERUSER

HOME = Path(__file__).parents[2]
TELEPHONES, SECONDS_TO_START = 8, 90
REGISTERS = ("DATABASE_URL", "CONFIANZA_OWNER_DATABASE_URL")
LEFT_OUT = (*REGISTERS, "CONFIANZA_TIPS_DATABASE_URL", "CONFIANZA_WORKSPACE")


@dataclass(frozen=True)
class Server:
    """Where it listens, the keys of its telephones, and its workspace."""

    port: int
    keys: tuple[str, ...]
    workspace: Path
    environment: dict[str, str]

    def address(self, telephone: int = 0) -> str:
        """Return what somebody types into a telephone."""
        return f"http://127.0.0.1:{self.port}/odk/{self.keys[telephone]}"

    def holds(self) -> dict[str, Any]:
        """Return what arrived; see look.py."""
        told: dict[str, Any] = json.loads(_run("tests.field.look", self.environment, str(self.workspace)))
        return told


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """Serve a new workspace with every form of the program's, on the database of this run of tests."""
    workspace = folder / "workspace"
    with _register() as register:
        environment = _environment(workspace) | register
        keys = json.loads(_run("tests.field.prepare", environment, str(workspace), str(TELEPHONES)))
        with _serving(environment, folder / "server.log") as port:
            yield Server(port, tuple(keys), workspace, environment)


def _register() -> Any:
    return _own_database(os.environ[SUPERUSER]) if SUPERUSER in os.environ else nullcontext({})


@contextmanager
def _own_database(superuser: str) -> Iterator[dict[str, str]]:
    name = f"field_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} OWNER confianza_owner")
    try:
        yield {each: _beside(os.environ[each], name) for each in REGISTERS}
    finally:
        with psycopg.connect(superuser, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _beside(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    place, mark, asked = url.partition("?")
    return f"{place.rpartition('/')[0]}/{name}{mark}{asked}"


def _environment(workspace: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return kept | {
        "CONFIANZA_WORKSPACE": str(workspace), "CONFIANZA_LANGUAGE": "es",
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }  # fmt: skip


def _run(module: str, environment: dict[str, str], *told: str) -> str:
    command = [sys.executable, "-m", module, *told]
    return subprocess.run(  # noqa: S603 - our own modules
        command, env=environment, cwd=HOME, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


@contextmanager
def _serving(environment: dict[str, str], log: Path) -> Iterator[int]:
    port = _free_port()
    confianza = str(shutil.which("confianza", path=Path(sys.executable).parent))
    command = [confianza, "serve", "--port", str(port)]
    with log.open("ab") as told:
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=subprocess.STDOUT)  # noqa: S603
    try:
        _wait_until_it_answers(process, port, log)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")
