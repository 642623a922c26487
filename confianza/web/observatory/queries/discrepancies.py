"""Where sources disagree by area and month: of what was delivered, or of plain files side by side."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import quality
from confianza.web.observatory.queries.ground import Ground
from confianza.web.records import queries as records

if TYPE_CHECKING:
    from confianza.analysis.quality.cells import Level, Told, Voice
    from confianza.analysis.quality.discrepancy import Report
    from confianza.web.records.queries import Sight

FEWEST_SOURCES = 2
NEAREST = 3


class NothingToCompare(ValueError):
    """Fewer than two sources speak of homicides with a date and a place."""


class LayoutUnsure(ValueError):
    """The columns of a file do not tell of which layout it is; `near` names those that may fit."""

    def __init__(self, file: str, near: Sequence[str]) -> None:
        self.file, self.near = file, tuple(near)
        super().__init__(f"{file} may be of several layouts.")


def delivered(sight: "Sight", as_of: date | None = None) -> "Report":
    """Compare the homicides that the sources within a sight tell of, by town and month.

    Raises NothingToCompare.
    """
    ground = Ground(as_of)
    key = f"discrepancies|{ground.state}|{quality.seen_as(sight)}"
    report: Report | None = memory.remembered(key, lambda: _delivered(ground, sight))
    if report is None:
        raise NothingToCompare
    return report


def of_files(told: Sequence[tuple[Any, str]], *, today: date, level: "Level | None" = None) -> "Report":
    """Compare files: each with the name of its layout, or "" where the columns shall tell it.

    Raises LayoutUnsure, DeliveryRefused, UnknownSource and NothingToCompare.
    """
    from confianza.analysis.quality import cells, discrepancy

    read = [
        (file, quality.consolidated([file], source or _layout_of(file), today=today)) for file, source in told
    ]
    names = [quality.voice_of(consolidated) for _, consolidated in read]
    # Two files of one layout are two sources here, each called by its own name.
    called = [
        name if names.count(name) == 1 else file.name for name, (file, _) in zip(names, read, strict=True)
    ]
    dated = [(name, one.claims) for name, (_, one) in zip(called, read, strict=True) if one.period]
    if len({name for name, _ in dated}) < FEWEST_SOURCES:
        raise NothingToCompare
    return discrepancy.report(cells.of(_homicides(dated), level))


def _homicides(told: Sequence[tuple[str, pl.DataFrame]]) -> Any:
    from confianza.analysis.quality import subjects

    table = quality.as_table(told)
    return subjects.judged(table, subjects.scopes(table))


def _layout_of(file: Any) -> str:
    """Return the one layout that lacks nothing and knows most columns of a file, at least half of them."""
    found = records.suggestion(file)
    fitting = [
        match for match in found.profiles if not match.missing and 2 * match.columns_known >= match.columns
    ]
    known = [match.columns_known for match in fitting]
    best = [match for match in fitting if match.columns_known == max(known)]
    if len(best) != 1:
        raise LayoutUnsure(file.name, [match.name for match in found.profiles[:NEAREST]])
    return best[0].name


def _delivered(ground: Ground, sight: "Sight") -> "Report | None":
    from confianza.analysis.quality import cells, discrepancy, subjects

    if not ground.has_data:
        return None
    if not ground.has_territory:
        claims = quality.visible(sight, ground.as_of)
        told = cells.of(claims.filter(subjects.is_homicide(claims)))
        return discrepancy.report(told) if len(told.voices) >= FEWEST_SOURCES else None
    known = sorted({quality.voice(each) for each in quality.seen(sight, ground.as_of)})
    spoken = quality.cells(ground, known)
    if spoken["source"].n_unique() < FEWEST_SOURCES:
        return None
    return discrepancy.report(_told(spoken, ground))


def _told(spoken: pl.DataFrame, ground: Ground) -> "Told":
    from confianza.analysis.quality.cells import CELLS, Told
    from confianza.web.observatory.queries import places

    placed = spoken.filter(pl.col("area") != "")
    names = places.names(ground.territory, sorted(set(placed["area"])))
    named = placed.with_columns(pl.col("area").replace(names))
    voices = [_voice(str(key[0]), rows) for key, rows in spoken.partition_by("source", as_dict=True).items()]
    return Told(named.select(list(CELLS)), tuple(voices), (), quality.TOWNS)


def _voice(source: str, rows: pl.DataFrame) -> "Voice":
    from confianza.analysis.quality.cells import Voice

    told = rows.drop_nulls("count")
    first, last = told["month"].min(), told["month"].max()
    nowhere = told.filter(pl.col("area") == "")["count"].sum()
    return Voice(
        source, first, last, float(told["count"].sum()), float(nowhere),
        writes_zeros=False, revised=0, days_lacking=(),
    )  # fmt: skip
