"""The ceremony of keys: half of it on a machine without a network, half where the register is.

Nothing that was made off the machine is ever typed here: files go there and back on a stick.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.language import _
from confianza.cli.session import opened, session

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False, help=_("A new or empty folder."))]
File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)]
Out = Annotated[Path, typer.Argument(metavar="OUT", dir_okay=False, help=_("The file to write."))]
RootKey = Annotated[
    Path,
    typer.Option("--root", exists=True, dir_okay=False, help=_("root.key, or a text with its 24 words.")),
]
HolderKeys = Annotated[
    list[Path],
    typer.Option(
        "--key", exists=True, dir_okay=False, help=_("holder.key of a holder, or its words; three times.")
    ),
]


# --- on a machine without a network ------------------------------------------------------------------


@app.command(help=_("Off the network: make the root key, which vouches for the keys of units."))
def root(folder: Folder, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.tips import ceremony

        made = ceremony.make_root(folder)
        out.answer(_sheet(folder, "root", made.pair, as_json), _show_sheet)


@app.command(help=_("Off the network: make the key of one of the five holders of escrow."))
def holder(
    folder: Folder,
    institution: Annotated[str, typer.Option("--institution", help=_("Who holds it: an office, no person."))],
    contact: Annotated[str, typer.Option("--contact", help=_("How to reach it."))] = "",
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.tips import ceremony

        made = ceremony.make_holder(folder, institution, contact)
        out.answer(_sheet(folder, "holder", made.pair, as_json), _show_sheet)


@app.command(help=_("Off the network: look at the keys that wait, and sign them with the root key."))
def sign(
    request: File,
    out_file: Out,
    root_key: RootKey,
    yes: Annotated[bool, typer.Option("--yes", help=_("Sign without asking; the units are known."))] = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.tips import ceremony

        asked = ceremony.look_at(request)
        if not yes:
            out.say("\n".join(_asked(asked)))
            typer.confirm(_("Are these the units and their members?"), abort=True, err=True)
        key = ceremony.read_key(root_key, ceremony.ROOT)
        ceremony.sign(request, key, out_file)
        told = {
            "signed": [{"unit": one.get("name", ""), "epoch": one["epoch"]} for one in asked],
            "file": out_file,
        }
        out.answer(told, _show_signed)


@app.command("open", help=_("Off the network: three holders open the key of a unit for one of its members."))
def open_key(request: File, out_file: Out, keys: HolderKeys, as_json: options.Json = False) -> None:
    with session(as_json=as_json) as out:
        from confianza.web.tips import ceremony

        held = [ceremony.read_key(key, ceremony.HOLDER) for key in keys]
        asked = ceremony.open_together(request, held, out_file)
        told = {name: asked.get(name, "") for name in ("unit_name", "epoch", "person_name", "reason")}
        out.answer({**told, "file": out_file}, _show_opened)


# --- where the register is ---------------------------------------------------------------------------


@app.command(help=_("Bring the public root key to the installation."))
def install(
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help=_("In place of another root key."))] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.tips import ceremony
        from confianza.web.tips.actions import units

        public = ceremony.read_root_public(file)
        units.install_root(public=public, replace=replace, by=COMMAND_LINE)
        told = {"root": public.hex(), "words": ceremony.compared(public)}
        out.answer(told, lambda told: output.lines([_("The root key is here. Its words: %(words)s") % told]))


@app.command("escrow", help=_("Name the five holders of escrow by their public files."))
def name_holders(
    files: Annotated[
        list[Path], typer.Argument(metavar="HOLDER.PUB…", exists=True, dir_okay=False, help=_("Five files."))
    ],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.tips import ceremony
        from confianza.web.tips.actions import escrows

        holders = [ceremony.read_holder(file) for file in files]
        named = escrows.name_holders(holders=holders, by=COMMAND_LINE)
        told = [
            {"institution": one.institution, "words": ceremony.compared(bytes(one.public_key))}
            for one in named
        ]
        out.answer(told, _show_holders)


@app.command(
    "request", help=_("Write which keys of units wait to be vouched for; to be carried to the root key.")
)
def write_request(out_file: Out, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from django.utils import timezone

        from confianza.web.tips import ceremony
        from confianza.web.tips.queries import units

        asked = units.requests(timezone.localdate())
        ceremony.write_request(out_file, asked)
        out.answer({"units": asked, "file": out_file}, lambda told: output.lines(_asked(told["units"])))


@app.command(help=_("Put keys into use that the root key has vouched for."))
def vouch(file: File, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.tips import ceremony
        from confianza.web.tips.actions import units

        signed = ceremony.read_vouching(ceremony.text_of(file), str(file))
        begun = units.accept_vouching(signed=signed, by=COMMAND_LINE)
        told = {"begun": [{"unit": key.unit.name_es, "epoch": key.epoch} for key in begun]}
        out.answer(told, _show_begun)


@app.command(help=_("Write what three holders need to open the key of a unit for one of its members."))
def ask(
    out_file: Out,
    unit: Annotated[str, typer.Option("--unit", help=_("The unit, by its name in Spanish."))],
    username: Annotated[str, typer.Option("--for", help=_("User name of the member it is for."))],
    reason: Annotated[str, typer.Option("--reason", help=_("Why; everybody concerned reads it."))],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.tips import ceremony
        from confianza.web.tips.actions import escrows

        told = {"unit": _unit(unit), "person": _person(username), "reason": reason, "by": COMMAND_LINE}
        asked = escrows.ask(**told)
        ceremony.write_escrow_request(out_file, asked.told, asked.shares)
        answer = {
            **{name: asked.told[name] for name in ("unit_name", "epoch", "person_name")},
            "file": out_file,
        }
        out.answer(answer, _show_escrow_asked)


@app.command(help=_("Take in the key that three holders opened, and say who is to be told."))
def grant(file: File, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.tips import ceremony
        from confianza.web.tips.actions import escrows

        taken = escrows.take_in(answer=ceremony.read_escrow_answer(file), by=COMMAND_LINE)
        others = [{"institution": one.institution, "contact": one.contact} for one in taken.others]
        unit = taken.opening.unit_key.unit.name_es
        out.answer({"unit": unit, "reason": taken.opening.reason, "tell": others}, _show_granted)


# --- how ---------------------------------------------------------------------------------------------


def _unit(named: str) -> Any:
    from confianza.web.tips.actions.units import UnitRefused
    from confianza.web.tips.queries import units

    found = units.named(named)
    if found is None:
        raise UnitRefused("unknown_unit")
    return found


def _person(username: str) -> Any:
    from confianza.web.accounts.models import User
    from confianza.web.tips.actions.units import UnitRefused

    found = User.objects.filter(username=username).first()
    if found is None:
        raise UnitRefused("unknown_person")
    return found


def _sheet(folder: Path, name: str, pair: Any, as_json: bool) -> dict[str, Any]:
    """Return what is printed of a new key; its secret words only for people, who put them on paper."""
    from confianza.web.tips import ceremony

    told = {
        "secret": folder / f"{name}.key",
        "public": folder / f"{name}.pub",
        "compare": ceremony.compared(pair.public),
    }
    return told if as_json else {**told, "paper": ceremony.spelt(pair.private)}


def _show_sheet(told: dict[str, Any]) -> None:
    words = told["paper"].split()
    rows = [" ".join(words[place : place + 6]) for place in range(0, len(words), 6)]
    output.lines(
        [
            _("Secret: %(secret)s. Keep it off every machine that has a network.") % told,
            _("Public: %(public)s. It goes to the installation.") % told,
            _("To compare by voice: %(compare)s") % told,
            "",
            _("On paper, for the day the stick is lost; they are shown only now:"),
            *(f"  {row}" for row in rows),
        ]
    )


def _asked(asked: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys that wait, each with the members who hold it, as whoever signs reads them."""
    lines = []
    for one in asked:
        told = {"name": one.get("name", ""), "epoch": one.get("epoch", "")}
        lines.append(_("%(name)s, key %(epoch)s") % told)
        members = one.get("members", [])
        lines += [f"  {member.get('name', '')}  {member.get('fingerprint', '')}" for member in members]
    return lines


def _show_signed(told: dict[str, Any]) -> None:
    output.lines(
        [_("Signed: %(count)s. Carry %(file)s back.") % {"count": len(told["signed"]), "file": told["file"]}]
    )


def _show_opened(told: dict[str, Any]) -> None:
    output.lines([_("Opened for %(person_name)s, of %(unit_name)s. Carry %(file)s back.") % told])


def _show_holders(told: list[dict[str, str]]) -> None:
    output.table([_("Holder"), _("Words of the key")], [[one["institution"], one["words"]] for one in told])


def _show_begun(told: dict[str, Any]) -> None:
    output.lines([_("In use from today: %(unit)s, key %(epoch)s.") % one for one in told["begun"]])


def _show_escrow_asked(told: dict[str, Any]) -> None:
    output.lines([_("Carry %(file)s to three of the five holders. It stands in the account.") % told])


def _show_granted(told: dict[str, Any]) -> None:
    output.lines(
        [
            _("The key of %(unit)s was given. Tell those who were not there:") % told,
            *(f"  {one['institution']}  {one['contact']}" for one in told["tell"]),
        ]
    )
