"""Every sentence a person can read exists in Spanish; the glossary bridges the words."""

import ast
import re

import polib
import pytest
from django.apps import apps
from django.utils.translation.template import templatize

from tests.architecture import house

MARKERS = {
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "_",
}


def spanish():
    catalogue = {}
    for path in house.PACKAGE.glob("**/locale/es/LC_MESSAGES/*.po"):
        for entry in polib.pofile(str(path)):
            translated = entry.msgstr or all(entry.msgstr_plural.values() or [""])
            if translated and "fuzzy" not in entry.flags and not entry.obsolete:
                catalogue[entry.msgid] = entry
    return catalogue


def messages_of(source, name):
    for node in ast.walk(ast.parse(source, filename=name)):
        if isinstance(node, ast.Call) and node.args:
            marker = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = 1 if marker.startswith("pgettext") else 0
            text = node.args[position] if marker in MARKERS and len(node.args) > position else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                yield text.value


TEXT = r"""\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALLS = re.compile(rf"(?:^|\W)(?:n?gettext|_)\({TEXT}|(?:^|\W)n?pgettext\({TEXT},{TEXT}")


def messages_of_template(path):
    for plain, _, in_context in CALLS.findall(templatize(path.read_text(encoding="utf-8"), origin=path.name)):
        yield ast.literal_eval(plain or in_context)


def everything_said():
    for path in house.source_files():
        for message in messages_of(path.read_text(encoding="utf-8"), str(path)):
            yield path, message
    for path in house.tracked_files():
        if path.suffix in (".html", ".txt") and "templates" in path.parts:
            for message in messages_of_template(path):
                yield path, message


def test_every_sentence_is_said_in_spanish():
    known = spanish()
    silent = sorted(
        {f"{p.relative_to(house.ROOT)}: {m!r}" for p, m in everything_said() if m.strip() and m not in known}
    )
    assert not silent, f"{len(silent)} without Spanish:\n" + "\n".join(silent[:80])


def test_translations_keep_the_places_for_values():
    places = re.compile(r"%\(\w+\)[sd]|%\(\w+\)\.\df|\{\w+\}")
    for message, entry in spanish().items():
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
            if translation:
                singular_or_plural = set(places.findall(message)) | set(places.findall(entry.msgid_plural))
                assert set(places.findall(translation)) <= singular_or_plural, message
                if not entry.msgid_plural:
                    assert set(places.findall(message)) == set(places.findall(translation)), message


def glossary():
    return (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model", [m.__name__ for m in apps.get_models() if m.__module__.startswith("confianza.web.")]
)
def test_the_glossary_has_a_row_for_every_model(model):
    assert f"`{model}`" in glossary()


def test_the_glossary_has_a_row_for_every_indicator():
    from confianza.analysis.indicators import registry

    missing = [definition.id for definition in registry.defined() if f"`{definition.id}`" not in glossary()]
    assert not missing
