from pathlib import Path

from confianza.store import deliveries, integrity
from confianza.store.integrity import Finding
from confianza.store.layout import StoreLayout
from confianza.store.tests import told
from confianza.store.tests.told import FEBRUARY, JANUARY, MARCH


def three_deliveries(layout: StoreLayout) -> None:
    for content, month in (("enero", JANUARY), ("febrero", FEBRUARY), ("marzo", MARCH)):
        told.deliver(layout, [month], content=content)


def alter(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_a_store_as_it_was_written_has_no_findings(layout: StoreLayout) -> None:
    three_deliveries(layout)
    assert integrity.check(layout) == []


def test_an_empty_store_has_no_findings(layout: StoreLayout) -> None:
    assert integrity.check(layout) == []


def test_altered_claims_are_noticed(layout: StoreLayout) -> None:
    three_deliveries(layout)
    alter(layout.claims_of("00002-gt_pnc_victims"))
    assert integrity.check(layout) == [
        Finding("altered", "claims/source=gt_pnc_victims/00002-gt_pnc_victims.parquet")
    ]


def test_altered_and_missing_sealed_files_are_noticed_without_the_key(layout: StoreLayout) -> None:
    three_deliveries(layout)
    (layout.keys / "vault").unlink()
    alter(layout.sealed_of("00001-gt_pnc_victims") / "original-0000")
    (layout.sealed_of("00003-gt_pnc_victims") / "rejected").unlink()
    assert integrity.check(layout) == [
        Finding("altered", "sealed/00001-gt_pnc_victims/original-0000"),
        Finding("missing", "sealed/00003-gt_pnc_victims/rejected"),
    ]


def test_an_altered_manifest_is_noticed_by_the_one_after_it(layout: StoreLayout) -> None:
    three_deliveries(layout)
    manifest = layout.manifest_of("00002-gt_pnc_victims")
    manifest.write_text(manifest.read_text().replace('"victims": 1', '"victims": 7'))
    assert integrity.check(layout) == [Finding("manifest_altered", "manifests/00002-gt_pnc_victims.json")]


def test_files_whose_manifest_was_lost_are_told_and_never_swept(layout: StoreLayout) -> None:
    three_deliveries(layout)
    layout.manifest_of("00002-gt_pnc_victims").unlink()
    told.deliver(layout, [MARCH], content="otra", office="Sur")
    assert deliveries.listing(layout)[-1].id == "00004-gt_pnc_victims"
    assert integrity.check(layout) == [
        Finding("manifest_missing", "manifests/00001-gt_pnc_victims.json: the one after it"),
        Finding("orphan", "claims/source=gt_pnc_victims/00002-gt_pnc_victims.parquet"),
        Finding("orphan", "sealed/00002-gt_pnc_victims"),
    ]


def test_a_lost_first_manifest_is_told(layout: StoreLayout) -> None:
    three_deliveries(layout)
    layout.manifest_of("00001-gt_pnc_victims").unlink()
    assert integrity.check(layout)[0].kind == "manifest_missing"
