"""Names, identity numbers and days of birth of the people in a delivery, kept sealed in the vault.

Only linkage and named roles open them; whoever calls this accounts for it. A record is called by a keyed
fingerprint of all it says, so that whoever holds the linkage but not the key can neither read nor guess who
it is about, and a decision about a record holds when a later delivery repeats that record unchanged.
"""

from collections.abc import Sequence
from hashlib import blake2b

import polars as pl

from confianza.analysis.consolidate.delivery import nobody
from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.store import contents, deliveries, vault
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery

# 80 bits: among ten million records two share a name by chance once in twenty thousand million tries.
KEY_BYTES = 10
_PURPOSE = b"confianza-record"
# What the institution itself says. What is worked out of it (class, intent, mechanism, flags) is not here, so
# that a better dictionary does not rename every record; nor is the place in the file, nor a running number.
SAID = (
    "source", "series", "office", "occurred_on", "minute_of_day", "died_on", "registered_on",
    "offence_label", "mechanism_label", "context_label", "icd10", "sex", "age_from", "age_to",
    "relationship_label", "department_code", "department_name", "municipality_code", "municipality_name",
    "zone", "locality", "police_code", "police_name", "place_type", "latitude", "longitude", *PERSONAL,
)  # fmt: skip
_BETWEEN = "\x1f"


def frame(layout: StoreLayout, delivery_id: str) -> pl.DataFrame:
    """Return what a delivery tells of persons: record (its number in the delivery) and personal columns.

    Empty where it tells nothing. Raises UnknownDelivery, and VaultError where the key is not the right one.
    """
    return contents.identities(layout, deliveries.get(layout, delivery_id))


def are_kept(layout: StoreLayout, delivery: Delivery) -> bool:
    """Say whether the vault holds names of a delivery."""
    return contents.keeps_identities(layout, delivery)


def waiting(layout: StoreLayout) -> list[Delivery]:
    """Return the deliveries whose files tell names that the vault does not hold: read by an older program.

    Reading such a delivery again (`deliveries.again`) fills the vault. Deliveries that speak for no month are
    left alone.
    """
    return [
        delivery
        for delivery, _ in deliveries.spoken(layout)
        if any(warning["code"] == "personal_columns" for warning in delivery.warnings)
        and not are_kept(layout, delivery)
        and delivery.counts["claims"]
    ]


def with_names(layout: StoreLayout, claims: pl.DataFrame) -> pl.DataFrame:
    """Return claims (with `delivery` and `record`) and the personal columns beside them, nulls where none."""
    told = [
        frame(layout, delivery).with_columns(pl.lit(delivery).alias("delivery"))
        for delivery in claims["delivery"].unique().sort()
    ]
    personal = pl.concat(told) if told else nobody().with_columns(delivery=pl.lit(""))
    return claims.join(personal, on=["delivery", "record"], how="left", maintain_order="left")


def fingerprints(layout: StoreLayout, claims: pl.DataFrame) -> pl.Series:
    """Return the record key of each claim; `claims` has the columns of `claims.visible` and personal ones.

    Records that say exactly the same are told apart by a number after the key, in the order of their own
    identifiers, else of their deliveries and rows.
    """
    secret = vault.key(layout.keys)
    numbered = claims.with_columns(
        _key=pl.Series(_hashed(_said(claims), secret), dtype=pl.String), _at=pl.int_range(pl.len())
    )
    among = ["_key", "source_record_id", "delivery", "record"]
    ordinal = pl.int_range(1, 1 + pl.len()).over("_key")
    ranked = numbered.select("_at", *among).sort(among, nulls_last=True).with_columns(_ordinal=ordinal)
    named = pl.when(pl.col("_ordinal") == 1).then("_key").otherwise(pl.format("{}-{}", "_key", "_ordinal"))
    return ranked.select("_at", record=named).sort("_at")["record"]


def _said(claims: pl.DataFrame) -> pl.Series:
    # Named, and blanks left out: a column that a later version adds changes no record that lacks it.
    cells = [pl.format("{}={}", pl.lit(name), pl.col(name).cast(pl.String)) for name in SAID]
    return claims.select(said=pl.concat_str(cells, separator=_BETWEEN, ignore_nulls=True))["said"]


def _hashed(said: pl.Series, secret: bytes) -> Sequence[str]:
    keyed = blake2b(key=secret, digest_size=KEY_BYTES, person=_PURPOSE)
    hashed = []
    for text in said:
        one = keyed.copy()
        one.update(text.encode())
        hashed.append(one.hexdigest())
    return hashed
