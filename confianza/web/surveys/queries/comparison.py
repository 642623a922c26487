"""A question neighbourhood by neighbourhood: what may be shown of each, and which cannot be told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from confianza.web.surveys.models import Item
from confianza.web.surveys.queries import results
from confianza.web.surveys.queries.results import MORE_THAN_CHANCE, TOLD, Heard

if TYPE_CHECKING:
    from confianza.analysis.surveys.estimates import Estimate
    from confianza.analysis.surveys.protecting import Part, Said

# Left out although it could be told, so that another cannot be worked out.
LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood. `estimate` is None unless it may be shown; `verdict` says why.

    `hidden`: what it would be, which leaves this module only to be counted with.
    """

    stable_id: str
    name: str
    verdict: str
    estimate: "Estimate | None"
    hidden: "Estimate | None" = None

    @property
    def is_told(self) -> bool:
        return self.estimate is not None


@dataclass(frozen=True)
class Difference:
    """Two neighbourhoods told apart: `lower` has the smaller estimate. `p` after Holm over all pairs."""

    lower: Neighbourhood
    higher: Neighbourhood
    p: float


@dataclass(frozen=True)
class Compared:
    """A question in all neighbourhoods where clusters were drawn, by name. `total_is_told`: whether that of
    everybody may be told beside them.
    """

    item: Item
    neighbourhoods: tuple[Neighbourhood, ...]
    differences: tuple[Difference, ...]
    total_is_told: bool

    @property
    def told(self) -> list[Neighbourhood]:
        return [each for each in self.neighbourhoods if each.is_told]


def compared(heard: Heard, item: Item, *, before: "Sequence[Said]" = ()) -> Compared:
    """Return a question by neighbourhood, protected against differences, also with what was told `before`."""
    found = [_neighbourhood(heard, item, stable_id, name) for stable_id, name in _places(heard)]
    told, total_is_told = _protected(heard, item, found, before)
    return Compared(item, tuple(told), _differences(heard, told), total_is_told)


def parts(heard: Heard, item: Item, found: "Iterable[Neighbourhood]") -> "list[Part]":
    """Return the neighbourhoods in which somebody answered, as parts of everybody; those of no known place
    are a part without a name.
    """
    from confianza.analysis.surveys.protecting import Part

    told = [(each.stable_id, each.hidden or each.estimate, each.verdict in TOLD) for each in found]
    told.append(("", _of(heard, item, ""), True))
    return [
        Part(name, estimate.estimate, estimate.people, estimate.n, may_be_told)
        for name, estimate, may_be_told in told
        if estimate is not None
    ]


def people(heard: Heard, item: Item) -> dict[str, float]:
    """Return for how many people those stand who answered, by neighbourhood."""
    names = [*(stable_id for stable_id, _name in _places(heard)), ""]
    found = {name: _of(heard, item, name) for name in names}
    return {name: each.people for name, each in found.items() if each is not None}


def _places(heard: Heard) -> list[tuple[str, str]]:
    return sorted(heard.found.areas.items(), key=lambda place: place[1])


def _of(heard: Heard, item: Item, stable_id: str) -> "Estimate | None":
    import numpy as np

    from confianza.analysis.surveys.problems import SurveyRefused

    table = heard.found.table
    try:
        told = results.values(table, item)
    except SurveyRefused:
        return None
    rows = np.array([each == stable_id for each in table.texts("_area")])
    return results.estimated(heard.design, told, item, rows) if rows.any() else None


def _neighbourhood(heard: Heard, item: Item, stable_id: str, name: str) -> Neighbourhood:
    from confianza.analysis.surveys import publishing

    if stable_id not in heard.found.table.texts("_area"):
        return Neighbourhood(stable_id, name, "no_data", None)
    found = _of(heard, item, stable_id)
    if found is None:
        return Neighbourhood(stable_id, name, "too_few", None)
    verdict = publishing.verdict(found, is_share=results.is_share(item))
    return Neighbourhood(stable_id, name, verdict, None, found)


def _protected(
    heard: Heard, item: Item, found: list[Neighbourhood], before: "Sequence[Said]"
) -> tuple[list[Neighbourhood], bool]:
    from confianza.analysis.surveys import protecting

    whole = results.point(heard, item)
    if not whole.is_told or whole.estimate is None:
        return [_shown(each, frozenset()) for each in found], False
    allowed = protecting.allowed(
        parts(heard, item, found), whole.estimate.estimate, scale=results.scale(item), before=before
    )
    return [_shown(each, allowed.parts) for each in found], allowed.total


def _shown(found: Neighbourhood, allowed: frozenset[str]) -> Neighbourhood:
    if found.stable_id in allowed:
        return Neighbourhood(found.stable_id, found.name, found.verdict, found.hidden)
    verdict = LEFT_OUT if found.verdict in TOLD else found.verdict
    return Neighbourhood(found.stable_id, found.name, verdict, None)


def _differences(heard: Heard, found: Sequence[Neighbourhood]) -> tuple[Difference, ...]:
    """Return the pairs that differ by more than chance, each one of so many (Holm)."""
    from confianza.analysis.surveys import change

    pairs: list[Difference] = []
    for one, other in combinations(found, 2):
        if one.estimate is None or other.estimate is None:
            continue
        told = change.in_same_clusters(heard.design, one.estimate, other.estimate)
        ends = (one, other) if told.estimate >= 0 else (other, one)
        pairs.append(Difference(*ends, told.p))
    raised = change.holm([pair.p for pair in pairs])
    told_apart = zip(pairs, raised, strict=True)
    return tuple(Difference(pair.lower, pair.higher, p) for pair, p in told_apart if p < MORE_THAN_CHANCE)


def cannot_be_told_apart(found: Compared) -> Mapping[str, list[str]]:
    """Return for each neighbourhood that is told the names of those it cannot be told from."""
    apart = {frozenset((each.lower.stable_id, each.higher.stable_id)) for each in found.differences}
    return {
        one.stable_id: [
            other.name
            for other in found.told
            if other is not one and frozenset((one.stable_id, other.stable_id)) not in apart
        ]
        for one in found.told
    }
