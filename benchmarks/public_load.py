"""The public pages under load: so many requests a second for a minute, asked of `confianza serve` on a host.

The requests leave at fixed moments, whether the server keeps up or not, and each is timed from the moment it
should have left: a server that stands still for a second is then charged for everybody who waited.
"""

import http.client
import os
import queue
import re
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.measuring import Row, percentile
from benchmarks.overview_page import served

PER_SECOND, SECONDS = 200, 60
AIM_MILLISECONDS = 100.0
# Browsers of so many people keep their line open; the server works for eight at a time.
CONNECTIONS = 32
PATIENCE_SECONDS = 10
TODAY = date(2026, 11, 22)
# What people who read the news that evening ask for; half of them only see the first page.
FIRST_PAGE = "/"
OTHERS = (
    "/lugares/", "/indicadores/", "/datos/", "/boletines/", "/metodos/", "/novedades/", "/correcciones/",
    "/novedades/rss.xml", "/api/v1/releases", "/api/v1/areas", "/api/v1/figures?grain=year&limit=200",
)  # fmt: skip
MOST_LINKS = 12
GOOD = (200, 304)


@dataclass
class Outcome:
    """What came of a load: how long each answer took (ms), and what went wrong."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    bytes: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds if self.seconds else 0.0


def run() -> list[Row]:
    """Serve the demo with its releases and load it; the pages are warm, as after the first visitors."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = demo(Path(folder) / "demo")
        with served(workspace) as address:
            paths = pages(address)
            warm = load(address, paths, per_second=20, seconds=3)
            told = load(address, paths, per_second=PER_SECOND, seconds=SECONDS)
    return _rows(paths, warm, told)


def demo(folder: Path) -> Path:
    """Return a finished demo: the one named by CONFIANZA_DEMO, or one built here."""
    if finished := os.environ.get("CONFIANZA_DEMO"):
        return Path(finished)
    from confianza.demo import build

    build.build(folder, today=TODAY)
    return folder


def pages(address: str) -> list[str]:
    """Return what is asked for: the first page as often as all others together, and where it leads."""
    host = address.removeprefix("http://")
    line = http.client.HTTPConnection(host, timeout=60)
    line.request("GET", FIRST_PAGE)
    html = line.getresponse().read().decode()
    linked = re.findall(r'href="(/(?:lugares|indicadores)/[^"#]+)"', html)
    others = [*OTHERS, *[link.replace("&amp;", "&") for link in dict.fromkeys(linked)][:MOST_LINKS]]
    return [path for other in others for path in (FIRST_PAGE, other)]


def load(
    address: str, paths: Sequence[str], *, per_second: int, seconds: float, connections: int = CONNECTIONS
) -> Outcome:
    """Ask for `paths` in turn, `per_second` times a second, over so many open lines."""
    outcome, waiting, lock = Outcome(), queue.SimpleQueue[tuple[float, str] | None](), threading.Lock()
    host = address.removeprefix("http://")
    clients = [
        threading.Thread(target=_client, args=(host, waiting, outcome, lock), daemon=True)
        for _ in range(connections)
    ]
    for client in clients:
        client.start()
    began = time.perf_counter()
    for number in range(int(per_second * seconds)):
        due = began + number / per_second
        time.sleep(max(due - time.perf_counter(), 0))
        waiting.put((due, paths[number % len(paths)]))
    for _ in clients:
        waiting.put(None)
    for client in clients:
        client.join(PATIENCE_SECONDS + seconds)
    outcome.seconds = time.perf_counter() - began
    return outcome


def _client(
    host: str, waiting: "queue.SimpleQueue[tuple[float, str] | None]", outcome: Outcome, lock: threading.Lock
) -> None:
    line = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
    while (asked := waiting.get()) is not None:
        due, path = asked
        wrong, size = _ask(line, path)
        took = (time.perf_counter() - due) * 1000
        with lock:
            outcome.waits.append(took)
            outcome.bytes += size
            if wrong:
                outcome.errors.append(wrong)
    line.close()


def _ask(line: http.client.HTTPConnection, path: str) -> tuple[str, int]:
    """Ask for one page as a browser does; return what went wrong ("" if nothing) and how many bytes came."""
    try:
        line.request("GET", path, headers={"Accept-Encoding": "gzip", "Connection": "keep-alive"})
        answer = line.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        line.close()
        return f"{path}: {type(error).__name__}: {error}", 0
    wrong = "" if answer.status in GOOD and body else f"{path}: {answer.status}"
    return wrong, len(body)


def _rows(paths: Sequence[str], warm: Outcome, told: Outcome) -> list[Row]:
    most, errors = percentile(told.waits, 95), len(told.errors)
    kept_up = told.per_second >= 0.98 * PER_SECOND
    return [
        Row(f"different pages asked for ({len(told.waits)} requests)", len(set(paths)), "pages"),
        Row("slowest while pages were made", max(warm.waits), "ms"),
        Row("requests a second", told.per_second, "1/s", "aim", PER_SECOND / told.per_second,
            f"≥ {PER_SECOND}", kept_up),
        Row("errors", errors, "", "aim", None, "0", errors == 0),
        Row("median", percentile(told.waits, 50), "ms"),
        Row("95th percentile", most, "ms", "aim", most / AIM_MILLISECONDS, f"≤ {AIM_MILLISECONDS:g} ms",
            most <= AIM_MILLISECONDS),
        Row("99th percentile", percentile(told.waits, 99), "ms"),
        Row("bytes an answer, mean", told.bytes / max(len(told.waits), 1), "bytes"),
    ]  # fmt: skip
