"""Forgetting old backups: what was destroyed since still stands in them, until their keys are gone.

Every backup has a key of its own, in its keys archive. Without it the data archive is noise, wherever copies
of it lie, so it is the small file that is destroyed.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from confianza.web.project.backups.pairs import KEYS

# Twice the ninety days that a tip is kept after it was closed.
KEPT_FOR = timedelta(days=180)
NAMED = f"confianza-%Y-%m-%dT%H%M%SZ{KEYS}"


def expired(folder: Path, now: datetime) -> list[Path]:
    """Return the keys archives in a folder that are older than KEPT_FOR; never the newest one."""
    made = sorted(_dated(folder))
    return [keys for moment, keys in made[:-1] if moment <= now - KEPT_FOR]


def forget(keys: Path) -> None:
    """Overwrite and delete a keys archive: its data archive does not open any more, for anybody."""
    with keys.open("r+b") as handle:
        handle.write(secrets.token_bytes(keys.stat().st_size))
        handle.flush()
    keys.unlink()


def _dated(folder: Path) -> Iterator[tuple[datetime, Path]]:
    for keys in folder.glob(f"*{KEYS}"):
        try:
            yield datetime.strptime(f"{keys.name}+0000", f"{NAMED}%z"), keys
        except ValueError:
            continue  # Named by a person: theirs to decide about.
