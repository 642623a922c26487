"""What recordlinkage does with Febrl's fourth set, as its guide does it; run in the peers' environment.

    .venv-peers/bin/python benchmarks/linkage_peer.py A.csv B.csv

Imports nothing of Confianza: the peers want another pandas. Prints one line of JSON.
"""

import json
import resource
import sys
import time


def main(first: str, second: str) -> None:
    import pandas
    import recordlinkage

    began = time.perf_counter()
    left, right = (
        pandas.read_csv(file, index_col="rec_id", sep=", ", engine="python", dtype=str)
        for file in (first, second)
    )
    indexer = recordlinkage.Index()
    indexer.block("given_name")
    indexer.block("surname")
    indexer.block("date_of_birth")
    pairs = indexer.index(left, right)
    compare = recordlinkage.Compare()
    compare.string("given_name", "given_name", method="jarowinkler", threshold=0.85)
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
    compare.exact("date_of_birth", "date_of_birth")
    compare.exact("suburb", "suburb")
    compare.exact("state", "state")
    compare.string("address_1", "address_1", threshold=0.85)
    alike = compare.compute(pairs, left, right)
    found = recordlinkage.ECMClassifier(binarize=0.8).fit_predict(alike)
    right_ones = sum(a.split("-")[1] == b.split("-")[1] for a, b in found)
    people = len({key.split("-")[1] for key in left.index} & {key.split("-")[1] for key in right.index})
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "f1": 2 * right_ones / (len(found) + people),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
