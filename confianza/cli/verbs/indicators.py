"""Counts and rates for any area of either geography, any period and any offence."""

from datetime import date
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

# Columns of every row; the others are the dimensions that were asked for.
ALWAYS = ("area", "period", "count", "rate_per_100k", "ci_low", "ci_high", "sources", "as_of")

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


def indicators(
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
        )
        out.answer(rows, _show)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        raise WrongUsage(_("%(text)s is no month; write it as 2026-12.") % {"text": text}) from None


def _show(rows: list[dict[str, Any]]) -> None:
    if not rows:
        output.lines([_("No delivery speaks of that. See what came with: confianza deliveries list")])
        return
    others = [name for name in rows[0] if name not in ALWAYS]
    headings = (
        _("Area"),
        _("Period"),
        *others,
        _("Count"),
        _("Rate per 100,000"),
        _("95 % interval"),
        _("Source"),
    )
    numbers = range(2 + len(others), 5 + len(others))
    output.table(headings, [_cells(row, others) for row in rows], numbers=numbers)


def _cells(row: dict[str, Any], others: list[str]) -> tuple[Any, ...]:
    dimensions = [row[name] for name in others]
    interval = "" if row["ci_low"] is None else f"{row['ci_low']:.1f} – {row['ci_high']:.1f}"
    rate = "" if row["rate_per_100k"] is None else f"{row['rate_per_100k']:.1f}"
    return (row["area"], row["period"], *dimensions, row["count"], rate, interval, ", ".join(row["sources"]))
