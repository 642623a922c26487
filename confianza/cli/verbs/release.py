"""What is published, and the audit that anything must pass before it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import FAILED_RUN, WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened, session

if TYPE_CHECKING:
    from confianza.analysis.disclosure.tables import Interval
    from confianza.web.observatory.actions.releases import Made

AuditOnly = Annotated[
    list[Path] | None,
    typer.Option(
        "--audit-only",
        metavar="TABLE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("Only audit a table (CSV; .. is hidden, total the margins); again for tables shown with it."),
    ),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier",
        metavar="TABLE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("A table that was published before, oldest first (with --audit-only)."),
    ),
]
Threshold = Annotated[
    int, typer.Option("--threshold", min=1, help=_("An interval narrower than this is a leak."))
]

Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=_("Empty or new folder to write the release to."))
]
Corrects = Annotated[
    str, typer.Option("--corrects", metavar="VERSION", help=_("The release that this one corrects."))
]
Reason = Annotated[str, typer.Option("--reason", help=_("Why it is corrected; it is published."))]


def release(
    out: Out = None,
    as_of: options.AsOf = None,
    corrects: Corrects = "",
    reason: Reason = "",
    audit_only: AuditOnly = None,
    earlier: Earlier = None,
    threshold: Threshold = 5,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    if audit_only:
        _audit_only(audit_only, earlier or [], threshold, as_json=as_json)
        return
    with session(as_json=as_json):
        if out is None:
            raise WrongUsage(_("Say where to: --out DIR; or which table to audit: --audit-only TABLE.csv"))
        if earlier:
            raise WrongUsage(_("--earlier goes with --audit-only; a release knows its earlier ones."))
        day = options.day(as_of)
    with opened(workspace, as_json=as_json) as said:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory import tasks
        from confianza.web.observatory.actions import releases

        made = releases.release(as_of=day, corrects=corrects, reason=reason, out=out, by=COMMAND_LINE)
        tasks.bulletins_later(made.publication.version)
        said.answer(_told(made, out), _show_release)


def _audit_only(tables: list[Path], earlier: list[Path], threshold: int, *, as_json: bool) -> None:
    with session(as_json=as_json) as said:
        told = _audit(tables, earlier, threshold)
        said.answer(told, _show)
        if told["leaks"]:
            raise typer.Exit(FAILED_RUN)


def _told(made: "Made", out: Path) -> dict[str, Any]:
    row = made.publication
    return {
        "version": row.version,
        "as_of": row.as_of,
        "folder": out.resolve(),
        "sha256": row.sha256,
        "corrects": row.corrects.version if row.corrects else None,
        "reason": row.reason,
        "files": list(made.files),
        "cells": made.cells,
        "hidden": made.hidden,
        "changes": list(made.changes),
    }


def _show_release(told: dict[str, Any]) -> None:
    lines = [
        _("Release %(version)s is published and written to %(folder)s.") % told,
        _("%(cells)s cells audited with all earlier releases, %(hidden)s hidden; none can be told.") % told,
    ]
    if told["corrects"]:
        lines.append(_("It corrects %(corrects)s: %(reason)s") % told)
    output.lines([*lines, "", *(f"- {sentence}" for sentence in told["changes"])])


def _audit(today: list[Path], earlier: list[Path], threshold: int) -> dict[str, Any]:
    from confianza.analysis.disclosure import tables

    shown, before = (
        [tables.read(file.read_bytes(), file.name) for file in files] for files in (today, earlier)
    )
    cells, leaks = tables.audit(shown, before, threshold=threshold)
    several = len(today) + len(earlier) > 1
    return {
        "leaks": [_entry(each, several) | {"width": each.width} for each in leaks],
        "cells": [_entry(each, several) for each in cells],
    }


def _entry(each: "Interval", several: bool) -> dict[str, Any]:
    told = {"row": each.row, "column": each.column, "low": each.low, "high": each.high}
    return told | ({"table": each.file} if several else {})


def _show(told: dict[str, Any]) -> None:
    leaks = [{name: each[name] for name in each if name != "width"} for each in told["leaks"]]
    rows = [(*_place(each), _interval(each), _("leak") if each in leaks else "") for each in told["cells"]]
    rows += [(*_place(each), _interval(each), _("leak")) for each in leaks if each not in told["cells"]]
    output.table((_("Table"), _("Row"), _("Column"), _("can be told to lie in"), ""), rows)
    output.lines(["", _verdict(len(rows), len(leaks))])


def _place(each: dict[str, Any]) -> tuple[str, str, str]:
    return each.get("table", ""), each["row"], each["column"]


def _interval(each: dict[str, Any]) -> str:
    return f"{each['low']} – {'∞' if each['high'] is None else each['high']}"


def _verdict(cells: int, leaks: int) -> str:
    if leaks:
        message = _("%(leaks)s of %(cells)s hidden cells leak; this table must not be published like this.")
        return message % {"leaks": leaks, "cells": cells}
    return _("None of the %(cells)s hidden cells leaks.") % {"cells": cells}
