"""Linkages as they were made: which records are of one victim, how sure that is, and by which model.

Each run is kept whole and never changed: pairs with their levels and bits, what waited for a person, who is
who, the consolidated cases, the model. None of it names anybody: records are called by their keyed
fingerprints. Written aside, flushed, renamed, and the manifest last, as deliveries are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.store import contents, durable, manifests
from confianza.store.layout import StoreLayout

if TYPE_CHECKING:
    from confianza.analysis.link.linkage import Linkage

FRAMES = ("pairs", "review", "records", "cases")
MODEL = "model.json"
RECORDS = ("record", "delivery", "number", "source", "series", "office", "victim", "event")
# Raised when a program that does not know the new files could misread them.
SCHEMA_VERSION = 1


class UnknownLinkage(LookupError):
    """No linkage has this id."""


class TellsNames(ValueError):
    """Somebody tried to keep a personal column with a linkage: a defect, never a matter of the data."""


@dataclass(frozen=True)
class StoredLinkage:
    """One linkage as kept. `low` and `high`: below and above them the model decides alone."""

    id: str
    made_at: datetime
    as_of: date | None  # the claims were those visible on this day; None: on the day it was made
    model_hash: str
    low: float
    high: float
    counts: Mapping[str, int]  # rows of each frame; victims and events
    warnings: tuple[str, ...]
    deliveries_version: str  # of the store, when it was made
    stored: Mapping[str, str]  # path in the store -> sha256
    previous: str  # sha256 of the manifest before this one
    schema: int = SCHEMA_VERSION
    folder: Path = field(default=Path(), compare=False)

    @property
    def model(self) -> dict[str, Any]:
        """Return the comparisons, their levels and weights, the prior and the thresholds."""
        told: dict[str, Any] = json.loads((self.folder / MODEL).read_text())
        return told

    def pairs(self) -> pl.DataFrame:
        """Return every pair that was scored and kept, in the columns of `link.linkage.Linkage.pairs`."""
        return self._frame("pairs")

    def review(self) -> pl.DataFrame:
        """Return the pairs that a person must look at."""
        return self._frame("review")

    def records(self) -> pl.DataFrame:
        """Return RECORDS: where a record stands (`number` in its delivery) and whose it was found to be."""
        return self._frame("records")

    def cases(self) -> pl.DataFrame:
        """Return one row per victim, as `link.cases` consolidated it."""
        return self._frame("cases")

    def _frame(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")


def keep(
    layout: StoreLayout,
    linkage: "Linkage",
    records: pl.DataFrame,
    cases: pl.DataFrame,
    *,
    as_of: date | None,
    made_at: datetime,
) -> str:
    """Keep a linkage and return its id.

    `records` has record, delivery, number, source, series and office of every record that was linked; whose
    each was found to be is added. Raises TellsNames where a frame holds a personal column, OSError where the
    disk refuses; then nothing was kept.
    """
    frames = {
        "pairs": linkage.pairs,
        "review": linkage.review,
        "records": _whose(records, linkage),
        "cases": cases,
    }
    _refuse_names(frames)
    with durable.locked(layout.lock("linkages")):
        sweep(layout)
        known = _manifests(layout)
        linkage_id = f"{1 + (int(known[-1].stem) if known else 0):05d}"
        _place(layout, linkage_id, frames, linkage.model)
        _commit(
            layout,
            StoredLinkage(
                id=linkage_id,
                made_at=made_at,
                as_of=as_of,
                model_hash=linkage.model_hash,
                low=linkage.low,
                high=linkage.high,
                counts=_counts(frames),
                warnings=tuple(linkage.warnings),
                deliveries_version=manifests.version(layout),
                stored=_digests(layout, linkage_id),
                previous=manifests.digest_of(known[-1]) if known else "",
            ),
        )
    return linkage_id


def listing(layout: StoreLayout) -> list[StoredLinkage]:
    """Return every linkage, in the order they were made."""
    return [_read(layout, file) for file in _manifests(layout)]


def latest(layout: StoreLayout) -> StoredLinkage | None:
    """Return the linkage made last; None where nothing was ever linked."""
    known = _manifests(layout)
    return _read(layout, known[-1]) if known else None


def get(layout: StoreLayout, linkage_id: str) -> StoredLinkage:
    """Return one linkage; raises UnknownLinkage."""
    for file in _manifests(layout):
        if file.stem == linkage_id:
            return _read(layout, file)
    raise UnknownLinkage(linkage_id)


def leftovers(layout: StoreLayout) -> list[Path]:
    """Return what a killed run left: work aside, and folders that no manifest speaks of."""
    known = {file.stem for file in _manifests(layout)}
    placed = (path for path in sorted(layout.linkages.glob("*")) if path.is_dir())
    return [*sorted(layout.aside("linkages").glob("*")), *(one for one in placed if one.name not in known)]


def sweep(layout: StoreLayout) -> None:
    """Remove what a killed run left. The caller holds the lock of linkages."""
    last = max((int(file.stem) for file in _manifests(layout)), default=0)
    for path in leftovers(layout):
        # A folder within the known numbers has lost its manifest: it is kept to be mended.
        if path.parent != layout.linkages or int(path.name) > last:
            durable.remove(path)


def _whose(records: pl.DataFrame, linkage: "Linkage") -> pl.DataFrame:
    whose = linkage.victims.join(linkage.events, on="victim", how="left", maintain_order="left")
    told = records.join(whose, on="record", how="left", maintain_order="left")
    return told.select(RECORDS)


def _refuse_names(frames: Mapping[str, pl.DataFrame]) -> None:
    for name, table in frames.items():
        if named := set(table.columns) & set(PERSONAL):
            raise TellsNames(f"{name} holds {', '.join(sorted(named))}; a linkage is kept without names.")


def _place(
    layout: StoreLayout, linkage_id: str, frames: Mapping[str, pl.DataFrame], model: Mapping[str, Any]
) -> None:
    aside = durable.folder(layout.aside("linkages") / linkage_id)
    for name, table in frames.items():
        file = aside / f"{name}.parquet"
        table.write_parquet(file, compression="zstd")
        durable.flush(file)
    (aside / MODEL).write_text(json.dumps(model, ensure_ascii=False, indent=1, sort_keys=True))
    durable.flush(aside / MODEL)
    durable.publish(aside, layout.linkage_of(linkage_id))


def _counts(frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    records = frames["records"]
    whole = {name: table.height for name, table in frames.items()}
    return {**whole, "victims": records["victim"].n_unique(), "events": records["event"].n_unique()}


def _digests(layout: StoreLayout, linkage_id: str) -> dict[str, str]:
    files = sorted(layout.linkage_of(linkage_id).iterdir())
    return {str(file.relative_to(layout.root)): contents.digest(file) for file in files}


def _commit(layout: StoreLayout, kept: StoredLinkage) -> None:
    told = {name: value for name, value in vars(kept).items() if name != "folder"}
    aside = durable.folder(layout.aside("linkages")) / f"{kept.id}.json"
    aside.write_text(json.dumps(told, default=_plain, ensure_ascii=False, indent=1))
    durable.flush(aside)
    durable.publish(aside, layout.linkage_manifest_of(kept.id))


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else dict(value)  # type: ignore[call-overload]


def _manifests(layout: StoreLayout) -> list[Path]:
    return sorted(layout.linkages.glob("*.json"))


def _read(layout: StoreLayout, file: Path) -> StoredLinkage:
    told = json.loads(file.read_text())
    if told["schema"] > SCHEMA_VERSION:
        raise manifests.NewerStore(
            f"{file.name} was written by a newer Confianza; update this one before you read it."
        )
    read = {
        "made_at": datetime.fromisoformat(told["made_at"]),
        "as_of": date.fromisoformat(told["as_of"]) if told["as_of"] else None,
        "warnings": tuple(told["warnings"]),
        "folder": layout.linkage_of(told["id"]),
    }
    return StoredLinkage(**(told | read))
