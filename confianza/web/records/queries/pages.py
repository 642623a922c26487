"""Deliveries as the pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.lib.spreadsheets import csv_line
from confianza.web.records import sentences
from confianza.web.records.queries import received as stored
from confianza.web.records.queries.custody import Sight, seen
from confianza.web.records.queries.received import Shown

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.consolidate.delivery import Consolidated
    from confianza.store.deliveries import Delivery
    from confianza.store.vintages import Supersession

FIRST_REJECTED = 20
ROWS_IN_A_QUESTION = 5
CSV_COLUMNS = ("file", "sheet", "row", "column", "value", "reason")


@dataclass(frozen=True)
class Row:
    """A delivery in the list, with how many of its months it still speaks for."""

    delivery: "Delivery"
    months_told: int
    months_spoken: int

    @property
    def standing(self) -> str:
        """Return "speaks", "partly", "replaced", or "empty" for one that told of no month."""
        if not self.months_told:
            return "empty"
        if not self.months_spoken:
            return "replaced"
        return "speaks" if self.months_spoken == self.months_told else "partly"


@dataclass(frozen=True)
class Page:
    """One delivery with everything its page says to anyone who may read deliveries."""

    row: Row
    reasons: list[Shown]
    warnings: list[Shown]
    replaced: "list[Supersession]"
    later: "list[Delivery]"
    spoken: list[date]

    @property
    def delivery(self) -> "Delivery":
        return self.row.delivery


def rows(sight: Sight) -> list[Row]:
    """Return the deliveries within a sight, newest first."""
    from confianza.store import deliveries as store

    spoken = {each.id: len(months) for each, months in store.spoken(stored.layout())}
    came = [each for each in stored.deliveries() if each.id in sight]
    return [Row(each, len(each.months), spoken.get(each.id, 0)) for each in came]


def page(delivery_id: str, sight: Sight, *, tells_values: bool) -> Page:
    """Return what the page of a delivery says, quoting cells of records or not. Raises UnknownDelivery.

    Of the deliveries before and after it, only those within the sight are told.
    """
    delivery = seen(delivery_id, sight)
    return Page(
        row=next(row for row in rows(sight) if row.delivery.id == delivery.id),
        reasons=stored.shown_reasons(delivery.reasons),
        warnings=stored.shown_warnings(delivery.warnings, tells_values=tells_values),
        replaced=[lost for lost in delivery.supersedes if lost.delivery in sight],
        later=[other for other in stored.superseded_by(delivery_id) if other.id in sight],
        spoken=stored.speaks_for(delivery_id),
    )


def offices(source: str, sight: Sight) -> list[str]:
    """Return the offices that have sent deliveries of a source within a sight, the last one first."""
    came = (each for each in stored.deliveries() if each.id in sight)
    return list(dict.fromkeys(each.office for each in came if each.source == source and each.office))


@dataclass(frozen=True)
class Rejected:
    """One record in quarantine, as the analyst sees it."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    sentence: str


def first_rejected(records: "pl.DataFrame") -> list[Rejected]:
    """Return the first records in quarantine with the sentence of their reason."""
    return [_rejected(each) for each in records.head(FIRST_REJECTED).iter_rows(named=True)]


def rejections(outcome: "Delivery | Consolidated") -> list[dict[str, Any]]:
    """Return the first records in quarantine as [{file, sheet, row, column, value, reason, message}]."""
    from confianza.store.deliveries import Delivery

    known = isinstance(outcome, Delivery)
    records = stored.rejected_records(outcome.id) if known else outcome.rejected
    told = records.head(FIRST_REJECTED).select(CSV_COLUMNS)
    return [each | {"message": sentences.of_rejected(each)} for each in told.iter_rows(named=True)]


def rejected_csv(records: "pl.DataFrame") -> Iterator[str]:
    """Yield the lines of a CSV of the records in quarantine: where, what, why, and the record as it came."""
    yield csv_line([*CSV_COLUMNS, "sentence", "record"])
    for each in records.iter_rows(named=True):
        cells = [*(each[name] for name in CSV_COLUMNS), sentences.of_rejected(each), each["record"]]
        yield csv_line(cells)


def questions(delivery: "Delivery", records: "pl.DataFrame") -> list[str]:
    """Return what the institution should be asked: each kind of problem with where it was first met."""
    asked = [f"{_where(each)}: {sentences.of_reason(each['reason'])}" for each in _gathered(records)]
    warned = [f"{sentences.where(each)}: {sentences.of_problem(each)}" for each in delivery.warnings]
    return [question.removeprefix(": ") for question in (*asked, *warned)]


def _gathered(records: "pl.DataFrame") -> Iterator[dict[str, Any]]:
    import polars as pl

    found = records.group_by("file", "sheet", "column", "reason", maintain_order=True).agg(
        pl.col("row").head(ROWS_IN_A_QUESTION + 1).alias("rows")
    )
    yield from found.iter_rows(named=True)


def _where(gathered: dict[str, Any]) -> str:
    return sentences.where({**gathered, "column": gathered["column"] or ""})


def _rejected(each: dict[str, Any]) -> Rejected:
    return Rejected(
        file=each["file"] or "",
        sheet=each["sheet"] or "",
        row=each["row"],
        column=each["column"] or "",
        value=each["value"] or "",
        sentence=sentences.of_rejected(each),
    )
