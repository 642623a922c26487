"""Deliveries: ingest, and deliveries list, show, rejected."""

from pathlib import Path
from typing import Annotated, Any

import typer

from confianza.cli import options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
BESIDE = "none"

Delivery = Annotated[
    str, typer.Argument(metavar="DELIVERY", help=_("A delivery, as `deliveries list` names it."))
]
Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE…", exists=True, dir_okay=False, readable=True)
]
Source = Annotated[str, typer.Option("--source", help=_("The layout; see `sources list`."))]
Office = Annotated[str, typer.Option("--office", help=_("The office that sends, where there are several."))]
Area = Annotated[
    str,
    typer.Option(
        "--area", help=_("Whose the delivery is (municipality-0101); the whole installation's if left out.")
    ),
]
Check = Annotated[bool, typer.Option("--check", help=_("Say what would become of it; store nothing."))]
Replaces = Annotated[
    str, typer.Option("--replaces", metavar="DELIVERY", help=_("The delivery it takes the place of."))
]
Beside = Annotated[bool, typer.Option("--late-records", help=_("It replaces nothing; it adds late records."))]
Again = Annotated[
    str,
    typer.Option(
        "--again", metavar="DELIVERY", help=_("Read its files again, now that the layout is mended.")
    ),
]


def ingest(
    files: Files = None,
    source: Source = "",
    office: Office = "",
    area: Area = "",
    check: Check = False,
    replaces: Replaces = "",
    late_records: Beside = False,
    again: Again = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.records import actions, queries
        from confianza.web.records.files import read

        _check_wanted(files, source, again)
        common = {"by": COMMAND_LINE, "check": check}
        with out.progress(queries.stage_name) as progress:
            if again:
                outcome = actions.retry_delivery(delivery_id=again, progress=progress, **common)
            else:
                outcome = actions.receive_delivery(
                    files=read(files or []),
                    source=source,
                    office=office,
                    area=_area(area),
                    replaces="" if late_records else replaces or None,
                    progress=progress,
                    **common,
                )
        out.answer(queries.summary(outcome) | {"rejections": queries.rejections(outcome)}, _show)


@app.command("list", help=_("List what came, the newest first."))
def list_deliveries(
    as_of: options.AsOf = None, workspace: options.Workspace = None, as_json: options.Json = False
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.records import queries

        out.answer([queries.summary(each) for each in queries.deliveries(options.day(as_of))], _show_list)


@app.command(help=_("Show what became of every record of a delivery."))
def show(delivery: Delivery, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.records import queries

        out.answer(queries.summary(queries.delivery(delivery)), _show)


@app.command(help=_("Print the rejected records of a delivery as CSV (as JSON with --json)."))
def rejected(delivery: Delivery, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.records import queries
        from confianza.web.records.actions import deliveries

        records = queries.rejected_records(delivery)
        deliveries.account_for_reading(delivery_id=delivery, what="all rejected", by=COMMAND_LINE)
        out.answer(records.to_dicts(), lambda rows: output.text(queries.rejected_csv(records)))


@app.command("seal-names", help=_("Read deliveries again whose names are not in the vault yet."))
def seal_names(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.records.actions import linkage

        out.answer({"read_again": linkage.seal_identities(by=COMMAND_LINE)}, _show_sealed)


def _show_sealed(told: dict[str, list[str]]) -> None:
    nothing_to_do = _("The vault holds the names of every delivery that tells some.")
    output.lines(told["read_again"] or [nothing_to_do])


def _area(asked: str) -> Any:
    """Return the area somebody names by identity, code or name; None for the whole installation."""
    from confianza.web.observatory.queries import places
    from confianza.web.territory import queries

    return queries.area(places.found(queries.territory(), asked)) if asked else None


def _check_wanted(files: list[Path] | None, source: str, again: str) -> None:
    if again and (files or source):
        raise WrongUsage(
            _("--again reads files that were delivered; name neither files nor --source with it.")
        )
    if not again and not files:
        raise WrongUsage(_("Name the files of the delivery: confianza ingest FILE… --source NAME"))
    if not again and not source:
        raise WrongUsage(_("Say of which layout the files are: --source NAME (see: confianza sources list)."))


def _show(outcome: dict[str, Any]) -> None:
    kept = outcome.get("delivery") or _("Not stored (check only)")
    output.lines([f"{kept}  {_period(outcome['period'])}", ""])
    parts = (
        ("rows_read", _("records read")),
        ("claims", _("= claims")),
        ("duplicates", _("+ duplicates")),
        ("rejected", _("+ rejected")),
        ("left_out", _("+ left out")),
    )
    output.table(("", ""), [(f"{outcome[part]:,}", label) for part, label in parts], numbers=(0,))
    _show_reasons(outcome["reasons"])
    _show_rejections(outcome.get("rejections", []))
    _show_warnings(outcome["warnings"])


def _show_reasons(reasons: dict[str, int]) -> None:
    from confianza.web.records import sentences

    if reasons:
        rows = [(f"{count:,}", sentences.of_reason(code)) for code, count in reasons.items()]
        output.table((_("Records"), _("Rejected or left out because")), rows, numbers=(0,))


def _show_rejections(rejections: list[dict[str, Any]]) -> None:
    from confianza.web.records import sentences

    if rejections:
        told = [{**each, "rows": [each["row"]], "column": each["column"] or ""} for each in rejections]
        rows = [(sentences.where(each), each["value"] or "", each["message"]) for each in told]
        output.table((_("Rejected"), _("Value"), _("Reason")), rows)


def _show_warnings(warnings: list[dict[str, Any]]) -> None:
    from confianza.web.records import sentences

    if warnings:
        rows = [(f"{each['count']:,}", each["message"], sentences.where(each)) for each in warnings]
        output.table((_("Times"), _("Noticed"), _("Where")), rows, numbers=(0,))


def _show_list(outcomes: list[dict[str, Any]]) -> None:
    told = ("delivery", "office", "received_on", "rows_read", "claims", "rejected")
    rows = [(*(each[key] for key in told), _period(each["period"])) for each in outcomes]
    headings = (_("Delivery"), _("Office"), _("Received"), _("Read"), _("Claims"), _("Rejected"), _("Period"))
    output.table(headings, rows, numbers=(3, 4, 5))


def _period(period: list[str] | None) -> str:
    return " – ".join(period) if period else ""
