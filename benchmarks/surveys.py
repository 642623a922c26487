"""Estimates from a survey of many people beside svy and, where there is one, R's survey package.

Strata, clusters and unequal weights; means of everybody and in twenty domains, a share, a total and a ratio.
R's package is asked where `Rscript` has it (Debian: r-cran-survey); both peers get the same file.
"""

import json
import math
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import Row, apart, median_seconds

PEERS = Path(".venv-peers")
HERE = Path(__file__).parent
SIZES = (10_000, 100_000)
PEOPLE_A_CLUSTER, CLUSTERS_A_STRATUM, DOMAINS = 10, 20, 20
REPEATS = 5
AIM_DIGITS, MOST_DIGITS = 7, 15
SEED = 8

Told = Mapping[str, Any]


def run() -> list[Row]:
    """Ask ours and each peer that is here the same, of ten thousand and of a hundred thousand people."""
    with tempfile.TemporaryDirectory() as folder:
        return [row for size in SIZES for row in of_size(size, Path(folder))]


def of_size(size: int, folder: Path) -> Iterator[Row]:
    """Yield the rows of a survey of so many people."""
    file, people = folder / f"{size}.csv", f"{size:,} people"
    write(file, size)
    ours = apart(confianza, str(file))
    yield Row(f"confianza, {people}", ours.returned["seconds"], "s")
    yield Row(f"confianza, {people}: memory", ours.peak_mb, "MB")
    for name, ask in PEER_NAMES.items():
        told = ask(file)
        if told is None:
            yield Row(f"{name}, {people}: not on this machine, and not asked", 0, "")
            continue
        yield from _beside(name, people, ours.returned, ours.peak_mb, told)


def _beside(name: str, people: str, ours: Told, memory: float, peer: Told) -> Iterator[Row]:
    digits = agreement(ours["found"], peer["found"])
    yield Row(f"{name}, {people}", peer["seconds"], "s", "confianza / it", ours["seconds"] / peer["seconds"])
    yield Row(f"{name}, {people}: memory", peer["peak_mb"], "MB", "confianza / it", memory / peer["peak_mb"])
    yield Row(
        f"{name}, {people}: digits that agree, of {len(ours['found'])} estimates and errors", digits, "",
        aim=f"≥ {AIM_DIGITS}", met=digits >= AIM_DIGITS,
    )  # fmt: skip


def agreement(ours: Told, peer: Told) -> float:
    """Return the digits to which the worst of the estimates and standard errors agree."""
    if set(ours) != set(peer):
        raise AssertionError(f"They answered other questions: {sorted(set(ours) ^ set(peer))}.")
    worst = max(
        abs(one - other) / max(abs(other), 1e-300)
        for name in ours
        for one, other in zip(ours[name], peer[name], strict=True)
    )
    return MOST_DIGITS if worst == 0 else min(MOST_DIGITS, -math.log10(worst))


def write(file: Path, size: int) -> None:
    """Write an invented survey: clusters of people who are alike, in strata, with weights between 1 and 4."""
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(SEED)
    cluster = np.arange(size) // PEOPLE_A_CLUSTER
    alike = chance.normal(0, 0.8, cluster[-1] + 1)[cluster]
    marks = np.clip(np.round(5 + alike + chance.normal(0, 2, size)), 0, 10)
    pl.DataFrame(
        {
            "stratum": cluster // CLUSTERS_A_STRATUM,
            "psu": cluster,
            "weight": chance.uniform(1, 4, size),
            "domain": chance.integers(0, DOMAINS, size),
            "mark": marks,
            "victim": (chance.random(size) < 0.2 + 0.02 * (marks < 4)).astype(int),
            "household": chance.integers(1, 9, size),
        }
    ).write_csv(file)


def confianza(file: str) -> dict[str, Any]:
    """Ask ours; what it takes to read the file does not count."""
    import numpy as np
    import polars as pl

    from confianza.analysis.surveys import design, estimates

    table = pl.read_csv(file)
    column = {name: table[name].to_numpy() for name in table.columns}
    mark, household = column["mark"].astype(float), column["household"].astype(float)

    def ask() -> dict[str, list[float]]:
        plan = design.of(column["weight"], strata=column["stratum"], clusters=[column["psu"]])
        found = {
            "mean": estimates.mean(plan, mark),
            "share": estimates.share(plan, column["victim"].astype(float)),
            "total": estimates.total(plan, household),
            "ratio": estimates.ratio(plan, mark, household),
        }
        for name, rows in estimates.by(column["domain"]).items():
            found[f"mean {name}"] = estimates.mean(plan, mark, domain=np.asarray(rows))
        return {name: [each.estimate, each.se] for name, each in found.items()}

    return {"found": ask(), "seconds": median_seconds(ask, repeats=REPEATS)}


def _svy(file: Path) -> Told | None:
    python = PEERS / "bin" / "python"
    is_here = python.exists() and not _run([str(python), "-c", "import svy"]).returncode
    return _told([str(python), str(HERE / "surveys_peer.py"), str(file)]) if is_here else None


def _r(file: Path) -> Told | None:
    rscript = shutil.which("Rscript")
    if rscript is None or _run([rscript, "-e", "library(survey)"]).returncode:
        return None
    return _told([rscript, str(HERE / "surveys_peer.R"), str(file)])


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _told(command: list[str]) -> Told:
    done = _run(command)
    if done.returncode:
        raise AssertionError(f"{command[0]} failed: {done.stderr[-800:]}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


PEER_NAMES: Mapping[str, Callable[[Path], Told | None]] = {"svy": _svy, "R survey": _r}
