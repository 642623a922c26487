"""What KDEpy does with invented events; run in the peers' environment.

    .venv-peers/bin/python benchmarks/crimes_peer.py POINTS.npy

Imports nothing of Confianza. Prints one line of JSON: the median of five runs, after one that does not count.
"""

import json
import statistics
import sys
import time

BANDWIDTH, CELL, WIDTH, HEIGHT = 200.0, 100.0, 20_000.0, 15_000.0
RUNS = 5


def main(file: str) -> None:
    import numpy as np
    from KDEpy import FFTKDE

    data = np.load(file)
    x = np.arange(-CELL * 10, WIDTH + CELL * 10 + 1, CELL)
    y = np.arange(-CELL * 10, HEIGHT + CELL * 10 + 1, CELL)
    nodes = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        FFTKDE(kernel="gaussian", bw=BANDWIDTH).fit(data).evaluate(nodes)
        times.append(time.perf_counter() - began)
    print(json.dumps({"seconds": statistics.median(times[1:])}))


if __name__ == "__main__":
    main(*sys.argv[1:])
