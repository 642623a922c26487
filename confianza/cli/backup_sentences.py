"""Why a backup or a restoration was refused, in a sentence that says what to do."""

from collections.abc import Callable
from typing import Any

from confianza.cli.language import _


def of(code: str, told: dict[str, Any]) -> str:
    """Return the sentence of a refusal."""
    return (_of_files(code) or _of_openers(code) or _of_targets(code) or code) % told


def _of_files(code: str) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "altered_backup": lambda: _(
            "This backup was altered or cut off; nothing was restored. Use another one."
        ),
        "not_a_pair": lambda: _("These two files are of different backups; nothing was restored."),
        "half_missing": lambda: _("%(path)s is missing: a backup is two files, .datos and .llaves."),
        "no_keys_archive": lambda: _(
            "The .llaves file is not the keys of a backup, or it was altered; nothing was restored."
        ),
        "newer_backup": lambda: _(
            "This backup was made by a newer Confianza (%(version)s); update this one, then restore."
        ),
        "unsafe_path": lambda: _(
            "A file with the name %(path)s can be neither kept nor restored; rename it."
        ),
        "backup_running": lambda: _("Another backup of this workspace is being made; wait until it is done."),
        "key_made_meanwhile": lambda: _("A key was made while the backup was being made; run it again."),
        "inside_the_workspace": lambda: _(
            "%(path)s is inside the workspace; a backup belongs on another disk, at least in another folder."
        ),
        "disk": lambda: _("The disk refused: %(cause)s. Nothing was left half-done."),
    }
    return sentences[code]() if code in sentences else ""


def _of_openers(code: str) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "passphrase_needed": lambda: _(
            "Give the passphrase with --passphrase-file or in CONFIANZA_BACKUP_PASSPHRASE, never as a word of"
            " the command."
        ),
        "rescue_key_needed": lambda: _(
            "This backup was locked for rescue keys; name yours with --rescue-key."
        ),
        "wrong_opener": lambda: _(
            "The keys archive does not open: another passphrase or rescue key, or it was altered."
        ),
        "no_rescue_key": lambda: _(
            "That is no rescue key, or it was mistyped; make one with: backup-key FILE"
        ),
        "short_passphrase": lambda: _("The passphrase is too short; it needs %(least)s characters or more."),
        "unlike_passphrases": lambda: _("The two passphrases are not the same; nothing was done."),
        "passphrase_unseen": lambda: _(
            "Nobody would see a passphrase made here: give one with --passphrase-file, or use --recipient."
        ),
        "key_exists": lambda: _("%(path)s exists already; a rescue key is never written over another file."),
    }
    return sentences[code]() if code in sentences else ""


def _of_targets(code: str) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "occupied": lambda: _(
            "There is a workspace at %(path)s; with --replace it is moved aside and nothing is deleted."
        ),
        "foreign": lambda: _("%(path)s holds other files; restore into an empty folder."),
        "no_room": lambda: _("There is not enough room at %(path)s: %(needed)s bytes are needed."),
        "restore_running": lambda: _(
            "Another restoration into %(path)s is under way; wait until it is done."
        ),
        "other_engine": lambda: _(
            "This backup is of a %(backup)s register, this installation's is of %(here)s; set DATABASE_URL"
            " to an empty database of the same kind."
        ),
        "register_occupied": lambda: _(
            "The database %(database)s holds tables; with --replace they are moved aside into another schema."
        ),
        "register_elsewhere": lambda: _(
            "DATABASE_URL puts the register at %(path)s; restore without it: the register then comes into the"
            " workspace."
        ),
        "register_refuses": lambda: _(
            "The register does not answer as it should (%(cause)s); nothing was changed."
        ),
    }
    return sentences[code]() if code in sentences else ""
