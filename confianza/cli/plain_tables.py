"""Plain tables that people bring: CSV with any separator, with names of columns or without, or Parquet."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.hotspots.points import Points
    from confianza.analysis.territory.reading import File
    from confianza.analysis.vocabulary.problems import Problem

SEPARATORS = (",", ";", "\t", "|")
# How archives (spreadsheets of today) and spreadsheets of yesterday begin.
NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
RENAMED = "_duplicated_"
# What a shapefile is made of, beside its .shp.
PARTS = (".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class PlainTable:
    """`frame` holds text cells (typed ones from Parquet). Without a header its columns are called 1, 2, 3 …

    `first_row` is how people call the first row; `notes` what to know before reading on.
    """

    frame: "pl.DataFrame"
    first_row: int
    header: bool
    notes: "tuple[Problem, ...]" = ()


def read(file: Path) -> "pl.DataFrame":
    """Return the rows of a CSV or Parquet file as a frame. Raises PointsRefused, with a sentence."""
    return table(file).frame


def table(file: Path, wanted: Sequence[str] = ()) -> PlainTable:
    """Return a CSV or Parquet file with what is known of its header. Raises PointsRefused.

    A file without header whose columns are as many as the names that are `wanted` takes those names, in their
    order, and says so.
    """
    import polars as pl

    from confianza.analysis.hotspots.findings import PointsRefused, finding

    if file.suffix.lower() == ".parquet":
        try:
            found = PlainTable(pl.read_parquet(file), 1, True)
        except pl.exceptions.PolarsError as error:
            raise _unreadable(file, error) from None
    else:
        found = _text(file)
    if found.frame.is_empty():
        raise PointsRefused("points_empty_file", file=file.name)
    if found.header or len(wanted) != found.frame.width or all(name.isdigit() for name in wanted):
        return found
    named = found.frame.rename(dict(zip(found.frame.columns, wanted, strict=True)))
    return PlainTable(named, 1, False, (finding("no_names", columns=", ".join(wanted)),))


@dataclass(frozen=True)
class Chosen:
    """Which events of a table: of an offence, from a day, until a day; empty is all."""

    offence: str = ""
    offence_column: str = ""
    first: date | None = None
    until: date | None = None


def points(
    read_as: PlainTable,
    *,
    x: str,
    y: str,
    date: str = "",
    weight: str = "",
    crs: str = "",
    skip_unreadable: bool = False,
    chosen: Chosen = Chosen(),
) -> "Points":
    """Return the points of a table; empty names are not asked for. Raises PointsRefused and WrongUsage."""
    from dataclasses import replace

    from confianza.analysis.hotspots import offence_words, persons
    from confianza.analysis.hotspots import points as of

    if (chosen.first or chosen.until) and not date:
        raise WrongUsage(_("To choose days, name their column: --date COLUMN."))
    persons.refuse([x, y, date, weight, chosen.offence_column])
    found = of.of_table(
        read_as.frame,
        x=x,
        y=y,
        date=date or None,
        weight=weight or None,
        crs=crs or None,
        first_row=read_as.first_row,
        skip_unreadable=skip_unreadable,
    )
    rows = None
    if chosen.offence:
        column = offence_words.column_of(read_as.frame, chosen.offence, chosen.offence_column)
        rows = offence_words.chosen(read_as.frame[column], chosen.offence)
    found = of.narrowed(found, rows=rows, first=chosen.first, until=chosen.until)
    return replace(found, left_out=(*read_as.notes, *found.left_out))


def notes(points: "Points") -> list[str]:
    """Return what was left out of a file, and what to know of it, in the language of the terminal."""
    return sentences(points.left_out)


def sentences(problems: "Sequence[Problem]") -> list[str]:
    """Say findings in the language of the terminal."""
    from confianza.analysis.hotspots.findings import KINDS

    return [_(KINDS[problem.code].sentence) % problem.details for problem in problems]


def parts(file: Path) -> "list[File]":
    """Return a drawn file, and beside a .shp those of its parts that lie next to it."""
    from confianza.analysis.territory.reading import File

    names = [file.with_suffix(ending) for ending in PARTS] if file.suffix.lower() == ".shp" else []
    return [File(each.name, each.read_bytes()) for each in (file, *names) if each.is_file()]


def _text(file: Path) -> PlainTable:
    import polars as pl

    from confianza.analysis.hotspots.findings import PointsRefused

    content = _as_utf8(file)
    first = content.partition(b"\n")[0].decode(errors="replace")
    separator = max(SEPARATORS, key=first.count)
    header = not _are_values(first, separator)
    try:
        frame = pl.read_csv(content, separator=separator, has_header=header, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise PointsRefused("points_empty_file", file=file.name) from None
    except pl.exceptions.PolarsError as error:
        _refuse_ragged(file, content, separator)
        raise _unreadable(file, error) from None
    frame = _without_an_empty_end(frame)
    if not header:
        return PlainTable(frame.rename(dict(zip(frame.columns, _places(frame), strict=True))), 1, False)
    return PlainTable(_named(frame, file), 2, True)


def _without_an_empty_end(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Leave out the rows at the end that hold nothing, as spreadsheets save them; those between stay, so that
    rows keep their numbers.
    """
    import polars as pl

    if frame.is_empty() or any((cell or "").strip() for cell in frame.row(-1)):
        return frame
    held = frame.select(pl.any_horizontal(pl.all().fill_null("").str.strip_chars() != "").arg_true())
    places = held.to_series()
    return frame.head(int(places[-1]) + 1 if len(places) else 0)


def _named(frame: "pl.DataFrame", file: Path) -> "pl.DataFrame":
    """Strip the names of columns; one without is called by its place, and left out if nothing is in it.

    Raises PointsRefused for two of one name.
    """
    from confianza.analysis.hotspots.findings import PointsRefused

    bare = [column.partition(RENAMED)[0].strip() for column in frame.columns]
    names = [name or place for name, place in zip(bare, _places(frame), strict=True)]
    alike = [name for at, name in enumerate(names) if name in names[:at]]
    if alike:
        raise PointsRefused("points_columns_alike", file=file.name, column=alike[0])
    told = frame.rename(dict(zip(frame.columns, names, strict=True)))
    hollow = [
        name for name, given in zip(names, bare, strict=True) if not given and told[name].is_null().all()
    ]
    return told.drop(hollow)


def _places(frame: "pl.DataFrame") -> list[str]:
    return [str(place + 1) for place in range(frame.width)]


def _as_utf8(file: Path) -> bytes:
    """Return a file in UTF-8, its lines ended as usual. Raises PointsRefused for what is no text."""
    from confianza.analysis.hotspots.findings import PointsRefused

    content = file.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", errors="replace").encode()
    if content.startswith(NO_TEXT) or b"\0" in content:
        raise PointsRefused("points_no_text", file=file.name)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content = content.decode("cp1252", errors="replace").encode()
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _refuse_ragged(file: Path, content: bytes, separator: str) -> None:
    """Raise PointsRefused for the first row that has more cells than the first."""
    import csv

    from confianza.analysis.hotspots.findings import PointsRefused

    rows = csv.reader(content.decode(errors="replace").splitlines(), delimiter=separator)
    try:
        columns = len(next(rows, []))
        for cells in rows:
            if len(cells) > columns:
                told = {"row": rows.line_num, "cells": len(cells), "columns": columns}
                raise PointsRefused("points_ragged", file=file.name, **told)
    except csv.Error:
        return


def _are_values(line: str, separator: str) -> bool:
    """Say whether a first line holds values: two numbers at least, as no header does."""
    cells = [cell.strip().strip('"') for cell in line.split(separator)]
    return sum(map(_is_number, cells)) >= 2


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ".", 1))
    except ValueError:
        return False
    return bool(text) and not text.isalpha()


def _unreadable(file: Path, error: Exception) -> Exception:
    from confianza.analysis.hotspots.findings import PointsRefused

    return PointsRefused("points_not_readable", file=file.name, detail=str(error).partition("\n")[0])
