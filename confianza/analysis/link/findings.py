"""Why a table cannot be linked, and what a linkage warns of, as a code with its sentence.

Sentences are English message ids, translated by the wing that shows them.
"""

from typing import Any

KINDS: dict[str, str] = {
    "unknown_profile": "There is no linkage profile “%(asked)s”; there are %(known)s.",
    "unreadable_table": "%(file)s cannot be read as a table; save it as CSV in UTF-8 or as Parquet.",
    "no_known_column": "%(file)s has none of the columns that profile %(profile)s compares: %(columns)s.",
    "unknown_truth": "%(file)s has no column “%(column)s” for --truth; its columns are %(columns)s.",
    "unknown_without": "No file has a column “%(column)s” to leave out; the columns are %(columns)s.",
    "nothing_to_link": "There are %(records)s records; linking needs at least two.",
    "nothing_to_compare": (
        "The records tell too little: profile %(profile)s needs two things to compare them by, such as "
        "%(columns)s."
    ),
}

# Warnings of a linkage have no values in them: the sentence is the message id.
WITHOUT_NAMES = (
    "Without names the records are linked by date, place, age, sex and mechanism alone: fewer links are "
    "found, and more of them are wrong."
)


class CannotLink(Exception):
    """The records cannot be linked; `code` is one of `KINDS`, `details` fill its sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)


class NothingToLink(CannotLink):
    """There are not two records to compare."""

    def __init__(self, records: int) -> None:
        super().__init__("nothing_to_link", records=records)
