"""Every sentence of every room can be read in Spanish."""

import re
from pathlib import Path

import polib
import pytest

from confianza.web.project import messages, settings
from confianza.web.project.tests import msgids

ROOMS = sorted(name for name in settings.INSTALLED_APPS if name.startswith("confianza."))


@pytest.fixture(scope="module")
def spanish() -> dict[msgids.Message, polib.POEntry]:
    files = [path for path in messages.catalogues() if path.parts[-3] == "es"]
    return {(entry.msgctxt, entry.msgid): entry for path in files for entry in polib.pofile(str(path))}


@pytest.mark.parametrize("room", [name.rsplit(".", 1)[1] for name in ROOMS])
def test_every_sentence_of_the_room_has_its_spanish(room: str, spanish: dict) -> None:
    asked = msgids.of_room(Path(settings.PACKAGE) / "web" / room)
    missing = {message for message in asked if message not in spanish or not spanish[message].translated()}
    assert missing == set()


def test_a_spanish_sentence_asks_for_no_value_its_english_has_not(spanish: dict) -> None:
    def places(*texts: str) -> set[str]:
        return {name for text in texts for name in re.findall(r"%\((\w+)\)", text)}

    invented = {
        key
        for key, entry in spanish.items()
        if places(entry.msgstr, *entry.msgstr_plural.values()) - places(entry.msgid, entry.msgid_plural)
    }
    assert invented == set()


def test_it_compiles_only_what_has_changed(tmp_path: Path, monkeypatch) -> None:
    catalogue = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path])
    assert catalogue in messages.compile_catalogues()
    assert polib.mofile(str(catalogue.with_suffix(".mo"))).find("a").msgstr == "b"
    assert messages.compile_catalogues() == []
