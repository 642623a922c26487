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


def day(text: str | None) -> date | None:
    """Return the day somebody typed, None where nothing was. Raises WrongUsage."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUsage(_("%(text)s is no day; write it as 2026-12-31.") % {"text": text}) from None
