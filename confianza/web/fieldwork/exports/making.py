"""What of a form can be taken along, and the file that each becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from confianza.web.fieldwork.exports import archives, codebook, delimited, headings, spss, workbook
from confianza.web.fieldwork.exports.tables import Gathered, Table
from confianza.web.fieldwork.models import Form

XLSX, CSV, SPSS, CODEBOOK, MEDIA = "xlsx", "csv", "spss", "codebook", "media"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_TYPE = "application/zip"


@dataclass(frozen=True)
class Made:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def made(kind: str, found: Gathered) -> Made:
    """Return what was answered as a file of a kind: XLSX, CSV, SPSS or CODEBOOK."""
    content_type, ending, make = KINDS[kind]
    return Made(f"{_called(found.form)}{ending}", content_type, make(found))


def media_name(form: Form) -> str:
    """Return what the archive of a form's attachments is called."""
    return f"{_called(form)}-media.zip"


def _called(form: Form) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in form.form_id)


def _spreadsheet(found: Gathered) -> bytes:
    sheets = {table.name: _rows(table) for table in found.tables}
    return workbook.workbook(sheets | _beside(found))


def _delimited(found: Gathered) -> bytes:
    told = {f"{table.name}.csv": delimited.table(_rows(table)) for table in found.tables}
    beside = {f"{name}.csv": delimited.table(rows) for name, rows in _beside(found).items()}
    return archives.zipped(told | beside)


def _spss(found: Gathered) -> bytes:
    beside = {f"{headings.CODEBOOK}.xlsx": workbook.workbook(_beside(found))}
    return archives.zipped(dict(spss.files(found)) | beside)


def _codebook(found: Gathered) -> bytes:
    return workbook.workbook({headings.CODEBOOK: list(codebook.rows(found))})


def _rows(table: Table) -> list[tuple[object, ...]]:
    return [tuple(column.heading for column in table.columns), *table.rows()]


def _beside(found: Gathered) -> dict[str, list[tuple[object, ...]]]:
    """Return the codebook, and what could not be read where there is any."""
    told = {headings.CODEBOOK: list(codebook.rows(found))}
    if found.unread:
        told[headings.UNREAD] = list(codebook.unread_rows(found))
    return told


KINDS: Mapping[str, tuple[str, str, Callable[[Gathered], bytes]]] = {
    XLSX: (SHEET_TYPE, ".xlsx", _spreadsheet),
    CSV: (ZIP_TYPE, "-csv.zip", _delimited),
    SPSS: (ZIP_TYPE, "-spss.zip", _spss),
    CODEBOOK: (SHEET_TYPE, "-codebook.xlsx", _codebook),
}
