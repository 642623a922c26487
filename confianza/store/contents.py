"""The files of a delivery: its claims as Parquet; names, original bytes and what was not kept, sealed.

What was rejected, left out or dropped as a duplicate is sealed like the originals, because it quotes the
file and the file may hold names. Claims hold none, so that every engine may read them.
"""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path
from typing import Literal

import polars as pl

from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile, nobody
from confianza.store import durable, vault
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery

Kept = Literal["rejected", "left_out", "duplicates"]
KEPT: tuple[Kept, ...] = ("rejected", "left_out", "duplicates")
# What the claims' records tell of persons; a delivery that tells nothing of them has no such file.
IDENTITIES = "identities"

# Columns that a claims file has before those of the canonical claim: who says so.
TOLD_BY = ("delivery", "source", "series", "office")

ROW_GROUP = 250_000

_DIGESTS_AT_ONCE = 2


def place(
    layout: StoreLayout,
    delivery: Delivery,
    consolidated: Consolidated,
    originals: Sequence[DeliveredFile],
    *,
    secret: bytes,
) -> dict[str, str]:
    """Write the files of a delivery and move them into place; return the digest of each by its path.

    `originals` may be empty, where an earlier delivery holds the bytes. Without a manifest nobody reads
    these files.
    """
    aside = durable.folder(layout.aside("deliveries") / delivery.id)
    sealed = durable.folder(aside / "sealed")
    # Sealing and flushing keep one core busy at most, so the claims are written meanwhile.
    with ThreadPoolExecutor(1) as sealer:
        sealing = sealer.submit(_seal_all, sealed, delivery.id, consolidated, originals, secret)
        _write_claims(aside / "claims", delivery, consolidated.claims)
        sealing.result()
    durable.publish(aside / "claims", layout.claims_of(delivery.id))
    durable.publish(sealed, layout.sealed_of(delivery.id))
    aside.rmdir()
    return digests(layout, delivery.id)


def digests(layout: StoreLayout, delivery: str) -> dict[str, str]:
    """Return the sha256 of each file a delivery has in the store."""
    here = [layout.claims_of(delivery), *sorted(layout.sealed_of(delivery).glob("*"))]
    files = [file for file in here if file.is_file()]
    with ThreadPoolExecutor(_DIGESTS_AT_ONCE) as digesters:
        told = digesters.map(digest, files)
        return {str(file.relative_to(layout.root)): one for file, one in zip(files, told, strict=True)}


def digest(file: Path) -> str:
    with file.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def original_name(number: int) -> str:
    return f"original-{number:04d}"


def unseal(layout: StoreLayout, delivery: str, name: str) -> bytes:
    """Return the bytes of one sealed file of a delivery."""
    return vault.read(
        layout.sealed_of(delivery) / name, secret=vault.key(layout.keys), context=_context(delivery, name)
    )


def frame(layout: StoreLayout, delivery: str, kind: Kept) -> pl.DataFrame:
    """Return what was not kept of a delivery, in the schema of `consolidate.delivery`."""
    return pl.read_parquet(io.BytesIO(unseal(layout, delivery, kind)))


def keeps_identities(layout: StoreLayout, delivery: Delivery) -> bool:
    """Say whether a delivery tells of persons."""
    # Asked of the manifest, so that a file that was taken away is missed and not taken for none.
    place = layout.sealed_of(delivery.id) / IDENTITIES
    return str(place.relative_to(layout.root)) in delivery.stored


def identities(layout: StoreLayout, delivery: Delivery) -> pl.DataFrame:
    """Return what the records of a delivery tell of persons (`vocabulary.identities.SCHEMA`)."""
    if not keeps_identities(layout, delivery):
        return nobody()
    return pl.read_parquet(io.BytesIO(unseal(layout, delivery.id, IDENTITIES)))


def claims(layout: StoreLayout, delivery: str) -> pl.DataFrame:
    """Return the claims of one delivery as they were consolidated."""
    return pl.read_parquet(layout.claims_of(delivery)).drop(TOLD_BY)


def _write_claims(place: Path, delivery: Delivery, claims: pl.DataFrame) -> None:
    told_by = zip(TOLD_BY, (delivery.id, delivery.source, delivery.series, delivery.office), strict=True)
    whole = claims.select(*(pl.lit(value).alias(name) for name, value in told_by), pl.all())
    whole.write_parquet(place, compression="zstd", row_group_size=ROW_GROUP)
    durable.flush(place)


def _seal_all(
    into: Path, delivery: str, consolidated: Consolidated, originals: Sequence[DeliveredFile], secret: bytes
) -> None:
    for number, file in enumerate(originals):
        _seal(file.content, into / original_name(number), delivery, secret)
    for kind in KEPT:
        _seal(_as_parquet(getattr(consolidated, kind)), into / kind, delivery, secret)
    if consolidated.identities.height:
        _seal(_as_parquet(consolidated.identities), into / IDENTITIES, delivery, secret)


def _seal(content: bytes | memoryview, place: Path, delivery: str, secret: bytes) -> None:
    with place.open("wb") as handle:
        vault.seal(content, handle, secret=secret, context=_context(delivery, place.name))
    durable.flush(place)


def _as_parquet(kept: pl.DataFrame) -> bytes:
    into = io.BytesIO()
    kept.write_parquet(into, compression="zstd")
    return into.getvalue()


def _context(delivery: str, name: str) -> str:
    return f"{delivery}/{name}"
