"""The tables that a file may hold: one for each sheet, and for text one for each way of splitting it."""

from collections.abc import Sequence
from dataclasses import dataclass

from confianza.analysis.consolidate import columnar, delimited, json_records, workbooks
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.raw_tables import RawTable
from confianza.analysis.sources.profile import JsonRecords

_ARRAY_OF_OBJECTS = JsonRecords(key="")


@dataclass(frozen=True)
class Candidates:
    """Each of `places` is a table in all the ways to take it; `hidden` are sheets that nobody sees."""

    places: Sequence[Sequence[RawTable]]
    hidden: Sequence[str] = ()


def of(member: Member, json: JsonRecords | None, limits: Limits) -> Candidates:
    """Return what tables a file may hold. Raises DeliveryRefused for a file that cannot be read at all."""
    if member.format == "text":
        return Candidates([delimited.tables(member.name, member.content)])
    if member.format == "json":
        return Candidates([[table] for table in json_records.tables(member, json or _ARRAY_OF_OBJECTS)])
    if member.format == "parquet":
        return Candidates([columnar.tables(member, limits)])
    sheets, hidden = workbooks.tables(member, limits)
    return Candidates([[sheet] for sheet in sheets], hidden)
