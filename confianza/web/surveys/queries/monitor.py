"""How far a wave's fieldwork is, cluster by cluster, and what it will never reach."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from confianza.web.surveys import rules
from confianza.web.surveys.models import Sampled, Wave
from confianza.web.surveys.queries import interviews, samples, visits
from confianza.web.surveys.queries.visits import LeftOut, Visits

WAITING = ("waiting", "arriving")


@dataclass(frozen=True)
class Part:
    """What was done in a part of the sample: visits by disposition, interviews of how many wanted."""

    name: str
    target: int
    counts: Mapping[str, int]

    @property
    def done(self) -> int:
        return sum(count for code, count in self.counts.items() if rules.is_interview(code))

    @property
    def visited(self) -> int:
        return sum(self.counts.values())

    @property
    def response_rate(self) -> float | None:
        """AAPOR's RR1."""
        return rules.response_rate(self.counts)

    def count(self, *codes: str) -> int:
        """Return how many visits ended so."""
        return sum(self.counts.get(code, 0) for code in codes)


@dataclass(frozen=True)
class ClusterPart(Part):
    """What was done in a cluster; `replaced_by` is who holds its place now, `area` the name of its
    neighbourhood, or of its stratum where none is known.
    """

    sampled: Sampled
    area: str
    replaced_by: Sampled | None

    @property
    def standing(self) -> str:
        """One of replaced, complete, inaccessible, begun, not_begun."""
        return rules.standing(
            is_replaced=self.replaced_by is not None, done=self.done, target=self.target, counts=self.counts
        )


@dataclass(frozen=True)
class Progress:
    """How far a wave is: in all, by stratum, by cluster in the order of the draw. `waiting`: interviews that
    nobody has reviewed yet, among those done. `lost`: clusters without a single interview where nobody holds
    the place any more.
    """

    whole: Part
    strata: tuple[Part, ...]
    clusters: tuple[ClusterPart, ...]
    waiting: int
    left_out: tuple[LeftOut, ...]

    @property
    def replaced(self) -> tuple[ClusterPart, ...]:
        return tuple(each for each in self.clusters if each.replaced_by)

    @property
    def inaccessible(self) -> tuple[ClusterPart, ...]:
        return tuple(each for each in self.clusters if each.standing == "inaccessible")

    @property
    def lost(self) -> list[tuple[str, list[str]]]:
        """The codes of the clusters nobody could get into, by neighbourhood."""
        found: dict[str, list[str]] = {}
        for each in self.inaccessible:
            found.setdefault(each.area, []).append(each.name)
        return list(found.items())

    @property
    def reasons(self) -> dict[str, int]:
        """How many filled forms count for nothing, by reason."""
        return dict(Counter(each.reason for each in self.left_out))


def progress(wave: Wave) -> Progress:
    """Return how far a wave is, what waits to be reviewed included."""
    return of_visits(wave, visits.visits(wave, approved_only=False))


def of_visits(wave: Wave, found: Visits) -> Progress:
    """Return how far a wave is by its visits."""
    sampled = samples.of_wave(wave, with_replaced=True)
    counts = _by_cluster(found)
    clusters = tuple(_clusters(sampled, counts, interviews.areas(wave)))
    waiting = sum(
        row["standing"] in WAITING and rules.is_interview(row["_outcome"])
        for row in found.frame.select("standing", "_outcome").iter_rows(named=True)
    )
    standing = [each for each in clusters if not each.replaced_by]
    names = sorted({each.sampled.cluster.stratum.name for each in standing})
    strata = tuple(
        _sum(name, (each for each in standing if each.sampled.cluster.stratum.name == name)) for name in names
    )
    return Progress(_sum("", strata), strata, clusters, waiting, found.left_out)


def days_left(wave: Wave, today: date) -> int:
    """Return how many days of fieldwork are left, this one included."""
    return max(0, (wave.ends_on - max(today, wave.begins_on)).days + 1) if not wave.closed_on else 0


def _by_cluster(found: Visits) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for row in found.frame.select("_cluster", "_outcome").iter_rows(named=True):
        counts.setdefault(row["_cluster"], Counter())[row["_outcome"]] += 1
    return counts


def _clusters(
    sampled: Iterable[Sampled], counts: Mapping[str, Mapping[str, int]], areas: Mapping[str, str]
) -> Any:
    rows = list(sampled)
    after = {each.replaces_id: each for each in rows if each.replaces_id}
    for each in rows:
        area = each.cluster.area
        yield ClusterPart(
            name=each.cluster.code,
            target=each.interviews,
            counts=dict(counts.get(each.cluster.code, {})),
            sampled=each,
            area=areas.get(area.stable_id, "") if area else each.cluster.stratum.name,
            replaced_by=after.get(each.pk),
        )


def _sum(name: str, parts: Iterable[Part]) -> Part:
    counts: Counter[str] = Counter()
    target = 0
    for each in parts:
        counts.update(each.counts)
        target += each.target
    return Part(name, target, dict(counts))
