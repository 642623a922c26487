"""The tables of the quality pages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.design.tables import Column, Link, Table
from confianza.web.observatory import discrepancy_sentences, labels, quality_sentences, requests
from confianza.web.observatory.quality_sentences import percent
from confianza.web.observatory.sheets import UNBROKEN

if TYPE_CHECKING:
    from confianza.analysis.quality.discrepancy import Report
    from confianza.analysis.quality.measures import Measured
    from confianza.store.deliveries import Delivery
    from confianza.web.observatory.queries.quality import Examined

MOST_MONTHS = 12
MOST_CELLS = 20


def source_url(name: str) -> str:
    return reverse("observatory:quality_source", args=[name])


def sources(examined: "Examined") -> Table:
    """Every source: its family, its victims, and how many criteria it meets."""
    columns = (
        Column(_("Source")), Column(_("Family")), Column(_("Victims"), 0), Column(_("Criteria met")),
        Column(_("To be answered"), 0), Column(_("Things to ask for"), 0),
    )  # fmt: skip
    rows = [_source(examined, name) for name in sorted(examined.measured)]
    return Table(_("The sources"), columns, rows)


def _source(examined: "Examined", name: str) -> tuple[Any, ...]:
    verdicts = [found.verdict for found in examined.findings[name]]
    judged = sum(verdict in ("met", "partly", "not_met") for verdict in verdicts)
    values = {"met": writing.number(verdicts.count("met")), "judged": writing.number(judged)}
    basics = examined.measured[name].basics
    return (
        Link(labels.source(name), source_url(name)),
        str(quality_sentences.FAMILIES[basics.family]),
        basics.victims,
        _("%(met)s of %(judged)s") % values,
        verdicts.count("to_be_answered"),
        len(examined.asks(name)),
    )


def agreement(examined: "Examined") -> Table:
    """Every two sources: their counts over common months and, once linked, their common victims."""
    columns = (
        Column(_("Two sources")), Column(_("Months"), 0), Column(_("One counts"), 0),
        Column(_("The other"), 0), Column(_("Totals differ by")), Column(_("Victims both know")),
    )  # fmt: skip
    counts = {(pair.a, pair.b): pair for each in examined.measured.values() for pair in each.counts}
    linked = {(pair.a, pair.b): pair for each in examined.measured.values() for pair in each.pairs}
    rows = [_agreement(a, b, counts.get((a, b)), linked.get((a, b))) for a, b in sorted(counts | linked)]
    return Table(_("How far the sources agree"), columns, rows)


def _agreement(a: str, b: str, count: Any, pair: Any) -> tuple[Any, ...]:
    names = f"{labels.source(a)} – {labels.source(b)}"
    told = (count.months, count.count_a, count.count_b, percent(count.difference)) if count else (None,) * 4
    return names, *told, percent(pair.shared) if pair else None


def completeness(measured: "Measured") -> Table:
    """What is missing of each variable and why, what the layout does not have at the end."""
    columns = (Column(_("Variable")), Column(_("Missing"), 0), Column(_("Share")), Column(_("Why")))
    told = sorted(measured.missing.values(), key=lambda each: (not each.has_column, -each.share))
    rows = [
        (str(quality_sentences.VARIABLES[each.variable]), each.missing, percent(each.share, 1), _why(each))
        for each in told
    ]
    return Table(_("What is missing"), columns, rows)


def _why(each: Any) -> str:
    if not each.has_column:
        return _("the layout has no such column")
    words = quality_sentences.REASONS
    return ", ".join(f"{words[name]} {writing.number(count)}" for name, count in each.reasons.items())


def residues(measured: "Measured") -> Table:
    """How much was still open at each age of a month."""
    columns = (
        Column(_("Days after the month")), Column(_("Still open")), Column(_("Victims"), 0),
        Column(_("Months"), 0),
    )  # fmt: skip
    rows = [(writing.number(r.age), percent(r.share, 1), r.count, r.months) for r in measured.residues]
    return Table(_("Deaths not yet explained"), columns, rows)


def revisions(measured: "Measured") -> Table:
    """What each of the last months was first told to be, and what it is now: the edges of the triangle."""
    from confianza.analysis.quality import revisions as analysed

    columns = (
        Column(_("Month")), Column(_("First known on")), Column(_("Then"), 0), Column(_("Now"), 0),
        Column(_("Difference"), 0), Column(_("Times changed"), 0),
    )  # fmt: skip
    told = analysed.of_a_source(measured.triangle).tail(MOST_MONTHS).reverse()
    rows = [
        (
            writing.month(r["month"]),
            r["first_known"],
            r["first"],
            r["last"],
            r["last"] - r["first"],
            r["changes"],
        )
        for r in told.iter_rows(named=True)
    ]
    return Table(_("How the figures of a month changed"), columns, rows)


def heaps(measured: "Measured") -> Table:
    """How often round figures are written."""
    columns = (
        Column(_("Round figure")), Column(_("Written"), 0), Column(_("Usual"), 0), Column(_("Judged")),
    )  # fmt: skip
    rows = [
        (
            str(requests.HEAPS[heap.what]), heap.observed, heap.expected * heap.count,
            _("more than usual") if heap.heaped else _("as usual"),
        )
        for heap in measured.heaps
    ]  # fmt: skip
    return Table(_("Rounded figures"), columns, rows)


def monthly(measured: "Measured") -> Table:
    columns = (Column(_("Month")), Column(_("Victims"), 0))
    rows = [(writing.month(month), count) for month, count in reversed(measured.monthly)]
    return Table(_("By month"), columns, rows[:MOST_MONTHS])


def deliveries(told: "Sequence[Delivery]") -> Table:
    """The deliveries of a source, each a door to what is wrong with it."""
    columns = (
        Column(_("Delivery")), Column(_("Received")), Column(_("Records"), 0), Column(_("Repeated"), 0),
        Column(_("Rejected"), 0),
    )  # fmt: skip
    rows = [
        (
            Link(each.id, reverse("observatory:quality_delivery", args=[each.id])), each.received_on,
            each.counts["rows_read"], each.counts["duplicates"], each.counts["rejected"],
        )
        for each in told
    ]  # fmt: skip
    return Table(_("Its deliveries"), columns, rows)


def pairs(report: "Report") -> Table:
    """Every two sources by the areas and months both speak of."""
    columns = (
        Column(_("Two sources")), Column(_("Areas and months"), 0), Column(_("The same"), 0),
        Column(_("Within chance"), 0), Column(_("More than chance"), 0), Column(_("Totals differ by")),
    )  # fmt: skip
    rows = [
        (
            f"{labels.source(each.a)} – {labels.source(each.b)}", each.cells, each.equal, each.within_chance,
            each.beyond_chance, percent(each.difference),
        )
        for each in report.pairs
    ]  # fmt: skip
    return Table(_("Source against source"), columns, rows)


def cells(report: "Report", a: str, b: str, most: int = MOST_CELLS) -> Table:
    """The areas and months in which two sources differ most."""
    columns = (
        Column(_("Area")), Column(_("Month")), Column(labels.source(a), 0), Column(labels.source(b), 0),
        Column(_("Difference"), 0), Column(_("Judged")),
    )  # fmt: skip
    rows = [
        (
            row["area"], _unbroken(writing.month(row["month"])), row["count_a"], row["count_b"],
            row["difference"], _unbroken(str(discrepancy_sentences.STATUSES[row["status"]])),
        )
        for row in report.largest(most, a=a, b=b).iter_rows(named=True)
    ]  # fmt: skip
    return Table(_("Where they differ most"), columns, rows)


def _unbroken(words: str) -> str:
    """Keep words on one line, so that a narrow column does not make every row three lines tall."""
    return words.replace(" ", UNBROKEN)


def totals(report: "Report", a: str, b: str) -> Table:
    """What two sources count in each month both speak of."""
    columns = (Column(_("Month")), Column(labels.source(a), 0), Column(labels.source(b), 0))
    rows = [(writing.month(month), one, other) for month, one, other in by_month(report, a, b)]
    return Table(_("By month"), columns, rows[::-1])


def by_month(report: "Report", a: str, b: str) -> list[tuple[Any, float, float]]:
    """Return the months both speak of, with the counts of the areas both tell."""
    import polars as pl

    both = report.cells.filter(
        pl.col("a") == a, pl.col("b") == b, pl.col("count_a").is_not_null(), pl.col("count_b").is_not_null()
    )
    return both.group_by("month").agg(pl.col("count_a", "count_b").sum()).sort("month").rows()
