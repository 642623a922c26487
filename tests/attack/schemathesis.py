"""schemathesis: asks every address for what its description allows, and for what it does not."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.attack import reaching
from tests.attack.findings import Attack, Finding
from tests.attack.targets import Target, token

TOOL = "schemathesis"
SECONDS, EXAMPLES, SECONDS_IN_ALL = 35, 10, 150


def attack(binary: Path, target: Target, description: Path, *, seed: int, seconds: int = SECONDS) -> Attack:
    """Let schemathesis loose on the target and read what it found."""
    report, asked = target.folder / "schemathesis.json", target.folder / "schemathesis.har"
    started = time.monotonic()
    with (target.folder / "schemathesis.out").open("wb") as out:
        subprocess.run(
            _command(binary, target, description.resolve(), report, asked, seed, seconds),
            stdout=out, stderr=subprocess.STDOUT, timeout=SECONDS_IN_ALL, check=False, cwd=target.folder,
        )  # fmt: skip
    if not report.exists():
        raise RuntimeError((target.folder / "schemathesis.out").read_text(errors="replace")[-2000:])
    told = json.loads(report.read_text())
    return Attack(
        tool=TOOL,
        as_=target.as_,
        requests=told["test_cases"]["generated"],
        addresses=told["operations"]["tested"],
        inside=reaching.inside(reaching.of_har(asked)),
        seconds=time.monotonic() - started,
        findings=sorted(read(told), key=lambda one: (one.kind, one.where)),
    )


def _command(
    binary: Path, target: Target, description: Path, report: Path, asked: Path, seed: int, seconds: int
) -> list[str]:
    told: dict[str, object] = {
        "--url": target.address,
        "--seed": seed,
        "--max-examples": EXAMPLES,
        "--max-time": seconds,
        "--phases": "examples,coverage,fuzzing",
        "--workers": 2,
        "--max-redirects": 0,
        "--request-timeout": 20,
        "--generation-database": "none",
        "--report": "json,har",
        "--report-json-path": report.resolve(),
        "--report-har-path": asked.resolve(),
        "--warnings": "off",
    }
    command = [str(binary), "run", str(description), "--continue-on-failure", "--no-shrink", "--no-color"]
    command += [str(part) for pair in told.items() for part in pair]
    if target.asker.cookies:
        for line in (f"Cookie: {target.asker.cookie_line}", f"X-CSRFToken: {token(target.asker.cookies)}"):
            command += ["--header", line]
    return command


def read(report: dict[str, Any]) -> Iterator[Finding]:
    """Read a report of schemathesis's: one finding for each failure and operation.

    Its own errors are told as informational: a fuzzer that stumbles says nothing about the site.
    """
    for failure in report.get("failures", []):
        for operation in failure["operations"]:
            yield Finding(TOOL, failure["type"], operation, failure["severity"], failure["title"])
    for error in report.get("errors", []):
        yield Finding(TOOL, "tool's own error", "-", "informational", error["title"])
