"""Do events come again near by and soon after, more often than chance would have it? From a plain table."""

from enum import StrEnum
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output, plain_tables, workspace_facts
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.workspace_facts import Wanted

if TYPE_CHECKING:
    from confianza.analysis.hotspots.chains import Chains
    from confianza.analysis.hotspots.knox import Knox
    from confianza.analysis.hotspots.points import Points

DIGITS = 10
LIMITS_OF_ONE_CELL = 2
# Metres, or days, of a chain of repeats: no city is wider, no file longer.
FARTHEST = 1e6
CHAINS_SHOWN = 10
SMALLEST_SHOWN = 0.001


class Metric(StrEnum):
    """How distances are measured: straight, or along streets that cross at right angles."""

    euclidean = "euclidean"
    manhattan = "manhattan"


class Ends(StrEnum):
    """Which end of a band belongs to it."""

    usual = "usual"
    lower = "lower"
    upper = "upper"


Date = Annotated[str, typer.Option("--date", help=_("Column of the day, with a time or without."))]
Distances = Annotated[
    str, typer.Option("--distances", help=_("Limits of the bands of distance in metres, with commas."))
]
Days = Annotated[str, typer.Option("--days", help=_("Limits of the bands of time in days, with commas."))]
How = Annotated[Metric, typer.Option("--metric", help=_("Straight distances, or along a grid of streets."))]
WhichEnds = Annotated[
    Ends,
    typer.Option(
        "--ends",
        help=_(
            "Which end belongs to a band: lower [a, b), upper (a, b], or usual: lower in a table of bands, "
            "and both for a single distance and time (at most so far, at most so long)."
        ),
    ),
]
Permutations = Annotated[
    int,
    typer.Option(
        "--permutations",
        min=-1,
        help=_("Shuffles of the times; 0: exact moments alone; -1: as fits the size."),
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("What the shuffling starts from (0: the usual)."))]
ChainsWanted = Annotated[
    str, typer.Option("--chains", help=_("Tell chains too: metres and days of a repeat, such as 200,14."))
]


def near_repeat(
    file: options.Table = None,
    x: options.X = "x",
    y: options.Y = "y",
    date: Date = "date",
    distances: Distances = "0,1,100,200,300",
    days: Days = "0,7,14,21",
    metric: How = Metric.euclidean,
    ends: WhichEnds = Ends.usual,
    permutations: Permutations = -1,
    seed: Seed = 0,
    chains: ChainsWanted = "",
    offence: options.Offence = "",
    offence_column: options.OffenceColumn = "",
    area: options.Area = "",
    source: options.Source = "",
    first: options.First = None,
    until: options.Until = None,
    crs: options.Crs = "",
    skip_unreadable: options.SkipUnreadable = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    wanted = Wanted(offence, area, source, first, until)
    with workspace_facts.reading(file, wanted, workspace, as_json=as_json) as out:
        from confianza.analysis.hotspots import knox

        limits = options.numbers(distances, "--distances"), options.numbers(days, "--days")
        columns = {"x": x, "y": y, "date": date, "crs": crs, "skip_unreadable": skip_unreadable}
        points, of = workspace_facts.points(file, wanted, columns, offence_column)
        one_cell = len(limits[0]) == len(limits[1]) == LIMITS_OF_ONE_CELL
        told = knox.table(
            points,
            *limits,
            metric=metric.value,
            closed=ends is Ends.upper or (ends is Ends.usual and one_cell),
            permutations=None if permutations < 0 else permutations,
            seed=seed or knox.SEED,
        )
        linked = _chains(points, chains, metric) if chains else None
        out.answer(_answer(told, linked) | of | {"notes": plain_tables.notes(points)}, _show)


def _chains(points: "Points", asked: str, metric: Metric) -> "Chains":
    from confianza.analysis.hotspots import chains as near

    limits = options.numbers(asked, "--chains")
    if len(limits) != LIMITS_OF_ONE_CELL or not all(0 < each <= FARTHEST for each in limits):
        raise WrongUsage(_("--chains takes metres and days of a repeat, such as 200,14."))
    rows = points.rows if points.rows is not None else range(len(points))
    ids = [int(row) + 1 for row in rows]
    return near.of_points(points, metres=limits[0], days=limits[1], metric=metric.value, ids=ids)


def _answer(told: "Knox", linked: "Chains | None") -> dict[str, Any]:
    answer: dict[str, Any] = {
        "observed": told.observed.tolist(),
        "expected": _rounded(told.expected.tolist()),
        "ratio": _rounded(told.ratio.tolist()),
        "p": [[float(f"{p:.6g}") for p in row] for row in told.p],
        "sd": _rounded(told.sd.tolist()),
        "distances": list(told.metres),
        "days": list(told.days),
        "metric": told.metric,
        "closed": told.closed,
        "events": told.events,
        "permutations": told.permutations,
        "signal_p": round(told.signal_p, DIGITS),
    }
    if linked is not None:
        answer["chains"] = linked.chains.to_dicts()
        answer["roles"] = dict(linked.events["role"].value_counts().iter_rows())
    return answer


def _rounded(rows: list[list[float]]) -> list[list[float | None]]:
    return [[round(each, DIGITS) if isfinite(each) else None for each in row] for row in rows]


def _show(told: dict[str, Any]) -> None:
    workspace_facts.show(told)
    output.lines([*told["notes"], _headline(told), ""])
    far = _bands(told["distances"], "m", told["closed"])
    late = _bands(told["days"], _("days"), told["closed"])
    rows = [(name, *map(_cell, *cells)) for name, *cells in _together(told, far)]
    output.table(("", *late), rows, numbers=range(1, len(late) + 1))
    output.lines(["", _("In each cell: pairs, how many times as many as chance would bring, and p.")])
    for chain in told.get("chains", [])[:CHAINS_SHOWN]:
        output.lines([_chain(chain, "of" in told)])


def _chain(chain: dict[str, Any], of_workspace: bool) -> str:
    said = _("%(events)s events from %(begins)s to %(ends)s, begun by event %(originator)s of the file.")
    if of_workspace:
        said = _("%(events)s events from %(begins)s to %(ends)s.")
    return said % (chain | {"begins": chain["begins"].date(), "ends": chain["ends"].date()})


def _headline(told: dict[str, Any]) -> str:
    from confianza.analysis.indicators.intervals import CONFIDENCE

    values = {"events": f"{told['events']:,}", "p": f"{told['signal_p']:.2g}"}
    if told["signal_p"] <= 1 - CONFIDENCE:
        return _("Among %(events)s events some come again near by and soon after (p = %(p)s).") % values
    return _("Among %(events)s events no near repeat stands out from chance (p = %(p)s).") % values


def _bands(limits: list[float], unit: str, closed: bool) -> list[str]:
    marks = "(]" if closed else "[)"
    named = [f"{marks[0]}{a:g}, {b:g}{marks[1]} {unit}" for a, b in pairwise(limits)]
    # The first band holds its lower end either way.
    return [f"[{named[0][1:]}", *named[1:], f"{'>' if closed else '≥'} {limits[-1]:g} {unit}"]


def _together(told: dict[str, Any], names: list[str]) -> list[tuple[Any, ...]]:
    return list(zip(names, told["observed"], told["ratio"], told["p"], strict=True))


def _cell(observed: int, ratio: float | None, p: float) -> str:
    # By exact moments p may be smaller than any number of shuffles could tell; it is never zero.
    chance = f"{p:.3f}" if p >= SMALLEST_SHOWN else f"<{SMALLEST_SHOWN}"
    return f"{observed:,} · {'–' if ratio is None else f'{ratio:.2f}'} · {chance}"
