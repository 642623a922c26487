"""Counts and rates."""

from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened
