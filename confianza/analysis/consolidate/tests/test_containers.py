"""Archives and what they must not do; files that are not what they seem."""

import bz2
import gzip
import io
import tarfile
import zipfile

import pytest

from confianza.analysis.consolidate import containers
from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.tests import building
from confianza.analysis.vocabulary.problems import DeliveryRefused

TABLE = building.csv_text([building.HEADER, *building.ROWS]).encode()


def members(content: bytes, name: str, limits: Limits = building.LIMITS) -> dict[str, bytes]:
    unpacked = containers.unpack([building.delivered(content, name)], limits)
    return {member.name: bytes(member.content) for member in unpacked.members}


def refusal(content: bytes, name: str, limits: Limits = building.LIMITS) -> str:
    with pytest.raises(DeliveryRefused) as refused:
        containers.unpack([building.delivered(content, name)], limits)
    assert "%" not in str(refused.value)
    assert name in str(refused.value) or refused.value.problem.code == "nested_too_deep"
    return refused.value.problem.code


@pytest.mark.parametrize(
    ("content", "name", "member"),
    [
        (TABLE, "hechos.csv", "hechos.csv"),
        (building.zipped({"enero/hechos.csv": TABLE}), "entrega.zip", "enero/hechos.csv"),
        (building.tarred({"hechos.csv": TABLE}), "entrega.tar.gz", "hechos.csv"),
        (building.tarred({"hechos.csv": TABLE}, "w:bz2"), "entrega.tar.bz2", "hechos.csv"),
        (building.tarred({"hechos.csv": TABLE}, "w"), "entrega.tar", "hechos.csv"),
        (building.tarred({"hechos.csv": TABLE}), "entrega.tgz", "hechos.csv"),
        (gzip.compress(TABLE), "hechos.csv.gz", "hechos.csv"),
        (bz2.compress(TABLE), "hechos.csv.bz2", "hechos.csv"),
        (building.zipped({"a.zip": building.zipped({"hechos.csv": TABLE})}), "entrega.zip", "hechos.csv"),
    ],
    ids=building.without_bytes,
)
def test_it_unpacks_what_offices_send(content: bytes, name: str, member: str) -> None:
    assert members(content, name) == {member: TABLE}


def test_it_tells_a_workbook_from_an_archive() -> None:
    content = building.workbook({"Hoja1": [building.HEADER]})
    [member] = containers.unpack([building.delivered(content, "hechos.xlsx")], building.LIMITS).members
    assert member.format == "xlsx"


@pytest.mark.parametrize("name", ["hechos", "Entrega 12.03.2024", "hechos.DAT"])
def test_a_name_that_says_nothing_of_its_kind_is_no_lie(name) -> None:
    assert members(TABLE, name) == {name: TABLE}


def test_a_programme_in_an_archive_is_passed_over_however_it_reads() -> None:
    content = building.zipped({"macro.vbs": TABLE, "h.csv": TABLE})
    unpacked = containers.unpack([building.delivered(content, "entrega.zip")], building.LIMITS)
    assert [member.name for member in unpacked.members] == ["h.csv"]
    assert unpacked.passed_over == ("macro.vbs",)


def test_it_passes_over_pictures_and_the_litter_of_systems() -> None:
    content = building.zipped(
        {"logo.png": b"\x89PNG\r\n\x1a\n", "__MACOSX/._hechos.csv": b"\x00\x05", "h.csv": TABLE}
    )
    unpacked = containers.unpack([building.delivered(content, "entrega.zip")], building.LIMITS)
    assert [member.name for member in unpacked.members] == ["h.csv"]
    assert unpacked.passed_over == ("logo.png",)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "hechos.csv", "empty_file"),
        (b" \r\n\r\n", "hechos.csv", "empty_file"),
        (b"\xef\xbb\xbf", "hechos.csv", "empty_file"),
        (bytes(range(256)) * 40, "hechos.csv", "not_a_table"),
        (b"\x00" * 9000, "hechos.csv", "not_a_table"),
        (b"%PDF-1.7 ...", "hechos.pdf", "format_not_read"),
        (bytes(range(256)) * 40, "hechos", "not_a_table"),
        (b"<!DOCTYPE html><html><table>", "hechos.xls", "format_not_read"),
        (building.zipped({"word/document.xml": b"<w/>"}), "hechos.docx", "format_not_read"),
        (TABLE, "hechos.xlsx", "not_what_its_name_says"),
        (building.zipped({"hechos.csv": TABLE}), "hechos.csv", "not_what_its_name_says"),
        (b"PAR1....PAR1", "hechos.csv", "not_what_its_name_says"),
        (TABLE, "hechos.exe", "ending_of_no_table"),
        (TABLE, "hechos.csv.html", "ending_of_no_table"),
        (building.zipped({"hechos.csv": TABLE}), "entrega.docm", "ending_of_no_table"),
        (bytes(range(256)) * 40, "hechos.xlsx", "broken_workbook"),
        (building.zipped({"hechos.csv": TABLE})[:60], "entrega.zip", "broken_archive"),
        (gzip.compress(TABLE)[:40], "hechos.csv.gz", "broken_archive"),
        (building.tarred({"hechos.csv": TABLE})[:80], "entrega.tar.gz", "broken_archive"),
    ],
    ids=building.without_bytes,
)
def test_it_refuses_what_is_no_data_with_one_sentence(content: bytes, name: str, code: str) -> None:
    assert refusal(content, name) == code


def test_it_refuses_an_archive_three_deep() -> None:
    once = building.zipped({"hechos.csv": TABLE})
    assert refusal(building.zipped({"b.zip": building.zipped({"a.zip": once})}), "c.zip") == "nested_too_deep"


def test_it_refuses_a_file_larger_than_the_limit() -> None:
    assert refusal(TABLE, "hechos.csv", Limits(max_file_bytes=50)) == "too_big"


def test_it_refuses_a_zip_bomb_by_what_it_declares() -> None:
    bomb = building.zipped({"hechos.csv": b"0" * 100_000_000})
    assert len(bomb) < 200_000
    assert refusal(bomb, "entrega.zip") == "expands_too_much"


def test_it_refuses_a_zip_bomb_that_lies_about_its_size() -> None:
    bomb = bytearray(building.zipped({"hechos.csv": b"0" * 100_000_000}))
    declared = (100_000_000).to_bytes(4, "little")
    for _ in range(bomb.count(declared)):
        place = bomb.find(declared)
        bomb[place : place + 4] = (1000).to_bytes(4, "little")
    assert refusal(bytes(bomb), "entrega.zip") in ("expands_too_much", "broken_archive")


def test_it_refuses_a_gzip_bomb_while_it_unpacks() -> None:
    assert refusal(gzip.compress(b"0" * 100_000_000), "hechos.csv.gz") == "expands_too_much"


def test_it_refuses_a_workbook_that_is_a_bomb() -> None:
    content = building.workbook({"Hoja1": [building.HEADER]})
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/logo.bin", b"0" * 100_000_000)
    with pytest.raises(DeliveryRefused) as refused:
        building.read_one(buffer.getvalue(), "hechos.xlsx")
    assert refused.value.problem.code == "expands_too_much"


def test_it_refuses_an_archive_of_too_many_files() -> None:
    content = building.zipped({f"{place}.csv": TABLE for place in range(6)})
    assert refusal(content, "entrega.zip", Limits(max_members=5)) == "too_many_members"


def test_it_refuses_an_encrypted_archive() -> None:
    content = bytearray(building.zipped({"hechos.csv": TABLE}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content), "entrega.zip") == "password_protected"


def test_it_refuses_an_archive_with_a_damaged_workbook_in_it() -> None:
    content = building.zipped({"hechos.csv": TABLE, "más.xlsx": b"PK\x03\x04" + bytes(400)})
    with pytest.raises(DeliveryRefused, match=r"más\.xlsx is a damaged workbook"):
        containers.unpack([building.delivered(content, "entrega.zip")], building.LIMITS)


def test_it_passes_over_what_is_no_file_in_a_tar() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        folder = tarfile.TarInfo("enlace")
        folder.type, folder.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(folder)
        info = tarfile.TarInfo("hechos.csv")
        info.size = len(TABLE)
        archive.addfile(info, io.BytesIO(TABLE))
    assert members(buffer.getvalue(), "entrega.tar") == {"hechos.csv": TABLE}
