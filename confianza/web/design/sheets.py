"""The sheet a map is drawn on: degrees in, short SVG paths out."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import cache

WIDTH = 400.0
TALLEST = 520.0
MARGIN = 4.0
FOOT = 20.0
KM_PER_DEGREE = 111.32

# On the sheet, half a unit is finer than a pixel of a phone and about one of a desk screen.
FINEST = 0.4
MOST_LETTERS = 330_000
REMEMBERED_FOR = 24 * 3600


@dataclass(frozen=True)
class Sheet:
    """A local projection: degrees shrunk by the cosine of the middle latitude, fitted to the sheet."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point falls on the sheet."""
        return (
            MARGIN + (longitude - self.west) * self.squeeze * self.scale,
            MARGIN + (self.north - latitude) * self.scale,
        )

    @property
    def units_per_km(self) -> float:
        return self.scale / KM_PER_DEGREE


@dataclass(frozen=True)
class Outline:
    """One area on the sheet: its path, where its name fits best, and how much room there is."""

    path: str
    x: float
    y: float
    room: float


def fitted(bounds: Sequence[float]) -> Sheet:
    """Return the sheet on which the box (west, south, east, north; degrees) fills width or height."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    spare = (WIDTH - 2 * MARGIN - wide * scale) / 2
    return Sheet(west - spare / scale / squeeze, north, squeeze, scale, tall * scale + 2 * MARGIN + FOOT)


def laid_out(shapes: Sequence[bytes]) -> tuple[Sheet, list[Outline]]:
    """Project and simplify WKB polygons in degrees; neighbours keep their common border. Remembered."""
    key = hashlib.sha256(b"".join(shapes)).hexdigest()[:24]
    found = cache.get_or_set(f"sheet:{key}", lambda: _lay_out(shapes), REMEMBERED_FOR)
    return cast("tuple[Sheet, list[Outline]]", found)


def lines_on(sheet: Sheet, shapes: Sequence[bytes]) -> list[str]:
    """Project and simplify further WKB shapes onto a sheet already laid out (the borders of other areas)."""
    import shapely

    return [
        _path(part) for part in shapely.simplify(_projected(sheet, shapely.from_wkb(list(shapes))), FINEST)
    ]


def _lay_out(shapes: Sequence[bytes]) -> tuple[Sheet, list[Outline]]:
    import shapely

    degrees = shapely.from_wkb(list(shapes))
    sheet = fitted(shapely.total_bounds(degrees))
    full = _projected(sheet, degrees)
    fineness, paths = FINEST, [""]
    while fineness < WIDTH:
        # Simplified as one coverage: cutting each area alone would open gaps between neighbours.
        paths = [_path(part) for part in shapely.coverage_simplify(full, fineness)]
        if sum(map(len, paths)) <= MOST_LETTERS:
            break
        fineness *= 2
    return sheet, [Outline(path, *_middle(area)) for path, area in zip(paths, full, strict=True)]


def _projected(sheet: Sheet, degrees: Any) -> Any:
    import shapely

    def to_sheet(points: Any) -> Any:
        placed = points.copy()
        placed[:, 0], placed[:, 1] = sheet.place(points[:, 0], points[:, 1])
        return placed

    return shapely.transform(degrees, to_sheet)


def _middle(area: Any) -> tuple[float, float, float]:
    """Return a point well inside the area and the width around it."""
    if area.is_empty:
        return 0.0, 0.0, 0.0
    inside = area.representative_point()
    west, _south, east, _north = area.bounds
    return round(inside.x, 1), round(inside.y, 1), round(east - west, 1)


def _path(shape: Any) -> str:
    return "".join(_ring(ring) for ring in _rings(shape))


def _rings(shape: Any) -> Iterator[Any]:
    import shapely

    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield from (part.exterior, *part.interiors)
        elif part.geom_type == "LineString":
            yield part


def _ring(ring: Any) -> str:
    """Write a ring in tenths of a unit, each step relative to the last: it takes a third of the letters."""
    import numpy as np

    tenths = np.rint(np.asarray(ring.coords)[:, :2] * 10).astype(int)
    steps = np.diff(tenths, axis=0)
    moved = [(x, y) for x, y in steps.tolist() if x or y]
    start = f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}"
    closing = "z" if ring.is_ring else ""
    return start + "l" + " ".join(f"{_tenth(x)} {_tenth(y)}" for x, y in moved) + closing if moved else ""


def _tenth(value: int) -> str:
    return f"{value / 10:g}"
