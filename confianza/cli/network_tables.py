"""What the verbs of the network tell: plain values for machines, tables and sentences for people."""

from typing import TYPE_CHECKING, Any

from confianza.cli import output
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.web.observatory.models import Node, ReceivedPackage


def node(node: "Node") -> dict[str, Any]:
    from django.utils import timezone

    from confianza.web.observatory.queries import network

    return network.as_plain(node, timezone.localdate())


def package(package: "ReceivedPackage") -> dict[str, Any]:
    from confianza.web.observatory import network_sentences

    return {
        "number": package.pk, "node": package.node.name, "sequence": package.sequence, "kind": package.kind,
        "standing": package.standing, "sha256": package.sha256, "as_of": package.as_of,
        "first_month": package.first_month, "last_month": package.last_month,
        "differing": package.differing,
        "reasons": [{**each, "sentence": network_sentences.of_reason(each)} for each in package.reasons],
    }  # fmt: skip


def voice(voice: Any) -> dict[str, Any]:
    return {
        "name": voice.name, "years": voice.years.to_dicts(), "missing": list(voice.missing),
        "differing": list(voice.differing), "as_of": voice.package.as_of if voice.package else None,
    }  # fmt: skip


def show_key(told: dict[str, Any]) -> None:
    said = _("Read the fingerprint to other nodes by telephone; the key may be sent to them in any way.")
    output.lines([*filter(None, [told["name"]]), told["key"], told["fingerprint"], said])


def show_registered(told: dict[str, Any]) -> None:
    if told["confirmed"]:
        output.lines([_("%(name)s is registered: its packages are taken.") % told])
        return
    waits = _(
        "%(name)s is written down. Have its fingerprint read to you, then run again with --fingerprint."
    )
    output.lines([waits % told])


def show_nodes(told: list[dict[str, Any]]) -> None:
    headings = (_("Node"), _("Last package"), _("Known on"), _("Days late"), _("In quarantine"))
    names = ("name", "last_sequence", "as_of", "days_late", "in_quarantine")
    output.table(headings, [[each[name] for name in names] for each in told], numbers=(1, 3, 4))


def show_agreements(told: list[dict[str, Any]]) -> None:
    rows = [(each["title"], each["area"], ", ".join(each["tables"]), each["until"]) for each in told]
    output.table((_("Agreement"), _("Area"), _("What is sent"), _("Until")), rows)


def show_package(told: dict[str, Any]) -> None:
    show_packages([told])


def show_packages(told: list[dict[str, Any]]) -> None:
    if not told:
        output.lines([_("There is nothing.")])
        return
    headings = (_("Number"), _("Node"), _("Package"), _("Months"), _("Standing"))
    rows = [
        (each["number"], each["node"], each["sequence"], f"{each['first_month']} – {each['last_month']}",
         each["standing"])
        for each in told
    ]  # fmt: skip
    output.table(headings, rows)
    output.lines([reason["sentence"] for each in told for reason in each["reasons"]])


def show_picture(told: dict[str, Any]) -> None:
    headings = (_("Node"), _("Year"), _("Count"), _("Rate"), _("Definition"))
    rows = [
        (each["name"], year["period"], year["count"], year["rate"] and round(year["rate"], 1),
         _("differs") if each["differing"] else _("the same"))
        for each in told["nodes"]
        for year in each["years"]
    ]  # fmt: skip
    output.table(headings, rows, numbers=(2, 3))
    for year in told["total"]["years"]:
        said = _("%(period)s: %(count)s in all, over %(over)s.")
        output.lines([said % {**year, "over": ", ".join(told["total"]["over"])}])
