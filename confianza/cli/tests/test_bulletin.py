"""The verb that makes a bulletin: what it writes, what it tells, and how it refuses."""

import pytest

from confianza.web.observatory import published
from confianza.web.observatory.tests.town_release import TOWN, Release


@pytest.fixture
def release(tmp_path, monkeypatch):
    found = Release(tmp_path)
    monkeypatch.setattr(published, "latest", lambda: found)
    monkeypatch.setattr(published, "release", {found.version: found}.get)
    return found


def test_it_writes_the_pages_and_tells_what_they_are(told, release, tmp_path):
    out = tmp_path / "boletin.pdf"
    answer = told("bulletin", "--area", "Villa Ficticia", "--month", "2026-10", "--out", out)
    assert out.read_bytes().startswith(b"%PDF")
    assert (answer["version"], answer["release"], answer["new"]) == (
        f"2026-10.{TOWN}.es.1", release.version, True,
    )  # fmt: skip
    again = told("bulletin", "--area", TOWN, "--month", "2026-10", "--out", out)
    assert (again["version"], again["new"]) == (answer["version"], False)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".boletin")] == []


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (("--area", "Vila Fictisia", "--month", "2026-10"), 2, "Did you mean Villa Ficticia?"),
        (("--area", TOWN, "--month", "2026-13"), 2, "2026-13 is no month"),
        (("--area", TOWN, "--month", "2031-01"), 1, "the last month published is 2026-10"),
        (("--area", TOWN, "--month", "2019-01"), 1, "it has months from 2021-01 to 2026-10"),
        (("--area", TOWN, "--month", "2026-10", "--language", "fr"), 2, "made in es or en, not in fr"),
        (("--area", TOWN, "--month", "2026-10", "--release", "x"), 2, "There is no release x."),
        (("--area", TOWN, "--month", "2026-10", "--corrects", "x"), 1, "none to correct"),
    ],
)
def test_what_cannot_be_is_one_sentence(confianza, release, tmp_path, words, exit_code, sentence):
    out = tmp_path / "boletin.pdf"
    result = confianza("bulletin", *words, "--out", out)
    assert result.exit_code == exit_code
    assert sentence in result.stderr
    assert not out.exists()


def test_without_a_release_it_says_what_comes_first(confianza, tmp_path):
    result = confianza("bulletin", "--area", TOWN, "--month", "2026-10", "--out", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "a bulletin is made of a release: make one" in result.stderr


def test_a_folder_that_is_not_there_is_refused_before_anything_is_published(confianza, release, tmp_path):
    result = confianza("bulletin", "--area", TOWN, "--month", "2026-10", "--out", tmp_path / "no" / "x.pdf")
    assert result.exit_code == 2
    assert published.bulletins() == []
