"""Which database this installation keeps its register in; needs Django started."""

from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import postgresql_register, restoring, sqlite_register
from confianza.web.project.backups.making import Held
from confianza.web.project.backups.manifest import Manifest
from confianza.web.project.backups.refusals import Refused


def hold(aside: Path) -> AbstractContextManager[Held]:
    """Hold the register of this installation as it is at this moment."""
    if connection.vendor == "postgresql":
        return postgresql_register.held(aside)
    return sqlite_register.held(Path(settings.DATABASES["default"]["NAME"]), aside)


def target(workspace: Workspace) -> restoring.Register:
    """Return the register of this installation as the target of a restoration. Raises Refused."""
    if connection.vendor == "postgresql":
        return postgresql_register.target(check_known)
    if Path(settings.DATABASES["default"]["NAME"]) != workspace.register:
        raise Refused("register_elsewhere", path=settings.DATABASES["default"]["NAME"])
    return sqlite_register.target(workspace, check_known)


def check_known(manifest: Manifest) -> None:
    """Raise Refused where the register was shaped by a newer program than this one."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    if set(manifest.migrations) - known - replaced:
        raise Refused("newer_backup", version=manifest.confianza)
