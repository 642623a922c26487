"""The territory: import of boundaries and populations, names that wait for a person."""

from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
