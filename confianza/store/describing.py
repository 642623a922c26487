"""What a manifest says about a delivery before anything is written: digests, months, places, numbers."""

import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from confianza.analysis.consolidate.delivery import Consolidated, DeliveredFile
from confianza.analysis.sources import catalogue
from confianza.analysis.vocabulary import folding
from confianza.analysis.vocabulary.problems import Problem
from confianza.store.layout import delivery_id
from confianza.store.manifests import Delivery, MonthTold, Original

PROFILE_HASH_DIGITS = 16


def describe(
    consolidated: Consolidated,
    originals: Sequence[Original],
    *,
    number: int,
    office: str,
    received_on: date,
    received_at: datetime,
) -> Delivery:
    """Return the delivery that is about to be stored, without any decision about who speaks for what."""
    period_from, period_to = consolidated.period or (None, None)
    return Delivery(
        id=delivery_id(number, consolidated.profile),
        number=number,
        source=consolidated.profile,
        series=consolidated.series,
        office=office,
        period_from=period_from,
        period_to=period_to,
        received_on=received_on,
        received_at=received_at,
        digest=digest_of(originals),
        originals=tuple(originals),
        counts=counts(consolidated),
        reasons=consolidated.reasons,
        warnings=tuple(map(asdict, consolidated.warnings)),
        months=months(consolidated.claims),
        municipality_codes=municipalities(consolidated.claims, "code"),
        municipality_names=municipalities(consolidated.claims, "name"),
        profile_hash=profile_hash(consolidated.profile),
    )


def original(file: DeliveredFile) -> Original:
    return Original(file.name, hashlib.sha256(file.content).hexdigest(), len(file.content))


def digest_of(originals: Sequence[Original]) -> str:
    """Return one digest for the delivered bytes, whatever the names and the order of the files."""
    return hashlib.sha256("".join(sorted(one.sha256 for one in originals)).encode()).hexdigest()


def counts(consolidated: Consolidated) -> dict[str, int]:
    """Return how many records became what; rows_read = claims + duplicates + rejected + left_out."""
    return {
        "rows_read": consolidated.rows_read,
        "claims": len(consolidated.claims),
        "victims": consolidated.victims,
        "duplicates": len(consolidated.duplicates),
        "rejected": len(consolidated.rejected),
        "left_out": int(consolidated.left_out["records"].sum()),
    }


def months(claims: pl.DataFrame) -> tuple[MonthTold, ...]:
    """Return claims and victims by month, claims without a date first."""
    told = (
        claims.lazy()
        .group_by(month=pl.col("occurred_on").dt.truncate("1mo"))
        .agg(claims=pl.len(), victims=pl.col("weight").sum())
        .sort("month", nulls_last=False)
        .collect()
    )
    return tuple(MonthTold(*row) for row in told.iter_rows())


def municipalities(claims: pl.DataFrame, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the (department, municipality) told, by "code" or by folded "name"; "" where one is missing."""
    told = claims.select(f"department_{kind}", f"municipality_{kind}").unique()
    texts = told.with_columns(pl.all().cast(pl.String).fill_null(""))
    if kind == "name":
        texts = texts.with_columns(folding.folded(pl.all()))
    return tuple(
        sorted({(department, place) for department, place in texts.iter_rows() if department or place})
    )


def profile_hash(name: str) -> str:
    """Return a digest of all that a profile says, which tells a reading from one by a mended profile."""
    profile = catalogue.get(name)
    code = inspect.getsource(profile.adjust) if profile.adjust else ""
    told = repr(replace(profile, adjust=None)) + code
    return hashlib.sha256(told.encode()).hexdigest()[:PROFILE_HASH_DIGITS]


def shrinkage(new: Delivery, known: Sequence[Delivery], share: float) -> list[dict[str, Any]]:
    """Return a warning for each delivery of the same months replaced by less than `share` of its victims."""
    replaced = {lost.delivery for lost in new.supersedes}
    return [
        _shrunk(new, old)
        for old in known
        if old.id in replaced and old.telling.period == new.telling.period
        if new.counts["victims"] < share * old.counts["victims"]
    ]


def _shrunk(new: Delivery, old: Delivery) -> dict[str, Any]:
    details = {"told": new.counts["victims"], "delivery": old.id, "before": old.counts["victims"]}
    return asdict(Problem("replaces_a_larger", 1, details=details))
