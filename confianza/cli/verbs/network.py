"""The network of observatories: our key, the other nodes, packages signed, fetched, received, decided on."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import network_tables, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import opened

if TYPE_CHECKING:
    from confianza.web.observatory.models import Node

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("The name of the node."))]
NodeName = Annotated[str, typer.Option("--name", help=_("What the node is called."))]
Country = Annotated[str, typer.Option("--country", help=_("Two letters: GT, SV, HN."))]
Level = Annotated[str, typer.Option("--level", help=_("municipal, regional or national."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why, for the account."))]


@app.command(help=_("Show this node's key and fingerprint; with --name, say who it is."))
def key(
    name: NodeName = "",
    country: Country = "GT",
    level: Level = "municipal",
    area: Annotated[str, typer.Option("--area", help=_("The area it speaks for, by its code."))] = "",
    renew: Annotated[
        Path | None,
        typer.Option(
            "--renew", dir_okay=False, help=_("Make a new key; the statement for others goes here.")
        ),
    ] = None,
    reason: Reason = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.store import signing
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import network as deeds
        from confianza.web.observatory.queries import network

        if name:
            deeds.describe_own(name=name, country=country, level=level, area_id=area, by=COMMAND_LINE)
        if renew:
            _write_new(renew, lambda: deeds.rekey_own(reason=reason, by=COMMAND_LINE))
        own = network.own()
        told = {
            "key": network.own_key(), "fingerprint": signing.fingerprint(network.own_key()),
            "name": own.name if own else "", "country": own.country if own else "",
            "level": own.level if own else "", "area": own.area_id if own else "",
        }  # fmt: skip
        out.answer(told, network_tables.show_key)


@app.command(help=_("Register another node: first its key, then the fingerprint it read to you."))
def register(
    name: NodeName,
    public_key: Annotated[
        str, typer.Option("--key", metavar="KEY|FILE", help=_("Its public key, or a file that holds it."))
    ] = "",
    fingerprint: Annotated[str, typer.Option("--fingerprint", help=_("As the node read it to you."))] = "",
    statement: Annotated[
        Path | None,
        typer.Option("--statement", exists=True, dir_okay=False, help=_("Signed by its old key.")),
    ] = None,
    country: Country = "GT",
    level: Level = "municipal",
    address: Annotated[str, typer.Option("--address", help=_("Where to fetch: https://…"))] = "",
    rhythm: Annotated[str, typer.Option("--rhythm", help=_("monthly, quarterly or yearly."))] = "monthly",
    reason: Reason = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import network as deeds

        node, given = _known(name), _key(public_key)
        if node and statement:
            deeds.accept_statement(node=node, content=statement.read_bytes(), by=COMMAND_LINE)
        elif node and given and given != node.key:
            told = {"key": given, "fingerprint": fingerprint, "reason": reason}
            deeds.replace_key(node=node, by=COMMAND_LINE, **told)
        elif node is None:
            node = _propose(name, given, country, level, address, rhythm)
        elif address and address != node.address:
            deeds.move_node(node=node, address=address, by=COMMAND_LINE)
        if fingerprint and not node.is_confirmed:
            deeds.confirm_node(node=node, fingerprint=fingerprint, by=COMMAND_LINE)
        out.answer(network_tables.node(node), network_tables.show_registered)


@app.command("nodes", help=_("Who is in the network, what came last and how late the next is."))
def list_nodes(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.observatory.models import Node

        out.answer([network_tables.node(node) for node in Node.objects.all()], network_tables.show_nodes)


@app.command(help=_("Write down what is sent to a node, and until when; or end it."))
def agree(
    name: Name,
    title: Annotated[str, typer.Option("--title", help=_("As the paper says, with its number."))] = "",
    area: Annotated[str, typer.Option("--area", help=_("Whose figures, by the code of the area."))] = "",
    tables: Annotated[
        list[str] | None, typer.Option("--table", help=_("figures or records; as often as needed."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help=_("Its last day."))
    ] = None,
    k: Annotated[int, typer.Option("--k", help=_("Fewest records that say the same (5 or more)."))] = 5,
    end: Annotated[bool, typer.Option("--end", help=_("End the agreements with this node today."))] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import network as deeds

        node = _node(name)
        if end:
            for agreement in node.agreements.filter(ended_at=None):
                deeds.end_agreement(agreement=agreement, by=COMMAND_LINE)
        else:
            deeds.agree(
                node=node, title=title, area_id=area, tables=tables or ["figures"],
                until=until.date() if until else date.min, k=k, by=COMMAND_LINE,
            )  # fmt: skip
        told = [
            {
                "title": each.title,
                "area": each.area_id,
                "tables": each.tables,
                "until": each.until,
                "k": each.k,
            }
            for each in node.agreements.filter(ended_at=None)
        ]
        out.answer(told, network_tables.show_agreements)


@app.command(help=_("Sign a package for a node, under its agreement, and write it to a file."))
def export(
    to: Annotated[str, typer.Option("--to", metavar="NAME", help=_("The node it is for."))],
    file: Annotated[Path | None, typer.Option("--out", metavar="FILE", dir_okay=False)] = None,
    release: Annotated[str, typer.Option("--release", help=_("Its version (default: the last)."))] = "",
    records: Annotated[
        bool, typer.Option("--records", help=_("De-identified records instead of figures."))
    ] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.observatory.queries import network

        if file and file.exists():
            raise WrongUsage(_("%(file)s is there already; name a new file.") % {"file": file})
        made = _send(_node(to), release, records)
        if file:
            _write_new(file, lambda: network.sent_archive(made).read_bytes())
        told = {
            "to": to, "sequence": made.sequence, "kind": made.kind, "release": made.release,
            "as_of": made.as_of, "sha256": made.sha256, "file": str(file) if file else "",
        }  # fmt: skip
        said = _("Package %(sequence)s for %(to)s is signed.")
        out.answer(told, lambda told: output.lines([said % told, told["file"]]))


@app.command(help=_("Receive a package from a file: checked, then taken, set aside or refused."))
def receive(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.store import signing
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import exchange

        if file.stat().st_size > signing.MOST_BYTES:
            raise signing.Refused("too_large", most=signing.MOST_BYTES)
        package = exchange.receive(data=file.read_bytes(), by=COMMAND_LINE)
        out.answer(network_tables.package(package), network_tables.show_package)


@app.command(help=_("Fetch what a node has for us over HTTPS, and receive it."))
def fetch(
    name: Name,
    loopback: Annotated[
        bool, typer.Option("--loopback", help=_("Let plain HTTP through to this machine, for tests."))
    ] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        packages: list[dict[str, Any]] = []
        for package in _fetched(_node(name), loopback=loopback):
            packages.append(network_tables.package(package))
        out.answer(packages, network_tables.show_packages)


@app.command(help=_("What all nodes say of an indicator: who is missing, who differs, the sum of the equal."))
def show(
    indicator: Annotated[str, typer.Argument(help=_("Its identity, such as homicide."))] = "homicide",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.observatory.queries import network

        voices = network.voices(indicator)
        total, over = network.total(voices)
        told = {
            "indicator": indicator,
            "nodes": [network_tables.voice(voice) for voice in voices],
            "total": {"over": list(over), "years": total.to_dicts()},
        }
        out.answer(told, network_tables.show_picture)


@app.command(help=_("What waits in quarantine, and why; let a package in or refuse it, with a reason."))
def quarantine(
    number: Annotated[int, typer.Argument(metavar="[NUMBER]", help=_("Of the package, as listed."))] = 0,
    release: Annotated[bool, typer.Option("--release", help=_("Its figures are right: let it in."))] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help=_("Its figures do not count."))] = False,
    reason: Reason = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with opened(workspace, as_json=as_json) as out:
        from confianza.web.audit.actions import COMMAND_LINE
        from confianza.web.observatory.actions import exchange
        from confianza.web.observatory.models import ReceivedPackage

        if number and release == refuse:
            raise WrongUsage(_("Say --release or --refuse."))
        if number:
            found = ReceivedPackage.objects.filter(pk=number).first()
            if found is None:
                raise WrongUsage(_("There is no package %(number)s.") % {"number": number})
            exchange.decide(package=found, let_in=release, reason=reason, by=COMMAND_LINE)
        waiting = ReceivedPackage.objects.filter(standing="quarantined").select_related("node")
        out.answer([network_tables.package(each) for each in waiting], network_tables.show_packages)


# --- what is done ------------------------------------------------------------------------------------


def _send(node: "Node", version: str, records: bool) -> Any:
    from django.utils import timezone

    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory import published
    from confianza.web.observatory.actions import exchange

    table = "records" if records else "figures"
    held = node.agreements.filter(ended_at=None, until__gte=timezone.localdate())
    agreement = next((each for each in held if table in each.tables), None)
    if agreement is None:
        told = {"name": node.name, "table": table}
        raise WrongUsage(_("No agreement with %(name)s names %(table)s; run: confianza network agree") % told)
    if records:
        return exchange.send_records(agreement=agreement, by=COMMAND_LINE)
    release = published.release(version) if version else published.latest()
    if release is None:
        raise WrongUsage(_("There is no such release; run: confianza release"))
    return exchange.send_figures(agreement=agreement, release=release, by=COMMAND_LINE)


def _fetched(node: "Node", *, loopback: bool) -> Any:
    """Yield each package that a node hands over, received, until it has no more."""
    from django.conf import settings
    from django.db.models import Max
    from django.utils import timezone

    from confianza.store import signing
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory import pulling
    from confianza.web.observatory.actions import exchange

    if not node.address:
        raise WrongUsage(
            _("No address is known for %(name)s: its packages come on a stick.") % {"name": node}
        )
    own = signing.key(settings.WORKSPACE.keys)
    while True:
        after = node.received.aggregate(last=Max("sequence"))["last"] or 0
        told = pulling.headers(own, to=node.key, after=after, now=timezone.now())
        data = pulling.pull(node.address, told, loopback=loopback)
        if data is None:
            return
        yield exchange.receive(data=data, way="https", by=COMMAND_LINE)


def _propose(name: str, given: str, country: str, level: str, address: str, rhythm: str) -> "Node":
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.observatory.actions import network as deeds

    if not given:
        raise WrongUsage(
            _("Name the key of the node: --key KEY, as it prints it with: confianza network key")
        )
    return deeds.propose_node(
        name=name, country=country, level=level, key=given, address=address, rhythm=rhythm, by=COMMAND_LINE
    )


def _known(name: str) -> "Node | None":
    from confianza.web.observatory.models import Node

    return Node.objects.filter(name__iexact=name).first()


def _node(name: str) -> "Node":
    found = _known(name)
    if found is None:
        raise WrongUsage(_("No node is called %(name)s; see: confianza network nodes") % {"name": name})
    return found


def _key(text: str) -> str:
    """Return a key given as text, or the first word of 64 letters in a file of that name."""
    file = Path(text)
    if not text or len(text.strip()) == 64 or not file.is_file():
        return text.strip().lower()
    words = file.read_text(encoding="utf-8", errors="replace").replace('"', " ").replace(",", " ").split()
    return next((word.lower() for word in words if len(word) == 64), "")


def _write_new(file: Path, content: Any) -> None:
    if file.exists():
        raise WrongUsage(_("%(file)s is there already; name a new file.") % {"file": file})
    try:
        file.write_bytes(content())
    except OSError as failed:
        told = {"file": file, "cause": failed.strerror}
        raise WrongUsage(_("%(file)s cannot be written (%(cause)s).") % told) from None
