"""What the store knows of a delivery, and the small JSON file that makes it exist.

A manifest is written once and never changed. Each names the digest of the one before it, so that a lost or
altered manifest is noticed, and the digest of the last one is the version of the whole store.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from confianza.store import durable, vintages
from confianza.store.layout import SCHEMA_VERSION, StoreLayout, number_of
from confianza.store.vintages import Link, Places, Supersession, Telling

MANIFESTS_CACHED = 20_000
STORES_CACHED = 16
VERSION_DIGITS = 16


class NewerStore(Exception):
    """The store was written by a newer Confianza."""


@dataclass(frozen=True)
class Original:
    """A delivered file as it was handed over."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class MonthTold:
    """How much a delivery tells about one month; `month` is its first day, None for claims without a date."""

    month: date | None
    claims: int
    victims: int


@dataclass(frozen=True)
class Delivery:
    """One delivery as stored. `counts`: rows_read, claims, victims, duplicates, rejected and left_out."""

    id: str
    number: int  # of all deliveries of the store, in the order they were committed, from 1
    source: str
    series: str
    office: str
    period_from: date | None
    period_to: date | None
    received_on: date
    received_at: datetime
    digest: str  # of the delivered bytes, whatever the names and the order of the files
    originals: tuple[Original, ...]
    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    warnings: tuple[Mapping[str, Any], ...]
    months: tuple[MonthTold, ...]
    municipality_codes: tuple[tuple[str, str], ...] = ()  # (department, municipality), "" where not told
    municipality_names: tuple[tuple[str, str], ...] = ()  # folded
    supersedes: tuple[Supersession, ...] = ()
    superseded_by: tuple[Supersession, ...] = ()  # deliveries received later but appended before this one
    added_late: tuple[date, ...] = ()  # months in which it adds records beside an earlier delivery
    profile_hash: str = ""
    again_of: str = ""  # the delivery that holds the original bytes, when this is a later reading of them
    rank: tuple[date, int] | None = None  # of these bytes, when this is a later reading of them
    stored: Mapping[str, str] = field(default_factory=dict)  # path in the store -> sha256
    previous: str = ""  # sha256 of the manifest before this one
    schema: int = SCHEMA_VERSION

    @property
    def files(self) -> list[str]:
        """Return the names of the delivered files."""
        return [original.name for original in self.originals]

    @property
    def telling(self) -> Telling:
        """Return what the rules of vintages look at."""
        months = [told.month for told in self.months if told.month is not None]
        return Telling(
            delivery=self.id,
            scope=(self.source, self.series, self.office),
            received=self.received_on,
            rank=self.rank or (self.received_on, self.number),
            victims={told.month: told.victims for told in self.months},
            period=(min(months), max(months)) if months else None,
            places=Places(frozenset(self.municipality_codes), frozenset(self.municipality_names)),
        )

    @property
    def links(self) -> list[Link]:
        """Return its decisions about who speaks for what."""
        won = [Link(self.id, lost.delivery, lost.months) for lost in self.supersedes]
        return won + [Link(later.delivery, self.id, later.months) for later in self.superseded_by]

    def decided(self, decision: vintages.Decision) -> "Delivery":
        """Return the same delivery with the decision taken about it."""
        return replace(
            self,
            supersedes=decision.supersedes,
            superseded_by=decision.superseded_by,
            added_late=decision.added_late,
        )


def commit(layout: StoreLayout, delivery: Delivery) -> None:
    """Write the manifest: now the delivery exists. The caller holds the lock and has placed its files."""
    aside = durable.folder(layout.aside("deliveries")) / f"{delivery.id}.json"
    aside.write_text(json.dumps(asdict(delivery), default=_plain, ensure_ascii=False, indent=1))
    durable.flush(aside)
    durable.publish(aside, layout.manifest_of(delivery.id))


def files(layout: StoreLayout) -> list[Path]:
    """Return the manifests in the order of their numbers."""
    return sorted(layout.manifests.glob("*.json"), key=_number)


def version(layout: StoreLayout) -> str:
    """Return a short text that changes with every delivery. Costs one listing and one small read."""
    last = _last(layout)
    return f"{_number(last)}-{digest_of(last)[:VERSION_DIGITS]}" if last else "0"


def everything(layout: StoreLayout) -> Sequence[Delivery]:
    """Return every delivery ever committed, in order. Cached: a manifest never changes."""
    return _everything(layout, version(layout))


def _last(layout: StoreLayout) -> Path | None:
    # os.listdir, because thousands of deliveries would make a glob cost as much as a page.
    names = os.listdir(layout.manifests) if layout.manifests.is_dir() else []
    found = max((Path(name) for name in names if name.endswith(".json")), key=_number, default=None)
    return layout.manifests / found if found else None


def _number(file: Path) -> int:
    return number_of(file.stem)


def last_digest(layout: StoreLayout) -> str:
    """Return the digest of the last manifest; "" in an empty store."""
    last = _last(layout)
    return digest_of(last) if last else ""


def read(file: Path) -> Delivery:
    """Read one manifest; raises NewerStore when a newer program wrote it."""
    return _read(file, file.stat().st_mtime_ns)


def digest_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@lru_cache(maxsize=STORES_CACHED)
def _everything(layout: StoreLayout, at: str) -> tuple[Delivery, ...]:
    return tuple(read(file) for file in files(layout))


@lru_cache(maxsize=MANIFESTS_CACHED)
def _read(file: Path, written: int) -> Delivery:
    told = json.loads(file.read_text())
    if told["schema"] > SCHEMA_VERSION:
        raise NewerStore(f"{file.name} was written by a newer Confianza; update this one before you read it.")
    return Delivery(**(told | {name: read(told[name]) for name, read in _READERS.items()}))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _dates(texts: Sequence[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


def _supersessions(told: Sequence[Mapping[str, Any]]) -> tuple[Supersession, ...]:
    return tuple(Supersession(one["delivery"], _dates(one["months"])) for one in told)


def _months(told: Sequence[Mapping[str, Any]]) -> tuple[MonthTold, ...]:
    return tuple(MonthTold(_date(one["month"]), one["claims"], one["victims"]) for one in told)


def _pairs(told: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((department, municipality) for department, municipality in told)


def _rank(told: tuple[str, int] | None) -> tuple[date, int] | None:
    return None if told is None else (date.fromisoformat(told[0]), told[1])


_READERS: dict[str, Callable[[Any], Any]] = {
    "period_from": _date,
    "period_to": _date,
    "received_on": date.fromisoformat,
    "received_at": datetime.fromisoformat,
    "originals": lambda told: tuple(Original(**one) for one in told),
    "warnings": tuple,
    "months": _months,
    "municipality_codes": _pairs,
    "municipality_names": _pairs,
    "rank": _rank,
    "supersedes": _supersessions,
    "superseded_by": _supersessions,
    "added_late": _dates,
}
