"""Failures that are expected: each has a code, a sentence that says what to do, and an exit code."""

from dataclasses import dataclass
from pathlib import Path

from confianza.cli.language import _

FAILED_RUN = 1
WRONG_USAGE = 2


@dataclass(frozen=True)
class Failure:
    """What went wrong, for machines (`code`) and for people (`message`)."""

    code: str
    message: str
    exit_code: int = FAILED_RUN


class NoWorkspace(Exception):
    """There is no workspace in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(str(folder))


class WrongUsage(Exception):
    """An option has a value that cannot be."""


def explain(error: Exception) -> Failure | None:
    """Return the failure behind an exception, or None where nobody expected it."""
    if isinstance(error, WrongUsage):
        return Failure("wrong_usage", str(error), WRONG_USAGE)
    if isinstance(error, NoWorkspace):
        return Failure("no_workspace", _no_workspace(error.folder))
    return _of_the_installation(error) or _of_the_records(error)


def _no_workspace(folder: Path) -> str:
    return _("No workspace at %(folder)s; run: confianza init %(folder)s") % {"folder": folder}


def _of_the_installation(error: Exception) -> Failure | None:
    from confianza.web.project.installation import ForeignFolder

    if isinstance(error, ForeignFolder):
        message = _("%(folder)s holds other files; name an empty folder or an existing workspace.")
        return Failure("foreign_folder", message % {"folder": error.workspace.root})
    return None


def _of_the_records(error: Exception) -> Failure | None:
    from django.apps import apps

    if not apps.ready:
        return None
    from confianza.web.records import sentences

    refusal = sentences.refusal(error)
    if refusal is None:
        return None
    exit_code = WRONG_USAGE if refusal.code in sentences.WRONG_USAGE else FAILED_RUN
    return Failure(refusal.code, sentences.of_refusal(refusal), exit_code)
