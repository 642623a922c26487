"""Where everything of an event store stands on disk.

store/
  manifests/00007-gt_pnc_victims.json           what was delivered; a delivery exists when this file does
  claims/source=gt_pnc_victims/00007-….parquet  its claims, one file a delivery
  sealed/00007-gt_pnc_victims/                  names, original bytes and what was not kept of them
  counts/<version of the territory>/            monthly counts derived from the claims, to be thrown away
  linkages/00003/                               who is who across the sources, as one run found it; no names
  linkages/00003.json                           its manifest; a linkage exists when this file does
  aside/                                        half-written work; nobody reads it
keys/vault                                      opens what is sealed; outside the store, so that a copy of
                                                the data is no copy of the key
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

# Raised when a program that does not know the new files could misread them.
SCHEMA_VERSION = 1

Work = Literal["deliveries", "counts", "linkages"]
WORKS: tuple[Work, ...] = get_args(Work)


@dataclass(frozen=True)
class StoreLayout:
    """The places of the store under `root`. Folders are made by whoever first writes into them."""

    root: Path

    @property
    def keys(self) -> Path:
        return self.root.parent / "keys"

    @property
    def manifests(self) -> Path:
        return self.root / "manifests"

    @property
    def claims(self) -> Path:
        return self.root / "claims"

    @property
    def sealed(self) -> Path:
        return self.root / "sealed"

    @property
    def counts(self) -> Path:
        return self.root / "counts"

    @property
    def linkages(self) -> Path:
        return self.root / "linkages"

    def aside(self, work: Work) -> Path:
        """Return the folder for half-written `work`; whoever holds the lock of that work may empty it."""
        return self.root / "aside" / work

    def lock(self, work: Work) -> Path:
        """Return the file that is locked while `work` is written."""
        return self.root / f".{work}.lock"

    def manifest_of(self, delivery: str) -> Path:
        return self.manifests / f"{delivery}.json"

    def claims_of(self, delivery: str) -> Path:
        return self.claims / f"source={source_of(delivery)}" / f"{delivery}.parquet"

    def sealed_of(self, delivery: str) -> Path:
        return self.sealed / delivery

    def linkage_of(self, linkage: str) -> Path:
        return self.linkages / linkage

    def linkage_manifest_of(self, linkage: str) -> Path:
        return self.linkages / f"{linkage}.json"

    def counts_for(self, territory_version: str) -> Path:
        return self.counts / territory_version

    def stored(self) -> Iterator[tuple[str, Path]]:
        """Yield every file or folder in its place with the delivery it belongs to, committed or not."""
        for file in sorted(self.claims.glob("source=*/*.parquet")):
            yield file.stem, file
        for folder in sorted(self.sealed.glob("*")):
            yield folder.name, folder


def delivery_id(number: int, source: str) -> str:
    """Return the short, sortable name of the delivery that is the store's `number`-th."""
    return f"{number:05d}-{source}"


def number_of(delivery: str) -> int:
    return int(delivery.partition("-")[0])


def source_of(delivery: str) -> str:
    return delivery.partition("-")[2]
