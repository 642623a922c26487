"""Keeping safe: backup, restore, backup-key."""

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import named, opened, session
from confianza.cli.starting import start

if TYPE_CHECKING:
    from confianza.web.project.backups.envelopes import Lock, Opener
    from confianza.web.project.backups.making import Made
    from confianza.web.project.backups.restoring import Restored

VARIABLE = "CONFIANZA_BACKUP_PASSPHRASE"

Recipients = Annotated[
    list[str] | None,
    typer.Option(
        "--recipient", metavar="KEY", help=_("Lock it for a rescue key; see backup-key. May be repeated.")
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        exists=True,
        dir_okay=False,
        help=_("Read the passphrase from a file's first line."),
    ),
]
Ask = Annotated[bool, typer.Option("--ask", help=_("Ask for a passphrase instead of making one."))]
KeysTo = Annotated[
    Path | None, typer.Option("--keys-to", file_okay=False, help=_("Write the keys into another folder."))
]
KeysFrom = Annotated[Path | None, typer.Option("--keys", help=_("The .llaves file, or the folder it is in."))]
RescueKey = Annotated[
    Path | None,
    typer.Option("--rescue-key", exists=True, dir_okay=False, help=_("File of the secret rescue key.")),
]
Replace = Annotated[
    bool, typer.Option("--replace", help=_("Move aside the workspace that stands there; nothing is deleted."))
]


def backup(
    to: Annotated[Path, typer.Argument(metavar="TO", file_okay=False, help=_("The folder for the backup."))],
    keys_to: KeysTo = None,
    recipient: Recipients = None,
    passphrase_file: PassphraseFile = None,
    ask: Ask = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.project.backups import making, pairs, registers

        lock, generated = _lock(recipient or [], passphrase_file, ask=ask, out=out)
        pair = pairs.fresh(to.resolve(), (keys_to or to).resolve())
        with out.progress() as progress:
            made = making.make(named(workspace), pair, lock, registers.hold, progress)
        out.answer(_told(made, generated), _show_backup)


def restore(
    source: Annotated[
        Path, typer.Argument(metavar="FROM", exists=True, help=_("A .datos file, or the folder of backups."))
    ],
    keys: KeysFrom = None,
    passphrase_file: PassphraseFile = None,
    rescue_key: RescueKey = None,
    replace: Replace = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        place = named(workspace)
        start(place)
        from confianza.web.project.backups import pairs, registers, restoring

        pair = pairs.found(source, keys)
        opener = _opener(pair.keys, passphrase_file, rescue_key)
        target = registers.target(place)
        with out.progress() as progress:
            restored = restoring.restore(place, pair, opener, target, replace=replace, report=progress)
        answer = {"workspace": place.root, **_compared(restored), "checks": _examined()}
        out.answer(answer, _show_restored)
        if not restored.equal:
            raise typer.Exit(1)


def backup_key(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", dir_okay=False, help=_("Where the secret key is to be kept."))
    ],
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.project.backups import rescue_keys

        out.answer({"secret": file.resolve(), "recipient": rescue_keys.make(file)}, _show_key)


def _lock(
    recipients: list[str], passphrase_file: Path | None, *, ask: bool, out: output.Output
) -> tuple["Lock", str]:
    """Return the lock somebody asked for, and the passphrase that was made for it, if one was."""
    from confianza.web.project.backups import passphrases, rescue_keys
    from confianza.web.project.backups.envelopes import Lock
    from confianza.web.project.backups.refusals import Refused

    if recipients and (passphrase_file or ask):
        raise WrongUsage(_("Lock it with a passphrase or for recipients, not both."))
    if recipients:
        return Lock(recipients=[rescue_keys.of(told) for told in recipients]), ""
    if given := _given(passphrase_file) or (_asked_twice() if ask else ""):
        return Lock(passphrases.checked(given)), ""
    # In a log of the system it would lie open to others, and nobody would look for it there.
    if not out.as_json and not sys.stdout.isatty():
        raise Refused("passphrase_unseen")
    generated = passphrases.generate()
    return Lock(generated), generated


def _opener(keys: Path, passphrase_file: Path | None, rescue_key: Path | None) -> "Opener":
    from confianza.web.project.backups import envelopes, passphrases

    if rescue_key:
        return envelopes.Opener(rescue_key=envelopes.private_key(rescue_key.read_text()))
    with keys.open("rb") as sealed:
        if envelopes.wants_rescue_key(sealed):
            return envelopes.Opener()
    given = _given(passphrase_file)
    if not given and sys.stdin.isatty():
        given = typer.prompt(_("Passphrase"), hide_input=True, err=True)
    return envelopes.Opener(passphrase=passphrases.plainly(given))


def _given(passphrase_file: Path | None) -> str:
    from confianza.web.project.backups import passphrases

    return passphrases.in_file(passphrase_file) if passphrase_file else os.environ.get(VARIABLE, "")


def _asked_twice() -> str:
    from confianza.web.project.backups.refusals import Refused

    first = str(typer.prompt(_("Passphrase"), hide_input=True, err=True))
    if typer.prompt(_("The same again"), hide_input=True, err=True) != first:
        raise Refused("unlike_passphrases")
    return first


def _told(made: "Made", generated: str) -> dict[str, Any]:
    told = {
        "data": made.pair.data,
        "keys": made.pair.keys,
        "made_at": made.manifest.made_at,
        "digest": made.manifest.digest,
        "tables": len(made.manifest.tables),
        "rows": sum(table.rows for table in made.manifest.tables),
        "files": len(made.manifest.files),
        "data_bytes": made.data_bytes,
        "keys_bytes": made.keys_bytes,
    }
    return told | ({"passphrase": generated} if generated else {})


def _compared(restored: "Restored") -> dict[str, Any]:
    from confianza.web.project.backups.manifest import Table

    tables = [each for each in restored.compared if isinstance(each.told, Table)]
    files = [each for each in restored.compared if not isinstance(each.told, Table)]
    return {
        "backup": restored.pair.name,
        "made_at": restored.manifest.made_at,
        "digest": restored.manifest.digest,
        "equal": restored.equal,
        "put_aside": restored.put_aside,
        "tables": [
            {
                "name": each.what,
                "told": each.told.rows,
                "found": getattr(each.found, "rows", None),
                "equal": each.equal,
            }
            for each in tables
        ],
        "files": _by_folder(files),
        "unequal": [each.what for each in restored.compared if not each.equal],
    }


def _by_folder(files: list[Any]) -> list[dict[str, Any]]:
    told = Counter(_folder(each.what) for each in files)
    found = Counter(_folder(each.what) for each in files if each.found)
    equal = Counter(_folder(each.what) for each in files if each.equal)
    return [
        {"name": name, "told": told[name], "found": found[name], "equal": equal[name] == told[name]}
        for name in sorted(told)
    ]


def _folder(path: str) -> str:
    """Return the two outer folders of a file, or its name where it stands in none."""
    return "/".join(path.split("/")[:-1][:2]) or path


def _examined() -> list[dict[str, Any]]:
    """Return what is not well with what was restored: the account's chain, the store's manifests."""
    from confianza.web.project import health

    return [finding.told() for finding in health.examine() if finding.level != health.WELL]


def _show_backup(told: dict[str, Any]) -> None:
    from confianza.web.design.writing import number, size

    kept = {part: number(told[part]) for part in ("tables", "rows", "files")}
    output.lines([_("Kept: %(tables)s tables with %(rows)s rows, %(files)s files.") % kept])
    output.table(
        ("", "", ""),
        [
            (_("Data"), str(told["data"]), size(told["data_bytes"])),
            (_("Keys"), str(told["keys"]), size(told["keys_bytes"])),
        ],
        numbers=(2,),
    )
    output.lines([_("Keep the two files in different places: neither opens anything without the other.")])
    if "passphrase" in told:
        output.lines(
            [
                "",
                _("Write this passphrase on paper now: it is kept nowhere, and nothing opens without it."),
                "",
                f"    {told['passphrase']}",
            ]
        )


def _show_restored(told: dict[str, Any]) -> None:
    from confianza.web.design.writing import number

    marks = {True: _("equal"), False: _("DIFFERENT")}
    rows = [
        (each["name"], number(each["told"]), number(each["found"]), marks[each["equal"]])
        for each in (*told["tables"], *told["files"])
    ]
    output.table((_("What"), _("In the backup"), _("Now here"), ""), rows, numbers=(1, 2))
    sentence = _("Restored %(workspace)s as it was on %(made_at)s: every table and every file is equal.")
    if not told["equal"]:
        sentence = _(
            "Restored %(workspace)s as it was on %(made_at)s, but what is marked DIFFERENT is not equal."
        )
    output.lines(["", sentence % told])
    if told["put_aside"]:
        output.lines([_("What stood there before is now %(put_aside)s.") % told])
    output.lines([finding["sentence"] for finding in told["checks"]])


def _show_key(told: dict[str, Any]) -> None:
    output.lines(
        [
            _("The secret rescue key is in %(secret)s. Keep it away from this machine, and a copy of it too.")
            % told,
            _("Make backups for it with: confianza backup TO --recipient %(recipient)s") % told,
        ]
    )
