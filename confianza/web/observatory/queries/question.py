"""What a page is asked, free of any language; the same words stand in the address."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from confianza.analysis.indicators import registry
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.indicator import Indicator

Measure = Literal["rate", "count"]

# Names in the address, where they differ from the names of the fields.
IN_ADDRESS = {"first": "from", "last": "to", "age_band": "age"}
EVERYWHERE = "all"
# In the place of a level: the area is not divided.
WHOLE = "whole"


@dataclass(frozen=True)
class Question:
    """An indicator, a place, months, persons, a source, and the day the answer was known; empty is
    everything.

    `area` "" asks for the place the data are about, `all` for every place. `first` and `last` are first days
    of months. `level` "whole" asks for the area undivided.
    """

    indicator_id: str = "homicide"
    geography: str = "administrative"
    area: str = ""
    level: str = ""
    first: date | None = None
    last: date | None = None
    source: str = ""
    sex: str = ""
    age_band: str = ""
    mechanism: str = ""
    as_of: date | None = None
    measure: Measure = "rate"

    @property
    def indicator(self) -> Indicator:
        return registry.get(self.indicator_id)

    def filters(self, **changes: Any) -> Filters:
        """Return the question as the analysis takes it, with some of its fields changed."""
        asked = asdict(self) | changes
        names = ("geography", "level", "first", "last", "source", "sex", "age_band", "mechanism")
        area = "" if asked["area"] == EVERYWHERE else asked["area"]
        asked["level"] = "" if asked["level"] == WHOLE else asked["level"]
        return Filters(self.indicator, area=area, **{name: asked[name] for name in names})

    def but(self, **changes: Any) -> "Question":
        """Return the same question with some fields changed."""
        return replace(self, **changes)

    @property
    def address(self) -> str:
        """The question as the query of an address, what is usual left out."""
        usual = asdict(Question())
        told = {name: _written(name, value) for name, value in asdict(self).items() if value != usual[name]}
        return urlencode(
            {
                IN_ADDRESS.get(name.removesuffix("_id"), name.removesuffix("_id")): v
                for name, v in told.items()
            }
        )


def _written(name: str, value: Any) -> str:
    if name in ("first", "last"):
        return f"{value:%Y-%m}" if value else ""
    return str(value)
