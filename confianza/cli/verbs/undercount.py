"""How many victims no source saw, from a plain table of who is on which list."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.undercount.bounds import Estimate
    from confianza.analysis.undercount.estimation import Undercount
    from confianza.analysis.undercount.histories import Histories
    from confianza.analysis.vocabulary.problems import Problem

# Estimates of every pair of lists are for machines; people read those of the whole table.
OF_A_PAIR = "chapman["
DECIMALS = 2

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_(
            "CSV or Parquet: a column of 0 and 1 for each list; a row per history with a count, or victim."
        ),
    ),
]
Lists = Annotated[
    str, typer.Option("--lists", help=_("Columns that are lists, with commas (default: all of 0 and 1)."))
]
Count = Annotated[
    str, typer.Option("--count", help=_("The column that counts people (default: by its name)."))
]
Model = Annotated[str, typer.Option("--model", help=_("One model only, such as [12,3]."))]
By = Annotated[str, typer.Option("--by", help=_("A column of groups: do they say the same as the whole?"))]
Replicates = Annotated[
    int, typer.Option("--replicates", min=0, help=_("How many tables to draw (0: as many as take a moment)."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("What the drawing starts from (0: the usual)."))]
Details = Annotated[
    bool, typer.Option("--details", help=_("Tell models, overlaps, groups and warnings too."))
]


def undercount(
    file: File,
    lists: Lists = "",
    count: Count = "",
    model: Model = "",
    by: By = "",
    replicates: Replicates = 0,
    seed: Seed = 0,
    details: Details = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.undercount import estimation, tables

        columns = {"lists": [part.strip() for part in lists.split(",") if part.strip()], "count": count}
        frame = _cells(file)
        table = tables.histories(frame if not by else frame.drop(by, strict=False), file.name, **columns)
        how = {"replicates": replicates or None, "seed": seed or estimation.SEED}
        told = _of_model(table, model) if model else estimation.estimate(table, **how)
        parts = _by_group(frame, file.name, by, columns, how) if by else {}
        if parts:
            from confianza.analysis.undercount import strata

            told = strata.judged(told, parts, by)
        answer = _answer(told) | (_details(told, parts) if details or not as_json else {})
        out.answer(answer, _show)


def _cells(file: Path) -> "pl.DataFrame":
    import polars as pl

    from confianza.analysis.undercount import tables

    if file.suffix.lower() == ".parquet":
        return tables.cells(pl.read_parquet(file))
    return tables.read(file.read_bytes(), file.name)


def _of_model(table: "Histories", written: str) -> "Undercount":
    from confianza.analysis.undercount import estimation, hierarchy
    from confianza.analysis.undercount.findings import TableRefused

    try:
        return estimation.of_model(table, hierarchy.read(written, table.lists))
    except hierarchy.NoModel:
        places = ", ".join(f"{place} {name}" for place, name in enumerate(table.lists, 1))
        raise TableRefused("unknown_model", model=written, lists=places) from None


def _by_group(
    frame: "pl.DataFrame", file: str, by: str, columns: dict[str, Any], how: dict[str, Any]
) -> "dict[str, Undercount]":
    from confianza.analysis.undercount import strata, tables

    return strata.estimate(tables.strata(frame, file, by, **columns), **how)


def _answer(told: "Undercount") -> dict[str, Any]:
    return {
        "observed": told.observed,
        "estimates": [_estimate(each) for each in told.estimates],
        "range": [round(end, DECIMALS) for end in told.range] if told.range else None,
        "refused": [f"{problem.code}: {sentence(problem)}" for problem in told.refused],
    }


def _estimate(each: "Estimate") -> dict[str, Any]:
    from math import isfinite

    ends = {"estimate": each.estimate, "ci_low": each.ci_low, "ci_high": each.ci_high}
    rounded = {name: round(value, DECIMALS) if isfinite(value) else None for name, value in ends.items()}
    return {"method": each.method, **rounded}


def _details(told: "Undercount", parts: "dict[str, Undercount]") -> dict[str, Any]:
    table = told.histories
    overlaps = [
        {"lists": [table.lists[i], table.lists[j]], "both": both} for (i, j), both in table.overlaps.items()
    ]
    return {
        "lists": dict(zip(table.lists, table.sizes, strict=True)),
        "overlaps": overlaps,
        "models": {each.method: each.model for each in told.estimates if each.model},
        "groups": {name: _answer(part) for name, part in parts.items()},
        "warnings": [f"{problem.code}: {sentence(problem)}" for problem in told.warnings],
    }


def sentence(problem: "Problem") -> str:
    """Say a finding in the language of the terminal."""
    from confianza.analysis.undercount.findings import KINDS

    return _(KINDS[problem.code].sentence) % problem.details


def _show(told: dict[str, Any]) -> None:
    output.lines([_headline(told), ""])
    rows = [
        _row(each, told["models"]) for each in told["estimates"] if not each["method"].startswith(OF_A_PAIR)
    ]
    output.table((_("Method"), _("Model"), _("Estimate"), _("95 % interval")), rows, numbers=(2, 3))
    shared = [(*pair["lists"], pair["both"]) for pair in told["overlaps"]]
    output.lines([""])
    output.table((_("List"), _("and list"), _("share")), shared, numbers=(2,))
    plain = [each.partition(": ")[2] for each in (*told["refused"], *told["warnings"])]
    output.lines(["", *plain])


def _headline(told: dict[str, Any]) -> str:
    if told["range"] is None:
        return _("At least one list knows %(observed)s people. No range is given; why, stands below.") % told
    low, high = (f"{end:,.0f}" for end in told["range"])
    said = _("At least one list knows %(observed)s people; there were between %(low)s and %(high)s.")
    return said % {"observed": f"{told['observed']:,}", "low": low, "high": high}


def _row(each: dict[str, Any], models: dict[str, str]) -> tuple[str, ...]:
    known = each["ci_low"] is not None and each["ci_high"] is not None
    interval = f"{each['ci_low']:,.0f} – {each['ci_high']:,.0f}" if known else ""
    return (each["method"], models.get(each["method"], ""), f"{each['estimate']:,.1f}", interval)
