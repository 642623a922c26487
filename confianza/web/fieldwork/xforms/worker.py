"""Run apart: reads a spreadsheet from stdin and writes the XForm, or what is wrong with it, to stdout.

A spreadsheet is a stranger's file: it is unpacked and read in a process that may not use much of anything.
"""

import contextlib
import io
import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 1536 * 1024 * 1024
PROCESSOR_SECONDS = 30
# pyxform writes the XForm to a passing file before it returns it; lists of thousands of places are megabytes.
WRITTEN_BYTES = 64 * 1024 * 1024
# Rows of a sheet are counted as spreadsheets count them: the headings are the first.
FIRST_ROW = 2


def main() -> None:
    """Read the kind of the file from the arguments, its bytes from stdin; answer one JSON object."""
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    _limit()
    # Whatever libraries print must not mix with the answer.
    with contextlib.redirect_stdout(io.StringIO()):
        answer = _converted(content, kind)
    json.dump(answer, sys.stdout, ensure_ascii=False)


def _limit() -> None:
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))


def _converted(content: bytes, kind: str) -> dict[str, Any]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform
    from pyxform.xls2xform import convert

    sheets: dict[str, Any] = {}
    try:
        workbook = get_xlsform(io.BytesIO(content), file_type=kind)
        sheets = {"survey": _rows(workbook.survey), "choices": _rows(workbook.choices)}
        found = convert(io.BytesIO(content), file_type=kind, validate=False)
    except PyXFormError as error:
        return {"error": str(error), "sheets": sheets}
    except MemoryError:
        return {"unreadable": "memory"}
    except Exception as error:
        # Of an unpacker or a parser: the file is not what it claims to be.
        return {"unreadable": f"{type(error).__name__}: {error}"[:200]}
    return {
        "xml": found.xform,
        "form": found._pyxform,
        "warnings": list(found.warnings),
        "itemsets": found.itemsets,
        "sheets": sheets,
    }


def _rows(rows: Any) -> list[dict[str, str]]:
    """Return the rows of a sheet as they were written, "" being the number each has there."""
    return [
        {"": str(place), **{str(key): str(cell) for key, cell in row.items()}}
        for place, row in enumerate(rows or (), FIRST_ROW)
    ]


if __name__ == "__main__":
    main()
