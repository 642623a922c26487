"""Inside, around and farther out, from a table: one row for each part and kind of crime."""

from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.displacement import PARTS, Kind
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.hotspots.displacement import BeforeAfter

OUTLYING = "outlying"


def of_table(table: Table) -> tuple[list[Kind], dict[str, BeforeAfter]]:
    """Return kinds and wards farther out from the columns part, before, after and, where they are, name, kind
    and weight. Several rows of one part and kind are added up. Raises EvaluationRefused no_column, no_role,
    area_twice (the same name with the same counts).
    """
    table.of_one_unit()
    parts = table.texts("part")
    before, after = table.counts("before"), table.counts("after")
    columns = table.frame.columns
    kinds = table.texts("kind") if "kind" in columns else [""] * table.size
    weights = table.exposures("weight" if "weight" in columns else "")
    names = (
        table.texts("name")
        if "name" in columns
        else [f"{row + table.first_row}" for row in range(table.size)]
    )
    counted: dict[str, dict[str, BeforeAfter]] = {}
    weighs: dict[str, float] = {}
    wards: dict[str, BeforeAfter] = {}
    seen: set[tuple[str, str, str, BeforeAfter]] = set()
    for row, part in enumerate(parts):
        here = float(before[row]), float(after[row])
        if "name" in columns and names[row] and (part, kinds[row], names[row], here) in seen:
            raise EvaluationRefused("area_twice", row=row + table.first_row, area=names[row][:40])
        seen.add((part, kinds[row], names[row], here))
        if part == OUTLYING:
            wards[names[row]] = _added(wards.get(names[row]), here)
            continue
        if part not in PARTS:
            raise EvaluationRefused("no_role", row=row + table.first_row, value=part[:40])
        told = counted.setdefault(kinds[row], {})
        told[part] = _added(told.get(part), here)
        weighs.setdefault(kinds[row], float(weights[row]))
    if not counted:
        raise EvaluationRefused("part_missing", part=PARTS[0])
    return [Kind(told, weighs[kind]) for kind, told in counted.items()], wards


def _added(known: BeforeAfter | None, more: BeforeAfter) -> BeforeAfter:
    return (known[0] + more[0], known[1] + more[1]) if known else more
