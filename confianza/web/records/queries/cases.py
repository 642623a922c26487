"""Consolidated cases: one a victim, with what every source says, for those who may read the records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from confianza.web.records.models import CaseOutcome
from confianza.web.records.queries import linkage as linkage_queries
from confianza.web.records.queries import told
from confianza.web.records.queries.custody import Sight, sight_of_records
from confianza.web.records.queries.reviews import OF_A_RECORD, Record, title_of

if TYPE_CHECKING:
    import polars as pl

    from confianza.store.linkages import StoredLinkage

BETWEEN = ";"
LADDER = ("reported", "forensic_certified", "validated")


class UnknownCase(LookupError):
    """No such case, or none of this person's."""


@dataclass(frozen=True)
class Case:
    """One victim, as the linkage consolidated it. `row` is the row of the linkage's cases."""

    key: str
    event: str
    status: str
    sources: tuple[str, ...]
    disagreements: tuple[str, ...]
    series: tuple[str, ...]
    row: dict[str, Any] = field(repr=False)

    @property
    def voices(self) -> str:
        """Who tells of it: offices, or the titles of layouts where no office is named."""
        return ", ".join(self.row.get("offices") or [title_of(source) for source in self.sources])

    @property
    def status_word(self) -> str:
        return str(told.STATUSES[self.status])

    @property
    def told_apart(self) -> str:
        """The fields on which sources disagree, in words."""
        return ", ".join(field_name(name) for name in self.disagreements)

    @property
    def summary(self) -> str:
        """Date, sex, age and mechanism in a line."""
        row = self.row
        age = told.ages(row.get("age"), row.get("age_until"))
        sex, mechanism = (told.worded(name, row.get(name)).lower() for name in ("sex", "mechanism"))
        return ", ".join(part for part in (sex, age, mechanism) if part)


@dataclass(frozen=True)
class Filters:
    """What of the cases somebody wants to see; empty: everything."""

    status: str = ""
    source: str = ""
    series: str = ""
    disagreeing: bool = False


def cases(user: Any, linkage: "StoredLinkage | None", wanted: Filters | None = None) -> list[Case]:
    """Return the cases all of whose records the person may read, the newest fact first."""
    sight = sight_of_records(user)
    if linkage is None:
        return []
    table = _within(linkage, sight).filter(_wanted(wanted or Filters()))
    return [
        _case(row) for row in table.sort("occurred_on", "case", descending=True, nulls_last=True).to_dicts()
    ]


def case(user: Any, key: str, linkage: "StoredLinkage | None") -> Case:
    """Return one case; raises UnknownCase for one the person may not read as for one that never was."""
    import polars as pl

    sight = sight_of_records(user)
    found = [] if linkage is None else _within(linkage, sight).filter(pl.col("case") == key).to_dicts()
    if not found:
        raise UnknownCase(key)
    return _case(found[0])


def sources_of(user: Any, linkage: "StoredLinkage | None") -> list[tuple[str, str]]:
    """Return (source, title) of everybody who tells of the cases that a person reads."""
    found = {source for each in cases(user, linkage) for source in each.sources}
    return sorted(((source, title_of(source)) for source in found), key=lambda pair: pair[1])


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: whether the case stands on it, and what takes it there."""

    word: str
    reached: bool
    meaning: str


def ladder(one: Case) -> list[Rung]:
    """Return the steps from reported to validated."""
    meanings = (
        _("A source tells of it."),
        _("A coroner certified the death."),
        _("A validation meeting looked at it and agreed."),
    )
    height = LADDER.index(one.status)
    return [
        Rung(str(told.STATUSES[name]), place <= height, meaning)
        for place, (name, meaning) in enumerate(zip(LADDER, meanings, strict=True))
    ]


def records_of(key: str, linkage: "StoredLinkage") -> list[Record]:
    """Return the records of a case, in the order of their sources."""
    import polars as pl

    rows = linkage.records().filter(pl.col("victim") == key).sort("source", "record").to_dicts()
    return [Record(row["record"], *(row[name] for name in OF_A_RECORD)) for row in rows]


def others_of_event(user: Any, one: Case, linkage: "StoredLinkage") -> list[Case]:
    """Return the other victims of the same event whom the person may read of."""
    return [each for each in cases(user, linkage) if each.event == one.event and each.key != one.key]


def now_of(records: Sequence[str], linkage: "StoredLinkage | None") -> str:
    """Return the case that holds most of these records today, the first by name where several do; "" where
    none is left.
    """
    import polars as pl

    if linkage is None:
        return ""
    held = linkage.records().filter(pl.col("record").is_in(list(records)))
    most = held.group_by("victim").len().sort("len", "victim", descending=[True, False])
    return str(most["victim"][0]) if most.height else ""


def history(user: Any, records: Iterable[str]) -> list[CaseOutcome]:
    """Return what meetings made of the case that these records are, what was taken back included."""
    keys = set(records)
    seen = CaseOutcome.objects.visible_to(user).select_related("meeting", "by", "undone_by")
    return [outcome for outcome in seen if keys & set(outcome.records)]


def _within(linkage: "StoredLinkage", sight: Sight) -> "pl.DataFrame":
    """Return the cases of which every record stands in a delivery within the sight."""
    import polars as pl

    records = linkage.records()
    offices = (
        records.filter(pl.col("office") != "")
        .group_by("victim")
        .agg(offices=pl.col("office").unique().sort())
    )
    cases = linkage.cases().join(offices, left_on="case", right_on="victim", how="left")
    if sight.everything:
        return cases
    hidden = records.filter(~pl.col("delivery").is_in(sorted(sight.named)))["victim"].unique()
    return cases.filter(~pl.col("case").is_in(hidden.implode()))


def _wanted(filters: Filters) -> "pl.Expr":
    import polars as pl

    conditions = [pl.lit(value=True)]
    if filters.status:
        conditions.append(pl.col("status") == filters.status)
    for name in ("source", "series"):
        if value := getattr(filters, name):
            column = "sources" if name == "source" else name
            conditions.append(pl.col(column).str.split(BETWEEN).list.contains(value))
    if filters.disagreeing:
        conditions.append(pl.col("disagreements") != "")
    return pl.all_horizontal(conditions)


def _case(row: dict[str, Any]) -> Case:
    lists = {name: tuple(filter(None, (row[name] or "").split(BETWEEN))) for name in _LISTS}
    return Case(key=row["case"], event=row["event"] or row["case"], status=row["status"], row=row, **lists)


_LISTS = ("sources", "disagreements", "series")

# --- field by field -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldShown:
    """One field of a case: the consolidated value, whose it is, why, and what every record says of it."""

    name: str
    label: str
    value: str
    source: str
    why: str
    disagrees: bool
    told: tuple[tuple[Record, str], ...]


def fields_of(one: Case, records: Sequence[Record], rows: Sequence[told.Row]) -> list[FieldShown]:
    """Return the fields of a case that anybody tells; `rows` are the claims of its records."""
    shown = (
        _field(rule.name, one, records, rows, rule.reason) for rule in linkage_queries.case_rules().fields
    )
    return [each for each in shown if any(value for _record, value in each.told)]


def _field(
    name: str, one: Case, records: Sequence[Record], rows: Sequence[told.Row], reason: str
) -> FieldShown:
    read = READERS_OF_FIELDS.get(name, lambda row: told.worded(name, row.get(name)))
    values = tuple(read(row) if row else "" for row in rows)
    source = one.row.get(f"{name}_from") or ""
    told_there = (
        value for record, value in zip(records, values, strict=True) if record.source == source and value
    )
    consolidated = (
        told.ages(one.row.get("age"), one.row.get("age_until")) if name == "age" else next(told_there, "")
    )
    return FieldShown(
        name=name,
        label=field_name(name),
        value=consolidated,
        source=source,
        why=_why(one.row.get(f"{name}_why") or "", reason),
        disagrees=bool(one.row.get(f"{name}_disagrees")),
        told=tuple(zip(records, values, strict=True)),
    )


def _why(code: str, reason: str) -> str:
    words = {
        "only": _("Nobody else says anything of it."),
        "agreed": _("All say the same."),
        "meeting": _("A validation meeting chose it."),
    }
    return words.get(code, _(reason) if code else "")


def field_name(name: str) -> str:
    """Return what a field is called."""
    return str(FIELD_NAMES.get(name, name))


FIELD_NAMES: dict[str, Any] = {
    "occurred_on": gettext_lazy("Date of the fact"),
    "minute_of_day": gettext_lazy("Time"),
    "died_on": gettext_lazy("Date of death"),
    "sex": gettext_lazy("Sex"),
    "age": gettext_lazy("Age"),
    "mechanism": gettext_lazy("Mechanism"),
    "icd10": gettext_lazy("Cause (ICD-10)"),
    "intent": gettext_lazy("Intent"),
    "iccs": gettext_lazy("Offence class"),
    "municipality_code": gettext_lazy("Municipality"),
    "zone": gettext_lazy("Zone"),
    "locality": gettext_lazy("Neighbourhood"),
    "point": gettext_lazy("Point"),
}


def _offence(row: told.Row) -> str:
    from confianza.analysis.vocabulary import iccs

    code = row.get("iccs")
    return iccs.label(code, (get_language() or "es")[:2]) if code else ""


READERS_OF_FIELDS: dict[str, Callable[[told.Row], str]] = {
    "occurred_on": told.happened,
    "age": lambda row: told.ages(row.get("age_from"), row.get("age_to")),
    "municipality_code": told.municipality,
    "point": told.point,
    "iccs": _offence,
}


def series_named() -> list[tuple[str, str]]:
    """Return (name, title) of the series that count cases, in the reader's language."""
    spanish = get_language() == "es"
    return [
        (rule.name, rule.title_es if spanish else rule.title_en)
        for rule in linkage_queries.case_rules().series
    ]
