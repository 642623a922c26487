"""What a file is, told by its content; what is refused, and that its sentence says what to do."""

import io

import pytest
from django.utils import translation

from confianza.web.tips.cleaning import Clean, Refused, cleaned, copies, limits, sentences
from confianza.web.tips.cleaning.tests import corpus, traces

SVG = b'<?xml version="1.0"?><!-- a drawing --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body onload=alert(1)>Hello</body></html>"


def zipped(name):
    import zipfile

    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr(name, "<x/>")
    return into.getvalue()


REFUSED = {
    "drawing": [
        SVG,
        b"\xef\xbb\xbf  <svg/>",
        b"<!-- x --><svg onload='x'>",
        b"%!PS-Adobe-3.0",
        SVG.decode().encode("utf-16"),
    ],
    "web_page": [
        HTML,
        b"\n\n <html>",
        b"<script>alert(1)</script>",
        b"words, then <script>alert(1)</script>",
        b"<?php x ?>",
    ],
    "archive": [corpus.archive(), b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c\0\0", b"\x1f\x8b\x08\0\0"],
    "office": [
        zipped("[Content_Types].xml"),
        zipped("word/document.xml"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        rb"{\rtf1 x}",
    ],
    "program": [
        b"MZ\x90\0\x03",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf /",
        b"\xca\xfe\xba\xbe\0\0",
        b"dex\n035\0",
    ],
    "heic": [b"\0\0\0\x18ftypheic\0\0\0\0", b"\0\0\0\x1cftypavif\0\0\0\0"],
    "picture_kind": [b"GIF89a\1\0\1\0", b"BM\0\0\0\0", b"II*\0\x08\0", b"MM\0*\0\0"],
    "recording_kind": [b"\x1a\x45\xdf\xa3\x9f\x42", b"fLaC\0\0\0\x22", b"FLV\1\5"],
    "unknown": [b"\0\1\2\3\4\5\6\7", b"\x7f\x01\x02" * 50, b"text\0with\0holes"],
    "empty": [b"", b" \n\t "],
    "too_big": [b"%PDF-" + bytes(limits.FILE_BYTES), b"a" * (limits.TEXT_BYTES + 1)],
}


@pytest.mark.parametrize(
    ("code", "content"), [(code, each) for code, all_of in REFUSED.items() for each in all_of]
)
def test_what_is_not_on_the_list_is_refused_whatever_it_is_called(code, content):
    for declared in ("image/jpeg", "text/plain", ""):
        with pytest.raises(Refused) as refused:
            cleaned(content, declared=declared)
        said_to_be_known = declared == "image/jpeg" and code == "unknown"
        assert refused.value.code == ("unreadable" if said_to_be_known else code)


POLYGLOTS = {
    "picture and archive": lambda: corpus.jpeg() + corpus.archive(),
    "picture and web page": lambda: corpus.png() + HTML,
    "picture with a page in its comment": lambda: (
        corpus.jpeg()[:2] + corpus.segment(0xFE, HTML) + corpus.jpeg()[2:]
    ),
    "document and archive": lambda: corpus.document() + corpus.archive(),
    "document and web page": lambda: corpus.document().replace(
        b"%PDF-", b"%PDF-1.7\n%" + HTML + b"\n%PDF-", 1
    ),
    "sound and archive": lambda: corpus.sound("ogg", "libopus") + corpus.archive(),
    "film and web page": lambda: corpus.film() + len(HTML + b"12345678").to_bytes(4, "big") + b"free" + HTML,
}


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_of_a_file_that_is_two_things_only_one_is_left(kind):
    copy = cleaned(POLYGLOTS[kind](), declared="")
    assert traces.left_in(copy.content, copy.media_type) == []
    for foreign in (b"PK\x03\x04", b"PK\x05\x06", b"<html", b"alert(", b"run.sh"):
        assert foreign not in copy.content


@pytest.mark.parametrize("before", [HTML, b"GIF89a=1/*", corpus.archive(), SVG])
def test_a_document_that_begins_as_something_else_is_refused(before):
    with pytest.raises(Refused):
        cleaned(before + b"*/\n" + corpus.document(), declared="application/pdf")


def test_text_is_written_anew_without_signs_that_nobody_sees():
    hidden = "Año nuevo\u200b\u202e\ufeff\u2060\U000e0041: la esquina\r\nde siempre"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert (
            cleaned(hidden.encode(encoding), declared="text/plain").content.decode()
            == "Año nuevo: la esquina\nde siempre"
        )
    assert cleaned("Peña 3".encode("cp1252"), declared="").content.decode() == "Peña 3"


def test_text_of_a_page_stays_text():
    told = "5 < 6, y <b> no es nada"
    assert cleaned(told.encode(), declared="text/plain") == Clean("text/plain", told.encode())


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_refusal_is_one_sentence_or_two_that_say_what_to_do(language):
    with translation.override(language):
        for code in copies.REASONS:
            assert sentences.why(code).strip().endswith(".")
            assert "%(" not in sentences.why(code)
        for note in copies.NOTES:
            assert sentences.left_out(note).endswith(".")


def test_refusals_and_sentences_are_the_same_set():
    assert set(sentences._WHY) == copies.REASONS
    assert set(sentences._LEFT_OUT) == copies.NOTES
