"""What single records say, in words, side by side: for those who may read them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from confianza.analysis.vocabulary.folding import fold
from confianza.web.design import writing
from confianza.web.records.queries import received
from confianza.web.records.queries.reviews import Record
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One thing that records say, for each its value; "" where a record says nothing of it.

    `agree`: whether all that say something say the same; None where fewer than two do.
    """

    label: str
    of_each: tuple[tuple[Record, str], ...]
    agree: bool | None = None


def rows_of(records: Sequence[Record]) -> list[Row]:
    """Return what the claims of these records hold, in their order; nobody's name is among it."""
    from confianza.store import contents

    wanted = _by_delivery(records)
    told = {
        (delivery, row["record"]): row
        for delivery, numbers in wanted.items()
        for row in _rows(contents.claims(received.layout(), delivery), numbers)
    }
    return [told.get((record.delivery, record.number), {}) for record in records]


def identities_of(records: Sequence[Record]) -> list[Row]:
    """Return the personal columns of these records, in their order: the caller accounts for opening them."""
    from confianza.store import identities

    told = {
        (delivery, row["record"]): row
        for delivery, numbers in _by_delivery(records).items()
        for row in _rows(identities.frame(received.layout(), delivery), numbers)
    }
    return [told.get((record.delivery, record.number), {}) for record in records]


def lines(records: Sequence[Record], rows: Sequence[Row] = (), identities: Sequence[Row] = ()) -> list[Line]:
    """Return what records say, line by line: names first where they were opened, then the claims."""
    personal = [_line(label, records, identities, read) for label, read in PERSONAL if identities]
    public = [_line(label, records, rows, read) for label, read in CLAIM if rows]
    return [line for line in (*personal, *public) if any(value for _record, value in line.of_each)]


def worded(name: str, value: Any) -> str:
    """Return one value of a consolidated field as the page says it."""
    if value in (None, ""):
        return ""
    if name in WORDED:
        return WORDED[name](value)
    if isinstance(value, date):
        return writing.day(value)
    return writing.number(value, 5) if isinstance(value, float) else str(value)


def _line(label: Any, records: Sequence[Record], rows: Sequence[Row], read: Callable[[Row], str]) -> Line:
    values = [read(row) if row else "" for row in rows]
    told = [fold(value) for value in values if value]
    of_each = tuple(zip(records, values, strict=True))
    return Line(str(label), of_each, None if len(told) < 2 else len(set(told)) == 1)


def _by_delivery(records: Iterable[Record]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for record in records:
        wanted.setdefault(record.delivery, set()).add(record.number)
    return wanted


def _rows(table: "pl.DataFrame", numbers: set[int]) -> list[Row]:
    import polars as pl

    return table.filter(pl.col("record").is_in(sorted(numbers))).to_dicts()


# --- words --------------------------------------------------------------------------------------------

SEXES = {"male": gettext_lazy("man"), "female": gettext_lazy("woman"), "other": gettext_lazy("other sex")}
INTENTS = {
    "homicide": gettext_lazy("homicide"),
    "suicide": gettext_lazy("suicide"),
    "accident": gettext_lazy("accident"),
    "legal_intervention": gettext_lazy("legal intervention"),
    "war": gettext_lazy("war"),
    "undetermined": gettext_lazy("intent undetermined"),
}
STATUSES = {
    "reported": gettext_lazy("Reported"),
    "forensic_certified": gettext_lazy("Certified by the coroner"),
    "validated": gettext_lazy("Validated by the meeting"),
}


def mechanism(code: str) -> str:
    """Name how somebody was hurt."""
    from confianza.analysis.vocabulary.mechanisms import LABELS

    spanish, english = LABELS.get(code, (code, code))
    return spanish if get_language() == "es" else english


def ages(first: int | None, last: int | None) -> str:
    """Write an age, or the band within which it lies."""
    if first is None:
        return ""
    if last is None:
        return _("%(age)s years or more") % {"age": first}
    if first == last:
        return _("%(age)s years") % {"age": first}
    return _("%(low)s to %(high)s years") % {"low": first, "high": last}


def clock(minute_of_day: int | None) -> str:
    """Write a time of the day."""
    return "" if minute_of_day is None else f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def happened(row: Row) -> str:
    """Write the date of the fact as far as it is told."""
    on, precision = row.get("occurred_on"), row.get("date_precision")
    if on is None:
        return ""
    if precision == "month":
        return writing.month(on)
    return str(on.year) if precision == "year" else writing.day(on)


def _on(name: str) -> Callable[[Row], str]:
    return lambda row: writing.day(row[name]) if row.get(name) else ""


def _text(*names: str, between: str = " ") -> Callable[[Row], str]:
    return lambda row: between.join(str(row[name]) for name in names if row.get(name))


def _of(words: dict[str, Any], name: str) -> Callable[[Row], str]:
    return lambda row: str(words.get(row[name], row[name])) if row.get(name) else ""


def _named(level: str) -> Callable[[Row], str]:
    """Name an area: as told, else by its code."""

    def read(row: Row) -> str:
        code = str(row.get(f"{level}_code") or "")
        return str(
            row.get(f"{level}_name") or _areas(territory.edition()).get((level, code.lstrip("0")), code)
        )

    return read


@lru_cache(maxsize=2)
def _areas(_edition: str) -> dict[tuple[str, str], str]:
    """Return what departments and municipalities are called, by level and code without leading zeros."""
    areas = Area.objects.filter(level__in=("department", "municipality"))
    codes = dict(areas.values_list("stable_id", "code"))
    names = territory.names_of(codes)
    return {
        (stable_id.partition("-")[0], code.lstrip("0")): names[stable_id]
        for stable_id, code in codes.items()
        if stable_id in names
    }


def point(row: Row) -> str:
    if row.get("latitude") is None:
        return ""
    return f"{writing.number(row['latitude'], 4)}; {writing.number(row['longitude'], 4)}"


municipality = _named("municipality")

PERSONAL: tuple[tuple[Any, Callable[[Row], str]], ...] = (
    (gettext_lazy("Given names"), _text("first_name", "second_name")),
    (gettext_lazy("Surnames"), _text("surname", "second_surname")),
    (gettext_lazy("Married surname"), _text("married_surname")),
    (gettext_lazy("Known as"), _text("alias")),
    (gettext_lazy("Identity number"), _text("identity_number")),
    (gettext_lazy("Day of birth"), _on("born_on")),
)
CLAIM: tuple[tuple[Any, Callable[[Row], str]], ...] = (
    (gettext_lazy("Date of the fact"), happened),
    (gettext_lazy("Time"), lambda row: clock(row.get("minute_of_day"))),
    (gettext_lazy("Date of death"), _on("died_on")),
    (gettext_lazy("Registered on"), _on("registered_on")),
    (gettext_lazy("Sex"), _of(SEXES, "sex")),
    (gettext_lazy("Age"), lambda row: ages(row.get("age_from"), row.get("age_to"))),
    (gettext_lazy("Mechanism"), lambda row: mechanism(row["mechanism"]) if row.get("mechanism") else ""),
    (gettext_lazy("Intent"), _of(INTENTS, "intent")),
    (gettext_lazy("Offence"), _text("offence_label")),
    (gettext_lazy("Cause (ICD-10)"), _text("icd10")),
    (gettext_lazy("Department"), _named("department")),
    (gettext_lazy("Municipality"), municipality),
    (gettext_lazy("Zone"), _text("zone")),
    (gettext_lazy("Neighbourhood"), _text("locality")),
    (gettext_lazy("Kind of place"), _text("place_type")),
    (gettext_lazy("Point"), point),
)
WORDED: dict[str, Callable[[Any], str]] = {
    "sex": lambda value: str(SEXES.get(value, value)),
    "mechanism": mechanism,
    "intent": lambda value: str(INTENTS.get(value, value)),
    "status": lambda value: str(STATUSES.get(value, value)),
    "minute_of_day": clock,
}
