"""`confianza link` on plain files: judged by a truth, refused in a sentence."""

import json

import pytest

from confianza.analysis.link.tests import invented
from confianza.store import vault

KEYS = ["pairs", "clusters", "precision", "recall", "f1", "reviewed"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three sources")
    told = invented.told(130, years=1, municipalities=4)
    paths = []
    for source in ("police", "coroner", "health"):
        paths.append(folder / f"{source}.csv")
        told.filter(source=source).drop("source").write_csv(paths[-1])
    return paths


def test_three_files_are_linked_and_judged(told, files):
    linked = told("link", *files, "--profile", "victims", "--truth", "victim_id")
    assert list(linked) == KEYS
    assert linked["f1"] >= 0.95
    assert linked["clusters"] >= 120


def test_without_a_truth_nothing_is_claimed(told, files, tmp_path):
    linked = told("link", *files[:2], "--without-names", "--out", tmp_path / "out")
    assert linked["precision"] is linked["recall"] is linked["f1"] is None
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"pairs.csv", "review.csv", "clusters.csv", "model.json"}
    model = json.loads((tmp_path / "out" / "model.json").read_text())
    assert "given_names" not in model["comparisons"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--profile", "nobody"), "unknown_profile"),
        (("--truth", "nothing"), "unknown_truth"),
        (("--without", "nothing"), "unknown_without"),
        (("--profile", "rldata"), "no_known_column"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(told, files, asked, code):
    error = told("link", files[0], *asked, exit_code=2)["error"]
    assert error["code"] == code
    assert "%(" not in error["message"]


def test_the_truth_belongs_to_files(confianza):
    refused = confianza("link", "--truth", "victim_id")
    assert refused.exit_code == 2
    assert "Name the files" in refused.stderr


def test_people_are_told_in_sentences(confianza, files):
    shown = confianza("link", files[0], "--truth", "victim_id")
    assert "pairs of records are taken for one" in shown.stdout


def test_a_workspace_without_records_has_nothing_to_link(told, workspace):
    vault.ensure_key(workspace.keys)
    assert told("link", exit_code=1)["error"]["code"] == "nothing_to_link"


def test_a_workspace_without_its_key_is_told_in_a_sentence(told):
    assert told("link", exit_code=1)["error"]["code"] == "vault"
