"""The public door of the tip line under load: a hundred tips a minute for five minutes, each with a photo.

Every teller goes through the whole questionnaire, as a browser that does the work of its forms. They leave at
fixed moments, whether the door keeps up or not. Afterwards every receipt must open its tip.
"""

import io
import os
import queue
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.measuring import KILOBYTES_PER_MEGABYTE, Row, percentile
from confianza.web.tips import keys, receipts
from tests.tipline.visitor import Visitor, over_http

A_MINUTE, SECONDS = 100, 300
PHOTO_BYTES = 1_000_000
TELLERS = 24
# What the door, its two readers of files and two stretched receipts may take together, whatever comes.
AIM_MB = 1200.0
# Half of the tellers wait less than this for their receipt once they press “Send”.
AIM_SECONDS = 5.0
SAMPLED_EVERY = 0.5
OPENED = 40
PROGRAM = "from confianza.cli import main; main()"


@dataclass
class Outcome:
    """What came of a load: receipts, waits for them (s), what went wrong, and the memory over time (MB)."""

    receipts: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    seconds: float = 0.0
    lost: int = 0


def run() -> list[Row]:
    """Load a door of its own for five minutes."""
    told = load(seconds=SECONDS)
    asked = round(A_MINUTE * SECONDS / 60)
    lost, late, early = asked - len(told.receipts) + told.lost, *halves(told.memory)
    most, wait = max(told.memory), percentile(told.waits, 50)
    pressed = f"{asked} tips with {PHOTO_BYTES / 10**6:.0f} MB in {SECONDS} s"
    return [
        Row(f"{pressed}: lost", lost, "tips", aim="none", met=lost == 0),
        Row(f"{pressed}: memory at most", most, "MB", f"{AIM_MB:.0f} MB", most / AIM_MB, "bounded",
            most < AIM_MB),
        Row("memory of the second half beside the first", late, "MB", "first half", late / early, "no growth",
            late < 1.25 * early),
        Row("from “Send” to the receipt, half of them", wait, "s", f"{AIM_SECONDS:.0f} s", wait / AIM_SECONDS,
            "soon", wait < AIM_SECONDS),
    ]  # fmt: skip


def halves(memory: list[float]) -> tuple[float, float]:
    """Return the peaks of the second half of a series and of the first."""
    middle = len(memory) // 2
    return max(memory[middle:]), max(memory[:middle])


def load(*, seconds: float, a_minute: int = A_MINUTE) -> Outcome:
    """Serve a door and have so many people a minute tell something; then look for what they told."""
    with tempfile.TemporaryDirectory(prefix="confianza-tips-") as name:
        folder = Path(name)
        _confianza_prepare(folder)
        with _served(folder) as (port, process):
            outcome = _told_to(port, process, seconds=seconds, a_minute=a_minute)
        outcome.lost = _lost(folder / "workspace", outcome.receipts)
    return outcome


def photo() -> bytes:
    """Return a JPEG of about a megabyte, another each time."""
    from PIL import Image

    width, height = 1200, 860
    noise = Image.frombytes("RGB", (width, height), secrets.token_bytes(width * height * 3))
    made = io.BytesIO()
    noise.save(made, "JPEG", quality=92)
    return made.getvalue()


def _told_to(port: int, process: psutil.Process, *, seconds: float, a_minute: int) -> Outcome:
    outcome, waiting, over = Outcome(), queue.SimpleQueue[bytes | None](), threading.Event()
    tellers = [
        threading.Thread(target=_teller, args=(port, waiting, outcome), daemon=True) for _ in range(TELLERS)
    ]
    watch = threading.Thread(target=_watch, args=(process, outcome, over), daemon=True)
    for thread in (*tellers, watch):
        thread.start()
    content, began = photo(), time.monotonic()
    for number in range(round(seconds * a_minute / 60)):
        time.sleep(max(began + number * 60 / a_minute - time.monotonic(), 0))
        waiting.put(content)
    for _ in tellers:
        waiting.put(None)
    for thread in tellers:
        thread.join(600)
    outcome.seconds = time.monotonic() - began
    over.set()
    return outcome


def _teller(port: int, waiting: "queue.SimpleQueue[bytes | None]", outcome: Outcome) -> None:
    while (content := waiting.get()) is not None:
        try:
            visitor = Visitor(over_http(port, timeout=120)).tell(files=[("IMG_0001.jpg", content)])
            pressed = time.monotonic()
            outcome.receipts.append(visitor.press("send").receipt())
            outcome.waits.append(time.monotonic() - pressed)
        except (OSError, AssertionError) as error:
            outcome.errors.append(f"{type(error).__name__}: {error}"[:200])


def _watch(process: psutil.Process, outcome: Outcome, over: threading.Event) -> None:
    while not over.wait(SAMPLED_EVERY):
        everyone = [process, *process.children(recursive=True)]
        total = 0
        for one in everyone:
            try:
                total += one.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        outcome.memory.append(total / KILOBYTES_PER_MEGABYTE**2)


def _lost(workspace: Path, told: list[str]) -> int:
    """Return how many tips the register lacks, or lacks of those that were opened one by one."""
    register = sqlite3.connect(workspace / "register.sqlite3")
    kept = {row[0] for row in register.execute("SELECT lookup FROM tips_tip WHERE state = 'new'")}
    files = register.execute("SELECT count(*) FROM tips_attachment").fetchone()[0]
    register.close()
    own = keys.intake_keys(workspace / "keys")
    missing = sum(
        receipts.root_of(one, own).lookup not in kept for one in told[:: max(1, len(told) // OPENED)]
    )
    return max(len(told) - len(kept), len(told) - files, missing)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", PROGRAM, "tips", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                over_http(port, timeout=5)([], [])
                break
            except OSError:
                time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _confianza_prepare(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.tipline.prepare", str(folder / "workspace")]
    subprocess.run(command, env=_environment(folder), check=True)


def _environment(folder: Path) -> dict[str, str]:
    left_out = ("DATABASE_URL", "CONFIANZA_TIPS_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"CONFIANZA_WORKSPACE": str(folder / "workspace"), "CONFIANZA_LANGUAGE": "es"}
