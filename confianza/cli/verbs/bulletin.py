"""The four pages of a month: made of a release, published for good, and written where they are wanted."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

if TYPE_CHECKING:
    from confianza.web.observatory.actions.bulletins import Made

Area = Annotated[str, typer.Option("--area", help=_("An area by name or code."))]
Month = Annotated[str, typer.Option("--month", metavar="MONTH", help=_("Month (YYYY-MM)."))]
Out = Annotated[Path, typer.Option("--out", dir_okay=False, help=_("Where the PDF is written."))]
Language = Annotated[str, typer.Option("--language", help=_("es or en."))]
Release = Annotated[str, typer.Option("--release", help=_("Of which release (default: the newest)."))]
Corrects = Annotated[str, typer.Option("--corrects", help=_("The version of the bulletin it corrects."))]
Reason = Annotated[
    str, typer.Option("--reason", help=_("Why it is corrected, as it is told on the first page."))
]


def bulletin(
    area: Area,
    month: Month,
    out: Out,
    language: Language = "es",
    release: Release = "",
    corrects: Corrects = "",
    reason: Reason = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as said:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import bulletins

        on = _month(month)
        if not out.resolve().parent.is_dir():
            raise WrongUsage(
                _("There is no folder %(folder)s to write to.") % {"folder": out.resolve().parent}
            )
        made = bulletins.make_bulletin(
            release=_release(release), area=area, month=on, language=language,
            corrects=corrects, reason=reason, by=COMMAND_LINE,
        )  # fmt: skip
        _write(made.pdf, out)
        said.answer(_told(made, out), _show)


def _release(version: str) -> Any:
    from confianza.web.observatory import published
    from confianza.web.observatory.actions.bulletins import NoBulletin

    found = published.release(version) if version else published.latest()
    if found is None:
        raise NoBulletin("unknown_release", version=version) if version else NoBulletin("no_release")
    return found


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise WrongUsage(_("%(text)s is no month; write it as 2026-12.") % {"text": text}) from None


def _write(pages: bytes, place: Path) -> None:
    """Write a file that is there whole or not at all."""
    from confianza.store import durable

    aside = place.with_name(f".{place.name}.{os.getpid()}")
    aside.write_bytes(pages)
    durable.flush(aside)
    durable.publish(aside, place)


def _told(made: "Made", out: Path) -> dict[str, Any]:
    from confianza.web.observatory.bulletins import files

    row = made.publication
    return {
        "file": out.resolve(),
        "version": row.version,
        "area": row.area_id,
        "month": row.period,
        "language": row.language,
        "as_of": row.as_of,
        "release": files.kept(row.version).release,
        "new": made.is_new,
        "corrects": row.corrects.version if row.corrects else None,
        "reason": row.reason,
        "sha256": row.sha256,
    }


def _show(told: dict[str, Any]) -> None:
    sentence = _("Bulletin %(version)s, of release %(release)s, is published and written to %(file)s.")
    if not told["new"]:
        sentence = _("Bulletin %(version)s was published already with these figures; written to %(file)s.")
    output.lines([sentence % told])
    if told["corrects"] and told["new"]:
        output.lines([_("It corrects %(corrects)s, and says so on its first page.") % told])
