"""Build files as offices deliver them, and consolidate them with a profile, for tests."""

import io
from collections.abc import Sequence
from datetime import date

from confianza.analysis.consolidate.consolidation import consolidate
from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.sources import catalogue

TODAY = date(2026, 11, 22)
Rows = Sequence[Sequence[object]]


def delivered(source: str, *files: DeliveredFile, **options: object) -> Consolidated:
    """Consolidate files with a shipped profile."""
    return consolidate(files, catalogue.get(source), today=TODAY, **options)  # type: ignore[arg-type]


def csv(
    rows: Rows, *, name: str = "datos.csv", encoding: str = "utf-8", separator: str = ","
) -> DeliveredFile:
    """Return a CSV file."""
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return DeliveredFile(name, "\r\n".join(lines).encode(encoding))


def xlsx(rows: Rows, *, name: str = "datos.xlsx", sheet: str = "Hoja1") -> DeliveredFile:
    """Return a workbook with one sheet."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    workbook = Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return DeliveredFile(name, content.getvalue())


def xls(rows: Rows, *, name: str = "datos.xls", sheet: str = "Hoja1") -> DeliveredFile:
    """Return an old binary workbook with one sheet."""
    import xlwt  # type: ignore[import-untyped]

    workbook = xlwt.Workbook()
    page = workbook.add_sheet(sheet)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(at, column, cell)
    content = io.BytesIO()
    workbook.save(content)
    return DeliveredFile(name, content.getvalue())
