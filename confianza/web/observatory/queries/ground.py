"""What answers are computed from: the counts of the store on the areas of the territory, as known on a
day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings

from confianza.store.layout import StoreLayout
from confianza.web.observatory import memory
from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.indicators.coverage import Coverage
    from confianza.analysis.territory.areas import Territory
    from confianza.web.observatory.queries.figures import Place

PERSONS = ("sex", "age_band")


def layout() -> StoreLayout:
    """Return the event store of this workspace."""
    return StoreLayout(settings.WORKSPACE.store)


def state(as_of: date | None) -> str:
    """Name the state of the data that answers rest on; it changes whenever an answer could."""
    from confianza.store import deliveries
    from confianza.web.territory import queries as territory

    return f"{deliveries.version(layout())}|{territory.edition()}|{as_of or ''}"


@dataclass(frozen=True)
class Ground:
    """Counts and territory of one state of the data. Without a territory, places are those the sources
    told.
    """

    as_of: date | None

    @cached_property
    def state(self) -> str:
        return state(self.as_of)

    @cached_property
    def given(self) -> "Territory":
        """The territory of the register, which may be empty."""
        from confianza.web.territory import queries as territory

        return territory.territory()

    @property
    def has_territory(self) -> bool:
        return not self.given.areas.is_empty()

    @property
    def territory(self) -> "Territory":
        return self.given if self.has_territory else self._as_given[1]

    @property
    def has_data(self) -> bool:
        """Whether anything was delivered by the day asked."""
        from confianza.store import deliveries

        return bool(deliveries.listing(layout(), self.as_of))

    def counts(self, *, persons: bool) -> Any:
        """Return the Ibis table of monthly counts; without `persons` it knows no sex and no age, and is
        smaller.
        """
        from confianza.store import counts

        if not self.has_territory:
            return self._as_given[0]
        return counts.table(layout(), self.given, self.as_of, persons=persons)

    @cached_property
    def _as_given(self) -> "tuple[Any, Territory]":
        from confianza.analysis.indicators import as_given
        from confianza.store import claims

        return as_given.monthly_counts(claims.visible(layout(), self.as_of))

    def coverage(self, geography: str) -> "Coverage":
        """Return what every source speaks of in one geography."""
        from confianza.analysis.indicators import coverage

        return memory.remembered(
            f"coverage|{self.state}|{geography}",
            lambda: coverage.of(self.counts(persons=False), self.territory, geography),
        )

    def voices(self, question: Question) -> Sequence[str]:
        """Return every voice that ever told the indicator of a question."""
        from confianza.analysis.indicators import selection

        return memory.remembered(
            f"voices|{self.state}|{question.indicator_id}",
            lambda: selection.voices(self.counts(persons=False), question.filters()),
        )

    def table(self, question: Question, *by: str, **changes: Any) -> "pl.DataFrame":
        """Tabulate a question with some filters changed, with rates and intervals."""
        from confianza.analysis.indicators.rates import with_rates
        from confianza.analysis.indicators.tabulation import tabulate

        asked = question.filters(**changes)
        counts = self.counts(persons=bool(set(by) & set(PERSONS)) or asked.splits_the_population)
        told = tabulate(
            counts,
            self.territory,
            by=by,
            filters=asked,
            coverage=self.coverage(asked.geography),
            voices=self.voices(question),
        )
        return with_rates(told, multiplier=question.indicator.multiplier)

    def place(self, area_id: str) -> "Place | None":
        """Return an area with the areas above it; None where there is none of that identity."""
        from confianza.web.observatory.queries import places

        return places.place(self.territory, area_id)

    def levels(self, geography: str, area: str = "") -> Sequence[str]:
        """Return the levels of areas inside an area, from the widest."""
        from confianza.analysis.indicators.filters import levels_inside

        return levels_inside(self.territory, geography, area)
