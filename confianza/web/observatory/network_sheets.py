"""The tables of the network: who sends and how late, what all of them say, what came, what is agreed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.design.templatetags.figures import status
from confianza.web.observatory import network_sentences
from confianza.web.observatory.models import Agreement, Node, ReceivedPackage
from confianza.web.observatory.queries import network

if TYPE_CHECKING:
    import polars as pl

TAGS = {"arrived": "good", "quarantined": "attention", "released": "good", "refused": "neutral"}
MOST_YEARS = 4


def node_url(node: Node) -> str:
    return reverse("observatory:network_node", args=[node.pk])


def package_url(package: ReceivedPackage) -> str:
    return reverse("observatory:network_package", args=[package.pk])


def named(node: Node) -> str:
    """Name a node, and say so where it is invented."""
    return _("%(name)s (fictional)") % {"name": node.name} if node.is_fictional else str(node.name)


def nodes(known: Iterable[Node], today: date) -> Table:
    """Every node: what came last, until when it tells, when the next is due and how late it is."""
    columns = (
        Column(_("Observatory")), Column(_("Punctuality")), Column(_("Tells until")),
        Column(_("Last package")), Column(_("Next one due")), Column(_("Level")),
        Column(_("In quarantine"), 0),
    )  # fmt: skip
    return Table(_("The nodes"), columns, [_node(node, today) for node in known])


def _node(node: Node, today: date) -> tuple[Any, ...]:
    name = Link(named(node), node_url(node))
    level = node.get_level_display()
    if not node.is_confirmed:
        return (name, status("attention", _("fingerprint not compared")), None, None, None, level, 0)
    last = network.last_counting(node)
    late = network.lateness(node, last, today)
    waiting = ReceivedPackage.objects.filter(node=node, standing="quarantined").count()
    until = month(last.last_month) if last else None
    came = last.made_at.date() if last else None
    return (name, _punctuality(late), until, came, late.due_on, level, waiting)


def _punctuality(late: network.Lateness) -> Any:
    if late.due_on is None:
        return _("only receives")
    return status("attention" if late.days else "good", network_sentences.of_lateness(late.days))


def month(text: str) -> str:
    """Write a month told as 2026-10 in words."""
    return writing.month(date.fromisoformat(f"{text}-01"))


def picture(voices: Sequence[network.Voice], years: Sequence[str], decimals: int = 1) -> Table:
    """What each node says of an indicator: by year count and rate, with who does not tell and who differs."""
    columns = [Column(_("Observatory"))]
    for year in years:
        columns += [
            Column(year, 0),
            Column(_("rate %(year)s") % {"year": year}, 1),
            Column(_("95 % interval"), decimals),
        ]
    columns += [Column(_("Months nobody told")), Column(_("Definition"))]
    return Table(_("All together"), columns, [_voice(voice, years) for voice in voices])


def _voice(voice: network.Voice, years: Sequence[str]) -> list[Any]:
    told = {row["period"]: row for row in voice.years.iter_rows(named=True)}
    cells: list[Any] = [Link(named(voice.node), node_url(voice.node)) if voice.node else voice.name]
    for year in years:
        row = told.get(year, {})
        cells += [row.get("count"), row.get("rate"), Interval(row.get("rate_low"), row.get("rate_high"))]
    return [*cells, _months(voice), _definition(voice)]


def _months(voice: network.Voice) -> Any:
    if voice.node is not None and voice.package is None:
        return status("attention", _("nothing came"))
    few = ", ".join(map(month, voice.missing[:3]))
    more = len(voice.missing) - 3
    return _("%(few)s and %(more)s more") % {"few": few, "more": more} if more > 0 else few or None


def _definition(voice: network.Voice) -> Any:
    if not voice.tells:
        return None
    if not voice.differing:
        return status("good", _("the same"))
    return status(
        "attention", _("differs: %(what)s") % {"what": network_sentences.of_differences(voice.differing)}
    )


def total(table: "pl.DataFrame") -> Table:
    """The sum by year over the nodes that count the same."""
    columns = (Column(_("Year")), Column(_("Count"), 0), Column(_("Rate"), 1), Column(_("95 % interval"), 1))
    rows = [
        (row["period"], row["count"], row["rate"], Interval(row["rate_low"], row["rate_high"]))
        for row in table.iter_rows(named=True)
    ]
    return Table(_("Sum over equal definitions"), columns, rows)


def packages(came: Iterable[ReceivedPackage], *, with_node: bool = True) -> Table:
    """Packages that came: from whom, when made and received, about which months, what became of them."""
    columns = [
        Column(_("Package")), Column(_("Made on")), Column(_("Received on")), Column(_("Months")),
        Column(_("Content")), Column(_("Standing")),
    ]  # fmt: skip
    return Table(_("Packages received"), columns, [_package(each, with_node) for each in came])


def _package(package: ReceivedPackage, with_node: bool) -> tuple[Any, ...]:
    label = f"{named(package.node)} · {package.sequence}" if with_node else str(package.sequence)
    tag = status(TAGS[package.standing], package.get_standing_display())
    months = f"{month(package.first_month)} – {month(package.last_month)}"
    return (
        Link(label, package_url(package)), package.made_at.date(), package.received_at.date(), months,
        content(package.kind), tag,
    )  # fmt: skip


def content(kind: str) -> str:
    """Say what kind of content a package has."""
    return _("Records without persons") if kind == "records" else _("Figures")


def definitions(package: ReceivedPackage) -> Table:
    """Every indicator of a package: its version there, and in what its definition differs from ours."""
    columns = (Column(_("Indicator")), Column(_("Version of the definition"), 0), Column(_("Definition")))
    told = network.opened(package).manifest.definitions
    rows = [
        (name_of(each.name_es, each.name_en), each.version, _difference(package, name))
        for name, each in told.items()
    ]
    return Table(_("Definitions"), columns, rows)


def name_of(spanish: str, english: str) -> str:
    """Return the name in the reader's language."""
    from django.utils import translation

    return english if (translation.get_language() or "es").startswith("en") else spanish


def _difference(package: ReceivedPackage, indicator: str) -> Any:
    differing = package.differing.get(indicator)
    if not differing:
        return status("good", _("the same"))
    return status("attention", network_sentences.of_differences(differing))


def agreements(agreed: Iterable[Agreement], today: date) -> Table:
    """What we send to a node: which tables, of which area, until when."""
    columns = (
        Column(_("Agreement")),
        Column(_("Area")),
        Column(_("What is sent")),
        Column(_("Until")),
        Column(_("Standing")),
    )
    rows = [
        (each.title, network.area_name(each.area_id), _tables(each), each.until, _standing(each, today))
        for each in agreed
    ]
    return Table(_("Agreements"), columns, rows)


def _tables(agreement: Agreement) -> str:
    words = {"figures": _("figures"), "records": _("records among %(k)s or more alike") % {"k": agreement.k}}
    return ", ".join(str(words[name]) for name in agreement.tables)


def _standing(agreement: Agreement, today: date) -> Any:
    if agreement.ended_at or agreement.until < today:
        return status("neutral", _("ended"))
    return status("good", _("holds"))


def sent(packages_sent: Iterable[Any]) -> Table:
    """Packages that were signed for a node."""
    columns = (Column(_("Package"), 0), Column(_("Made on")), Column(_("Known on")), Column(_("Release")))
    rows = [(each.sequence, each.made_at.date(), each.as_of, each.release or None) for each in packages_sent]
    return Table(_("Packages sent"), columns, rows)


def range_of(row: dict[str, Any]) -> str:
    """Write the interval of a rate."""
    return writing.interval(row["rate_low"], row["rate_high"], 1)
