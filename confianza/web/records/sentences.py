"""What is wrong, in the reader's language: codes of the vocabulary (and of this room) made into sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from confianza.analysis.vocabulary import problems
from confianza.analysis.vocabulary.problems import DeliveryRefused, Problem
from confianza.web.design import writing

# Refusals that only this room knows. None of them is the office's fault, so none is a kind of problem of a
# delivery.
OWN = {
    "delivery_too_big": gettext_noop(
        "The files have %(size)s MB together, more than the %(limit)s MB that a delivery may have. "
        "Split it, for instance by year."
    ),
    "unknown_source": gettext_noop("There is no layout called “%(name)s”. Did you mean %(near)s?"),
    "no_layout_fits": gettext_noop(
        "No known layout fits these files. Choose one, or ask for a profile to be written."
    ),
    "not_now": gettext_noop("This upload has gone on meanwhile. Look at how it stands now and decide again."),
    "area_not_said": gettext_noop(
        "You work in several areas. Say for which of them these files are brought."
    ),
    "area_not_reached": gettext_noop("You cannot bring files for an area you do not work in."),
    "interrupted": gettext_noop(
        "The work stopped for a reason nobody foresaw. Send the files again; if it stops once more, "
        "ask whoever administers Confianza to look at the log."
    ),
}
# Counted over many records a reason names no value, though the sentence of a single record does.
REASONS = {
    "date_unreadable": gettext_noop("What stands as a date is none."),
    "date_in_future": gettext_noop("The date lies in the future."),
    "date_implausible": gettext_noop("The date lies before 1900."),
    "count_unreadable": gettext_noop("The count is no whole number of 0 or more."),
    "count_blank": gettext_noop("The count is blank: none, or not known?"),
}
# The reason is in what was typed, not in the run.
WRONG_USAGE = frozenset({"unknown_source"})
# Details that the analysis tells in words, which are message ids as well.
WORDS = frozenset({"reason", "found", "named", "detail"})
ROWS_NAMED = 5


class _Places(dict[str, Any]):
    """Values for the places of a sentence; one that nobody filled shows as an ellipsis, never as an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def of_problem(problem: Problem | Mapping[str, Any], *, tells_values: bool = True) -> str:
    """Return the sentence of a problem, as consolidated or as kept in a delivery's manifest.

    Without `tells_values` no cell of a record is quoted: for those who may not read single records.
    """
    told = as_mapping(problem)
    places = _Places({"row": first(told.get("rows")), **told, **_worded(told.get("details") or {})})
    if isinstance(told.get("count"), int):
        places["count"] = writing.number(told["count"])
    # A value without a column is a header, a sheet or a file, which is nobody's.
    if told.get("column") and not tells_values:
        del places["value"]
    return _(template(told["code"])) % places


def of_reason(code: str) -> str:
    """Return the sentence of a reason alone, as counted over many records."""
    return _(REASONS.get(code) or template(code)) % _Places()


def of_rejected(record: Mapping[str, Any]) -> str:
    """Return why one record was rejected, quoting the column and the value that are to blame."""
    return of_problem({"code": record["reason"], "column": record["column"], "value": record["value"]})


def _worded(details: Mapping[str, Any]) -> dict[str, Any]:
    """Put kinds of files and reasons of mends into the reader's language."""
    return {name: _(value) if name in WORDS else value for name, value in details.items()}


def template(code: str) -> str:
    """Return the English sentence of a code, which is its message id; the code itself where it has none."""
    if code in problems.KINDS:
        return problems.KINDS[code].sentence
    return OWN.get(code, code.replace("%", "%%"))


def severity(code: str) -> str:
    """Return refuse, reject, left_out or warn."""
    return problems.KINDS[code].severity if code in problems.KINDS else "refuse"


def where(problem: Problem | Mapping[str, Any]) -> str:
    """Return where a problem was met: file, sheet, column and the first rows."""
    told = as_mapping(problem)
    parts = [told.get("file"), told.get("sheet")]
    if told.get("column"):
        parts.append(_("column %(column)s") % {"column": told["column"]})
    if told.get("rows"):
        parts.append(rows(told["rows"]))
    return " · ".join(str(part) for part in parts if part)


def rows(numbers: Sequence[int]) -> str:
    """Name the first rows of many."""
    named = ", ".join(str(number) for number in numbers[:ROWS_NAMED])
    text = _("row %(rows)s") if len(numbers) == 1 else _("rows %(rows)s")
    return text % {"rows": f"{named} …" if len(numbers) > ROWS_NAMED else named}


def refusal(error: Exception) -> dict[str, Any] | None:
    """Return why a delivery was refused as {code, details}, fit for JSON; None for anything unexpected."""
    from confianza.analysis.sources import catalogue

    if isinstance(error, DeliveryRefused):
        return {"code": error.problem.code, "details": dict(error.problem.details)}
    if isinstance(error, catalogue.UnknownSource):
        near = error.near or catalogue.names()
        return {"code": "unknown_source", "details": {"name": error.name, "near": ", ".join(near)}}
    return None


def first(numbers: Sequence[int] | None) -> Any:
    """Return the first row, for sentences that name one."""
    return numbers[0] if numbers else "…"


def as_mapping(problem: Problem | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a problem as the mapping a manifest keeps."""
    return asdict(problem) if isinstance(problem, Problem) else problem
