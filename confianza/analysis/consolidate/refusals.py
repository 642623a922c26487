"""Say why a delivery is not of the layout it was said to be, and what it looks like instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from confianza.analysis.consolidate import headers
from confianza.analysis.consolidate.headers import Header
from confianza.analysis.consolidate.raw_tables import RawTable
from confianza.analysis.consolidate.spellings import Spellings
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary.problems import DeliveryRefused

_SHOWN_HEADERS = 12
_SHOWN_MEMBERS = 8


@dataclass(frozen=True)
class Found:
    """A table and the best header found in it, complete or not."""

    table: RawTable
    header: Header | None

    @property
    def is_complete(self) -> bool:
        """Whether every column that the layout requires was found."""
        return self.header is not None and not self.header.missing

    @property
    def merit(self) -> tuple[bool, int, int]:
        """What makes one way of taking a table better than another."""
        header = self.header
        return (True, -len(header.missing), header.found) if header else (False, 0, 0)


def best(tables: Iterable[RawTable], known: Spellings) -> Found:
    """Return the way of taking a table that suits a profile best."""
    return max((Found(table, headers.find(table.head, known)) for table in tables), key=lambda one: one.merit)


def wrong_source(
    file: str, found: Sequence[Found], profile: Profile, others: Iterable[Profile]
) -> DeliveryRefused:
    """Return the refusal of a file whose header lacks columns that the layout requires."""
    closest = max(found, key=lambda one: one.merit, default=None)
    if closest is None or closest.header is None:
        return DeliveryRefused("no_header", file=file, source=profile.name, missing=_required(profile))
    header = closest.header
    details = {
        "file": file,
        "source": profile.name,
        "missing": ", ".join(header.missing),
        "row": closest.table.first_row + header.row,
        "header": ", ".join([text for text in header.texts if text][:_SHOWN_HEADERS]),
    }
    better = _better([one.table for one in found], profile, others)
    if better is None:
        return DeliveryRefused("wrong_source", **details)
    return DeliveryRefused("wrong_source_better", better=better, **details)


def nothing_to_read(file: str, profile: Profile, members: Sequence[str]) -> DeliveryRefused:
    """Return the refusal of an archive in which no file is of the layout."""
    shown = ", ".join(members[:_SHOWN_MEMBERS]) + (" …" if len(members) > _SHOWN_MEMBERS else "")
    return DeliveryRefused("nothing_to_read", file=file, source=profile.name, members=shown)


def _required(profile: Profile) -> str:
    return ", ".join(field.headers[0] for field in profile.fields if field.required and field.headers)


def _better(tables: Sequence[RawTable], profile: Profile, others: Iterable[Profile]) -> str | None:
    """Return the profile that knows most columns of the tables and finds all it requires."""
    fits = [
        (found.merit, other.name)
        for other in others
        if other.name != profile.name and (found := best(tables, Spellings(other))).is_complete
    ]
    return max(fits)[1] if fits else None
