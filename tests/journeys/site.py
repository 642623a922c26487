"""The demo, built once for all test processes, and copies of it served as a user would serve them."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from confianza.demo import build
from confianza.demo.build import DemoSummary

TODAY = date(2026, 11, 22)
# Of a machine that has other work: alone it takes two minutes and five seconds.
SECONDS_TO_BUILD, SECONDS_TO_START = 540, 120


@dataclass(frozen=True)
class Site:
    """A served copy of the demo: its address, its folder and what the demo says about itself."""

    address: str
    workspace: Path
    demo: DemoSummary


def built_once(shared: Path) -> Path:
    """Return the demo's folder; of several test processes one builds it and the others wait."""
    demo, lock = shared / "demo", shared / "demo.lock"
    try:
        lock.mkdir()
    except FileExistsError:
        _wait_for(demo, lock / "failed")
        return demo
    try:
        build.build(demo, today=TODAY)
    except BaseException:
        lock.joinpath("failed").touch()
        raise
    return demo


def _wait_for(demo: Path, failed: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_BUILD
    while build.summary(demo) is None:
        if failed.exists() or time.monotonic() > deadline:
            raise RuntimeError("The other test process never finished the demo.")
        time.sleep(0.5)


@contextmanager
def served(demo: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the demo, with its worker, until the block ends."""
    workspace = folder / "workspace"
    shutil.copytree(demo, workspace)
    port = _free_port()
    command = [
        str(Path(sys.executable).with_name("confianza")),
        "serve",
        "--with-worker",
        "--port",
        str(port),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CONFIANZA_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(server, address, folder / "server.log")
        summary = build.summary(workspace)
        assert summary is not None
        yield Site(address, workspace, summary)
    finally:
        server.terminate()
        server.wait(120)
        log.close()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/salud/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")
