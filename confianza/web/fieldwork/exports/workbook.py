"""Spreadsheets (.xlsx): the same bytes for the same cells, nothing computed by whoever opens them.

Written here and not by openpyxl, which lays every sheet open on the disk while it writes it, and puts the
time of day into the file.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from confianza.web.fieldwork.exports import archives
from confianza.web.lib import spreadsheets

# Excel's limits: letters in a cell, the integers it keeps whole, and the first day that it counts right.
LONGEST_CELL = 32_767
LARGEST_WHOLE = 2**53
FIRST_DAY, DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)
SECONDS_A_DAY = 86_400
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NARROWEST, WIDEST = 10, 40
# Places in the list of styles. TEXT marks what starts like a formula as text, also when it is typed anew.
PLAIN, HEADING, TEXT, DAY, MOMENT = range(5)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CELLS = (
    'numFmtId="0" fontId="0"',
    'numFmtId="0" fontId="1" applyFont="1" quotePrefix="1"',
    'numFmtId="49" fontId="0" applyNumberFormat="1" quotePrefix="1"',
    'numFmtId="164" fontId="0" applyNumberFormat="1"',
    'numFmtId="165" fontId="0" applyNumberFormat="1"',
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_CELLS)}">'
    + "".join(f'<xf fillId="0" borderId="0" xfId="0" {each}/>' for each in _CELLS)
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """Return a spreadsheet of sheets by name; the first row of each is its heading.

    Cells: None, int, float, str, date, or datetime without a zone.
    """
    files = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _contents(sheets),
        "xl/_rels/workbook.xml.rels": _relations(_links(len(sheets))),
        "xl/styles.xml": STYLES,
    }
    for number, rows in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{number}.xml"] = "".join(_sheet(list(rows)))
    return archives.zipped({name: text.encode() for name, text in files.items()})


def _types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    told = "".join(f'<Override PartName="{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in parts)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    endings = (("rels", relations), ("xml", "application/xml"))
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in endings)
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{told}</Types>'


def _links(sheets: int) -> list[tuple[str, str, str]]:
    numbers = range(1, sheets + 1)
    found = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    return [*found, (f"rId{sheets + 1}", "styles", "styles.xml")]


def _relations(links: Iterable[tuple[str, str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _contents(names: Iterable[str]) -> str:
    told = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{told}</sheets></workbook>'


def _sheet(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    heading = rows[0]
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews><cols>"
    for place, name in enumerate(heading, 1):
        width = min(max(len(str(name)) + 2, NARROWEST), WIDEST)
        yield f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    letters = [_letters(place) for place in range(1, max(map(len, rows)) + 1)]
    for number, row in enumerate(rows, 1):
        yield f'<row r="{number}">'
        for letter, value in zip(letters, row, strict=False):
            if value is not None:
                yield _cell(f"{letter}{number}", value, is_heading=number == 1)
        yield "</row>"
    yield "</sheetData></worksheet>"


def _letters(place: int) -> str:
    found = ""
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _cell(at: str, value: Any, *, is_heading: bool) -> str:
    if isinstance(value, date) and (days := _days(value)) is not None:
        return f'<c r="{at}" s="{MOMENT if isinstance(value, datetime) else DAY}"><v>{days!r}</v></c>'
    if isinstance(value, int | float) and math.isfinite(value) and abs(value) <= LARGEST_WHOLE:
        return f'<c r="{at}"><v>{value!r}</v></c>'
    text = _text(str(value))
    is_like_a_formula = text.lstrip(" ").startswith(spreadsheets.FORMULA_STARTS)
    style = HEADING if is_heading else TEXT if is_like_a_formula else PLAIN
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _days(value: date) -> float | None:
    """Return a day or a moment as spreadsheets count: days since the last one but one of 1899."""
    day, seconds = value, 0
    if isinstance(value, datetime):
        day, seconds = value.date(), value.hour * 3600 + value.minute * 60 + value.second
    return (day - DAY_ZERO).days + seconds / SECONDS_A_DAY if day >= FIRST_DAY else None


def _text(text: str) -> str:
    valid = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return valid if len(valid) <= LONGEST_CELL else valid[: LONGEST_CELL - 1] + "…"
