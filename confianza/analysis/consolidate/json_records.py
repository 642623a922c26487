"""JSON: records in an array, as objects or as bare arrays whose names and place the profile tells.

A record's row number is its place in the array, from 1.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from confianza.analysis.consolidate import encodings, raw_tables
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.raw_tables import Body, RawTable, Stray
from confianza.analysis.sources.profile import JsonRecords
from confianza.analysis.vocabulary.problems import DeliveryRefused


def tables(member: Member, layout: JsonRecords) -> list[RawTable]:
    """Return the table of a JSON file, or nothing if it holds no array of records where the layout says."""
    records = _records(_parsed(member), layout.key)
    if records is None:
        return []
    path = _path_values(member.name, layout.path)
    names = layout.columns or _names(records)
    rows = partial(_body, records, names, list(path.values()))
    return [RawTable(member.name, "", [[*names, *path]], rows, first_row=0)]


def _parsed(member: Member) -> Any:
    text = bytes(encodings.as_utf8(member.content).utf8)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DeliveryRefused("broken_json", file=member.name, detail=error.msg, row=error.lineno) from error
    except RecursionError as error:
        raise DeliveryRefused("broken_json", file=member.name, detail="too deep", row=1) from error


def _records(document: Any, key: str) -> list[Any] | None:
    found = document.get(key) if key and isinstance(document, dict) else document
    if not isinstance(found, list) or not all(isinstance(record, list | dict) for record in found):
        return None
    return found


def _path_values(name: str, parts: Sequence[str]) -> dict[str, str]:
    """Return the last parts of a path under the names that the layout gives them."""
    folders = name.split("/")
    folders[-1] = folders[-1].rpartition(".")[0] or folders[-1]
    return dict(zip(reversed(parts), reversed(folders), strict=False))


def _names(records: Sequence[Any]) -> tuple[str, ...]:
    keys = [key for record in records if isinstance(record, dict) for key in record]
    return tuple(dict.fromkeys(keys))


def _body(records: Sequence[Any], names: Sequence[str], constants: Sequence[str], after: int) -> Body:
    fitting = {row: record for row, record in enumerate(records, start=1) if _fits(record, names)}
    rows = [_values(record, names) for record in fitting.values()]
    told = raw_tables.rows_frame([[*row, *constants] for row in rows], width=len(names) + len(constants))
    strays = tuple(
        _stray(row, record, names) for row, record in enumerate(records, start=1) if row not in fitting
    )
    return Body(told, pl.Series("_row", list(fitting), dtype=pl.UInt32), strays)


def _fits(record: Any, names: Sequence[str]) -> bool:
    return isinstance(record, Mapping) or len(record) == len(names)


def _stray(row: int, record: Any, names: Sequence[str]) -> Stray:
    problem = "too_many_fields" if len(record) > len(names) else "too_few_fields"
    return Stray(row, json.dumps(record, ensure_ascii=False), len(record), problem)


def _values(record: Any, names: Sequence[str]) -> list[str | None]:
    values = [record.get(name) for name in names] if isinstance(record, Mapping) else record
    return [_text(value) for value in values]


def _text(value: Any) -> str | None:
    """Write a JSON value as text: numbers with the fewest digits that read back, objects as JSON."""
    write = _WRITERS.get(type(value))
    return write(value) if write else json.dumps(value, ensure_ascii=False)


_WRITERS: dict[type, Callable[[Any], str | None]] = {
    str: lambda value: value.strip() or None,
    float: lambda value: str(int(value)) if value.is_integer() else repr(value),
    int: str,
    type(None): lambda _: None,
}
