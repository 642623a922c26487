"""What pysyncon makes of the same pools; run in the peers' environment.

    .venv-peers/bin/python benchmarks/synthetic_control_peer.py CASES.npz

Imports nothing of Confianza. Prints one line of JSON: for each case the seconds of one run, after one of
another case that does not count, and the loss: the mean squared misfit over the periods that are fitted.
"""

import json
import sys
import time


def main(file: str) -> None:
    import numpy as np

    with np.load(file) as held:
        cases = {name: held[name] for name in held.files}
    names = sorted({name.partition("/")[0] for name in cases})
    run(cases, names[0])
    print(json.dumps({name: run(cases, name) for name in names}))


def run(cases, name):
    """Fit one case: by predictors where it has them, else on the outcome alone; or every unit in turn."""
    import warnings

    warnings.filterwarnings("ignore")
    paths, path = cases[f"{name}/paths"], cases[f"{name}/path"]
    if f"{name}/donors" in cases:
        return timed(by_predictors, paths, path, cases[f"{name}/donors"], cases[f"{name}/treated"])
    if name.startswith("placebos"):
        return timed(in_turn, paths, path)
    return timed(outcome_alone, paths, path)


def timed(function, *arguments):
    began = time.perf_counter()
    loss = function(*arguments)
    return {"seconds": time.perf_counter() - began, "loss": loss}


def by_predictors(paths, path, donors, treated):
    """Nested search from equal weights, its default."""
    from pysyncon import Synth

    found = Synth()
    found.fit(**framed(donors, treated, "X"), **framed(paths, path, "Z"))
    return misfit(paths, path, found.W)


def outcome_alone(paths, path):
    """One inner question: the periods are the predictors, weighted so that its scaling of them is undone."""
    import numpy as np
    from pysyncon import Synth

    spread = np.column_stack([paths, path]).std(axis=1, ddof=1)
    found = Synth()
    found.fit(**framed(paths, path, "X"), **framed(paths, path, "Z"), custom_V=spread**2)
    return misfit(paths, path, found.W)


def misfit(paths, path, weights):
    """The mean squared misfit of weights that add up to one, as they are meant to: some are off by a
    thousandth.
    """
    return float(((path - paths @ (weights / weights.sum())) ** 2).mean())


def in_turn(paths, path):
    """The treated unit and every donor as if treated; the sum of all losses."""
    import numpy as np

    total = outcome_alone(paths, path)
    for donor in range(paths.shape[1]):
        total += outcome_alone(np.delete(paths, donor, axis=1), paths[:, donor])
    return total


def framed(matrix, column, letter):
    import pandas

    units = [f"donor {place}" for place in range(matrix.shape[1])]
    return {
        f"{letter}0": pandas.DataFrame(matrix, columns=units),
        f"{letter}1": pandas.Series(column, name="treated"),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
