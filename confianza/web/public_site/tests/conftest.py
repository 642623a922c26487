from collections.abc import Iterator
from pathlib import Path

import pytest

from confianza.web.public_site import memory
from confianza.web.public_site.tests.releases import Release, publish


@pytest.fixture(autouse=True)
def _no_page_is_remembered() -> Iterator[None]:
    memory.forget()
    yield
    memory.forget()


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Release:
    """A release as everybody sees it, with one file."""
    (tmp_path / "figures.csv").write_text("area_id,count\nzone-990101,..\n")
    made = Release(folder=tmp_path)
    publish(monkeypatch, made)
    return made
