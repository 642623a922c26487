"""The territory: boundaries and populations imported, names that wait for a person."""

from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
CANDIDATES_NAMED = 3

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, readable=True)]
ValidFrom = Annotated[
    str | None,
    typer.Option("--valid-from", metavar="DATE", help=_("The day these boundaries began (YYYY-MM-DD).")),
]
Reform = Annotated[
    bool,
    typer.Option("--replaces-level", help=_("All other areas of the same levels end that day (a reform).")),
]
Source = Annotated[str, typer.Option("--source", help=_("Who says the population figures."))]
Check = Annotated[bool, typer.Option("--check", help=_("Say what would change; change nothing."))]
LeftOut = Annotated[list[str] | None, typer.Option("--exclude", help=_("A shape to leave out, by name."))]
Kept = Annotated[list[str] | None, typer.Option("--keep", help=_("A shape to keep though it looks wrong."))]


@app.command("import", help=_("Import areas, boundaries and populations."))
def import_territory(
    files: Files,
    valid_from: ValidFrom = None,
    replaces_level: Reform = False,
    source: Source = "",
    exclude: LeftOut = None,
    keep: Kept = None,
    check: Check = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        wishes = {
            "valid_from": options.day(valid_from),
            "replaces_level": replaces_level,
            "source": source,
            "exclude": exclude or (),
            "keep": keep or (),
        }
        out.answer(import_files(files, check=check, **wishes), show_import)


@app.command(help=_("List the names in the claims that nobody has confirmed, with what they may mean."))
def names(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.territory import queries

        found = queries.proposals()
        known = queries.names_of({each.area_id for proposal in found for each in proposal.candidates})
        out.answer([_proposal(proposal, known) for proposal in found], _show_names)


def import_files(files: list[Path], *, check: bool = False, **wishes: Any) -> dict[str, Any]:
    """Import files of a territory and return the report; Django must be started."""
    from confianza.analysis.territory.reading import File
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.territory.actions import importing

    read = [File(file.name, file.read_bytes()) for file in files]
    report = importing.import_files(
        files=read, by=COMMAND_LINE, wishes=importing.Wishes(**wishes), check=check
    )
    return {"checked": check, **report.summary, "warnings": report.sentences}


def show_import(report: dict[str, Any]) -> None:
    """Print what an import did."""
    output.table((_("Level"), _("Areas")), list(report["areas"].items()), numbers=(1,))
    counted = _("%(populations)s population figures, %(ended)s areas ended")
    output.lines([counted % report, *report["warnings"]])


def _proposal(proposal: Any, known: dict[str, str]) -> dict[str, Any]:
    told = ("name", "scope", "level", "verdict", "count")
    candidates = [
        {"area": each.area_id, "name": known.get(each.area_id, ""), "score": each.score}
        for each in proposal.candidates
    ]
    return {**{key: getattr(proposal, key) for key in told}, "candidates": candidates}


def _show_names(proposals: list[dict[str, Any]]) -> None:
    rows = [(each["name"], each["level"], each["count"], _best(each["candidates"])) for each in proposals]
    output.table((_("Name"), _("Level"), _("Claims"), _("May mean")), rows, numbers=(2,))


def _best(candidates: list[dict[str, Any]]) -> str:
    return ", ".join(each["name"] or each["area"] for each in candidates[:CANDIDATES_NAMED])
