"""A real public door in a process of its own, over a workspace of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tipline.visitor import Visitor, over_http

SECONDS_TO_START = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and "postgres" in os.environ.get("DATABASE_URL", ""):
            item.add_marker(pytest.mark.skip(reason="these doors carry their own SQLite register"))


@dataclass
class Door:
    """A served public door: its folder, its port, its process, and everything it ever printed."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def visitor(self, headers: dict[str, str] | None = None, *, works: bool = True) -> Visitor:
        return Visitor(over_http(self.port, headers), works)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace whose units read tips, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("tipline")
    command = [sys.executable, "-m", "tests.tipline.prepare", str(folder / "workspace")]
    subprocess.run(command, env=_environment(folder), check=True, cwd=Path(__file__).parents[2])
    return folder


@pytest.fixture
def served(prepared: Path, tmp_path: Path) -> Iterator[Callable[[], Door]]:
    """Return a function that serves this test's copy of the workspace, again where it was killed."""
    folder = tmp_path / "door"
    shutil.copytree(prepared, folder)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(_serving(folder))


@pytest.fixture
def door(served: Callable[[], Door]) -> Door:
    return served()


@contextmanager
def _serving(folder: Path) -> Iterator[Door]:
    port = _free_port()
    command = [str(Path(sys.executable).with_name("confianza")), "tips", "serve", "--port", str(port)]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_it_answers(process, port, folder / "server.log")
        yield Door(folder, port, process)
    finally:
        process.terminate()
        process.wait(60)


def _environment(folder: Path) -> dict[str, str]:
    left_out = ("DATABASE_URL", "CONFIANZA_TIPS_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    passing = folder / "tmp"
    passing.mkdir(exist_ok=True)
    return environment | {
        "CONFIANZA_WORKSPACE": str(folder / "workspace"), "TMPDIR": str(passing), "CONFIANZA_LANGUAGE": "es",
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if over_http(port, timeout=5)([], [])[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The public door did not open:\n{log.read_text(errors='replace')[-3000:]}")
