"""What to ask an institution for, criterion by criterion: codes and figures that a letter words. No person's
data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from confianza.analysis.quality import heaping, oddities
from confianza.analysis.quality.measures import Measured, Missing
from confianza.analysis.quality.scorecard import NAME, Finding

# A residue that did not shrink by at least so much in a year is not being worked off.
_WORKED_OFF = 0.5
# Flags of the reader that an institution can mend, each asked for by its own sentence.
MENDABLE = (
    "dates_out_of_order", "date_impossible", "age_impossible", "coordinates_zero", "coordinates_mangled",
    "coordinates_outside", "coordinates_incomplete", "coordinates_swapped", "conflicting_ids", "unreadable",
    "offence_not_in_catalogue", "mechanism_not_in_catalogue", "sex_ambiguous", "date_parts_differ",
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """One request: its kind, the criterion it serves, and the figures its sentence needs."""

    kind: str
    criterion: str
    values: Mapping[str, Any] = field(default_factory=dict)


def of(measured: Measured, findings: Sequence[Finding]) -> list[Ask]:
    """Return what to ask for, in the order of the criteria; nothing where a source leaves nothing to ask."""
    by_id = {each.criterion.id: each for each in findings}
    return [ask for part in _PARTS for ask in part(measured, by_id)]


Findings = Mapping[str, Finding]


def _unit(measured: Measured, findings: Findings) -> Iterator[Ask]:
    if findings["victim_unit"].verdict == "not_met":
        parts = findings["victim_unit"].parts
        yield Ask("one_row_a_victim", "victim_unit", {"summed": parts["victims"] - parts["single"], **parts})


def _repeats(measured: Measured, findings: Findings) -> Iterator[Ask]:
    if measured.duplicates:
        values = {"duplicates": measured.duplicates, "rows": measured.rows_read}
        yield Ask("repeated_rows", "unique_victims", values)
    if measured.basics.identified < measured.basics.claims:
        lacking = measured.basics.claims - measured.basics.identified
        yield Ask("no_identifier", "unique_victims", {"lacking": lacking, "rows": measured.basics.claims})


def _columns(measured: Measured, findings: Findings) -> Iterator[Ask]:
    for criterion in ("victim_variables", "event_variables", "perpetrator_variables"):
        told = findings[criterion].parts
        absent = [name for name, is_told in told.items() if not is_told and not _has_column(name, measured)]
        if absent:
            yield Ask("absent_columns", criterion, {"variables": absent})


def _has_column(name: str, measured: Measured) -> bool:
    return measured.tells_names if name == NAME else measured.missing[name].has_column


def _blanks(measured: Measured, findings: Findings) -> Iterator[Ask]:
    criterion = findings["low_missing"].criterion
    for name, limit in criterion.limits.items():
        missing = measured.missing[name]
        if missing.has_column and missing.count and missing.share > limit:
            yield Ask("missing_values", criterion.id, _blank(missing, limit))


def _blank(missing: Missing, limit: float) -> dict[str, Any]:
    return {
        "variable": missing.variable, "missing": missing.missing, "count": missing.count,
        "share": missing.share, "limit": limit, "reasons": dict(missing.reasons),
    }  # fmt: skip


def _open_causes(measured: Measured, findings: Findings) -> Iterator[Ask]:
    if findings["low_undetermined"].verdict == "not_met":
        finding = findings["low_undetermined"]
        yield Ask("undetermined", "low_undetermined", {**finding.parts, "share": finding.value})
    young, old = measured.residues[:1], measured.residues[-1:]
    if young and old and old[0].age > young[0].age and old[0].share > _WORKED_OFF * young[0].share > 0:
        values = {"first": young[0].share, "last": old[0].share, "days": old[0].age}
        yield Ask("residue_stays", "low_undetermined", values)


def _when(measured: Measured, findings: Findings) -> Iterator[Ask]:
    if findings["periodicity"].verdict == "not_met":
        yield Ask("rare_deliveries", "periodicity", {"days": findings["periodicity"].value})
    if findings["timeliness"].verdict == "not_met":
        yield Ask("late", "timeliness", dict(findings["timeliness"].parts))
    if measured.to_registration and measured.to_registration.before:
        yield Ask("registered_before", "timeliness", {"count": measured.to_registration.before})


def _agreement(measured: Measured, findings: Findings) -> Iterator[Ask]:
    if findings["convergence"].verdict == "not_met":
        finding = findings["convergence"]
        parts = finding.parts
        me, other = ("a", "b") if parts["a"] == measured.source else ("b", "a")
        values = {"other": parts[other], "months": parts["months"], "share": finding.value}
        counts = {"mine": parts[f"count_{me}"], "theirs": parts[f"count_{other}"]}
        yield Ask("differs", "convergence", values | counts)


def _oddities(measured: Measured, findings: Findings) -> Iterator[Ask]:
    for code in MENDABLE:
        if code in measured.noticed:
            yield Ask("noticed", "low_missing", {"code": code, "count": measured.noticed[code][0]})
    if oddities.THOUSANDS_POINT in measured.noticed:
        yield Ask(
            "thousands_point", "unique_victims", {"count": measured.noticed[oddities.THOUSANDS_POINT][0]}
        )
    if measured.rejected:
        yield Ask("rejected_rows", "low_missing", {"count": measured.rejected, "rows": measured.rows_read})


def _habits(measured: Measured, findings: Findings) -> Iterator[Ask]:
    for heap in measured.heaps:
        if heap.heaped:
            usual = heap.expected * heap.count
            values = {"what": heap.what, "observed": heap.observed, "usual": usual, "count": heap.count}
            index = {"index": measured.whipple} if heap.what == "ages" else {}
            yield Ask("rounded", "low_missing", values | index | {"rough": heaping.WHIPPLE_ROUGH})
    for each in measured.breaks:
        month = measured.monthly[each.at][0]
        yield Ask("break", "update_rule", {"month": month, "before": each.before, "after": each.after})


_PARTS = (_unit, _repeats, _columns, _blanks, _open_causes, _agreement, _when, _oddities, _habits)
