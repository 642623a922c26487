"""Deaths whose intent nobody determined: ICD-10 Y10–Y34, Y87.2 and Y89.9 among external causes (V01–Y98)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confianza.analysis.quality import subjects

if TYPE_CHECKING:
    import ibis

FIRST_EXTERNAL, LAST_EXTERNAL = "V01", "Y98"
UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Undetermined:
    """`undetermined` of `external` deaths by external causes (or, without codes, of those with an intent)."""

    undetermined: float
    external: float
    by_code: bool

    @property
    def share(self) -> float:
        return self.undetermined / self.external


def of(claims: "ibis.Table") -> dict[str, Undetermined]:
    """Return the undetermined deaths of each source that tells causes or intents. All its claims, not only
    homicides: what is not determined is not yet called one.
    """
    import ibis

    code = claims.icd10.cast("string").fill_null("").substr(0, 3)
    coded = (code >= FIRST_EXTERNAL) & (code <= LAST_EXTERNAL)
    intent = claims.intent.cast("string").fill_null("")
    undetermined = intent == UNDETERMINED
    rows = claims.select(
        "source",
        coded=ibis.ifelse(coded, claims.weight, 0),
        coded_undetermined=ibis.ifelse(coded & undetermined, claims.weight, 0),
        stated=ibis.ifelse(intent != "", claims.weight, 0),
        undetermined=ibis.ifelse(undetermined, claims.weight, 0),
    )
    names = ("coded", "coded_undetermined", "stated", "undetermined")
    summed = subjects.collected(
        rows.group_by("source").aggregate([rows[name].sum().name(name) for name in names])
    )
    found = {str(row["source"]): _of_a_source(row) for row in summed.iter_rows(named=True)}
    # Who never determines an intent does not state intents; a share of them would say nothing.
    return {source: each for source, each in found.items() if each.undetermined < each.external}


def _of_a_source(row: dict[str, float]) -> Undetermined:
    if row["coded"]:
        return Undetermined(float(row["coded_undetermined"]), float(row["coded"]), by_code=True)
    return Undetermined(float(row["undetermined"]), float(row["stated"]), by_code=False)
