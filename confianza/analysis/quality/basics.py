"""What a source is: how many victims it tells of, from when until when, row by row or in sums, and its
family.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from confianza.analysis.quality import subjects
from confianza.analysis.quality.subjects import HOMICIDE_CLASS

if TYPE_CHECKING:
    import ibis

Family = Literal["security", "health"]
# The source's word means the class, or something within it.
_WITHIN = ("exact", "narrower")
# A source that dates by death or intake, or names a cause for most of its dead, belongs to the health family.
_HEALTH_DATES = ("death", "intake")
_MOST = 0.5


@dataclass(frozen=True)
class Basics:
    """One source: `victims` are told by `claims` rows, of which those of a single victim are `single`.

    `classified`: victims whose offence is intentional homicide or a kind of it, nothing wider. `identified`:
    rows with the source's own identifier.
    """

    source: str
    claims: int
    victims: float
    single: float
    classified: float
    identified: int
    first: date | None
    last: date | None
    family: Family


def of(claims: "ibis.Table") -> dict[str, Basics]:
    """Return the basics of each source of the claims."""
    import ibis

    weight = claims.weight
    single = claims.grain.cast("string") == "victim"
    homicide = claims.iccs.cast("string").startswith(HOMICIDE_CLASS).fill_null(False)
    exact = homicide & claims.iccs_match.cast("string").isin(_WITHIN).fill_null(False)
    by_death = claims.date_meaning.cast("string").isin(_HEALTH_DATES)
    medical = (by_death | claims.icd10.notnull()).fill_null(False)
    summed = claims.group_by("source").aggregate(
        claims=claims.count(),
        victims=weight.sum(),
        single=ibis.ifelse(single, weight, 0).sum(),
        classified=ibis.ifelse(exact, weight, 0).sum(),
        identified=claims.source_record_id.count(),
        medical=ibis.ifelse(medical, 1, 0).sum(),
        first=claims.occurred_on.min(),
        last=claims.occurred_on.max(),
    )
    return {str(row["source"]): _basics(row) for row in subjects.collected(summed).iter_rows(named=True)}


def _basics(row: dict[str, Any]) -> Basics:
    return Basics(
        source=str(row["source"]),
        claims=int(row["claims"]),
        victims=float(row["victims"]),
        single=float(row["single"]),
        classified=float(row["classified"]),
        identified=int(row["identified"]),
        first=row["first"],
        last=row["last"],
        family="health" if row["medical"] > _MOST * row["claims"] else "security",
    )
