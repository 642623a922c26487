"""Counts and rates."""

from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened


def indicators(
    workspace: options.Workspace = None, as_json: options.Json = False
) -> None:
    with opened(workspace, as_json=as_json) as out:
        out.answer([], lambda rows: output.lines([]))
