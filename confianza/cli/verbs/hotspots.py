"""Where events gather, from a plain table: counts, density, hot spots and how they change, clusters."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output, plain_tables, workspace_facts
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.workspace_facts import Wanted

if TYPE_CHECKING:
    from confianza.analysis.hotspots.layers import Layer
    from confianza.analysis.hotspots.points import Points
    from confianza.analysis.hotspots.streets import Streets

ROWS_SHOWN = 20
LARGE = 1_000
PERCENT = 100
# Columns for machines and maps; a line on a screen has no room for them.
NOT_SHOWN = {"streets": ("x", "y", "place", "expected", "shown")}
OF_HOT_SPOTS = ("surplus", "gi")
OF_TIMES = ("classes", "scan", "chains")


class Method(StrEnum):
    """What is asked of the points."""

    surplus = "surplus"
    gi = "gi"
    counts = "counts"
    density = "density"
    classes = "classes"
    clusters = "clusters"
    scan = "scan"
    chains = "chains"
    hexagons = "hexagons"
    streets = "streets"


Date = Annotated[str, typer.Option("--date", help=_("Column of the day, where the method asks for one."))]
Weight = Annotated[str, typer.Option("--weight", help=_("Column of what an event weighs (harm)."))]
Cell = Annotated[float, typer.Option("--cell", help=_("Side of a cell in metres."))]
How = Annotated[
    Method | None,
    typer.Option(
        "--method",
        help=_(
            "surplus (the usual): cells with more than if each event had fallen anywhere; gi (the usual with "
            "weights): high cells beside high cells; counts; density; classes over months; clusters; scan of "
            "space and time; chains of near repeats; hexagons (H3); streets (with --streets)."
        ),
    ),
]
Bandwidth = Annotated[
    float,
    typer.Option("--bandwidth", min=0, help=_("Of the density, in metres (0: by the spread of the points).")),
]
Resolution = Annotated[int, typer.Option("--resolution", min=0, max=15, help=_("Of the hexagons."))]
StreetFile = Annotated[
    Path | None,
    typer.Option(
        "--streets",
        exists=True,
        dir_okay=False,
        help=_("Count on the streets of this file (GeoJSON, shapefile, GeoPackage) instead of cells."),
    ),
]
Within = Annotated[float, typer.Option("--within", help=_("Metres from an event to its street, at most."))]
Everything = Annotated[bool, typer.Option("--all", help=_("Tell every cell, not the findings alone."))]
Out = Annotated[Path | None, typer.Option("--out", dir_okay=False, help=_("Write GeoJSON into this file."))]


def hotspots(
    file: options.Table = None,
    x: options.X = "x",
    y: options.Y = "y",
    date: Date = "",
    weight: Weight = "",
    cell: Cell = 200.0,
    method: How = None,
    bandwidth: Bandwidth = 0.0,
    resolution: Resolution = 9,
    streets: StreetFile = None,
    within: Within = 50.0,
    everything: Everything = False,
    out_file: Out = None,
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
        asked = _method(method, streets, weight)
        if asked in OF_TIMES and file is not None and not date:
            raise WrongUsage(_("The method %(method)s needs days: --date COLUMN.") % {"method": asked.value})
        columns = {"x": x, "y": y, "date": date, "weight": weight, "crs": crs}
        columns["skip_unreadable"] = skip_unreadable
        points, of = workspace_facts.points(file, wanted, columns, offence_column)
        if asked is Method.streets:
            layer, net = _on_streets(points, streets, within)
            notes = [*plain_tables.notes(points), *plain_tables.sentences(net.notes)]
        else:
            layer, notes = _asked(points, asked, cell, bandwidth, resolution), plain_tables.notes(points)
        if out_file is not None:
            _write(out_file, layer, everything)
        out.answer(_answer(layer, everything, notes) | of, _show)


def _method(method: Method | None, streets: Path | None, weight: str) -> Method:
    """Return the method that is named; else streets where a file of them is, and gi where events weigh."""
    if streets is None and method is Method.streets:
        raise WrongUsage(_("The method streets needs their lines: --streets FILE."))
    if streets is not None and method not in (None, Method.streets):
        raise WrongUsage(_("Name either --streets or --method %(method)s.") % {"method": method.value})
    if method is Method.surplus and weight:
        raise WrongUsage(_("The method surplus counts events and heeds no weights; --method gi does."))
    return method or (Method.streets if streets else Method.gi if weight else Method.surplus)


def _on_streets(points: "Points", file: Path | None, within: float) -> "tuple[Layer, Streets]":
    from confianza.analysis.hotspots import layers, street_files

    net = street_files.read(plain_tables.parts(file), points) if file else None
    if net is None:
        raise WrongUsage(_("The method streets needs their lines: --streets FILE."))
    return layers.on_streets(points, net, within), net


def _asked(points: "Points", method: Method, cell: float, bandwidth: float, resolution: int) -> "Layer":
    from confianza.analysis.hotspots import layers, projection

    if method is Method.hexagons and not projection.is_known(points.crs):
        raise WrongUsage(_("Hexagons lie on the globe; say the system of the coordinates with --crs."))
    asked = {
        Method.surplus: lambda: layers.surplus_of(points, cell),
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
    workspace_facts.show(told)
    output.lines([*told["notes"], _headline(told)])
    rows = told["rows"][:ROWS_SHOWN]
    if not rows:
        return
    headings = _headings()
    columns = [name for name in rows[0] if name not in NOT_SHOWN.get(told["method"], ())]
    numbers = [at for at, name in enumerate(columns) if not isinstance(rows[0][name], str)]
    cells = [[_written(row[name]) for name in columns] for row in rows]
    output.lines([""])
    output.table([headings.get(name, name) for name in columns], cells, numbers=numbers)


def _headings() -> dict[str, str]:
    return {
        "cell": _("cell"),
        "count": _("count"),
        "per_km2": _("per km²"),
        "word": _("kind"),
        "pattern": _("pattern"),
        "hot_months": _("hot months"),
        "events": _("events"),
        "begins": _("begins"),
        "ends": _("ends"),
        "rank": _("rank"),
        "street": _("street"),
        "length": _("metres"),
        "per_100m": _("per 100 m"),
        "expected": _("expected"),
    }


def _headline(told: dict[str, Any]) -> str:
    values = {
        "events": f"{told['events']:,}",
        "found": f"{told['found']:,}",
        "p": f"{told.get('signal_p', 1):.2g}",
    }
    if told["method"] in OF_HOT_SPOTS and not told["found"]:
        return _("Among %(events)s events no cell stands out from chance (p = %(p)s).") % values
    if told["method"] in OF_HOT_SPOTS:
        return _("Among %(events)s events %(found)s cells are hot spots (p = %(p)s).") % values
    if told["method"] == "streets":
        return _of_streets(told)
    if told["method"] == "scan" and not told["found"]:
        return (
            _("%(events)s events: nowhere and never did they gather more than chance allows (p = %(p)s).")
            % values
        )
    return _("%(events)s events, %(found)s findings.") % values


def _of_streets(told: dict[str, Any]) -> str:
    message = _(
        "%(on)s events on %(segments)s segments (%(km)s km): half of them on %(half)s %% of the length, "
        "where chance would need %(even)s %%. %(found)s segments stand out (p = %(p)s); %(lost)s events have "
        "no street within %(within)g m."
    )
    values = {
        "on": f"{told['on_streets']:,}",
        "segments": f"{told['segments']:,}",
        "km": f"{told['km']:,.1f}",
        "half": f"{PERCENT * told['length_for_half']:.1f}",
        "even": f"{PERCENT * told['length_for_half_by_chance']:.1f}",
        "found": f"{told['found']:,}",
        "p": f"{told['signal_p']:.2g}",
        "lost": f"{told['without_street']:,}",
        "within": told["within"],
    }
    return message % values


def _written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= LARGE else f"{value:,.3g}"
    return str(value)
