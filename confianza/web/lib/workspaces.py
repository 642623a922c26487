"""A workspace is a folder that holds one installation: register, event store, keys and settings."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "CONFIANZA_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """The places inside a workspace folder."""

    root: Path

    @property
    def register(self) -> Path:
        """The SQLite register, unless DATABASE_URL names another."""
        return self.root / "register.sqlite3"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def exists(self) -> bool:
        return self.keys.is_dir()


def current() -> Workspace:
    """Return the workspace named by CONFIANZA_WORKSPACE, or ./workspace."""
    return Workspace(Path(os.environ.get(VARIABLE, "workspace")).resolve())


def secret_key(workspace: Workspace) -> str:
    """Return the workspace's secret for sessions and signatures; a passing one where no workspace stands."""
    file = workspace.keys / "sessions"
    if not file.exists():
        return secrets.token_urlsafe(64)
    return file.read_text().strip()
