import json
from dataclasses import asdict
from datetime import date

import pytest

from confianza.demo import build
from confianza.demo.build import Account, BuildFailed, DemoSummary, NotADemo, OtherSize

TODAY = date(2026, 11, 22)
BUILT = DemoSummary(
    workspace="elsewhere",
    version=build.VERSION,
    built_on="2026-11-22",
    last_month="2026-10-01",
    municipality="Santa Elvira del Valle",
    deliveries=53,
    claims=17_000,
    password=build.PASSWORD,
    accounts=(Account({"es": "Analista", "en": "Analyst"}, "Ana", "ana", "Santa Elvira del Valle"),),
    pending="deliveries-inbox/pending/x.csv",
)


def finished_demo(folder, **changed):
    folder.mkdir()
    (folder / build.MARKER).write_text(json.dumps(asdict(BUILT) | changed))
    return folder


def test_a_finished_demo_is_left_as_it_is(tmp_path, monkeypatch):
    root = finished_demo(tmp_path / "demo")
    monkeypatch.setattr(build, "_build_aside", lambda *_: pytest.fail("it built again"))
    built = build.build(root, today=TODAY)
    assert (built.deliveries, built.accounts) == (53, BUILT.accounts)
    assert built.workspace == str(root)


def test_a_demo_of_another_size_is_left_as_it_is(tmp_path, monkeypatch):
    root = finished_demo(tmp_path / "demo")
    monkeypatch.setattr(build, "_build_aside", lambda *_: pytest.fail("it built again"))
    with pytest.raises(OtherSize):
        build.build(root, today=TODAY, size=build.LARGE)


def test_a_folder_of_somebody_else_is_never_touched(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("…")
    with pytest.raises(NotADemo):
        build.build(tmp_path / "letters", today=TODAY)
    assert (tmp_path / "letters" / "dear.txt").exists()


def test_an_older_demo_is_replaced_and_what_a_killed_build_left_is_cleared(tmp_path, monkeypatch):
    root = finished_demo(tmp_path / "demo", version=build.VERSION - 1)
    (tmp_path / "demo.building-1").mkdir()
    (tmp_path / "demo.building-1" / "half.txt").write_text("half")

    def built_aside(aside, today, report, size):
        assert not aside.exists()
        finished_demo(aside)

    monkeypatch.setattr(build, "_build_aside", built_aside)
    assert build.build(root, today=TODAY).version == build.VERSION
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_build_that_fails_leaves_no_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "_command", lambda *_: ["/bin/false"])
    with pytest.raises(BuildFailed):
        build.build(tmp_path / "demo", today=TODAY)
    assert build.summary(tmp_path / "demo") is None
    assert not (tmp_path / "demo").exists()


def test_the_builder_never_works_on_the_register_of_its_caller(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    environment = build._environment(tmp_path / "demo")
    assert "DATABASE_URL" not in environment
    assert environment["CONFIANZA_WORKSPACE"] == str(tmp_path / "demo")
