"""What stands on each public page, put together from what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from confianza.analysis.indicators import ficha, registry
from confianza.analysis.indicators.indicator import Indicator
from confianza.web.design import writing
from confianza.web.public_site import downloads, drawings, queries, sentences, words
from confianza.web.public_site.queries import Figure, Place, Shown
from confianza.web.public_site.words import language

# What a neighbour is shown first, where it is published.
FIRST = "homicide"
MOST_BULLETINS = 6
# Offences whose names everybody knows and which contain no other of them (decision 0024).
TOLD_BESIDE = ("robbery", "theft", "burglary", "extortion", "assault", "threat", "domestic_violence")
# A line with more holes than this tells less than the columns of the years.
MOST_HIDDEN_MONTHS = 6
# Of the card of an indicator: what the page says in its own places.
SAID_ELSEWHERE = ("caveat", "never_with", "awaits")


@dataclass(frozen=True)
class Choice:
    """A place one can choose, as deep in the tree as it lies."""

    place: Place
    depth: int

    @property
    def url(self) -> str:
        return reverse("public_site:place", args=[self.place.area_id])

    @property
    def indented(self) -> str:
        """Its name, set in by its depth: an option of a list cannot be set in otherwise."""
        return "\u2003" * self.depth + self.place.name

    @property
    def level(self) -> str:
        return words.level(self.place.level)


def choices(shown: Shown, geography: str = queries.OF_NEIGHBOURS) -> list[Choice]:
    """Every place of one geography, each under the one it lies in."""
    places = [place for place in shown.places.values() if place.geography == geography]
    ids = {place.area_id for place in places}
    found: list[Choice] = []

    def walk(place: Place, depth: int) -> None:
        found.append(Choice(place, depth))
        for child in shown.children(place):
            walk(child, depth + 1)

    for place in places:
        if place.parent_id not in ids:
            walk(place, 0)
    return found


@dataclass(frozen=True)
class Row:
    """One indicator in a place: its last complete year, and where to read on."""

    indicator: Any
    figure: Figure | None
    url: str

    @property
    def name(self) -> str:
        return str(self.indicator.name(language()))

    @property
    def count(self) -> str:
        if self.figure is None or not self.figure.told:
            return writing.MISSING
        return words.HIDDEN if self.figure.hidden else writing.number(self.figure.count)

    @property
    def period(self) -> str:
        return self.figure.period if self.figure else ""

    @property
    def rate(self) -> str:
        figure = self.figure
        if figure is None or figure.rate is None:
            return ""
        return f"{writing.number(figure.rate, 1)} {words.per(self.indicator.multiplier)}"


@dataclass(frozen=True)
class PlacePage:
    """The page of a place; the first page is that of the town."""

    shown: Shown
    place: Place

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The indicators published of this place."""
        rows = []
        for indicator in self.shown.indicators.values():
            years = self.shown.series(self.place.area_id, indicator.id, "year")
            told = [figure for figure in years if figure.told]
            complete = [figure for figure in told if figure.complete]
            if told:
                rows.append(Row(indicator, (complete or told)[-1], indicator_url(indicator.id, self.place)))
        return rows

    @cached_property
    def first(self) -> Row | None:
        """The indicator told first: homicide where it is published."""
        chosen = [row for row in self.rows if row.indicator.id == FIRST]
        return (chosen or list(self.rows) or [None])[0]

    @cached_property
    def sentences(self) -> Sequence[str]:
        """What happens here, in at most three plain sentences."""
        if self.first is None:
            return ()
        name, place = self.first.name, self.place.name
        others = [(r.name, r.figure) for r in self.rows if r.indicator.id in TOLD_BESIDE and r.figure]
        told = (
            sentences.year_against_year(name, place, self._years),
            sentences.latest(place, self._months, self._quarters),
            sentences.most_told(name, others),
        )
        return [sentence for sentence in told if sentence]

    @cached_property
    def chart(self) -> drawings.Picture | None:
        """The months where they are published; else the years."""
        if self.first is None:
            return None
        note = origin(self.shown, self._years)
        last = [figure for figure in self._months if figure.told][-drawings.MONTHS_DRAWN :]
        hidden = sum(figure.hidden for figure in last)
        if hidden <= MOST_HIDDEN_MONTHS and len(last) > queries.MONTHS_IN_YEAR:
            return drawings.months(self.first.name, self._months, note)
        per = words.per(self.first.indicator.multiplier)
        return drawings.years(self.first.name, per, self._years, note)

    @cached_property
    def map(self) -> drawings.Picture | None:
        return area_map(self.shown, self.place, self.first.indicator) if self.first else None

    @cached_property
    def above(self) -> Sequence[Place]:
        """The places this one lies in, the widest first."""
        found, here = [], self.place
        while (parent := self.shown.places.get(here.parent_id or "")) is not None:
            found.insert(0, parent)
            here = parent
        return found

    @property
    def below(self) -> Sequence[Choice]:
        return [Choice(place, 0) for place in self.shown.children(self.place)]

    @property
    def choices(self) -> Sequence[Choice]:
        return choices(self.shown)

    @cached_property
    def bulletins(self) -> Sequence[downloads.BulletinRow]:
        """The bulletins of this place, or of the narrowest place around it that has any, as corrected."""
        around = [self.place, *reversed(self.above)]
        found = (queries.bulletins(place.area_id) for place in around)
        told = next((some for some in found if some), [])
        corrected = {each.corrects for each in told}
        return downloads.bulletin_rows(
            [each for each in told if each.version not in corrected][:MOST_BULLETINS]
        )

    @property
    def changes(self) -> Sequence[str]:
        return self.shown.release.changes(language())

    @property
    def _years(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.first.indicator.id, "year") if self.first else []

    @property
    def _months(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.first.indicator.id, "month") if self.first else []

    @property
    def _quarters(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.first.indicator.id, "quarter") if self.first else []


def indicator_url(indicator_id: str, place: Place, name: str = "indicator") -> str:
    address = reverse(f"public_site:{name}", args=[indicator_id])
    return f"{address}?{urlencode({'lugar': place.area_id})}"


def area_map(shown: Shown, place: Place, indicator: Any) -> drawings.Picture | None:
    """The map of the areas in or around a place in the last complete year."""
    period = drawings.last_complete(shown, place, indicator)
    found = drawings.ground(shown, place, indicator, period, language())
    if found is None:
        return None
    links = {each.area_id: indicator_url(indicator.id, each) for each in found.places}
    return drawings.area_map(found, shown.borders, links)


def origin(shown: Shown, figures: Sequence[Figure]) -> str:
    """Say who told the figures, and as known on which day."""
    sources = sorted({queries.source_title(f.source) for f in figures if f.source and f.told})
    said = _("As known on %(date)s; release %(version)s.") % {
        "date": writing.day(shown.as_of), "version": shown.version
    }  # fmt: skip
    if not sources:
        return said
    return f"{_('Source: %(sources)s.') % {'sources': ', '.join(sources)}} {said}"


@dataclass(frozen=True)
class IndicatorPage:
    """The page of an indicator in a place."""

    shown: Shown
    place: Place
    indicator: Any

    @property
    def name(self) -> str:
        return str(self.indicator.name(language()))

    @property
    def caveat(self) -> str:
        return str(self.indicator.caveat(language()))

    @property
    def per(self) -> str:
        return words.per(self.indicator.multiplier)

    @property
    def basis(self) -> str:
        if self.indicator.basis == "residence":
            return _("Counted where the person lives.")
        return _("Counted where it happened.")

    @cached_property
    def card(self) -> Sequence[tuple[str, str]]:
        """The definition as heading and text, where the program still knows this version of it."""
        if self._definition is None:
            return ()
        column = 0 if language() == "es" else 1
        told = ficha.of(self._definition, language())
        return [
            (ficha.HEADINGS[code][column], text) for code, text in told.items() if code not in SAID_ELSEWHERE
        ]

    @property
    def never_with(self) -> Sequence[str]:
        """What it must not be compared with, and why, as its definition says."""
        if self._definition is None:
            return ()
        names = ", ".join(registry.get(each).name(language()) for each in self._definition.never_with)
        said = ". ".join(text for text in (names, self._definition.comparison(language())) if text)
        return [said] if said else ()

    @cached_property
    def _definition(self) -> Indicator | None:
        try:
            found = registry.get(self.indicator.id)
        except registry.UnknownIndicator:
            return None
        return found if found.version == self.indicator.version else None

    @cached_property
    def sentences(self) -> Sequence[str]:
        told = (
            sentences.year_against_year(self.name, self.place.name, self._years),
            sentences.latest(self.place.name, self._months, self._quarters),
        )
        return [sentence for sentence in told if sentence]

    @cached_property
    def years(self) -> drawings.Picture | None:
        if not any(figure.told for figure in self._years):
            return None
        return drawings.years(self.name, self.per, self._years, self.origin)

    @cached_property
    def months(self) -> drawings.Picture | None:
        if not any(figure.told for figure in self._months):
            return None
        return drawings.months(self.name, self._months, self.origin)

    @cached_property
    def map(self) -> drawings.Picture | None:
        return area_map(self.shown, self.place, self.indicator)

    @property
    def origin(self) -> str:
        return origin(self.shown, self._years)

    @property
    def choices(self) -> Sequence[Choice]:
        """The places this indicator is published of."""
        frame = self.shown.release.figures(indicator=self.indicator.id, grain="year")
        told = set(frame["area_id"])
        return [choice for choice in choices(self.shown) if choice.place.area_id in told]

    def address(self, name: str) -> str:
        return indicator_url(self.indicator.id, self.place, name)

    @property
    def url(self) -> str:
        return self.address("indicator")

    @property
    def map_url(self) -> str:
        return self.address("indicator_map")

    @property
    def embed_url(self) -> str:
        return reverse("public_site:embed", args=[self.indicator.id, self.place.area_id])

    def data_url(self, grain: str, form: str) -> str:
        asked = {"indicator": self.indicator.id, "area": self.place.area_id, "grain": grain, "format": form}
        return f"{reverse('public_site:api-figures')}?{urlencode(asked)}"

    @property
    def years_csv(self) -> str:
        return self.data_url("year", "csv")

    @property
    def months_csv(self) -> str:
        return self.data_url("month", "csv")

    @property
    def json(self) -> str:
        return self.data_url("month", "json")

    @cached_property
    def _years(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.indicator.id, "year")

    @cached_property
    def _months(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.indicator.id, "month")

    @cached_property
    def _quarters(self) -> Sequence[Figure]:
        return self.shown.series(self.place.area_id, self.indicator.id, "quarter")
