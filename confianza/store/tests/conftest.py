from pathlib import Path

import pytest

from confianza.store.layout import StoreLayout
from confianza.store.tests import told


@pytest.fixture
def layout(tmp_path: Path) -> StoreLayout:
    return told.store(tmp_path)
