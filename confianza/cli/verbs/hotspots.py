"""Where events gather, from a plain table: counts, density, hot spots and how they change, clusters."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.hotspots.layers import Layer
    from confianza.analysis.hotspots.points import Points

ROWS_SHOWN = 20
LARGE = 1_000
OF_TIMES = ("classes", "scan", "chains")


class Method(StrEnum):
    """What is asked of the points."""

    gi = "gi"
    counts = "counts"
    density = "density"
    classes = "classes"
    clusters = "clusters"
    scan = "scan"
    chains = "chains"
    hexagons = "hexagons"


Date = Annotated[str, typer.Option("--date", help=_("Column of the day, where the method asks for one."))]
Weight = Annotated[str, typer.Option("--weight", help=_("Column of what an event weighs (harm)."))]
Cell = Annotated[float, typer.Option("--cell", help=_("Side of a cell in metres."))]
How = Annotated[
    Method,
    typer.Option(
        "--method",
        help=_(
            "gi: hot spots that chance would not show; counts; density; classes over months; clusters; scan "
            "of space and time; chains of near repeats; hexagons (H3)."
        ),
    ),
]
Bandwidth = Annotated[
    float,
    typer.Option("--bandwidth", min=0, help=_("Of the density, in metres (0: by the spread of the points).")),
]
Resolution = Annotated[int, typer.Option("--resolution", min=0, max=15, help=_("Of the hexagons."))]
Everything = Annotated[bool, typer.Option("--all", help=_("Tell every cell, not the findings alone."))]
Out = Annotated[Path | None, typer.Option("--out", dir_okay=False, help=_("Write GeoJSON into this file."))]


def hotspots(
    file: options.Table,
    x: options.X = "x",
    y: options.Y = "y",
    date: Date = "",
    weight: Weight = "",
    cell: Cell = 200.0,
    method: How = Method.gi,
    bandwidth: Bandwidth = 0.0,
    resolution: Resolution = 9,
    everything: Everything = False,
    out_file: Out = None,
    crs: options.Crs = "",
    skip_unreadable: options.SkipUnreadable = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.cli import plain_tables

        if method in OF_TIMES and not date:
            raise WrongUsage(_("The method %(method)s needs days: --date COLUMN.") % {"method": method.value})
        points = plain_tables.points(
            file, x=x, y=y, date=date, weight=weight, crs=crs, skip_unreadable=skip_unreadable
        )
        layer = _asked(points, method, cell, bandwidth, resolution)
        if out_file is not None:
            _write(out_file, layer, everything)
        out.answer(_answer(layer, everything, plain_tables.notes(points)), _show)


def _asked(points: "Points", method: Method, cell: float, bandwidth: float, resolution: int) -> "Layer":
    from confianza.analysis.hotspots import layers, projection

    if method is Method.hexagons and not projection.is_known(points.crs):
        raise WrongUsage(_("Hexagons lie on the globe; say the system of the coordinates with --crs."))
    asked = {
        Method.gi: lambda: layers.hot_spots(points, cell),
        Method.counts: lambda: layers.counts(points, cell),
        Method.density: lambda: layers.dense(points, cell, bandwidth=bandwidth or None),
        Method.classes: lambda: layers.over_time(points, cell),
        Method.clusters: lambda: layers.clustered(points),
        Method.scan: lambda: layers.scanned(points, cell),
        Method.chains: lambda: layers.repeated(points),
        Method.hexagons: lambda: layers.hexagonal(points, resolution),
    }
    return asked[method]()


def _write(file: Path, layer: "Layer", everything: bool) -> None:
    import json

    from confianza.analysis.hotspots import layers

    text = json.dumps(layers.geojson(layer, everything=everything), ensure_ascii=False)
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        told = {"file": file, "cause": error.strerror}
        raise WrongUsage(_("%(file)s cannot be written (%(cause)s).") % told) from None


def _answer(layer: "Layer", everything: bool, notes: list[str]) -> dict[str, Any]:
    found = layer.found()
    table = layer.table if everything else found.drop("shown")
    rows = table.fill_nan(None).to_dicts()
    return {
        "method": layer.method,
        "crs": layer.crs,
        **layer.facts,
        "found": len(found),
        "rows": rows,
        "notes": notes,
    }


def _show(told: dict[str, Any]) -> None:
    output.lines([*told["notes"], _headline(told)])
    rows = told["rows"][:ROWS_SHOWN]
    if rows:
        output.lines([""])
        shown = [[_written(value) for value in row.values()] for row in rows]
        output.table(tuple(rows[0]), shown, numbers=range(len(rows[0])))


def _headline(told: dict[str, Any]) -> str:
    values = {
        "events": f"{told['events']:,}",
        "found": f"{told['found']:,}",
        "p": f"{told.get('signal_p', 1):.2g}",
    }
    if told["method"] == "gi" and not told["found"]:
        return _("Among %(events)s events no cell stands out from chance (p = %(p)s).") % values
    if told["method"] == "gi":
        return _("Among %(events)s events %(found)s cells are hot spots (p = %(p)s).") % values
    if told["method"] == "scan" and not told["found"]:
        return (
            _("%(events)s events: nowhere and never did they gather more than chance allows (p = %(p)s).")
            % values
        )
    return _("%(events)s events, %(found)s findings.") % values


def _written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= LARGE else f"{value:,.3g}"
    return str(value)
