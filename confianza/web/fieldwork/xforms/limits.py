"""What pyxform lets pass and no form here may have.

Cells that no telephone reads, names too long for the register, an address of its own to send to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from defusedxml import ElementTree

from confianza.web.fieldwork.xforms.problems import Problem

Sheets = Mapping[str, Sequence[Mapping[str, str]]]

# As long as the register keeps them.
LONGEST = {"form_id": 100, "version": 100, "form_title": 200}
FORM_ID = re.compile(r"[\w .:-]+")
# Characters that XML 1.0 has not.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# pyxform takes a colon for a name space, which no question here has.
COLON = ":"
XFORMS = "{http://www.w3.org/2002/xforms}"
ELSEWHERE = {"action": "submission_url", "base64RsaPublicKey": "public_key"}
FILES = "jr://file"


def of_cells(sheets: Sheets) -> Iterator[Problem]:
    """Yield what no telephone could read, by sheet, row and column."""
    for sheet, rows in sheets.items():
        for row in rows:
            for column, cell in row.items():
                if CONTROL.search(cell) or (sheet == "survey" and column == "name" and COLON in cell):
                    yield Problem("bad_cell", {"sheet": sheet, "row": row[""], "column": column})


def of_settings(form: Mapping[str, Any], xml: bytes) -> Iterator[Problem]:
    """Yield what the settings say and may not."""
    told = {"form_id": form["id_string"], "version": form.get("version"), "form_title": form["title"]}
    for column, most in LONGEST.items():
        if len(str(told[column] or "")) > most:
            yield Problem("too_long", {"column": column, "most": most})
    if not FORM_ID.fullmatch(form["id_string"]):
        yield Problem("bad_form_id", {"name": form["id_string"][:40]})
    for submission in ElementTree.fromstring(xml).iter(f"{XFORMS}submission"):
        for attribute, column in ELSEWHERE.items():
            if submission.get(attribute):
                yield Problem(column, {})


def files_needed(xml: bytes) -> tuple[str, ...]:
    """Return the names of the lists without which a telephone cannot open the form."""
    sources = (each.get("src") or "" for each in ElementTree.fromstring(xml).iter(f"{XFORMS}instance"))
    return tuple(sorted({source.rpartition("/")[2] for source in sources if source.startswith(FILES)}))
