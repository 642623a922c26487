"""What can be wrong with data from which somebody wants to learn whether something worked."""

from typing import Any

KINDS: dict[str, str] = {
    "no_column": "There is no column “%(column)s”; there are: %(columns)s.",
    "no_rows": "There are no rows.",
    "blank_cell": "Row %(row)s, column “%(column)s”: blank. Write 0 where nothing was counted, or leave the "
    "whole period out for all.",
    "not_a_number": "Row %(row)s, column “%(column)s”: “%(value)s” is no number.",
    "negative_count": "Row %(row)s, column “%(column)s”: %(value)s. A count is zero or more.",
    "not_a_count": "%(value)s is no count: it must be zero or more.",
    "not_whole": "%(value)s is no whole number: these methods need counts, not rates or percentages. Bring the "
    "counts, and population or months as exposure.",
    "exposure_not_positive": "%(value)s is no exposure: population, months or area must be above zero.",
}  # fmt: skip
# Refusals of a question that was asked wrongly; all others speak of the data.
ABOUT_THE_QUESTION = frozenset({"no_column"})


class EvaluationRefused(Exception):
    """Raised instead of an answer that the data cannot carry; `code` and `details` say why."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
