"""How good the sources are by the Bogotá Protocol, and where they disagree: quality, quality compare."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened, session
from confianza.cli.starting import start
from confianza.web.lib import workspaces

REPORT = "report"
LARGEST = 20
LACKS_SHOWN = 25

Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE…", exists=True, dir_okay=False, readable=True)
]
Source = Annotated[
    str, typer.Option("--source", help=_("The layout of the files; of a workspace, only this source."))
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", help=_("The layout of each file, in their order; one for all if named once.")),
]
Level = Annotated[str, typer.Option("--level", help=_("department or municipality (plain files only)."))]
Most = Annotated[int, typer.Option("--largest", min=1, help=_("How many of the largest disagreements."))]


class ReportUnlessNamed(TyperGroup):
    """Takes `quality FILE` and `quality --json` for `quality report FILE` and `quality report --json`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [REPORT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=ReportUnlessNamed, rich_markup_mode=None)


@app.command(help=_("Judge every source, criterion by criterion (the word report may be left out)."))
def report(
    files: Files = None,
    source: Source = "",
    as_of: options.AsOf = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with _asked(files, workspace, as_json) as out:
        from confianza.web.observatory import quality_reports
        from confianza.web.observatory.queries import quality
        from confianza.web.records.files import read
        from confianza.web.records.queries import Sight

        if files:
            if not source:
                raise WrongUsage(
                    _("Say of which layout the files are: --source NAME (see: confianza sources list).")
                )
            told = quality.of_files(read(files), source, today=_today())
            out.answer(quality_reports.quality(told), _show)
            return
        told = quality.examined(Sight(everything=True), options.day(as_of))
        out.answer(quality_reports.quality(told, source), _show)


@app.command(help=_("Find where sources disagree, by area and month, and which of them lacks what."))
def compare(
    files: Files = None,
    source: Sources = None,
    level: Level = "",
    largest: Most = LARGEST,
    as_of: options.AsOf = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with _asked(files, workspace, as_json) as out:
        from confianza.web.observatory import quality_reports
        from confianza.web.observatory.queries import discrepancies
        from confianza.web.records.files import read
        from confianza.web.records.queries import Sight

        if files:
            named = _one_each(files, source or [])
            told = list(zip(read(files), named, strict=True))
            found = discrepancies.of_files(told, today=_today(), level=_level(level))
        else:
            found = discrepancies.delivered(Sight(everything=True), options.day(as_of))
        out.answer(quality_reports.discrepancies(found, largest), _show_comparison)


def _asked(files: Sequence[Path] | None, workspace: Path | None, as_json: bool) -> Any:
    """Open the workspace where one is asked about; plain files need none."""
    if not files:
        return opened(workspace, as_json=as_json)
    start(workspaces.current())
    return session(as_json=as_json)


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def _one_each(files: Sequence[Path], sources: Sequence[str]) -> list[str]:
    if len(sources) in (0, 1):
        return [sources[0] if sources else ""] * len(files)
    if len(sources) != len(files):
        message = _(
            "There are %(files)s files and %(sources)s layouts; name one --source for each "
            "file, or one for all."
        )
        raise WrongUsage(message % {"files": len(files), "sources": len(sources)})
    return list(sources)


def _level(asked: str) -> Any:
    from confianza.analysis.quality.cells import LEVELS

    if asked and asked not in LEVELS:
        raise WrongUsage(_("--level takes department or municipality, not %(asked)s.") % {"asked": asked})
    return asked or None


def _show(told: dict[str, Any]) -> None:
    for source in told["sources"]:
        output.lines(["", source["title"], ""])
        _show_criteria(source["criteria"])
        if source["requests"]:
            output.lines(["", _("What to ask for:"), *(f"- {each}" for each in source["requests"])])
    if len(told["sources"]) > 1:
        output.lines(["", _("All sources together"), ""])
        _show_criteria(told["whole"])


def _show_criteria(criteria: Sequence[dict[str, Any]]) -> None:
    from confianza.web.observatory.quality_sentences import VERDICTS

    rows = [
        (f"{each['number']}. {each['name']}", str(VERDICTS[each["verdict"]]), each["sentence"])
        for each in criteria
    ]
    output.table((_("Criterion"), _("Verdict"), _("What was measured")), rows)


def _show_comparison(told: dict[str, Any]) -> None:
    output.lines([each["sentence"] for each in told["pairs"]])
    lacks = [each["sentence"] for each in told["lacks"]]
    output.lines(["", _("Who lacks what:"), *(f"- {each}" for each in lacks[:LACKS_SHOWN])])
    if len(lacks) > LACKS_SHOWN:
        output.lines([_("… and %(more)s more; --json has them all.") % {"more": len(lacks) - LACKS_SHOWN}])
    output.lines(["", _("The largest disagreements:")])
    rows = [
        (
            each["area"],
            each["month"][:7],
            each["a"],
            _count(each["count_a"]),
            each["b"],
            _count(each["count_b"]),
        )
        for each in told["largest"]
    ]
    headings = (_("Area"), _("Month"), _("One source"), _("Count"), _("Another"), _("Count"))
    output.table(headings, rows, numbers=(3, 5))
    output.lines(["", told["note"]])


def _count(count: float | None) -> str:
    return "–" if count is None else f"{count:,.0f}"
