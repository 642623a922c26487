"""What was backed up and restored here, one JSON line each, beside the register and not in it.

A backup that wrote into the register would no longer be equal to it. The line waits here instead, and the
service tells the account of deeds about it at its next start.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from confianza.store import durable
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups.files import JOURNAL


@dataclass(frozen=True)
class Line:
    """One backup or restoration: `did` is "backup" or "restore", `name` that of the pair of archives."""

    at: str  # ISO, UTC
    did: str
    name: str
    digest: str


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def add(workspace: Workspace, line: Line) -> None:
    """Write one line and see it onto the disk."""
    place = workspace.root / JOURNAL
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as journal:
        journal.write(json.dumps(asdict(line)) + "\n")
        journal.flush()
        os.fsync(journal.fileno())
    durable.flush(workspace.root)


def lines(workspace: Workspace) -> Sequence[Line]:
    """Return what was done here, oldest first; a line that a power cut tore is passed over."""
    try:
        written = (workspace.root / JOURNAL).read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line for text in written if (line := _line(text))]


def last_backup(workspace: Workspace) -> datetime | None:
    """Return when the last backup was finished, None where there never was one."""
    made = [line.at for line in lines(workspace) if line.did == "backup"]
    return datetime.fromisoformat(made[-1]) if made else None


def tell_the_account(workspace: Workspace) -> int:
    """Write into the account of deeds what it does not know yet; return how many lines that were.

    Needs Django started.
    """
    from confianza.web.audit.actions import COMMAND_LINE, record
    from confianza.web.audit.models import Entry

    new = 0
    for line in lines(workspace):
        action = f"project.{line.did}"
        if not Entry.objects.filter(action=action, subject=line.name, details__at=line.at).exists():
            record(
                by=COMMAND_LINE,
                action=action,
                subject=line.name,
                details={"at": line.at, "digest": line.digest},
            )
            new += 1
    return new


def _line(text: str) -> Line | None:
    try:
        return Line(**json.loads(text))
    except (ValueError, TypeError):
        return None
