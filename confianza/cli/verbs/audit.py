"""The account of deeds: audit verify, heads, sign, sheet."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import failures, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

if TYPE_CHECKING:
    from confianza.web.audit.chain import heads as signed
    from confianza.web.audit.chain.sheets import Sheet
    from confianza.web.audit.chain.verification import Verdict

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
ONLY_I_READ = 0o600

Heads = Annotated[
    Path | None,
    typer.Option("--heads", exists=True, dir_okay=False, help=_("Signed heads that were exported before.")),
]
SheetFile = Annotated[
    Path | None, typer.Option("--sheet", exists=True, dir_okay=False, help=_("The auditor's sheet."))
]
Export = Annotated[
    Path | None,
    typer.Option("--export", metavar="FILE", dir_okay=False, help=_("Sign, and write all heads to a file.")),
]
NewFile = Annotated[
    Path, typer.Argument(metavar="FILE", dir_okay=False, help=_("A file that is not there yet."))
]


@app.command(help=_("Say whether the account is as it was written; exit code 1 if it is not."))
def verify(
    heads: Heads = None,
    sheet: SheetFile = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.chain import verification

        with out.progress() as progress:
            verdict = verification.verify(
                exported=_heads(heads),
                sheet=_sheet(sheet),
                progress=lambda share: progress(round(share * 100), ""),
            )
        out.answer(_told(verdict), lambda told: output.lines([_sentence(verdict)]))
        if not verdict.ok:
            raise typer.Exit(1)


@app.command(help=_("List the signed heads of the account, each with its twelve words."))
def heads(export: Export = None, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit import actions, queries
        from confianza.web.audit.actions import COMMAND_LINE

        if export:
            _replace(export, actions.export_heads(by=COMMAND_LINE))
        told = [
            {"head": head.pk, "day": head.day, "entry": head.entry, "words": head.words}
            for head in queries.signed_heads()
        ]
        out.answer(told, _show_heads)


@app.command(help=_("Sign where the account stands now."))
def sign(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit import actions, queries

        actions.sign()
        head = queries.signed_heads().first()
        told = {"entry": head.entry, "words": head.words} if head else {"entry": 0, "words": ""}
        said = _("Signed up to entry %(entry)s: %(words)s") if head else _("There is nothing to sign yet.")
        out.answer(told, lambda told: output.lines([said % told]))


@app.command(help=_("Write the auditor's sheet, with which later entries can be checked elsewhere."))
def sheet(file: NewFile, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit import actions
        from confianza.web.audit.actions import COMMAND_LINE

        if file.exists():
            raise WrongUsage(_("%(file)s is there already; name a new file.") % {"file": file})
        actions.export_sheet(by=COMMAND_LINE, write=lambda text: _write(file, text))
        keep = _("Written to %(sheet)s. Take it off this machine now and leave no copy here.")
        out.answer({"sheet": str(file)}, lambda told: output.lines([keep % told]))


def _told(verdict: "Verdict") -> dict[str, Any]:
    told: dict[str, Any] = {"ok": verdict.ok, "entries": verdict.entries}
    if verdict.fault:
        fault = {"entry": verdict.fault.entry, "why": verdict.fault.why, "sentence": _sentence(verdict)}
        told["first_bad"] = fault
    return told


def _sentence(verdict: "Verdict") -> str:
    from confianza.web.audit import sentences

    return sentences.of_verdict(verdict.entries, verdict.fault)


def _heads(file: Path | None) -> "signed.Exported | None":
    from confianza.web.audit.chain import heads as signed

    try:
        return signed.parsed(file.read_text(encoding="utf-8")) if file else None
    except (signed.Unreadable, UnicodeDecodeError):
        refusal = _("%(file)s holds no heads as `audit heads --export` writes them, or they were altered.")
        raise WrongUsage(refusal % {"file": file}) from None


def _sheet(file: Path | None) -> "Sheet | None":
    from confianza.web.audit.chain import sheets

    try:
        return sheets.parsed(file.read_text(encoding="utf-8")) if file else None
    except (sheets.Unreadable, UnicodeDecodeError):
        raise WrongUsage(_("%(file)s is no auditor's sheet.") % {"file": file}) from None


def _replace(file: Path, text: str) -> None:
    """Write newer heads over older ones, never over heads that the account no longer has."""
    from confianza.web.audit.chain import heads as signed

    older = _heads(file) if file.exists() else None
    if older and not signed.continues(signed.parsed(text), older):
        told = _("%(file)s knows heads that this account does not have; it stays as it is. Run: %(command)s")
        command = f"confianza audit verify --heads {file}"
        raise failures.HeadsDiffer(told % {"file": file, "command": command})
    _write(file, text, may_replace=True)


def _write(file: Path, text: str, *, may_replace: bool = False) -> None:
    wanted = os.O_TRUNC if may_replace else os.O_EXCL
    with open(
        os.open(file, os.O_WRONLY | os.O_CREAT | wanted, ONLY_I_READ), "w", encoding="utf-8"
    ) as opened_file:
        opened_file.write(text)


def _show_heads(told: list[dict[str, Any]]) -> None:
    if not told:
        output.lines([_("No head is signed yet; the first will be with the first entry of another day.")])
        return
    output.lines([f"{head['day']}  {head['entry']:>9,}  {head['words']}" for head in told])
