"""Folders that killed runs of the tests left behind: cleared a day later, if nobody uses them."""

import re
import shutil
import tempfile
import time
from pathlib import Path

import psutil

# Of settings_test.py and postgres.py: the number of the process that made it, and what made it one of a kind.
OURS = re.compile(r"confianza-(?:tests|postgres)-(?:(?P<process>\d+)-)?\w+")
SECONDS_KEPT = 24 * 60 * 60


def clear(temporary: Path | None = None) -> list[Path]:
    """Remove what runs that ended more than a day ago left in the temporary folder, and return it."""
    spoken_of = " ".join(_command_lines())
    left = [
        folder
        for folder in Path(temporary or tempfile.gettempdir()).glob("confianza-*-*")
        if _is_left(folder) and str(folder) not in spoken_of
    ]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return left


def _is_left(folder: Path) -> bool:
    ours = OURS.fullmatch(folder.name)
    if ours is None or folder.is_symlink() or not folder.is_dir():
        return False
    return not _lives(ours["process"]) and time.time() - folder.stat().st_mtime > SECONDS_KEPT


def _lives(process: str | None) -> bool:
    return process is not None and psutil.pid_exists(int(process))


def _command_lines() -> list[str]:
    """What every process was started with: a database names its folder there."""
    told = psutil.process_iter(["cmdline"], ad_value=None)
    return [word for process in told for word in process.info["cmdline"] or ()]
