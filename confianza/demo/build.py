"""Build the demo, once: aside, in a process of its own, and in one move when it is finished.

Whoever is killed on the way leaves a folder `<name>.building-…`, which the next build clears away; the demo
itself is there whole or not at all. A finished demo of this version is left as it is, with whatever its users
did in it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

VERSION = 9  # raise it when a demo built earlier would mislead
UNFINISHED = ".building-"
MARKER = "demo"  # settings.FICTIONAL_DATA looks for it; pages then say that all this is invented
# How much there is in it: a town, or a town in which people have written down for years.
TOWN_SIZE, LARGE = "town", "large"
SIZES = (TOWN_SIZE, LARGE)
# Known to everybody, of accounts that see fictional data only.
PASSWORD = "demostracion-ficticia"  # noqa: S105

Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Account:
    """One member of the cast, as told to whoever tries the demo."""

    role: dict[str, str]  # in each language of the interface
    name: str
    username: str
    area: str  # the name of the jurisdiction; empty: the whole installation


@dataclass(frozen=True)
class DemoSummary:
    """What was built: where, with data until when, and who may log in with `password`."""

    workspace: str
    version: int
    built_on: str  # ISO date
    last_month: str  # ISO date of its first day
    municipality: str
    deliveries: int
    claims: int
    password: str
    accounts: tuple[Account, ...]
    pending: str  # the file left for whoever wants to bring one in by hand
    size: str = TOWN_SIZE


class NotADemo(Exception):
    """The folder holds something that is no demo; it is left alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        super().__init__(f"{root} holds other files; the demo needs a folder of its own.")


class OtherSize(Exception):
    """The folder holds a demo of another size; whoever wants this one names another folder."""

    def __init__(self, root: Path, found: str) -> None:
        self.root, self.found = root, found
        super().__init__(f"{root} holds a demo of the size {found}.")


class BuildFailed(Exception):
    """The process that builds stopped before it was finished."""


def build(
    root: Path, *, today: date, report: Report = lambda step, share: None, size: str = TOWN_SIZE
) -> DemoSummary:
    """Build the demo's workspace at `root` and say what is in it; return at once where it is finished.

    `today` is the day the demo pretends to be built on: its data end with the last month that is over.
    `report` is told the step (a sentence in English) and the share done, 0 to 1. `size`: one of SIZES. The
    caller must not have started Django on `root`: do that afterwards. Raises NotADemo, OtherSize or
    BuildFailed.
    """
    finished = summary(root)
    if finished and finished.size != size:
        raise OtherSize(root, finished.size)
    if finished and finished.version == VERSION:
        return finished
    if finished is None and root.exists() and any(root.iterdir()):
        raise NotADemo(root)
    for left in root.parent.glob(f"{root.name}{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: what a killed build's process may still be writing never lands in this one.
    aside = root.with_name(f"{root.name}{UNFINISHED}{os.getpid()}")
    _build_aside(aside, today, report, size)
    shutil.rmtree(root, ignore_errors=True)
    aside.rename(root)
    built = summary(root)
    assert built is not None  # noqa: S101 - the marker is what the process wrote last
    return built


def summary(root: Path) -> DemoSummary | None:
    """Return what a finished demo holds, or None where there is none."""
    try:
        told = json.loads((root / MARKER).read_text())
    except (OSError, ValueError):
        return None
    accounts = tuple(Account(**account) for account in told.pop("accounts"))
    return DemoSummary(**{**told, "workspace": str(root)}, accounts=accounts)


def leave_marker(root: Path, built: DemoSummary) -> None:
    """Write what was built into the workspace; from then on it is finished."""
    (root / MARKER).write_text(json.dumps(asdict(built), ensure_ascii=False, indent=1))


def _build_aside(aside: Path, today: date, report: Report, size: str) -> None:
    """Run `construction` in a process of its own: Django knows one workspace per process."""
    told = {"stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(_command(aside, today, size), env=_environment(aside), **told) as builder:  # noqa: S603
        try:
            for line in builder.stdout or ():
                step = _step(line)
                report(step["step"], step["share"])
        finally:
            if builder.poll() is None and sys.exc_info()[0]:
                builder.terminate()
    if builder.returncode:
        raise BuildFailed(f"The demo could not be built: its builder stopped with code {builder.returncode}.")


def _command(aside: Path, today: date, size: str) -> list[str]:
    return [sys.executable, "-m", "confianza.demo.construction", str(aside), today.isoformat(), size]


def _step(line: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(line)
    return told


def _environment(aside: Path) -> dict[str, str]:
    """Return the environment of the builder: a workspace and register of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "CONFIANZA_WORKSPACE": str(aside),
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
        "PYTHONUTF8": "1",
    }
