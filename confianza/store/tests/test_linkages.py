import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from confianza.store import integrity, linkages
from confianza.store.integrity import Finding
from confianza.store.layout import StoreLayout
from confianza.store.tests import linking
from confianza.store.tests.test_crashes import failing


def test_nothing_is_linked_at_first(layout: StoreLayout) -> None:
    assert linkages.latest(layout) is None
    assert linkages.listing(layout) == []
    with pytest.raises(linkages.UnknownLinkage):
        linkages.get(layout, "00001")


def test_a_linkage_is_read_as_it_was_kept(layout: StoreLayout) -> None:
    made = linking.linkage(["a", "b"], ["c"], review=[("c", "a", 0.7)])
    kept = linkages.keep(
        layout,
        made,
        linking.records("a", "b", "c"),
        linking.cases("a", "c"),
        as_of=date(2024, 6, 1),
        made_at=linking.MADE_AT,
    )
    stored = linkages.get(layout, kept)
    assert (stored.as_of, stored.made_at) == (date(2024, 6, 1), linking.MADE_AT)
    assert (stored.low, stored.high, stored.model, stored.model_hash) == (0.5, 0.95, linking.MODEL, "0" * 64)
    assert stored.warnings == made.warnings
    assert stored.pairs().equals(made.pairs)
    assert stored.review().equals(made.review)
    assert stored.cases()["case"].to_list() == ["a", "c"]
    assert stored.records().select("record", "number", "source", "victim", "event").rows() == [
        ("a", 1, "gt_pnc_victims", "a", "a"),
        ("b", 2, "gt_pnc_victims", "a", "a"),
        ("c", 3, "gt_pnc_victims", "c", "c"),
    ]
    assert (stored.counts["records"], stored.counts["victims"], stored.counts["review"]) == (3, 2, 1)


def test_every_run_is_kept_and_the_last_one_is_the_latest(layout: StoreLayout) -> None:
    first, second = linking.keep(layout, ["a", "b"]), linking.keep(layout, ["a"], ["b"])
    assert [one.id for one in linkages.listing(layout)] == [first, second]
    latest = linkages.latest(layout)
    assert latest is not None
    assert latest.id == second
    assert latest.counts["victims"] == 2
    assert linkages.get(layout, first).counts["victims"] == 1


@pytest.mark.parametrize("frame", ["pairs", "review"])
def test_a_linkage_that_tells_names_is_refused(layout: StoreLayout, frame: str) -> None:
    made = linking.linkage(["a"], review=[("a", "b", 0.6)])
    named = replace(made, **{frame: made.pairs.with_columns(surname=pl.lit("Ficticio"))})
    with pytest.raises(linkages.TellsNames, match=f"{frame} holds surname"):
        linkages.keep(
            layout,
            named,
            linking.records("a"),
            linking.cases("a"),
            as_of=None,
            made_at=linking.MADE_AT,
        )
    assert linkages.latest(layout) is None


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "rename"), (Path, "write_text")])
def test_a_disk_that_refuses_at_any_step_leaves_the_linkage_before(
    layout: StoreLayout, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    linking.keep(layout, ["a"])
    at, refused, calls = 0, 0, [1]
    while len(calls) >= at:
        at += 1
        known = len(linkages.listing(layout))
        with failing(monkeypatch, owner, name, at=at) as calls:
            try:
                linking.keep(layout, ["a", "b"], ["c"])
            except OSError:
                refused += 1
        # Once the manifest stands the linkage is there, even if the disk then refused to confirm it.
        assert len(linkages.listing(layout)) - known in (0, 1)
        assert {finding.kind for finding in integrity.check(layout)} <= {"leftover"}
        for stored in linkages.listing(layout):
            assert stored.records().height == stored.counts["records"]
    assert refused >= 2
    assert integrity.check(layout) == []


def test_what_a_killed_run_left_is_not_read_and_swept_by_the_next(layout: StoreLayout) -> None:
    linking.keep(layout, ["a"])
    lost = linking.keep(layout, ["a", "b"])
    layout.linkage_manifest_of(lost).unlink()
    (layout.aside("linkages") / "half").mkdir(parents=True)
    assert [one.id for one in linkages.listing(layout)] == ["00001"]
    assert {finding.kind for finding in integrity.check(layout)} == {"leftover"}
    assert linking.keep(layout, ["a"], ["b"], ["c"]) == lost
    assert linkages.get(layout, lost).counts["victims"] == 3
    assert integrity.check(layout) == []


def keeper(layout: StoreLayout) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "confianza.store.tests.linking", str(layout.root.parent)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_kills_at_random_moments_leave_whole_linkages_or_none(layout: StoreLayout, kills: int) -> None:
    moments = random.Random(4)
    whole = 0
    for _ in range(kills):
        with keeper(layout) as process:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
            time.sleep(moments.uniform(0, 0.12))
            process.kill()
        now = linkages.listing(layout)
        assert len(now) - whole in (0, 1)
        whole = len(now)
        assert all(one.records().height == linking.MANY for one in now)
        assert {finding.kind for finding in integrity.check(layout)} <= {"leftover"}
    linking.keep(layout, ["a"])
    assert len(linkages.listing(layout)) == whole + 1
    assert integrity.check(layout) == []


def test_altered_and_missing_files_of_a_linkage_are_noticed(layout: StoreLayout) -> None:
    linking.keep(layout, ["a"])
    linking.keep(layout, ["b"])
    linking.keep(layout, ["c"])
    folder = layout.linkage_of("00001")
    (folder / "model.json").write_text("{}")
    (folder / "cases.parquet").unlink()
    manifest = layout.linkage_manifest_of("00002")
    manifest.write_text(manifest.read_text().replace('"low": 0.5', '"low": 0.1'))
    assert integrity.check(layout) == [
        Finding("manifest_altered", "linkages/00002.json"),
        Finding("missing", "linkages/00001/cases.parquet"),
        Finding("altered", "linkages/00001/model.json"),
    ]
    layout.linkage_manifest_of("00001").unlink()
    assert integrity.check(layout)[0].kind == "manifest_missing"


def test_a_linkage_of_a_newer_program_is_not_misread(layout: StoreLayout) -> None:
    manifest = layout.linkage_manifest_of(linking.keep(layout, ["a"]))
    manifest.write_text(manifest.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(Exception, match="newer Confianza"):
        linkages.latest(layout)
