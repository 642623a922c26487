"""Observatories of their own for tests: a workspace each, spoken to by the command as a person would."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 180
# What another version of the programme would count: homicides together with assisted suicides.
ANOTHER_VERSION = """
import dataclasses, functools
from confianza.analysis.indicators import registry
ours = registry.get
def get(identity):
    found = ours(identity)
    return dataclasses.replace(found, version=2, iccs=("0101", "0104")) if identity == "homicide" else found
registry.get = get
"""
PROGRAM = "from confianza.cli.program import app; app()"


@dataclass(frozen=True)
class Observatory:
    """A workspace; `differs` runs it with a version that defines homicides in another way."""

    name: str
    folder: Path
    differs: bool = False

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a verb of the command in this workspace."""
        told = [str(word) for word in words]
        return subprocess.run(
            [sys.executable, "-c", self.program, *told, "--json"],
            env=self.environment, capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip

    def told(self, *words: object, exit_code: int = 0) -> Any:
        """Run a verb and return what it told; fail where it ends otherwise than expected."""
        done = self.run(*words)
        assert done.returncode == exit_code, (words, done.stdout[-2000:], done.stderr[-2000:])
        return json.loads(done.stdout)

    @property
    def program(self) -> str:
        return (ANOTHER_VERSION if self.differs else "") + PROGRAM

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL",)}
        own = {"CONFIANZA_WORKSPACE": str(self.folder), "CONFIANZA_LANGUAGE": "en"}
        return {**kept, **own, "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings"}

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the workspace on this machine, and give its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = [sys.executable, "-c", self.program, "serve", "--port", str(port)]
        with subprocess.Popen(
            words, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                _wait_for(f"http://127.0.0.1:{port}")
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/salud/", timeout=5):  # noqa: S310 - this machine
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(address)
