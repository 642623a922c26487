"""What identifies a person in a record: names, identity number, day of birth.

These columns are read apart from the claims, kept sealed in the vault, and opened only for linkage and for
named roles. A claim, a warning, a preview or a log never holds one of them.
"""

import polars as pl

from confianza.analysis.vocabulary.claims import Dtype

# Each as the institution wrote it, blanks made single; null where it wrote nothing or a word for nothing.
PERSONAL: dict[str, Dtype] = {
    "first_name": pl.String, "second_name": pl.String, "surname": pl.String, "second_surname": pl.String,
    "married_surname": pl.String, "alias": pl.String, "identity_number": pl.String, "born_on": pl.Date,
}  # fmt: skip

# `record` is the number of the claim in its delivery.
SCHEMA: dict[str, Dtype] = {"record": pl.UInt32, **PERSONAL}
