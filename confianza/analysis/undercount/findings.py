"""Why a table cannot bear an estimate, or what to know before using one: codes with sentences.

`refuse`: no range is given; `left_out`: one model is, the others stand; `warn`: read this first. Sentences
are English message ids, translated by the wing that shows them.
"""

from typing import Any

from confianza.analysis.vocabulary.problems import Problem, ProblemKind, Severity

KINDS: dict[str, ProblemKind] = {}


class TableRefused(Exception):
    """A file is no table of capture histories; `problem` says why, in a code and its values."""

    def __init__(self, code: str, **details: Any) -> None:
        self.problem = finding(code, **details)
        super().__init__(KINDS[code].sentence % details)


def finding(code: str, **details: Any) -> Problem:
    """Return a finding with the values of its sentence."""
    return Problem(code, int(details.get("count", 1)), details=details)


def refuses(problem: Problem) -> bool:
    """Say whether the finding forbids a range."""
    return KINDS[problem.code].severity == "refuse"


def _kind(code: str, severity: Severity, sentence: str) -> None:
    KINDS[code] = ProblemKind(code, severity, sentence)


# reading

_kind("empty_table", "refuse", "%(file)s holds no rows. Write one row for each history, or for each victim.")
_kind("not_readable", "refuse", "%(file)s cannot be read as a table with commas (%(detail)s).")
_kind(
    "no_lists",
    "refuse",
    "%(file)s has no two columns of zeros and ones. Write a column for each list, with 1 where it knows.",
)
_kind(
    "no_header",
    "refuse",
    "The first row of %(file)s holds numbers only. Write the names of the lists above them.",
)
_kind("columns_alike", "refuse", "%(file)s has two columns called “%(column)s”. Rename one.")
_kind(
    "not_zero_or_one",
    "refuse",
    "Row %(row)s of %(file)s has “%(value)s” in the column “%(column)s”; a list is written as 1 or 0.",
)
_kind(
    "not_a_count",
    "refuse",
    "Row %(row)s of %(file)s has “%(value)s” in the column “%(column)s”; a count is a whole number of 0 or "
    "more.",
)
_kind(
    "which_count",
    "refuse",
    "%(file)s has more than one column that may be the count: %(columns)s. Say which with --count.",
)
_kind(
    "too_many_lists",
    "refuse",
    "%(file)s has %(count)s lists; %(most)s can be compared. Combine some, or choose with --lists.",
)
_kind("unknown_column", "refuse", "%(file)s has no column “%(column)s”. It has: %(columns)s.")
_kind("nobody_seen", "refuse", "Nobody in %(file)s is on any list.")
_kind(
    "unknown_model",
    "refuse",
    "“%(model)s” is no model of these lists. Write it like [12,3]: lists by their place (%(lists)s), those "
    "that depend on each other together, never all of them.",
)

# gates

_kind("nobody_known", "refuse", "No source tells of anybody here: there is nothing to compare.")
_kind("one_list", "refuse", "There is one list only: nothing can be said about who is on none.")
_kind(
    "two_lists",
    "refuse",
    "There are two lists only, and two cannot show whether being on one makes the other likelier. Chapman's "
    "estimate is given as if it did not; bring a third source.",
)
_kind(
    "list_too_small",
    "refuse",
    "The list “%(list)s” knows %(count)s people; %(least)s are needed. Leave it out or join it to another.",
)
_kind(
    "list_alone",
    "refuse",
    "The list “%(list)s” shares nobody with any other list: it says nothing about who was missed. Check the "
    "linkage before anything else.",
)
_kind(
    "overlaps_too_thin",
    "refuse",
    "Only %(count)s people are on two lists or more; %(least)s are needed. Widen the area or the period.",
)
_kind(
    "nothing_missed",
    "refuse",
    "Everybody is on every list: there is nothing to learn from how the lists differ. Check that they are "
    "not copies of one another.",
)
_kind(
    "no_model_has_an_estimate",
    "refuse",
    "No model has an estimate: the overlaps that are empty leave the number unseen without any bound.",
)
_kind(
    "models_disagree",
    "refuse",
    "Models that fit about as well say anything from %(low)s to %(high)s: the overlaps cannot tell them "
    "apart.",
)
_kind(
    "people_differ",
    "refuse",
    "Some people were much harder to see than others: at least %(bound)s there were, more than the best "
    "model says (%(estimate)s). Divide by area, period or sex, or bring another source.",
)
_kind(
    "strata_disagree",
    "refuse",
    "Taken one by one, the groups by “%(column)s” add up to %(sum)s, outside the range of them all together "
    "(%(low)s to %(high)s). Use the groups, not the whole.",
)
_kind(
    "stratum_refused",
    "warn",
    "Of %(groups)s groups by “%(column)s”, %(count)s are too thin for a range of their own: %(names)s.",
)

# models

_kind(
    "no_estimate",
    "left_out",
    "The model %(model)s has no estimate: an empty overlap drives the number unseen out of all bounds.",
)
_kind(
    "not_identifiable",
    "left_out",
    "The model %(model)s has no single estimate: this table does not tell its terms apart.",
)
_kind(
    "models_without_estimate",
    "left_out",
    "%(count)s of %(all)s models have no estimate with this table, such as %(examples)s.",
)

# warnings

_kind(
    "dark_to_all",
    "warn",
    "Whoever no source could ever see is in no estimate; those who were missed by mistakes of linkage are "
    "counted twice.",
)
_kind(
    "model_spread",
    "warn",
    "Defensible models differ by a factor of %(ratio)s; name the range, never one number of it.",
)
