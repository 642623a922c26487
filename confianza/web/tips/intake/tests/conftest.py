"""The public door inside the process of the tests: its settings laid over the staff's."""

import pytest
from django.test import Client

from confianza.web.lib import sealing
from confianza.web.tips.tests.units import Directory
from tests.tipline.visitor import Visitor, through_django

TAKEN_OVER = (
    "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "FILE_UPLOAD_HANDLERS", "DATA_UPLOAD_MAX_NUMBER_FILES",
    "COUNTRY",
)  # fmt: skip


@pytest.fixture
def directory(db, workspace):
    return Directory()


@pytest.fixture
def units(directory):
    return directory.usual()


@pytest.fixture
def visitor(db, workspace, settings, monkeypatch):
    """Open a browser at the public door."""
    from confianza.web.tips.intake import settings as own

    for name in TAKEN_OVER:
        setattr(settings, name, getattr(own, name))
    settings.CONTACTS = workspace.root / "decisions" / "contacts.toml"
    settings.VOICES = workspace.root / "voices"
    settings.EXIT_ADDRESS = ""
    monkeypatch.setattr("confianza.web.tips.intake.views.returning.FLOOR_SECONDS", 0)
    cheap = sealing.Cost(passes=1, memory_kib=8, lanes=1)
    monkeypatch.setattr("confianza.web.tips.receipts.sealing.stretch.__defaults__", (cheap,), raising=False)
    return lambda **how: Visitor(through_django(Client()), **how)


@pytest.fixture
def photo():
    """A picture with a place hidden in it."""
    import io

    from PIL import Image

    picture, made = Image.new("RGB", (40, 30), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "en mi casa"
    picture.save(made, "JPEG", exif=exif)
    return made.getvalue()
