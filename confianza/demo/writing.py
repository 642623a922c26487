"""Write a table the way an office sends it: a workbook with titles, total and footnote, or a text file."""

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from confianza.demo.layouts import Habit

MADE_AT = datetime(2021, 1, 1)  # noqa: DTZ001 - a fixed moment, so that the same rows make the same bytes
ZIP_MOMENT = (2021, 1, 1, 0, 0, 0)
SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(headers: Sequence[str], rows: Iterable[Sequence[Any]], how: Habit) -> bytes:
    """Return the bytes of the file an office with this habit makes of the rows."""
    listed = [list(row) for row in rows]
    return _workbook(headers, listed, how) if how.kind == "xlsx" else _text(headers, listed, how)


def _text(headers: Sequence[str], rows: Iterable[Sequence[Any]], how: Habit) -> bytes:
    paper = StringIO(newline="")
    pen = csv.writer(paper, delimiter=how.separator, lineterminator="\r\n")
    pen.writerow(headers)
    pen.writerows(["" if value is None else value for value in row] for row in rows)
    return paper.getvalue().encode(how.encoding)


def _workbook(headers: Sequence[str], rows: Sequence[Sequence[Any]], how: Habit) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = MADE_AT
    sheet = book.create_sheet(how.sheet)
    for title in how.titles:
        sheet.append([title])
    sheet.append(list(headers))
    for row in rows:
        sheet.append(row)
    if how.total:
        sheet.append(["TOTAL", *[None] * (len(headers) - 2), len(rows)])
    if how.footnote:
        sheet.append([])
        sheet.append([how.footnote])
    content = BytesIO()
    book.save(content)
    return _without_clock(content)


def _without_clock(content: BytesIO) -> bytes:
    """Return the archive with every member dated alike; a workbook else carries the moment it was made."""
    calm = BytesIO()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(calm, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, ZIP_MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(member, SAVED_AT.sub(rb"\g<1>2021-01-01T00:00:00Z", made.read(name)))
    return calm.getvalue()
