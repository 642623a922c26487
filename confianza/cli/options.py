"""The options that many verbs share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        envvar="CONFIANZA_WORKSPACE",
        file_okay=False,
        help=_("Folder of the installation (default: ./workspace)."),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON and nothing else."))]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help=_("As it was known on that day (YYYY-MM-DD)."))
]

Table = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("CSV or Parquet with a row for each event; none: the facts of the workspace."),
    ),
]
Area = Annotated[
    str, typer.Option("--area", help=_("Of the workspace: an area by name or code, a town or smaller."))
]
Source = Annotated[
    str, typer.Option("--source", help=_("Of the workspace: who tells (default: the fullest)."))
]
Offence = Annotated[str, typer.Option("--offence", help=_("An offence, an ICCS code or an indicator."))]
OffenceColumn = Annotated[
    str, typer.Option("--offence-column", help=_("Column of the offence (default: by its name)."))
]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("First day (YYYY-MM-DD)."))]
Until = Annotated[
    str | None, typer.Option("--until", "--to", metavar="DATE", help=_("Last day (YYYY-MM-DD)."))
]
X = Annotated[str, typer.Option("--x", help=_("Column of the longitude, or of metres to the east."))]
Y = Annotated[str, typer.Option("--y", help=_("Column of the latitude, or of metres to the north."))]
Crs = Annotated[
    str,
    typer.Option(
        "--crs", help=_("System of the coordinates, as EPSG:32616; “metres” for a plan (default: found out).")
    ),
]
SkipUnreadable = Annotated[
    bool, typer.Option("--skip-unreadable", help=_("Leave rows out that cannot be read, and tell how many."))
]


def numbers(text: str, option: str) -> list[float]:
    """Return the numbers somebody typed with commas between them. Raises WrongUsage."""
    try:
        if "_" in text:
            raise ValueError(text)
        return [float(part) for part in text.replace(";", ",").split(",")] if text.strip() else []
    except ValueError:
        message = _("%(option)s takes numbers with commas between them, such as 0,100,200; not “%(text)s”.")
        raise WrongUsage(message % {"option": option, "text": text}) from None


def day(text: str | None) -> date | None:
    """Return the day somebody typed, None where nothing was. Raises WrongUsage."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUsage(_("%(text)s is no day; write it as 2026-12-31.") % {"text": text}) from None
