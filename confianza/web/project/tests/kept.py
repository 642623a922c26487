"""A tiny installation without Django, its backup, and ways to spoil it: what the tests of backups share."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import envelopes, making, pairs, restoring, sqlite_register
from confianza.web.project.backups.envelopes import Lock, Opener
from confianza.web.project.backups.pairs import Pair

PASSPHRASE = "una frase para las pruebas"
LOCK, OPENER = Lock(PASSPHRASE), Opener(PASSPHRASE)


def silent(percent: int, doing: str) -> None:
    """Nobody watches."""


def installation(root: Path) -> Workspace:
    """Make a workspace with one small table, one file and two keys."""
    workspace = Workspace(root)
    for folder in (workspace.keys, workspace.store / "manifests", workspace.cache):
        folder.mkdir(parents=True)
    (workspace.keys / "sessions").write_text("a secret of sessions")
    (workspace.keys / "vault").write_bytes(bytes(32))
    (workspace.store / "manifests" / "00001-a.json").write_text('{"small": true}')
    with closing(sqlite3.connect(workspace.register)) as register:
        register.executescript(
            """
            PRAGMA page_size = 512;
            CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT);
            INSERT INTO django_migrations VALUES (1, 'audit', '0001_initial');
            CREATE TABLE people (name TEXT PRIMARY KEY, age REAL, photo BLOB);
            INSERT INTO people VALUES ('Ana', 41.5, x'00ff'), ('Noé', NULL, NULL);
            """
        )
    return workspace


def back_up(workspace: Workspace, into: Path, lock: Lock = LOCK, hold_register=None) -> Pair:
    hold = hold_register or (lambda aside: sqlite_register.held(workspace.register, aside))
    return making.make(workspace, pairs.fresh(into, into), lock, hold, silent).pair


def bring_back(pair: Pair, root: Path, opener: Opener = OPENER, *, replace: bool = False):
    workspace = Workspace(root)
    target = sqlite_register.target(workspace, lambda manifest: None)
    return restoring.restore(workspace, pair, opener, target, replace=replace, report=silent)


def rows(register: Path) -> dict[str, list[tuple]]:
    """Every table of a register with its rows, as sqlite3 tells them: independent of what is tested."""
    with closing(sqlite3.connect(register)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, opened.execute(f'SELECT * FROM "{name}"'))) for name in names}


def digests(root: Path, *but: str) -> dict[str, str]:
    """Every file under a folder with its SHA-256, but for those whose path begins so."""
    return {
        path: sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not (path := file.relative_to(root).as_posix()).startswith(but)
    }


def weak_passphrases(monkeypatch) -> None:
    """Let passphrases be tried a thousand times a second; only for tests."""
    monkeypatch.setattr(envelopes, "USUAL_STRENGTH", 0)
