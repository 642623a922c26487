"""Propose which area a told name means. A person decides; between equals nobody does until a person has.

A name that is exactly an area's own or a confirmed variant's needs no proposal. For the rest the score is a
soft TF-IDF (Cohen, Ravikumar & Fienberg, "A Comparison of String Distance Metrics for Name-Matching Tasks",
IIWeb 2003): words count by how rare they are among the candidates (half of all towns are a San or a Santa),
and words that are spelt alike count in part. Reordered words and left-out saints cost little, a different
last word costs all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import polars as pl

from confianza.analysis.territory import keys, telling
from confianza.analysis.territory.areas import NOWHERE, Territory

EXACT, VARIANT, PROPOSED, AMBIGUOUS, UNKNOWN = "exact", "variant", "proposed", "ambiguous", "unknown"

# Words less alike than this are different words: one slip of the pen in four letters (edits and swaps over
# length). Not the Jaro-Winkler of the paper, whose bonus for a common beginning takes Chichicastenango for
# Chiché.
ALIKE_WORDS = 0.75
# Below this score a proposal would waste the reader's time; within this distance two candidates are equals.
LOWEST_SCORE = 0.55
MARGIN = 0.04


@dataclass(frozen=True)
class Candidate:
    """An area a name may mean, and how well it fits (0 to 1)."""

    area_id: str
    score: float


@dataclass(frozen=True)
class Proposal:
    """What a told name may mean within `scope` (area_id, "" for anywhere), the best candidates first.

    `verdict`: "exact" or "variant" (one area answers to the name), "proposed" (the first candidate is clearly
    the best), "ambiguous" (several fit equally: say the department, or ask), "unknown" (none is near).
    `count`: claims it concerns.
    """

    name: str
    scope: str
    level: str
    verdict: str
    candidates: tuple[Candidate, ...]
    count: int = 0

    @property
    def best(self) -> Candidate | None:
        """The candidate to propose; None where none is better than the others."""
        return self.candidates[0] if self.verdict in (EXACT, VARIANT, PROPOSED) else None

    @property
    def runner_up(self) -> Candidate | None:
        return self.candidates[1] if len(self.candidates) > 1 else None


class Gazetteer:
    """The names of a territory, ready to be compared with many told ones."""

    def __init__(self, territory: Territory) -> None:
        self._names = keys.of_names(territory)

    def propose(self, name: str, *, level: str, scope: str = NOWHERE, count: int = 0) -> Proposal:
        """Return what `name` may mean among the areas of `level` within `scope`."""
        known = self._names.filter((pl.col("level") == level) & (pl.col("scope") == scope))
        told = keys.name_key(name)
        exact = known.filter((pl.col("key") == told) & (pl.col("rank") == keys.FULL))
        if not exact.is_empty():
            return _answered(name, scope, level, exact, count)
        spellings = known.group_by("area_id").agg("key").iter_rows()
        ranked = _ranked(keys.bare_name_key(name), dict(spellings))
        return Proposal(name, scope, level, _verdict(ranked), ranked[:5], count)


def for_places(places: pl.DataFrame, territory: Territory) -> list[Proposal]:
    """Return proposals for the told places no area answers to, most claims first, each name within its parent
    once.

    `places` has department, municipality, zone, locality (String or null) and count, and may have
    department_code and municipality_code: what a code resolves is no question. Only the first part of a place
    that is not known is asked about: a municipality is no question while its department is one.
    """
    told = _as_told(places)
    found = telling.resolve(told, territory).join(told.select("place", *_PARTS, "count"), on="place")
    gazetteer = Gazetteer(territory)
    levels = set(territory.areas["level"])
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in found.iter_rows(named=True):
        question = _question(row, levels)
        if question is not None:
            counts[question] += row["count"]
    return [
        gazetteer.propose(name, level=level, scope=scope, count=count)
        for (name, level, scope), count in counts.most_common()
    ]


_PARTS = {
    "department_name": "department",
    "municipality_name": "municipality",
    "zone": "zone",
    "locality": "locality",
}


def _as_told(places: pl.DataFrame) -> pl.DataFrame:
    named = places.select(pl.col(short).cast(pl.String).alias(full) for full, short in _PARTS.items())
    others = [column for column in telling.TOLD if column not in _PARTS]
    silent = [
        places[column].cast(pl.String)
        if column in places.columns
        else pl.lit(None, dtype=pl.String).alias(column)
        for column in others
    ]
    day = pl.lit(None, dtype=pl.Date).alias("on")
    return named.with_columns(*silent, day, places["count"].cast(pl.Int64)).with_row_index("place")


def _question(row: Mapping[str, str], levels: set[str]) -> tuple[str, str, str] | None:
    """Return (name, level, scope) of the first part that was told, could be known and is not."""
    scope = NOWHERE
    for full, part in _PARTS.items():
        if row[f"{part}_by"] in (telling.UNKNOWN, telling.AMBIGUOUS) and part in levels:
            return row[full], part, scope
        scope = row[f"{part}_area"] or scope
    return None


def _answered(name: str, scope: str, level: str, exact: pl.DataFrame, count: int) -> Proposal:
    found = exact.unique("area_id").sort("area_id")
    candidates = tuple(Candidate(area, 1.0) for area in found["area_id"])
    if len(candidates) > 1:
        return Proposal(name, scope, level, AMBIGUOUS, candidates, count)
    verdict = EXACT if found["by"][0] == "name" else VARIANT
    return Proposal(name, scope, level, verdict, candidates, count)


def _verdict(ranked: Sequence[Candidate]) -> str:
    if not ranked:
        return UNKNOWN
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN:
        return AMBIGUOUS
    return PROPOSED


def _ranked(told: str, spellings: Mapping[str, Sequence[str]]) -> tuple[Candidate, ...]:
    """Return the areas near enough to the told name, best first."""
    rarity = _rarity(spellings.values())
    scored = (
        Candidate(area, max(_similarity(told, key, rarity) for key in names))
        for area, names in spellings.items()
    )
    near = [candidate for candidate in scored if candidate.score >= LOWEST_SCORE]
    return tuple(sorted(near, key=lambda candidate: (-candidate.score, candidate.area_id)))


def _rarity(names: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return the inverse document frequency of every word, each area being one document."""
    documents = [{word for key in spellings for word in key.split()} for spellings in names]
    frequency = Counter(word for words in documents for word in words)
    return {word: log(1 + len(documents) / count) for word, count in frequency.items()}


def _similarity(told: str, known: str, rarity: Mapping[str, float]) -> float:
    """Return how alike two names are, 0 to 1: by the words or by the letters they share, if more."""
    from rapidfuzz.distance import OSA

    return max(
        _shared_words(told.split(), known.split(), rarity), OSA.normalized_similarity(told, known) * 0.98
    )


def _shared_words(told: Sequence[str], known: Sequence[str], rarity: Mapping[str, float]) -> float:
    """Return the weight of the words found in both: two thirds by the name that is found best, one by the
    other.
    """
    unseen = max(rarity.values(), default=1.0)
    weights = {word: rarity.get(word, unseen) for word in (*told, *known)}
    one = _found(told, known, weights)
    other = _found(known, told, weights)
    return (2 * max(one, other) + min(one, other)) / 3


def _found(words: Sequence[str], among: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return which part of the weight of `words` has a word alike among the others."""
    total = sum(weights[word] for word in words)
    return sum(weights[word] * _best_match(word, among) for word in words) / total if total else 0.0


def _best_match(word: str, among: Sequence[str]) -> float:
    from rapidfuzz.distance import OSA

    best = max((OSA.normalized_similarity(word, other) for other in among), default=0.0)
    return best if best >= ALIKE_WORDS else 0.0
