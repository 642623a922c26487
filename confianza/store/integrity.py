"""Is everything still there as it was written? And away with what a killed append left behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from confianza.store import contents, durable, linkages, manifests
from confianza.store.layout import StoreLayout, number_of

FindingKind = Literal["missing", "altered", "leftover", "orphan", "manifest_missing", "manifest_altered"]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; `path` is relative to the store. Leftovers do no harm."""

    kind: FindingKind
    path: str


def check(layout: StoreLayout) -> list[Finding]:
    """Compare every file with the digest in its manifest, and every manifest with the one after it."""
    return [*_chain(layout), *_contents(layout), *_strays(layout), *_linkages(layout)]


def leftovers(layout: StoreLayout) -> list[Path]:
    """Return the files and folders a killed append left in place. The caller holds the lock of deliveries."""
    last = _last_number(layout)
    return [path for delivery, path in layout.stored() if number_of(delivery) > last]


def sweep(layout: StoreLayout) -> None:
    """Remove what a killed append left. The caller holds the lock of deliveries.

    Only a number that was never committed can be a leftover: where a manifest was lost, its files are kept
    to be mended.
    """
    for path in layout.aside("deliveries").glob("*"):
        durable.remove(path)
    for path in leftovers(layout):
        durable.remove(path)


def _chain(layout: StoreLayout) -> Iterator[Finding]:
    files = manifests.files(layout)
    if files and number_of(files[0].stem) != 1:
        yield Finding("manifest_missing", f"{files[0].name}: the ones before it")
    for before, after in pairwise(files):
        name = str(before.relative_to(layout.root))
        if number_of(after.stem) != number_of(before.stem) + 1:
            yield Finding("manifest_missing", f"{name}: the one after it")
        elif manifests.read(after).previous != manifests.digest_of(before):
            yield Finding("manifest_altered", name)


def _contents(layout: StoreLayout) -> Iterator[Finding]:
    for delivery in manifests.everything(layout):
        yield from _compared(layout, delivery.stored)


def _compared(layout: StoreLayout, stored: Mapping[str, str]) -> Iterator[Finding]:
    for name, expected in stored.items():
        file = layout.root / name
        if not file.is_file():
            yield Finding("missing", name)
        elif contents.digest(file) != expected:
            yield Finding("altered", name)


def _linkages(layout: StoreLayout) -> Iterator[Finding]:
    """Compare the linkages with their manifests, and each manifest with the one after it."""
    known = linkages.listing(layout)
    for number, linkage in enumerate(known, 1):
        if int(linkage.id) != number:
            yield Finding("manifest_missing", f"linkages/{linkage.id}.json: the one before it")
            return
    for before, after in pairwise(known):
        manifest = layout.linkage_manifest_of(before.id)
        if after.previous != manifests.digest_of(manifest):
            yield Finding("manifest_altered", str(manifest.relative_to(layout.root)))
    for linkage in known:
        yield from _compared(layout, linkage.stored)
    for path in linkages.leftovers(layout):
        yield _stray(layout, path, "leftover")


def _strays(layout: StoreLayout) -> Iterator[Finding]:
    known = {delivery.id for delivery in manifests.everything(layout)}
    last = _last_number(layout)
    for delivery, path in layout.stored():
        if delivery not in known:
            yield _stray(layout, path, "leftover" if number_of(delivery) > last else "orphan")
    for path in sorted(layout.aside("deliveries").glob("*")):
        yield _stray(layout, path, "leftover")


def _stray(layout: StoreLayout, path: Path, kind: FindingKind) -> Finding:
    return Finding(kind, str(path.relative_to(layout.root)))


def _last_number(layout: StoreLayout) -> int:
    return max((number_of(file.stem) for file in layout.manifests.glob("*.json")), default=0)
