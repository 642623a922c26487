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
    "not_whole": "%(value)s is no whole number: these methods need counts, not rates or percentages. Bring "
    "the counts, and population or months as exposure.",
    "bad_dispersion": "A dispersion of %(value)s is none: 1 where cases are independent, more where they "
    "come in bunches.",
    "one_period": "One period before and one after do not say how much periods differ by themselves; bring "
    "two or more of one side.",
    "nothing_counted": "Nothing was counted on one side: there is no ratio to tell from so little.",
    "not_a_level": "%(value)s is no level. Write both as levels of one base, such as 100 and 72 for a fall "
    "of 28 per cent.",
    "exposure_not_positive": "%(value)s is no exposure: population, months or area must be above zero.",
}  # fmt: skip
# Refusals of a question that was asked wrongly; all others speak of the data.
ABOUT_THE_QUESTION = frozenset(
    {"no_column", "bad_dispersion", "not_a_level", "not_a_count", "not_whole", "exposure_not_positive"}
)


class EvaluationRefused(Exception):
    """Raised instead of an answer that the data cannot carry; `code` and `details` say why."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)
