"""`make attack`: run every attack, print what was found, keep it, and say by the exit code whether all is explained.

`--only TOOL` runs one tool, `--seed N` repeats a run; CONFIANZA_DEMO names a finished demo and spares building one.
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.attack import (
    collector,
    findings,
    oddities,
    openapi,
    reaching,
    schemathesis,
    server_log,
    surveying,
    targets,
    vulnerable,
    wapiti,
)
from tests.attack.asking import Asker
from tests.attack.findings import Attack, Finding
from tests.attack.targets import NOBODY, Ground, Target

ROOT = Path(__file__).resolve().parents[2]
WAPITI, SCHEMATHESIS = ROOT / ".venv-wapiti/bin/wapiti", ROOT / ".venv-schemathesis/bin/schemathesis"
RESULTS = Path(__file__).parent / "results"
SEED = 2026
# Whoever may do most in each way: bring records, let people in, read the account.
PEOPLE = ("ana", "marta", "noe")
SIGNED_IN = "/cuenta/"


@dataclass
class Run:
    """What every attack of this run shares."""

    folder: Path
    ground: Ground
    seen: dict[str, surveying.Seen]
    collector: collector.Collector
    seed: int
    tried: set[str] = field(default_factory=set)

    def as_somebody(self, tool: str, as_: str, loose: Callable[[Target], Attack]) -> Attack:
        """Let a tool loose on a fresh copy, then ask what the server wrote and whether the session still stands."""
        with self.ground.target(as_, self.folder / f"{tool}-{as_ or 'nobody'}") as target:
            attack = loose(target)
            attack.findings += server_log.read(target.log)
            if as_ and attack.inside < reaching.FEWEST:
                attack.findings.append(Finding(tool, "stayed outside", f"{attack.inside} pages", "high"))
            if as_ and target.asker.ask(SIGNED_IN).status != 200:
                attack.findings.append(Finding(tool, "session lost", f"GET {SIGNED_IN}", "high"))
        return attack


def main() -> int:
    """Run the attacks and return 0 where all is explained, 1 where something is not, 2 where the tools are blind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["oddities", "schemathesis", "wapiti"])
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    started = time.monotonic()
    with _folder() as folder, collector.listening() as calls:
        ground = targets.prepared(folder, PEOPLE)
        if blind := _blind(folder, options.only):
            print(f"The attackers do not see what is bad on purpose: {', '.join(blind)}.", file=sys.stderr)
            return 2
        run = Run(folder, ground, _survey(ground, folder), calls, options.seed)
        attacks = list(_attacks(run, options.only))
        attacks[-1].findings += calls.findings()
    return _tell(attacks, time.monotonic() - started)


@contextlib.contextmanager
def _folder():
    """Work in a passing folder; CONFIANZA_ATTACK names one that stays, with every tool's own reports."""
    if kept := os.environ.get("CONFIANZA_ATTACK"):
        Path(kept).mkdir(parents=True)
        yield Path(kept)
    else:
        with tempfile.TemporaryDirectory(prefix="confianza-attack-") as passing:
            yield Path(passing)


def _blind(folder: Path, only: str | None) -> list[str]:
    """Return which tools find nothing on a site made badly on purpose."""
    blind = []
    with vulnerable.served() as address:
        target = Target(Asker(address, {}), NOBODY, folder / "vulnerable")
        target.folder.mkdir()
        description = target.folder / "openapi.json"
        description.write_text(json.dumps(vulnerable.DESCRIPTION))
        if only in (None, "wapiti"):
            found = wapiti.attack(WAPITI, target, f"{address}/", modules=("xss",)).findings
            blind += [] if any(one.needs_word for one in found) else ["wapiti"]
        if only in (None, "schemathesis"):
            found = schemathesis.attack(SCHEMATHESIS, target, description, seed=SEED, seconds=60).findings
            blind += [] if any(one.kind == "ServerError" for one in found) else ["schemathesis"]
    return blind


def _survey(ground: Ground, folder: Path) -> dict[str, surveying.Seen]:
    with ground.target(NOBODY, folder / "survey") as target:
        askers = [Asker(target.address, ground.cookies.get(name, {})) for name in (NOBODY, *PEOPLE)]
        return surveying.survey(askers)


def _attacks(run: Run, only: str | None):
    if only in (None, "oddities"):
        for name in (NOBODY, *PEOPLE):
            yield run.as_somebody(
                "oddities", name, lambda target: oddities.attack(target, run.seen, run.tried)
            )
    if only in (None, "schemathesis"):
        description = _description(run)
        for name in (NOBODY, *PEOPLE):
            yield run.as_somebody(
                "schemathesis",
                name,
                lambda target: schemathesis.attack(SCHEMATHESIS, target, description, seed=run.seed),
            )
    if only in (None, "wapiti"):
        for name in (NOBODY, "ana", "marta"):
            yield run.as_somebody(
                "wapiti", name, lambda target: wapiti.attack(WAPITI, target, run.collector.address)
            )


def _description(run: Run) -> Path:
    from tests.support import addresses

    file = run.folder / "openapi.json"
    file.write_text(json.dumps(openapi.describe(addresses.everything(), run.seen)))
    return file


def _tell(attacks: list[Attack], seconds: float) -> int:
    known = findings.explanations()
    told = findings.as_data(attacks, known)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / "attack.json"
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    Console().print(_table(attacks))
    alone = findings.unexplained(attacks, known)
    for one in alone:
        print(f"UNEXPLAINED · {one.severity} · {one.tool} · {one.kind} · {one.where} · {one.says}")
    for word in findings.unused(attacks, known):
        print(f"not met this time: {word.tool} · {word.kind} · {word.where}")
    print(f"{seconds:.0f} s; {len(alone)} unexplained; all of it in {file.relative_to(ROOT)}")
    return 1 if alone else 0


def _table(attacks: list[Attack]) -> Table:
    table = Table(title="make attack")
    for column in ("tool", "as", "addresses", "inside", "requests", "seconds", *findings.SEVERITIES):
        table.add_column(column, justify="left" if column in ("tool", "as") else "right")
    for one in attacks:
        counts = [str(one.of(severity) or "") for severity in findings.SEVERITIES]
        asked = [str(one.addresses), str(one.inside), str(one.requests), f"{one.seconds:.0f}"]
        table.add_row(one.tool, one.as_ or "nobody", *asked, *counts)
    return table


if __name__ == "__main__":
    sys.exit(main())
