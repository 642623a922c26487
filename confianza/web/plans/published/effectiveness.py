"""What everybody may read of a quarter: counts of promises, problems, requests and meetings; no title, no
lesson, no name, and of crime nothing but what the releases tell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from confianza.web.plans.models import EffectivenessReport
from confianza.web.plans.rules import quarters
from confianza.web.territory import queries as territory

# Verdicts of fewer problems are those of one that may be told apart.
FEWEST_ASSESSED = 5
# Of each part of a report, the counts that everybody reads.
PUBLIC = {
    "promises": ("in_time", "kept_late", "broken", "waiting", "released", "moved"),
    "problems": ("opened", "closed", "assessed"),
    "requests": ("asked", "in_time", "late", "overdue"),
    "meetings": ("planned", "held", "highest"),
    "weekly": ("held", "left_out", "decisions"),
}


@dataclass(frozen=True)
class QuarterTold:
    """A quarter of an area as it was computed and then published. `verdicts`: how many of the problems
    assessed had which (codes of `queries.effectiveness.VERDICTS`); none where so few were assessed that they
    would tell what the page of a problem holds back. The digest of the whole report stays in the house: who
    knew all of it but a count could try that out.
    """

    id: int
    area_id: str
    area: str
    quarter: str
    first: date
    last: date
    published_on: date
    counts: Mapping[str, Mapping[str, int]]
    verdicts: Mapping[str, int]

    @property
    def promised(self) -> int:
        """How many promises were for a day of the quarter."""
        told = self.counts["promises"]
        return sum(told[name] for name in PUBLIC["promises"] if name != "moved")


def quarters_told(area_ids: Iterable[str] = ()) -> list[QuarterTold]:
    """Return the quarters that were published, the latest first; of some areas, or of all."""
    found = EffectivenessReport.objects.exclude(published_on=None).select_related("area")
    wanted = set(area_ids)
    rows = list(found.filter(area__stable_id__in=wanted) if wanted else found)
    names = territory.names_by_key(row.area for row in rows)
    return [_told(row, names[row.area_id]) for row in rows]


def _told(row: EffectivenessReport, area: str) -> QuarterTold:
    first, last = quarters.bounds(row.quarter)
    assert row.published_on is not None  # noqa: S101 - those without were left out
    assessed = row.told["problems"]["assessed"]
    return QuarterTold(
        id=row.pk,
        area_id=row.area.stable_id,
        area=area,
        quarter=row.quarter,
        first=first,
        last=last,
        published_on=row.published_on,
        counts={part: {name: row.told[part][name] for name in names} for part, names in PUBLIC.items()},
        verdicts=row.told["problems"]["verdicts"] if assessed >= FEWEST_ASSESSED else {},
    )
