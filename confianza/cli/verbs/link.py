"""Who is who: the records of several institutions, or of one, linked victim by victim."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened, session

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.link.linkage import Linkage

DECIMALS = 6
AS_ASKED = "linkage asked for on the command line"
# What names a person in the records of victims.
NAMES = (
    "first_name", "second_name", "surname", "second_surname", "married_surname", "alias", "identity_number",
    "born_on",
)  # fmt: skip

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE…",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("CSV or Parquet, one for each source; one alone is searched for duplicates."),
    ),
]
Profile = Annotated[str, typer.Option("--profile", help=_("victims, febrl, rldata or historical_figures."))]
Truth = Annotated[
    str,
    typer.Option("--truth", metavar="COLUMN", help=_("The column that knows who is who, to be judged by.")),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="COLUMN", help=_("A column to leave out; as often as needed.")),
]
WithoutNames = Annotated[
    bool, typer.Option("--without-names", help=_("Leave out all that names a person, as public files do."))
]
Out = Annotated[
    Path | None,
    typer.Option("--out", file_okay=False, help=_("A folder for pairs, clusters and the model.")),
]
Reason = Annotated[str, typer.Option("--reason", help=_("Why names are opened, for the account."))]


def link(
    files: Files = None,
    profile: Profile = "victims",
    truth: Truth = "",
    without: Without = None,
    without_names: WithoutNames = False,
    out: Out = None,
    reason: Reason = "",
    as_of: options.AsOf = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    if files:
        left_out = [*(without or ()), *(NAMES if without_names else ())]
        _link_files(files, profile, truth, left_out, out, strict=without or (), as_json=as_json)
        return
    if truth or without or without_names or out:
        with session(as_json=as_json):
            raise WrongUsage(_("Name the files; without them the workspace is linked, as it is."))
    _link_workspace(workspace, as_of, reason, as_json=as_json)


def _link_files(
    files: list[Path],
    profile: str,
    truth: str,
    left_out: list[str],
    folder: Path | None,
    *,
    strict: Any,
    as_json: bool,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.link import linking, profiles, tables
        from confianza.store import engines

        chosen = profiles.get(profile)
        read = {name: tables.read(file.read_bytes(), name) for name, file in _named(files).items()}
        known = {column for table in read.values() for column in table.columns}
        without = [column for column in left_out if column in known or column in strict]
        records = tables.records(read, chosen, truth=truth, without=without)
        with engines.for_linkage() as engine:
            linkage = linking.run(records.drop(tables.TRUTH, strict=False), chosen, engine=engine)
        if folder:
            _write(folder, linkage)
        out.answer(_told(records, linkage), lambda told: _show(told, linkage))


def _named(files: list[Path]) -> dict[str, Path]:
    """Return the files under their names, numbered where two are called the same."""
    names: dict[str, Path] = {}
    for number, file in enumerate(files, start=1):
        names[file.stem if file.stem not in names else f"{file.stem}-{number}"] = file
    return names


def _told(records: "pl.DataFrame", linkage: "Linkage") -> dict[str, Any]:
    from confianza.analysis.link import agreement, tables

    groups = records.join(linkage.victims, on="record")
    told = {
        "pairs": agreement.pairs(groups, "victim"),
        "clusters": groups["victim"].n_unique(),
        "precision": None,
        "recall": None,
        "f1": None,
        "reviewed": linkage.review.height,
    }
    if tables.TRUTH in groups.columns:
        judged = agreement.pairwise(groups.drop_nulls(tables.TRUTH), "victim", tables.TRUTH)
        told |= {"precision": judged.precision, "recall": judged.recall, "f1": judged.f1}
    return {
        name: round(value, DECIMALS) if isinstance(value, float) else value for name, value in told.items()
    }


def _write(folder: Path, linkage: "Linkage") -> None:
    """Write pairs, clusters and the model; each file is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    clusters = linkage.victims.join(linkage.events, on="victim", how="left")
    model = json.dumps(linkage.model | {"hash": linkage.model_hash}, ensure_ascii=False, indent=1)
    contents = {
        "pairs.csv": linkage.pairs.write_csv(),
        "review.csv": linkage.review.write_csv(),
        "clusters.csv": clusters.write_csv(),
        "model.json": model + "\n",
    }
    for name, text in contents.items():
        aside = folder / f".{name}.new"
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / name)


def _show(told: dict[str, Any], linkage: "Linkage") -> None:
    said = _(
        "%(clusters)s persons; %(pairs)s pairs of records are taken for one; %(reviewed)s go to a person."
    )
    output.lines([said % told])
    if told["f1"] is not None:
        judged = _("Against the truth: precision %(precision).4f, recall %(recall).4f, F1 %(f1).4f.")
        output.lines([judged % {name: told[name] or 0.0 for name in ("precision", "recall", "f1")}])
    output.lines([_(warning) for warning in linkage.warnings])


def _link_workspace(workspace: Path | None, as_of: str | None, reason: str, *, as_json: bool) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.records.actions import linkage

        with out.progress(_stage) as progress:
            kept = linkage.link_workspace(
                by=COMMAND_LINE, reason=reason or AS_ASKED, as_of=options.day(as_of), progress=progress
            )
        out.answer(_of_workspace(kept), _show_workspace)


def _of_workspace(kept: str) -> dict[str, Any]:
    from confianza.analysis.link import agreement
    from confianza.store import linkages
    from confianza.web.records.queries import received

    stored = linkages.get(received.layout(), kept)
    records = stored.records()
    return {
        "linkage": kept,
        "records": records.height,
        "pairs": agreement.pairs(records, "victim"),
        "clusters": records["victim"].n_unique(),
        "reviewed": stored.review().height,
        "model": stored.model_hash,
    }


def _show_workspace(told: dict[str, Any]) -> None:
    said = _("%(records)s records tell of %(clusters)s victims; %(reviewed)s pairs wait for a person.")
    output.lines([said % told])


def _stage(stage: str) -> str:
    named = {
        "gathering": _("Gathering the records"),
        "linking": _("Comparing them"),
        "storing": _("Keeping the linkage"),
    }
    return named.get(stage, "")
