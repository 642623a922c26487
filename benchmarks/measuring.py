"""Run one function in a process of its own; tell how long it took and how much memory it needed at most."""

import importlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KILOBYTES_PER_MEGABYTE = 1024


@dataclass(frozen=True)
class Row:
    """One line of a result. `ratio` is against the side-by-side measure or the aim; below 1 is better."""

    what: str
    measured: float
    unit: str
    against: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None


def median_seconds(question: Callable[[], Any], *, repeats: int) -> float:
    """Ask so many times, after once that does not count, and return the median by the clock."""
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


@dataclass(frozen=True)
class Measured:
    """What a process that did one thing needed, and what it returned (JSON).

    `seconds` by the clock; `processor_seconds` of all processors together, which other work on the machine
    hardly changes; `peak_mb` of memory.
    """

    seconds: float
    processor_seconds: float
    peak_mb: float
    returned: Any


def apart(function: Callable[..., Any], *arguments: str) -> Measured:
    """Call a function of this package in a fresh process; the time does not count the start of Python."""
    name = f"{function.__module__}:{function.__name__}"
    command = [sys.executable, "-m", "benchmarks.measuring", name, *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(answer.stdout.splitlines()[-1]))


def best(runs: Iterable[Measured]) -> Measured:
    """Return the quickest of several runs: what else the machine did only ever adds time."""
    return min(runs, key=lambda run: run.seconds)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the percentile of at least two values, by linear interpolation."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _peak_kilobytes() -> int:
    """Return the most memory this process held. What `getrusage` tells begins with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(told["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _here(name: str, arguments: Sequence[str]) -> None:
    module, _, function = name.partition(":")
    called = getattr(importlib.import_module(module), function)
    began = time.perf_counter()
    returned = called(*arguments)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = Measured(
        seconds=seconds,
        processor_seconds=used.ru_utime + used.ru_stime,
        peak_mb=_peak_kilobytes() / KILOBYTES_PER_MEGABYTE,
        returned=returned,
    )
    print(json.dumps(asdict(measured)))


if __name__ == "__main__":
    _here(sys.argv[1], sys.argv[2:])
