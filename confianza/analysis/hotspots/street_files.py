"""Streets as offices keep them (GeoJSON, shapefile, GeoPackage) in the metres of the events."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from confianza.analysis.hotspots import projection, streets
from confianza.analysis.hotspots.findings import PointsRefused, finding
from confianza.analysis.hotspots.points import METRES_OF_A_KM, Points
from confianza.analysis.hotspots.streets import Streets
from confianza.analysis.territory import reading
from confianza.analysis.territory.findings import FileRefused
from confianza.analysis.territory.reading import Drawn, File
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.problems import Problem

# Headers, folded; the first that is there and tells every line apart is the id.
IDS = (
    "id", "fid", "osm id", "street id", "segment id", "id calle", "id tramo", "codigo", "code", "gid",
    "objectid",
)  # fmt: skip
NAMES = (
    "name", "nombre", "street", "street name", "calle", "nombre calle", "via", "nom via", "nombre via",
    "nomvial", "full name",
)  # fmt: skip
# The longest blocks of towns; a longer line was not cut where streets cross.
LONGEST_SEGMENT = 1_000.0
# Of a file that says degrees, so many numbers may be none before it is one in metres.
DEGREES_SHARE = 0.5

Lines = NDArray[np.object_]


def read(files: Sequence[File], points: Points) -> Streets:
    """Return the streets of a file (its parts, where a shapefile has several) in the metres of `points`.

    Of a file with several layers the first that has lines is taken. A system that the file names is heeded;
    GeoJSON in metres, which says degrees, is taken as metres of the events. Raises PointsRefused, and
    `territory.findings.FileRefused` for what cannot be read.
    """
    try:
        layers = list(reading.drawn_in(files))
    except FileRefused as error:
        if error.problem.code != "no_polygons":
            raise
        layers = []
    for drawn in layers:
        shapes = shapely.from_wkb(np.asarray(drawn.wkb, dtype=object), on_invalid="ignore")
        if (shapely.length(shapes) > 0).any() and (shapely.get_dimensions(shapes) == 1).any():
            return _streets(drawn, shapes, points)
    raise PointsRefused("no_lines", file=files[0].name)


def _streets(drawn: Drawn, shapes: Lines, points: Points) -> Streets:
    placed, notes = _in_metres(drawn, shapely.force_2d(shapes), points)
    found = streets.of_lines(placed, _ids(drawn), _names(drawn), points.crs, drawn.file)
    long = int((found.metres > LONGEST_SEGMENT).sum())
    if long:
        notes += (finding("streets_uncut", count=long, km=f"{LONGEST_SEGMENT / METRES_OF_A_KM:g}"),)
    return Streets(found.lines, found.ids, found.names, found.crs, (*notes, *found.notes))


def _in_metres(drawn: Drawn, shapes: Lines, points: Points) -> tuple[Lines, tuple[Problem, ...]]:
    """Bring shapes to the metres of the events, by what the file says and by what its numbers can be."""
    across, up = shapely.get_coordinates(shapes).T
    fit = (np.abs(across) <= projection.MOST_LONGITUDE) & (np.abs(up) <= projection.MOST_LATITUDE)
    crs = drawn.crs or (projection.DEGREES if fit.all() else projection.METRES)
    if projection.in_degrees(crs) and fit.mean() < DEGREES_SHARE:
        return shapes, (finding("streets_as_metres", file=drawn.file),)
    if not projection.is_known(crs):
        return shapes, ()
    if not projection.is_known(points.crs):
        raise PointsRefused("streets_elsewhere", file=drawn.file, crs=crs)
    return _moved(shapes, crs, points.crs), ()


def _moved(shapes: Lines, crs: str, to: str) -> Lines:
    from pyproj import Transformer

    through = Transformer.from_crs(crs, to, always_xy=True)
    moved = shapely.transform(shapes, through.transform, interleaved=False)
    return np.asarray(moved, dtype=object)


def _ids(drawn: Drawn) -> tuple[str, ...]:
    for name in _called(drawn, IDS):
        cells = drawn.cells[name]
        if not cells.null_count() and cells.n_unique() == len(cells):
            return tuple(cells.to_list())
    return ()


def _names(drawn: Drawn) -> tuple[str, ...]:
    for name in _called(drawn, NAMES):
        if drawn.cells[name].null_count() < len(drawn.cells):
            return tuple(drawn.cells[name].fill_null("").to_list())
    return ()


def _called(drawn: Drawn, wanted: Sequence[str]) -> list[str]:
    """Return the columns that are called so, in the order in which they are wanted."""
    known: dict[str, Any] = {fold(name): name for name in drawn.cells.columns}
    return [known[each] for each in wanted if each in known]
