"""A small fictional territory that the tests of this folder share: squares of a degree, so that answers can
be seen.

Department 1 lies at longitude -92 to -90: municipality 0101 Valle Claro is its western half, 0102 San José
del Río the eastern one. Valle Claro has zones 1 (south) and 2 (north). Beat B1 covers the western half of
Valle Claro, B2 its eastern half and the western half of San José; the rest is policed by nobody known.
Department 2 has another San José.
"""

from datetime import date

import polars as pl
import shapely

from confianza.analysis.territory import crosswalks
from confianza.analysis.territory.areas import AREAS, BEGINNING, GEOGRAPHY_OF, Territory, area_id
from confianza.analysis.vocabulary import claims

Row = tuple[str, str, str, str, date, date | None, bytes | None]


def box(west, south, east, north):
    return shapely.to_wkb(shapely.box(west, south, east, north))


def area(level, code, name, parent="", wkb=None, valid_from=BEGINNING, valid_to=None, identity=None):
    return (
        identity or area_id(level, code),
        GEOGRAPHY_OF[level],
        level,
        code,
        name,
        parent,
        valid_from,
        valid_to,
        wkb,
    )


AREA_ROWS = [
    area("department", "01", "Valle", wkb=box(-92, 14, -90, 15)),
    area("department", "02", "Montaña", wkb=box(-90, 14, -89, 15)),
    area("municipality", "0101", "Valle Claro", "department-01", box(-92, 14, -91, 15)),
    area("municipality", "0102", "San José del Río", "department-01", box(-91, 14, -90, 15)),
    area("municipality", "0201", "San José", "department-02", box(-90, 14, -89, 15)),
    area("zone", "0101-01", "Zona 1", "municipality-0101", box(-92, 14, -91, 14.5)),
    area("zone", "0101-02", "Zona 2", "municipality-0101", box(-92, 14.5, -91, 15)),
    area("zone", "0102-01", "Zona 1", "municipality-0102"),
    area("locality", "L1", "Colonia El Mirador", "zone-0101-02"),
    area("substation", "S1", "Subestación Valle", wkb=box(-92, 14, -90.5, 15)),
    area("beat", "B1", "Cuadrante Oeste", "substation-S1", box(-92, 14, -91.5, 15)),
    area("beat", "B2", "Cuadrante Este", "substation-S1", box(-91.5, 14, -90.5, 15)),
]


def frame(rows):
    return pl.DataFrame(rows, schema=AREAS, orient="row")


def territory(rows=AREA_ROWS, **more):
    known = frame(rows)
    return Territory(areas=known, crosswalk=crosswalks.between(known), **more)


def told(*places):
    """Claims that tell these places and nothing else."""
    empty = dict.fromkeys(claims.SCHEMA)
    rows = [{**empty, "record": number, **place} for number, place in enumerate(places)]
    return pl.DataFrame(rows, schema=claims.SCHEMA)
