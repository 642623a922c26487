"""What the demo's offices wrote is what the observatory holds, record by record, against the truth."""

import subprocess
import sys
import time
from datetime import date

import polars as pl
import psutil
import pytest

from confianza.demo import build
from confianza.demo.schedule import CORONER, HEALTH, POLICE
from confianza.store import claims, deliveries, identities, linkages
from confianza.store.layout import StoreLayout
from tests.journeys.site import TODAY

SECONDS_TO_NOTICE = 60
# Surnames and given names of the demo's people that no place, file or word of the interface has.
NAMES_OF_NO_PLACE = ("Menjívar", "Quintanilla", "Monterroso", "Arriaza", "Rigoberto", "Yesenia")
BUILD = """
import sys
from datetime import date
from pathlib import Path
from confianza.demo import build
build.build(Path(sys.argv[1]), today=date(2026, 11, 22))
"""


@pytest.fixture(scope="module")
def layout(demo_folder) -> StoreLayout:
    return StoreLayout(demo_folder / "store")


@pytest.fixture(scope="module")
def ledger(demo_folder) -> pl.DataFrame:
    return pl.read_parquet(demo_folder / "demo-truth" / "ledger.parquet")


@pytest.fixture(scope="module")
def known(ledger) -> pl.DataFrame:
    """Every victim once per source, as the newest file tells, without the file that waits in the inbox."""
    told = ledger.filter(~pl.col("pending") & (pl.col("kind") == "victim"))
    return told.sort("received_on").unique(["source", "victim_id"], keep="last")


def by_source(layout, as_of=None):
    told = claims.visible(layout, as_of)
    return dict(told.group_by("source").agg(victims=told.weight.sum()).to_polars().iter_rows())


def test_every_record_of_every_file_is_a_claim_a_duplicate_or_rejected(layout, ledger):
    for delivery in deliveries.listing(layout):
        own = ledger.filter(pl.col("file") == delivery.files[0])
        kinds = dict(own.group_by("kind").len().iter_rows())
        found = {key: delivery.counts[key] for key in ("claims", "duplicates", "rejected")}
        expected = {"claims": "victim", "duplicates": "repeated", "rejected": "broken"}
        assert found == {key: kinds.get(kind, 0) for key, kind in expected.items()}, delivery.id
        left_out = delivery.counts["left_out"]
        assert delivery.counts["rows_read"] == len(own) + left_out


def test_every_planned_file_but_the_pending_one_was_received(layout, ledger):
    received = {delivery.files[0] for delivery in deliveries.listing(layout)}
    assert received == set(ledger.filter(~pl.col("pending"))["file"])


def test_each_source_holds_exactly_the_victims_it_recorded(layout, known):
    assert by_source(layout) == dict(known.group_by("source").len().iter_rows())


def test_each_month_of_the_police_holds_the_homicides_the_police_know_of(layout, known):
    told = claims.visible(layout)
    homicides = told.filter((told.source == POLICE) & (told.iccs == "0101"))
    found = homicides.group_by(month=homicides.occurred_on.truncate("M")).agg(n=homicides.weight.sum())
    own = known.filter((pl.col("source") == POLICE) & (pl.col("label") == "Homicidio"))
    expected = own.group_by(pl.col("occurred_on").dt.truncate("1mo").alias("month")).len()
    assert dict(found.to_polars().iter_rows()) == dict(expected.iter_rows())


def test_the_past_can_be_seen_as_it_was_known(layout, ledger):
    day = date(2025, 8, 1)
    known_then = ledger.filter((pl.col("received_on") <= day) & (pl.col("kind") == "victim"))
    expected = known_then.unique(["source", "victim_id"]).group_by("source").len()
    assert by_source(layout, day) == dict(expected.iter_rows())


def test_a_corrected_quarter_tells_of_wounded_people_who_died(layout):
    (correction,) = [each for each in deliveries.listing(layout) if each.supersedes]
    before, after = correction.supersedes[0].delivery, correction.id
    told = {each: _homicides(layout.claims_of(each)) for each in (before, after)}
    assert told[after] > told[before]


def _homicides(file) -> int:
    return len(pl.read_parquet(file).filter(pl.col("iccs").cast(pl.String) == "0101"))


def test_the_coroner_sees_killings_the_police_do_not(demo_folder, known):
    truth = pl.read_parquet(demo_folder / "demo-truth" / "truth.parquet")
    killed = truth.filter((pl.col("happening") == "homicide") & (pl.col("beat") != ""))["victim_id"]
    seen = {
        source: set(known.filter(pl.col("source") == source)["victim_id"]) & set(killed)
        for source in (POLICE, CORONER, HEALTH)
    }
    assert len(seen[CORONER] - seen[POLICE]) > 10
    assert len(set(killed) - seen[POLICE] - seen[CORONER] - seen[HEALTH]) > 0


def test_the_demo_is_linked_victim_by_victim_nearer_to_the_truth_than_any_office(layout, demo_folder, known):
    linkage = linkages.latest(layout)
    truth = pl.read_parquet(demo_folder / "demo-truth" / "truth.parquet")
    killed = truth.filter(pl.col("happening") == "homicide").height
    homicides = linkage.cases().filter(pl.col("series").str.contains("homicide"))
    alone = known.filter(pl.col("label") == "Homicidio").group_by("source").len()["len"]
    # The killings that only the coroner saw tell no intent: they are violent deaths, not homicides.
    assert alone.max() < homicides.height <= killed
    assert {"coroner;health;police", "coroner;police"} < set(homicides["kinds"])
    assert homicides["event"].n_unique() < homicides.height
    assert 20 < linkage.review().height < 400


def test_names_stand_in_the_vault_and_in_the_files_of_the_offices_alone(layout, demo_folder):
    told_by_design = {"deliveries-inbox", "demo-truth", "truth"}
    files = [
        file
        for file in demo_folder.rglob("*")
        if file.is_file() and file.relative_to(demo_folder).parts[0] not in told_by_design
    ]
    assert layout.linkages in {parent for file in files for parent in file.parents}
    for file in files:
        content = file.read_bytes()
        assert not [name for name in NAMES_OF_NO_PLACE if name.encode() in content], file
    for delivery in deliveries.listing(layout):
        assert identities.are_kept(layout, delivery), delivery.id


def test_a_killed_build_leaves_no_demo_and_its_process_ends(tmp_path):
    root = tmp_path / "demo"
    caller = subprocess.Popen([sys.executable, "-c", BUILD, str(root)], stderr=subprocess.DEVNULL)
    _wait_until(lambda: any(tmp_path.glob("demo.building-*/deliveries-inbox")))
    builder = psutil.Process(caller.pid).children()[0]
    caller.kill()
    caller.wait()
    assert not root.exists()
    _wait_until(lambda: not builder.is_running() or builder.status() == psutil.STATUS_ZOMBIE)
    assert not root.exists()


def _wait_until(happened):
    deadline = time.monotonic() + SECONDS_TO_NOTICE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_build_returns_at_once(demo_folder):
    changed_at = (demo_folder / "demo").stat().st_mtime_ns
    built = build.build(demo_folder, today=TODAY)
    assert built.claims > 15_000
    assert (demo_folder / "demo").stat().st_mtime_ns == changed_at
