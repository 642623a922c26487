"""Counts and rates for any area, period and offence; and what each indicator means: list, show."""

from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from confianza.cli import language, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened, session

COUNT = "count"
# Columns of every row; the others are the dimensions that were asked for.
ALWAYS = ("area", "period", "count", "rate_per_100k", "ci_low", "ci_high", "sources", "as_of")
_RATES = ("rate", "smoothed", "standardised")
SMOOTHED = ("smoothed_per_100k", "smoothed_low", "smoothed_high")

By = Annotated[str, typer.Option("--by", help=_("What to count by, with commas: area, year, sex …"))]
Offence = Annotated[str, typer.Option("--offence", help=_("An indicator, an ICCS code or a word."))]
First = Annotated[str, typer.Option("--from", metavar="MONTH", help=_("First month (YYYY-MM)."))]
Last = Annotated[str, typer.Option("--to", metavar="MONTH", help=_("Last month (YYYY-MM)."))]
Geography = Annotated[str, typer.Option("--geography", help=_("administrative or police."))]
Level = Annotated[str, typer.Option("--level", help=_("Level of the areas, such as municipality or zone."))]
Area = Annotated[str, typer.Option("--area", help=_("An area by name or code: only it and what lies in it."))]
Sex = Annotated[str, typer.Option("--sex", help=_("female, male or other."))]
Age = Annotated[str, typer.Option("--age", help=_("An age band, such as 15-19."))]
Mechanism = Annotated[str, typer.Option("--mechanism", help=_("firearm, sharp, blunt …"))]
Source = Annotated[str, typer.Option("--source", help=_("Only what one source tells."))]
Smoothed = Annotated[
    bool, typer.Option("--smoothed", help=_("Add rates drawn towards those of the areas beside."))
]
Table = Annotated[Path, typer.Argument(metavar="TABLE.csv", exists=True, dir_okay=False, readable=True)]
CountColumn = Annotated[str, typer.Option("--count", help=_("Column of the counts."))]
PopulationColumn = Annotated[str, typer.Option("--population", help=_("Column of the people."))]
AreaColumn = Annotated[str, typer.Option("--area", help=_("Column of the areas; nothing: one area."))]
AgeColumn = Annotated[str, typer.Option("--age", help=_("Column of the age bands, such as 15-19 or 80+."))]
Months = Annotated[int, typer.Option("--months", help=_("Of how many months the counts are."))]
Name = Annotated[str, typer.Argument(metavar="ID", help=_("An indicator, an ICCS code or a word."))]
Tree = Annotated[bool, typer.Option("--tree", help=_("Every class of the ICCS instead."))]


class CountUnlessNamed(TyperGroup):
    """Takes `indicators --by year` for `indicators count --by year`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [COUNT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=CountUnlessNamed, rich_markup_mode=None)


@app.command(help=_("Counts and rates for any area, period and offence (the word count may be left out)."))
def count(
    by: By = "area,year",
    offence: Offence = "homicide",
    first: First = "",
    last: Last = "",
    geography: Geography = "administrative",
    level: Level = "",
    area: Area = "",
    sex: Sex = "",
    age: Age = "",
    mechanism: Mechanism = "",
    source: Source = "",
    smoothed: Smoothed = False,
    as_of: options.AsOf = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.observatory import queries

        filters = {
            "first": _month(first),
            "last": _month(last),
            "geography": geography,
            "level": level,
            "area": area,
            "sex": sex,
            "age_band": age,
            "mechanism": mechanism,
            "source": source,
        }
        rows = queries.indicator_rows(
            by=[dimension.strip() for dimension in by.split(",")],
            offence=offence,
            filters={name: value for name, value in filters.items() if value},
            as_of=options.day(as_of),
            smoothed=smoothed,
        )
        out.answer(rows, _show)


@app.command("list", help=_("List the indicators that are defined."))
def list_indicators(tree: Tree = False, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.indicators import registry

        listed = registry.tree() if tree else registry.defined()
        out.answer([_listed(each) for each in listed], _show_list)


@app.command(help=_("Show what an indicator counts, over whom, and how to read it."))
def show(name: Name, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.indicators import ficha, registry

        try:
            found = registry.resolve(name)
        except registry.NotYetAnswerable as waiting:
            found = registry.get(waiting.asked)
        cards = {each: ficha.of(found, each) for each in ("es", "en")}
        out.answer(asdict(found) | {"card": cards}, _show_one)


@app.command(help=_("Rates of a plain table: exact intervals, smoothed, and by age where ages are told."))
def rates(
    table: Table,
    count_column: CountColumn = "count",
    population: PopulationColumn = "population",
    area: AreaColumn = "area",
    age: AgeColumn = "",
    months: Months = 12,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.indicators import plain_rates
        from confianza.cli import plain_tables

        columns = plain_rates.Columns(count_column, population, area, age)
        read = plain_tables.table(table, tuple(filter(None, (area, age, count_column, population))))
        told = plain_rates.of_table(read.frame, columns, months=months, first_row=read.first_row)
        out.answer({"per": 100_000, "rows": told.to_dicts()}, _show_rates)


def _show_rates(told: dict[str, Any]) -> None:
    rows = told["rows"]
    kinds = [kind for kind in _RATES if kind == "rate" or any(row[kind] is not None for row in rows)]
    names = {"rate": _("Rate per 100,000"), "smoothed": _("Smoothed"), "standardised": _("By age")}
    headings = [_("Area"), _("Count")]
    for kind in kinds:
        headings += [names[kind], _("95 % interval")]
    cells = [
        (row["area"], f"{row['count']:g}", *chain(*(_rate(row, *_bounds(kind)) for kind in kinds)))
        for row in rows
    ]
    output.table(headings, cells, numbers=range(1, len(headings)))


def _bounds(kind: str) -> tuple[str, str, str]:
    return kind, f"{kind}_low", f"{kind}_high"


def _listed(indicator: Any) -> dict[str, Any]:
    told = ("id", "version", "name_es", "name_en", "unit", "denominator", "multiplier", "basis", "awaits")
    return {name: getattr(indicator, name) for name in told}


def _show_list(rows: list[dict[str, Any]]) -> None:
    from confianza.analysis.indicators import ficha

    spoken = language.chosen()
    waits = {"": "", **{code: ficha.awaited(code, spoken) for code in ficha.AWAITED}}
    lines = [(row["id"], row[f"name_{spoken}"], f"v{row['version']}", waits[row["awaits"]]) for row in rows]
    output.table((_("Indicator"), _("Name"), _("Version"), _("Waits for")), lines)


def _show_one(told: dict[str, Any]) -> None:
    from confianza.analysis.indicators import ficha

    spoken = language.chosen()
    output.lines([f"{told['id']} v{told['version']}: {told[f'name_{spoken}']}", ""])
    card = told["card"][spoken]
    output.table(("", ""), [(ficha.heading(code, spoken), text) for code, text in card.items()])


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        raise WrongUsage(_("%(text)s is no month; write it as 2026-12.") % {"text": text}) from None


def _show(rows: list[dict[str, Any]]) -> None:
    if not rows:
        output.lines([_("No delivery speaks of that. See what came with: confianza deliveries list")])
        return
    others = [name for name in rows[0] if name not in (*ALWAYS, *SMOOTHED)]
    smoothed = SMOOTHED[0] in rows[0]
    headings = (
        _("Area"),
        _("Period"),
        *others,
        _("Count"),
        _("Rate per 100,000"),
        _("95 % interval"),
        *((_("Smoothed"), _("95 % interval")) if smoothed else ()),
        _("Source"),
    )
    numbers = range(2 + len(others), len(headings) - 1)
    output.table(headings, [_cells(row, others, smoothed) for row in rows], numbers=numbers)


def _cells(row: dict[str, Any], others: list[str], smoothed: bool) -> tuple[Any, ...]:
    rates = _rate(row, "rate_per_100k", "ci_low", "ci_high")
    drawn = _rate(row, *SMOOTHED) if smoothed else ()
    dimensions = [row[name] for name in others]
    return (row["area"], row["period"], *dimensions, row["count"], *rates, *drawn, ", ".join(row["sources"]))


def _rate(row: dict[str, Any], rate: str, low: str, high: str) -> tuple[str, str]:
    if row[rate] is None:
        return "", ""
    return f"{row[rate]:.1f}", f"{row[low]:.1f} – {row[high]:.1f}"
