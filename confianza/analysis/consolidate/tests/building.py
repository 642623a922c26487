"""Small files with one trap each, and a small layout to read them with."""

import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import polars as pl

from confianza.analysis.consolidate import reading
from confianza.analysis.consolidate.delivery import DeliveredFile, Limits, TidyTable
from confianza.analysis.sources.profile import Field, Profile

LIMITS = Limits()

EVENTS = Profile(
    name="test_events",
    institution="Policía de Villa Esperanza",
    country="",
    title_es="Hechos",
    title_en="Events",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("occurred_on", ("Fecha del hecho", "fecha_ocu"), "date", required=True),
        Field("municipality_name", ("Municipio", "mupio_ocu"), required=True),
        Field("offence_label", ("Delito",), "offence", required=True),
        Field("sex", ("Sexo",), "sex"),
        Field("weight", ("Año de casos {year}", "Cantidad"), "count"),
        Field("other_name", ("Nombre de la víctima",), personal=True),
    ),
)
HEADER = ["Fecha del hecho", "Municipio", "Delito", "Sexo", "Cantidad"]
ROWS = [
    ["01/02/2024", "San Aurelio", "Homicidio", "Mujer", "1"],
    ["02/02/2024", "Villa Esperanza", "Robo", "Hombre", "2"],
    ["03/02/2024", "San Aurelio", "Extorsión", "Mujer", "4"],
]


def csv_text(rows: Sequence[Sequence[str]], separator: str = ",", line_end: str = "\n") -> str:
    """Return rows as delimited text."""
    return "".join(separator.join(row) + line_end for row in rows)


def delivered(content: bytes | str, name: str = "hechos.csv") -> DeliveredFile:
    """Return a file as an office would hand it over."""
    return DeliveredFile(name, content.encode() if isinstance(content, str) else content)


def read(*files: DeliveredFile, profile: Profile = EVENTS, limits: Limits = LIMITS) -> list[TidyTable]:
    """Read files as tables."""
    return reading.read(files, profile, limits=limits)


def read_one(content: bytes | str, name: str = "hechos.csv", profile: Profile = EVENTS) -> TidyTable:
    """Read a file that holds one table."""
    [table] = read(delivered(content, name), profile=profile)
    return table


def workbook(sheets: Mapping[str, Sequence[Any]]) -> bytes:
    """Return an .xlsx workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    """Return a tar archive, compressed as the mode says."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def reasons(frame: pl.DataFrame) -> dict[int, str]:
    """Return the reason of each row of a frame of rejected or left-out rows."""
    return dict(frame.select("row", "reason").iter_rows())


def codes(table: TidyTable) -> list[str]:
    """Return the codes of the problems told of a table."""
    return [problem.code for problem in table.problems]


def without_bytes(value: object) -> str:
    """Name a case by its words: bytes of archives hold the time of day, and names must not change."""
    return value if isinstance(value, str) else "file"
