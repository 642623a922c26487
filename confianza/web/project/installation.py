"""Making a workspace: its folders, its keys and its register. Doing it again changes nothing."""

import os
import secrets

from confianza.web.lib.workspaces import Workspace

ONLY_MINE = 0o700
ONLY_I_READ = 0o600


class ForeignFolder(Exception):
    """The folder holds something else; a workspace is never laid over other people's files."""

    def __init__(self, workspace: Workspace) -> None:
        self.root = workspace.root
        super().__init__(f"{workspace.root} holds other files")


def create(workspace: Workspace) -> bool:
    """Make the folders and keys of a workspace and return whether it is new. Needs no Django.

    Raises ForeignFolder when the folder holds anything and is no workspace.
    """
    is_new = not workspace.exists
    if is_new and workspace.root.exists() and any(workspace.root.iterdir()):
        raise ForeignFolder(workspace)
    # Keys come first: the folder counts as a workspace from the moment that anything else stands in it.
    for folder in (workspace.root, workspace.keys, workspace.store, workspace.cache):
        folder.mkdir(mode=ONLY_MINE, parents=True, exist_ok=True)
        folder.chmod(ONLY_MINE)
    _make_key(workspace, "sessions")
    return is_new


def _make_key(workspace: Workspace, name: str) -> None:
    file = workspace.keys / name
    if file.exists():
        return
    aside = workspace.keys / f".{name}.{secrets.token_hex(4)}"
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "w") as key:
        key.write(secrets.token_urlsafe(64))
    aside.rename(file)


def migrate() -> None:
    """Bring the register to the newest shape. Needs Django started on the workspace."""
    from django.conf import settings
    from django.core.management import call_command

    from confianza.web.project import register, shaping

    with register.as_owner() as service, shaping.drawn_when_needed():
        call_command("migrate", verbosity=0, interactive=False)
        register.admit(service)
        if service:
            register.admit_the_tip_line(settings.TIP_LINE_ROLE)
    if settings.WORKSPACE.register.exists():
        settings.WORKSPACE.register.chmod(ONLY_I_READ)
