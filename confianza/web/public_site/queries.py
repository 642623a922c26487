"""What the public pages show of figures, read from a release and from nothing else; what is published now."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone

if TYPE_CHECKING:
    from confianza.web.observatory.published import PublishedIndicator, PublishedRelease

Grain = Literal["month", "quarter", "year"]
MONTHS_IN_YEAR = 12
# Where a neighbour lives: areas of the police are for those who look for them.
OF_NEIGHBOURS = "administrative"


@dataclass(frozen=True)
class Place:
    """An area as published."""

    area_id: str
    name: str
    level: str
    parent_id: str | None
    geography: str


@dataclass(frozen=True)
class Figure:
    """One published figure. `count` and rates are null where hidden, or where no source tells the period."""

    area_id: str
    indicator_id: str
    period: str
    count: float | None
    hidden: bool
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    smoothed: float | None
    source: str | None
    months_told: int | None
    complete: bool
    status: str | None

    @property
    def on(self) -> date:
        """The first day of its month, quarter or year."""
        year, _, part = self.period.partition("-")
        month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
        return date(int(year), month, 1)

    @property
    def told(self) -> bool:
        """Whether anybody tells this period at all; a hidden figure is told."""
        return self.hidden or self.count is not None


class Shown:
    """A release as the public pages read it."""

    def __init__(self, release: "PublishedRelease") -> None:
        self.release = release

    @property
    def version(self) -> str:
        return self.release.version

    @property
    def as_of(self) -> date:
        return self.release.as_of

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every published area by its id, in the order of the release."""
        names = ("area_id", "name", "level", "parent_id", "geography")
        rows = self.release.areas().select(names).iter_rows(named=True)
        return {row["area_id"]: Place(**row) for row in rows}

    @cached_property
    def indicators(self) -> Mapping[str, "PublishedIndicator"]:
        """Every published indicator by its id, in the order of the release."""
        return {indicator.id: indicator for indicator in self.release.indicators()}

    @cached_property
    def town(self) -> Place | None:
        """The area the release is about: of those without a published parent, the one with most below it."""
        roots = [place for place in self.of_neighbours if place.parent_id not in self.places]
        return max(roots, key=lambda place: len(self.children(place)), default=None)

    @property
    def of_neighbours(self) -> Sequence[Place]:
        return [place for place in self.places.values() if place.geography == OF_NEIGHBOURS]

    def children(self, place: Place) -> Sequence[Place]:
        return [each for each in self.places.values() if each.parent_id == place.area_id]

    def siblings(self, place: Place) -> Sequence[Place]:
        """The areas drawn together with this one: its children, or those beside it where it has none."""
        parent = self.places.get(place.parent_id or "")
        return self.children(place) or (self.children(parent) if parent else [place])

    def series(self, area_id: str, indicator_id: str, grain: Grain) -> Sequence[Figure]:
        """The figures of one indicator in one area, the oldest first."""
        frame = self.release.figures(area=area_id, indicator=indicator_id, grain=grain)
        return _figures(frame.sort("period"))

    def across(
        self, areas: Iterable[Place], indicator_id: str, grain: Grain, period: str
    ) -> Mapping[str, Figure]:
        """The figure of one period in several areas, by area."""
        import polars as pl

        frame = self.release.figures(indicator=indicator_id, grain=grain)
        wanted = pl.col("area_id").is_in([place.area_id for place in areas]) & (pl.col("period") == period)
        return {figure.area_id: figure for figure in _figures(frame.filter(wanted))}

    def periods(self, indicator_id: str, grain: Grain) -> Sequence[str]:
        """The periods published of an indicator, the oldest first."""
        frame = self.release.figures(indicator=indicator_id, grain=grain)
        return [str(period) for period in frame["period"].unique().sort()]

    @cached_property
    def shapes(self) -> Mapping[str, dict[str, Any]]:
        """The geometry (GeoJSON, degrees) of every published area that has one."""
        features = self.release.shapes().get("features", [])
        return {
            feature["properties"]["area_id"]: feature["geometry"]
            for feature in features
            if feature["geometry"]
        }

    @cached_property
    def borders(self) -> Mapping[str, bytes]:
        """The same geometries as WKB, as the drawn maps want them."""
        import json

        import shapely

        return {
            area_id: shapely.to_wkb(shapely.from_geojson(json.dumps(geometry)))
            for area_id, geometry in self.shapes.items()
        }


def _figures(frame: Any) -> list[Figure]:
    names = list(Figure.__dataclass_fields__)
    return [Figure(**row) for row in frame.select(names).iter_rows(named=True)]


_last: list[Shown] = []


def latest() -> Shown | None:
    """Return what is published now, or None where nothing is yet."""
    # At need: the observatory brings the data engines, which the other public pages do not wait for.
    from confianza.web.observatory import published

    release = published.latest()
    if release is None:
        return None
    if not _last or _last[0].release is not release:
        _last[:] = [Shown(release)]
    return _last[0]


def releases() -> "Sequence[PublishedRelease]":
    """Return every release, the newest first."""
    from confianza.web.observatory import published

    return list(published.releases())


def release(version: str) -> Shown | None:
    """Return one release by its version, or None."""
    from confianza.web.observatory import published

    found = published.release(version)
    return Shown(found) if found else None


def corrections() -> Sequence[Any]:
    """Return what was published as a correction, the newest first."""
    from confianza.web.observatory import published

    return list(published.corrections())


def bulletins(area_id: str | None = None) -> Sequence[Any]:
    """Return the bulletins, the newest first; of one area if asked."""
    from confianza.web.observatory import published

    return list(published.bulletins(area_id))


def source_title(source: str) -> str:
    """Name a source in the reader's language."""
    from confianza.web.observatory import published

    return published.source_title(source)


def state() -> tuple[str, datetime | None]:
    """Return what tells one state of the published from another, and when it was made."""
    found = latest()
    told = [found.version if found else "", *(str(each.version) for each in bulletins())]
    results = survey_results()
    told += [f"e{number}" for number, _made_at in results]
    answers = evaluation_results()
    told += [f"v{number}" for number, _made_at in answers]
    moments = [made_at for _number, made_at in (*results, *answers)] + (
        [found.release.made_at] if found else []
    )
    told.append(what_was_promised())
    return "|".join(told), max(moments, default=None)


def what_was_promised() -> str:
    """Return what tells one state of promises, requests and meetings from another; a new day is one."""
    from confianza.web.community import published as community
    from confianza.web.plans.published import commitments

    gatherings = [f"{each.key}@{each.starts_at:%Y%m%d%H%M}" for each in community.gatherings()]
    counted = commitments.counted_by_area(), community.asked_by_area(), gatherings, timezone.localdate()
    return hashlib.sha256(repr(counted).encode()).hexdigest()[:16]


def evaluation_results() -> Sequence[tuple[int, datetime]]:
    """Return every publication of an evaluation and when it was made."""
    from confianza.web.evaluation import published

    return published.everything()


def survey_results() -> Sequence[tuple[int, datetime]]:
    """Return every publication of survey results and when it was made."""
    from confianza.web.surveys import published

    return published.everything()
