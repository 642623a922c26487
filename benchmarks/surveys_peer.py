"""What svy makes of an invented survey; run in the peers' environment.

    .venv-peers/bin/python benchmarks/surveys_peer.py FILE.csv

Imports nothing of Confianza. Prints one line of JSON: estimates, standard errors, the median seconds
of five runs after one that does not count, and the memory this took.
"""

import json
import statistics
import sys
import time
from pathlib import Path

RUNS = 5
KILOBYTES_PER_MEGABYTE = 1024


def main(file: str) -> None:
    import polars as pl
    import svy

    table = pl.read_csv(file)

    def ask() -> dict[str, list[float]]:
        sample = svy.Sample(table, svy.Design(stratum="stratum", psu="psu", wgt="weight"))
        about = sample.estimation
        share = next(one for one in about.prop("victim").estimates if one.y_level == 1)
        found = {
            "mean": about.mean("mark").estimates[0],
            "share": share,
            "total": about.total("household").estimates[0],
            "ratio": about.ratio("mark", "household").estimates[0],
        }
        for one in about.mean("mark", by="domain").estimates:
            found[f"mean {one.by_level[0]}"] = one
        return {name: [one.est, one.se] for name, one in found.items()}

    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        found = ask()
        times.append(time.perf_counter() - began)
    told = {"found": found, "seconds": statistics.median(times[1:]), "peak_mb": peak_mb()}
    print(json.dumps(told))


def peak_mb() -> float:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / KILOBYTES_PER_MEGABYTE


if __name__ == "__main__":
    main(*sys.argv[1:])
