"""SPSS: a data file (.sav) and its labels as syntax (.sps), for each table and each language of the form."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.web.fieldwork.exports import labelling
from confianza.web.fieldwork.exports.tables import SELECT_ONE, Column, Gathered, Table

if TYPE_CHECKING:
    import polars as pl

# SPSS's limits, in bytes: a label of a variable, of a value, a text, and a line of syntax.
LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_TEXT, LONGEST_LINE = 255, 120, 32_767, 251
NUMBERS = frozenset({"integer", "decimal", "range", "yes_no"})
# Where the moment of writing stands in a file: the same answers shall be the same bytes.
WRITTEN_AT, NO_TIME = 92, b"01 Jan 8000:00:00"
INDENT = "  "


def files(found: Gathered) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the data and the syntax of each table in each language of the form."""
    for table in found.tables:
        for language in found.languages:
            name = f"{table.name}.{labelling.language_code(language)}"
            yield f"{name}.sav", data(table, language, found.form.title)
            yield f"{name}.sps", syntax(table, language, found.form.title).encode()


def data(table: Table, language: str, title: str) -> bytes:
    """Return a table as an SPSS data file, labelled in a language of its form.

    Words on a scale of numbers ("does not know") are numbers below it, and user-missing.
    """
    names = dict(zip(labelling.names(table), table.columns, strict=True))
    told = {
        "file_label": cut(title, 60),
        "column_labels": {name: _label(column, language) for name, column in names.items()},
        "variable_value_labels": {
            name: dict(_value_labels(column, language))
            for name, column in names.items()
            if labelling.codes(column)
        },
        "missing_ranges": {
            name: [{"lo": min(none), "hi": max(none)}]
            for name, column in names.items()
            if (none := labelling.missing(column))
        },
        "variable_measure": {name: _measure(column) for name, column in names.items()},
        "variable_format": {name: "F10.0" for name, column in names.items() if _is_whole(column)},
    }
    return _written(_frame(names), told)


def syntax(table: Table, language: str, title: str) -> str:
    """Return the commands that label a table's data file in a language of its form."""
    names = dict(zip(labelling.names(table), table.columns, strict=True))
    lines = ["* Encoding: UTF-8.", f"* {cut(labelling.one_line(title), 200)} - {language}."]
    lines += _command(
        "VARIABLE LABELS", [[name, *_quoted(_label(column, language))] for name, column in names.items()]
    )
    labelled = [(name, list(_value_labels(column, language))) for name, column in names.items()]
    lines += _command("VALUE LABELS", [[name, *_values(told)] for name, told in labelled if told])
    for name, column in names.items():
        if none := labelling.missing(column):
            told = f"{min(none)}" if len(none) == 1 else f"{min(none)} THRU {max(none)}"
            lines.append(f"MISSING VALUES {name} ({told}).")
    return "\n".join([*lines, "EXECUTE.", ""])


def cut(text: str, longest: int) -> str:
    """Return a text of at most so many bytes, cut between letters."""
    raw = text.encode()
    if len(raw) <= longest:
        return text
    return raw[: longest - len("…".encode())].decode(errors="ignore") + "…"


def _label(column: Column, language: str) -> str:
    return cut(labelling.of_column(column, language), LONGEST_LABEL)


def _value_labels(column: Column, language: str) -> Iterator[tuple[Any, str]]:
    for code, number in labelling.codes(column).items():
        yield number, cut(labelling.of_code(column, code, language), LONGEST_VALUE_LABEL)


def _measure(column: Column) -> str:
    if column.kind == SELECT_ONE:
        return "ordinal" if _is_number(column) else "nominal"
    return "scale" if column.kind in NUMBERS - {"yes_no"} else "nominal"


def _is_number(column: Column) -> bool:
    codes = labelling.codes(column).values()
    return column.kind in NUMBERS or (bool(codes) and all(isinstance(each, int) for each in codes))


def _is_whole(column: Column) -> bool:
    return _is_number(column) and column.kind not in ("decimal", "range")


def _frame(names: Mapping[str, Column]) -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame([_series(name, column) for name, column in names.items()])


def _series(name: str, column: Column) -> "pl.Series":
    import polars as pl

    codes = labelling.codes(column)
    if _is_number(column) or column.name == "turn":
        values = [codes.get(str(value), value) for value in column.values] if codes else column.values
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if column.kind in ("date", "today"):
        return pl.Series(name, column.values, dtype=pl.Date)
    if column.kind in ("start", "end", "dateTime", "datetime") or column.name.endswith("_at"):
        return pl.Series(name, column.values, dtype=pl.Datetime("us"))
    texts = [None if value is None else cut(str(value), LONGEST_TEXT) for value in column.values]
    return pl.Series(name, texts, dtype=pl.String)


def _written(frame: "pl.DataFrame", told: Mapping[str, Any]) -> bytes:
    """Return the file; where the system can, it never lies on a disk."""
    import pyreadstat

    if hasattr(os, "memfd_create"):
        held = os.memfd_create("sav")
        try:
            pyreadstat.write_sav(frame, f"/proc/self/fd/{held}", **told)
            with open(held, "rb", closefd=False) as file:
                file.seek(0)
                return _without_time(file.read())
        finally:
            os.close(held)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data.sav"
        pyreadstat.write_sav(frame, str(place), **told)
        return _without_time(place.read_bytes())


def _without_time(content: bytes) -> bytes:
    return content[:WRITTEN_AT] + NO_TIME + content[WRITTEN_AT + len(NO_TIME) :]


def _command(name: str, items: list[list[str]]) -> list[str]:
    """Return a command as lines: its items apart by strokes, each piece on a line of its own."""
    lines = [name]
    for place, (first, *rest) in enumerate(items):
        lines.append(f"{INDENT}{'/' if place else ''}{first}")
        lines += [f"{INDENT * 2}{piece}" for piece in rest]
    return [*lines[:-1], f"{lines[-1]}."] if items else []


def _values(told: list[tuple[Any, str]]) -> Iterator[str]:
    for number, label in told:
        yield from [str(number)] if isinstance(number, int) else _quoted(number)
        yield from _quoted(label)


def _quoted(text: str) -> list[str]:
    """Return a text between quotes, in pieces joined by "+" where a line would grow too long."""
    room = LONGEST_LINE - len(INDENT * 2) - len("'' +.")
    pieces, held = [], ""
    for letter in text:
        doubled = "''" if letter == "'" else letter
        if len((held + doubled).encode()) > room:
            pieces.append(held)
            held = ""
        held += doubled
    whole = [f"'{piece}'" for piece in (*pieces, held)]
    return [*(f"{piece} +" for piece in whole[:-1]), whole[-1]]
