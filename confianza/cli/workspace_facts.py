"""Facts of the workspace as a table, so that a verb of analysis works on them as on a file that people bring.

They are those of the pages of analysis: one voice, one offence, one area that can be walked; what may stand
on no map is not read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import language, options, output, plain_tables
from confianza.cli.failures import NoFacts, WrongUsage
from confianza.cli.language import _
from confianza.cli.output import Output
from confianza.cli.plain_tables import PlainTable
from confianza.cli.session import opened, session

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.hotspots.points import Points
    from confianza.analysis.vocabulary.problems import Problem
    from confianza.web.observatory.queries.incidents import Incidents

X, Y, DATE, START, END, WEIGHT = "longitude", "latitude", "date", "start", "end", "weight"
CRS = "EPSG:4326"


@dataclass(frozen=True)
class Wanted:
    """Which facts: an offence, an area and a source by name, days as typed; empty is left to the data."""

    offence: str = ""
    area: str = ""
    source: str = ""
    first: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Facts:
    """`table` has DATE, START, END and WEIGHT in every row, X and Y (degrees) where a point is told.

    `told` says of what they are, for machines; `first` and `until` are the days they were told for.
    """

    table: PlainTable
    told: dict[str, Any]
    first: date
    until: date

    @property
    def tells_hours(self) -> bool:
        """Whether any fact tells when in the day."""
        return bool((self.table.frame[START] == self.table.frame[END]).any())

    @property
    def by_day(self) -> PlainTable:
        """The same, their DATE a day without a time."""
        import polars as pl

        return replace(self.table, frame=self.table.frame.with_columns(pl.col(DATE).cast(pl.Date)))

    @property
    def placed(self) -> PlainTable:
        """Those with a point, and a note of how many have none."""
        from confianza.analysis.hotspots.findings import finding

        points = self.table.frame.drop_nulls(Y)
        gone = len(self.table.frame) - len(points)
        notes: tuple[Problem, ...] = (finding("facts_without_place", count=gone),) if gone else ()
        if not len(points):
            raise NoFacts(_none_of(self.told))
        return PlainTable(points, 1, True, (*self.table.notes, *notes))


@contextmanager
def reading(file: Path | None, wanted: Wanted, workspace: Path | None, *, as_json: bool) -> Iterator[Output]:
    """Open what a verb reads: nothing but the file, or the workspace where no file is named."""
    if file is None:
        with opened(workspace, as_json=as_json) as out:
            yield out
        return
    with session(as_json=as_json) as out:
        for option, value in (("--area", wanted.area), ("--source", wanted.source)):
            if value:
                message = _("%(option)s chooses among the facts of the workspace; name no file with it.")
                raise WrongUsage(message % {"option": option})
        yield out


def of_workspace(wanted: Wanted, *, history: bool = False) -> Facts:
    """Return the facts that are wanted; with `history` from the first day told, else of the last year.

    Raises NoFacts and WrongUsage, with a sentence, and what the registry and the territory raise for names
    they do not know.
    """
    found = _found(wanted)
    rows = found.everything if history and not wanted.first else found.rows
    first, until = found.days
    first = found.told_from if history and not wanted.first else first
    told = {
        "offence": found.asked.indicator_id,
        "area": found.place.name,
        "source": found.asked.source,
        "from": first.isoformat(),
        "until": until.isoformat(),
    }
    if rows.is_empty():
        raise NoFacts(_none_of(told))
    return Facts(PlainTable(_table(rows), 1, True, _notes(found)), told, first, until)


def points(
    file: Path | None, wanted: Wanted, columns: dict[str, Any], offence_column: str = ""
) -> "tuple[Points, dict[str, Any]]":
    """Return the points of a file (`columns` as `plain_tables.points` takes them) or of the workspace, and
    {"of": which facts}, empty for a file. Raises PointsRefused, WrongUsage, NoFacts.
    """
    if file is not None:
        days = options.day(wanted.first), options.day(wanted.until)
        chosen = plain_tables.Chosen(wanted.offence, offence_column, *days)
        named = [columns[name] for name in ("x", "y", "date", "weight") if columns.get(name)]
        return plain_tables.points(plain_tables.table(file, named), **columns, chosen=chosen), {}
    facts = of_workspace(wanted)
    told = plain_tables.points(facts.placed, x=X, y=Y, date=DATE, weight=WEIGHT, crs=CRS)
    return told, {"of": facts.told}


def _found(wanted: Wanted) -> "Incidents":
    from confianza.analysis.indicators import registry
    from confianza.web.observatory.queries import incidents, places
    from confianza.web.observatory.queries.ground import Ground
    from confianza.web.observatory.queries.horizon import Horizon

    area = places.found(Ground(None).territory, wanted.area) if wanted.area else ""
    offence = registry.resolve(wanted.offence).id if wanted.offence else ""
    asked = incidents.Asked(
        offence, area, options.day(wanted.first), options.day(wanted.until), wanted.source
    )
    try:
        # Who has the machine acts for the installation.
        found = incidents.incidents(asked, Horizon(True))
    except incidents.NoSuchGround:
        message = _("%(area)s cannot be walked; name a town or a part of one.")
        raise WrongUsage(message % {"area": wanted.area}) from None
    if found is None:
        raise NoFacts(
            _("There is nothing to read yet. Bring areas and facts: confianza territory import, then ingest.")
        )
    if offence not in ("", found.asked.indicator_id):
        message = _("“%(offence)s” is told by nobody, or may stand on no map; there are: %(there)s.")
        raise WrongUsage(message % {"offence": wanted.offence, "there": ", ".join(found.indicators)})
    if wanted.source not in ("", found.asked.source):
        message = _("“%(source)s” tells nothing of that there; there are: %(there)s.")
        raise WrongUsage(message % {"source": wanted.source, "there": ", ".join(found.sources)})
    return found


def _table(rows: "pl.DataFrame") -> "pl.DataFrame":
    """Return facts with their moment, and the span in which each happened: its minute, or its whole day."""
    import polars as pl

    day = pl.col("occurred_on").cast(pl.Datetime("ms"))
    minute = pl.duration(minutes=pl.col("minute_of_day").cast(pl.Int64))
    return rows.select(
        X,
        Y,
        pl.coalesce(day + minute, day).alias(DATE),
        pl.coalesce(day + minute, day).alias(START),
        pl.coalesce(day + minute, day + pl.duration(days=1)).alias(END),
        pl.col("weight").cast(pl.Float64).alias(WEIGHT),
    )


def _notes(found: "Incidents") -> "tuple[Problem, ...]":
    from confianza.analysis.hotspots import asking
    from confianza.web.observatory.queries.incidents import FOUND_BY_PATROLS

    if found.asked.indicator_id not in FOUND_BY_PATROLS:
        return ()
    return (asking.finding("feeds_on_patrols", percent=100),)


def _none_of(told: dict[str, Any]) -> str:
    message = _("%(source)s tells of no %(offence)s with a place in %(area)s from %(from)s to %(until)s.")
    return message % (told | {"offence": _named(told["offence"])})


def show(told: dict[str, Any]) -> None:
    """Say to people of which facts of the workspace an answer is; nothing where it is of a file."""
    if of := told.get("of"):
        message = _("%(offence)s in %(area)s from %(from)s to %(until)s, told by %(source)s.")
        output.lines([message % (of | {"offence": _named(of["offence"])})])


def _named(indicator_id: str) -> str:
    from confianza.analysis.indicators import registry

    indicator = registry.get(indicator_id)
    return indicator.name_es if language.chosen() == "es" else indicator.name_en
