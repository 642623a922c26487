"""wapiti: crawls the site and tries the classics on every parameter it meets."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.attack import addressing, reaching
from tests.attack.findings import SEVERITIES, Attack, Finding
from tests.attack.surveying import paths_that_leave
from tests.attack.targets import Target

TOOL = "wapiti"
# Left out: what fetches databases or asks other hosts (cms, htp, nikto, takeover, wapp, wp_enum, log4shell), what
# looks for products that are not here (network_device, spring4shell, shellshock), tls, which the proxy ends (ssl), and
# guessing passwords (brute_login_form), which the throttle's own tests do. buster guesses names and is bounded.
MODULES = (
    "backup", "buster", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers",
    "https_redirect", "ldap", "methods", "permanentxss", "redirect", "sql", "ssrf", "timesql", "upload", "xss", "xxe",
)  # fmt: skip
# A chosen area, indicator or language leads to the same code a hundred times over.
SECONDS_TO_CRAWL, SECONDS_PER_MODULE, SECONDS_IN_ALL = 25, 7, 360
DEPTH, LINKS_PER_PAGE, FILES_PER_DIRECTORY = 6, 40, 12
CRAWLED = re.compile(r"\[\+\] \w+ (\S+)")
ANOMALY = (
    "medium"  # wapiti gives its anomalies (500, time-outs) a level of their own that says less than that
)


def attack(binary: Path, target: Target, collector: str, *, modules: tuple[str, ...] = MODULES) -> Attack:
    """Let wapiti loose on the target and read what it found."""
    report, log = target.folder / "wapiti.json", target.folder / "wapiti.log"
    started = time.monotonic()
    with (target.folder / "wapiti.out").open("wb") as out:
        subprocess.run(
            _command(binary, target, collector, modules, report, log),
            stdout=out, stderr=subprocess.STDOUT, timeout=SECONDS_IN_ALL, check=False,
        )  # fmt: skip
    if not report.exists():
        raise RuntimeError((target.folder / "wapiti.out").read_text(errors="replace")[-2000:])
    told = json.loads(report.read_text())
    asked = log.read_text(errors="replace") if log.exists() else ""
    return Attack(
        tool=TOOL,
        as_=target.as_,
        requests=asked.count("[¨]") + asked.count("[+]"),
        addresses=len({addressing.place("", url) for url in CRAWLED.findall(asked)}),
        inside=reaching.inside(reaching.of_session(target.folder)),
        seconds=time.monotonic() - started,
        findings=sorted(set(read(told)), key=lambda one: (one.kind, one.where, one.says)),
    )


def _command(
    binary: Path, target: Target, collector: str, modules: tuple[str, ...], report: Path, log: Path
) -> list[str]:
    own = target.folder
    told: dict[str, object] = {
        "--url": f"{target.address}/",
        "--scope": "folder",
        "--module": ",".join(modules),
        "--depth": DEPTH,
        "--max-links-per-page": LINKS_PER_PAGE,
        "--max-files-per-dir": FILES_PER_DIRECTORY,
        "--max-scan-time": SECONDS_TO_CRAWL,
        "--max-attack-time": SECONDS_PER_MODULE,
        "--endpoint": collector,
        "--store-session": own,
        "--store-config": own,
        "--timeout": 10,
        "--verbose": 2,
        "--log": log,
        "--format": "json",
        "--output": report,
    }
    command = [str(binary), "--flush-session", "--no-bugreport"]
    command += [str(part) for pair in told.items() for part in pair]
    for path in paths_that_leave():
        command += ["--exclude", f"{target.address}{path}*"]
    if target.asker.cookies:
        command += ["--cookie-value", target.asker.cookie_line]
        command += ["--start", f"{target.address}/cuenta/"]
    return command


def read(report: dict[str, Any]) -> Iterator[Finding]:
    """Read a report of wapiti's: vulnerabilities by their level, anomalies, and what is only informational."""
    for kind, entries in report.get("vulnerabilities", {}).items():
        yield from (_finding(kind, entry, SEVERITIES[entry["level"]]) for entry in entries)
    for kind, entries in report.get("anomalies", {}).items():
        yield from (_finding(kind, entry, ANOMALY) for entry in entries)
    for kind, entries in report.get("additionals", {}).items():
        yield from (_finding(kind, entry, "informational") for entry in entries)


def _finding(kind: str, entry: dict[str, Any], severity: str) -> Finding:
    where = addressing.place(entry["method"], entry["path"])
    if parameter := entry.get("parameter"):
        where += f" ({parameter})"
    return Finding(TOOL, kind, where, severity, " ".join(entry["info"].split())[:200])
