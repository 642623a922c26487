"""Text in the encodings of the region becomes UTF-8."""

import pytest

from confianza.analysis.consolidate import encodings

TEXT = "Año,Municipio,Víctima\n2024,Cobán,Peñate\n2024,San José,Iñárritu\n"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "latin-1",
        "cp850",
        "mac_roman",
    ],
)
def test_it_reads_every_encoding_of_the_region(encoding: str) -> None:
    assert bytes(encodings.as_utf8(TEXT.encode(encoding)).utf8).decode() == TEXT


def test_it_does_not_copy_what_is_utf8_already() -> None:
    content = TEXT.encode()
    assert encodings.as_utf8(content).utf8.obj is content  # type: ignore[union-attr]


def test_it_keeps_utf8_with_a_few_broken_bytes_and_counts_them() -> None:
    broken = (TEXT * 10).encode() + b"2024,Cob\xe1n,\n"
    text = encodings.as_utf8(broken)
    assert (text.encoding, text.damaged) == ("utf-8", 1)
    assert bytes(text.utf8).decode().startswith(TEXT)


def test_it_counts_characters_that_were_destroyed_earlier() -> None:
    assert encodings.as_utf8("A\N{REPLACEMENT CHARACTER}o,Municipio\n".encode()).damaged == 1


def test_it_reads_letters_cut_by_the_end_of_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 3)
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert bytes(encodings.as_utf8(TEXT.encode(encoding)).utf8).decode() == TEXT
