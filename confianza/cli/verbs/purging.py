"""Purge: destroy what must not be kept any longer."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened

TABLES_OF_TIPS, TABLES_OF_LISTS = "tips_", "community_"
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be destroyed."))]
Backups = Annotated[
    Path | None,
    typer.Option(
        "--backups",
        exists=True,
        file_okay=False,
        help=_("Folder of keys archives: those of backups older than 180 days are destroyed too."),
    ),
]


def purge(
    dry_run: DryRun = False,
    backups: Backups = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        told = _due() if dry_run else _purged(out)
        out.answer({"dry_run": dry_run, **told, "backups": _forgotten(backups, dry_run=dry_run)}, _show)
        if told.get("found_again") or not told.get("log_emptied", True):
            raise typer.Exit(1)


def _due() -> dict[str, Any]:
    from django.utils import timezone

    from confianza.web.community.queries import expired
    from confianza.web.tips.queries import keeping

    today = timezone.localdate()
    tips = {"tips": keeping.due(today).count(), "held": keeping.held_back(today).count()}
    return tips | {"lists": sum(expired.due(today))}


def _purged(out: output.Output) -> dict[str, Any]:
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.community.actions import expiring
    from confianza.web.project import register
    from confianza.web.tips.actions import keeping

    with out.progress() as progress:
        purged = keeping.purge(by=COMMAND_LINE, report=progress)
    lists = sum(expiring.expire(by=COMMAND_LINE))
    anew = [register.clear_away(tables) for tables in (TABLES_OF_TIPS, TABLES_OF_LISTS)]
    return {**asdict(purged), "lists": lists, "tables_written_anew": all(anew)}


def _forgotten(folder: Path | None, *, dry_run: bool) -> list[str]:
    from django.utils import timezone

    from confianza.web.project.backups import forgetting

    expired = forgetting.expired(folder, timezone.now()) if folder else []
    for keys in expired if not dry_run else ():
        forgetting.forget(keys)
    return [keys.name for keys in expired]


def _show(told: dict[str, Any]) -> None:
    if told["dry_run"]:
        output.lines(
            [
                _("%(tips)s tips would be destroyed; %(held)s are held back by two people.") % told,
                _("%(lists)s lists and names of community bodies would be destroyed.") % told,
            ]
        )
    else:
        _show_purged(told)
    if told["backups"]:
        sentence = (
            _("Keys of old backups that would be destroyed: %(names)s")
            if told["dry_run"]
            else _("Keys of old backups destroyed: %(names)s")
        )
        output.lines([sentence % {"names": ", ".join(told["backups"])}])


def _show_purged(told: dict[str, Any]) -> None:
    output.lines(
        [
            _("%(tips)s tips destroyed, with %(files)s files; %(held)s are held back by two people.") % told,
            _("%(lists)s lists and names of community bodies destroyed.") % told,
            _("Looked for a sample of what was destroyed: nothing was found.")
            if not told["found_again"]
            else _(
                "%(found_again)s pieces of what was destroyed are still there. Stop every other process of "
                "this installation and purge again."
            )
            % told,
        ]
    )
    if not told["log_emptied"]:
        output.lines(
            [
                _(
                    "The register's log could not be emptied, because somebody was reading. It is done with "
                    "the next purge; or purge again now."
                )
            ]
        )
