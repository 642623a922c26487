"""A form that comes with the program, as the spreadsheet (.xlsx) that people open, change and bring back."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from confianza.web.fieldwork.library.catalogue import ReadyForm

SHEETS = ("survey", "choices", "settings")
# In characters, as spreadsheets measure it: wide enough for a sentence in two or three lines.
WIDE, NARROW = 42, 16
SENTENCES = ("label", "hint", "constraint_message", "form_title", "relevant", "constraint", "instance_name")


def workbook(ready: ReadyForm) -> bytes:
    """Return the spreadsheet of a form; it becomes the same form, byte for byte, as its text does."""
    from openpyxl import Workbook
    from pyxform.xls2json_backends import md_to_dict

    told = md_to_dict(ready.text)
    book = Workbook()
    book.remove(book.active)
    for name in SHEETS:
        columns = list(told[f"{name}_header"][0])
        _fill(book.create_sheet(name), columns, told[name])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for place, column in enumerate(columns, 1):
        sheet.cell(1, place).font = Font(bold=True)
        is_wide = column.partition("::")[0] in SENTENCES
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if is_wide else NARROW
    sheet.freeze_panes = "D2" if sheet.title == "survey" else "A2"
