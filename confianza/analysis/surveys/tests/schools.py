"""The samples of Californian schools by which R's survey package is known, if they are here."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from confianza.analysis.surveys import design

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "oracles" / "surveys"
TYPES = {"E": 4421, "H": 755, "M": 1018}
WIDE = {"No": 1072, "Yes": 5122}

needed = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the oracles (../shared/oracles) are not on this machine"
)


class Sample:
    """One sample and its design."""

    def __init__(self, name: str) -> None:
        path = FOLDER / f"api{name}.csv"
        self.table = pl.read_csv(path, null_values="NA", infer_schema_length=None)

    def numbers(self, column: str) -> np.ndarray:
        return self.table[column].cast(float).to_numpy()

    def labels(self, column: str) -> list:
        return self.table[column].to_list()

    def said_yes(self, column: str) -> np.ndarray:
        return np.array([float(each == "Yes") for each in self.labels(column)])


def stratified(*, fpc: bool = True) -> tuple[Sample, design.Design]:
    sample = Sample("strat")
    known = [sample.numbers("fpc")] if fpc else []
    return sample, design.of(sample.numbers("pw"), strata=sample.labels("stype"), fpc=known)


def clustered(*, fpc: bool = True) -> tuple[Sample, design.Design]:
    sample = Sample("clus1")
    known = [sample.numbers("fpc")] if fpc else []
    return sample, design.of(sample.numbers("pw"), clusters=[sample.labels("dnum")], fpc=known)


def two_stage() -> tuple[Sample, design.Design]:
    sample = Sample("clus2")
    clusters = [sample.labels("dnum"), sample.labels("snum")]
    known = [sample.numbers("fpc1"), sample.numbers("fpc2")]
    return sample, design.of(sample.numbers("pw"), clusters=clusters, fpc=known)


def simple() -> tuple[Sample, design.Design]:
    sample = Sample("srs")
    return sample, design.of(sample.numbers("pw"), fpc=[sample.numbers("fpc")])


DESIGNS = {"stratified": stratified, "clustered": clustered, "two_stage": two_stage, "simple": simple}
