"""What the pages of analysis show that somebody may act upon: cells and chains, in words, with their area."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from confianza.web.design.ways import Sight
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory.queries import patterns
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import COUNT, Mapped
from confianza.web.observatory.queries.tilings import OUTLINE

# As many as a meeting can take up.
MOST_CELLS, MOST_CHAINS = 4, 2


class Foretold(Protocol):
    """A cell of a forecast."""

    @property
    def outline(self) -> OUTLINE: ...

    @property
    def where(self) -> Sequence[str]: ...


def of_map(found: Incidents, told: Mapped | None) -> list[Sight]:
    """Return the hottest cells and the longest chains of a map; nothing where there is none."""
    if told is None:
        return []
    hot = sorted((cell for cell in told.cells if cell.hot), key=lambda cell: -cell.now)[:MOST_CELLS]
    chains = sorted(told.chains, key=lambda chain: -chain.events)[:MOST_CHAINS]
    spoken = [said.cell(cell, COUNT) for cell in hot] + [said.chain(chain) for chain in chains]
    at = [_middle(cell.outline) for cell in hot] + [(chain.longitude, chain.latitude) for chain in chains]
    return _sights(found, spoken, at)


def of_forecast(found: Incidents, cells: Sequence[Foretold], spoken: Sequence[str]) -> list[Sight]:
    """Return the first cells of a forecast, with what is said of each."""
    first = cells[:MOST_CELLS]
    return _sights(found, list(spoken)[: len(first)], [_middle(cell.outline) for cell in first])


def _sights(found: Incidents, spoken: Sequence[str], at: Sequence[tuple[float, ...]]) -> list[Sight]:
    return [
        Sight("hot_spot", text, *areas, indicator=found.asked.indicator_id)
        for text, areas in zip(spoken, patterns.areas_at(at), strict=True)
    ]


def _middle(outline: OUTLINE) -> tuple[float, ...]:
    return tuple(np.mean(outline[:-1], axis=0).tolist())
