"""A small fictional town as a GeoJSON in the project's convention, for the tests of this folder."""

import json

from confianza.analysis.territory.reading import File


def square(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(level, code, name, parent="", box=None, **more):
    properties = {"level": level, "code": code, "name": name, "parent_code": parent, **more}
    geometry = {"type": "Polygon", "coordinates": square(*box)} if box else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


FEATURES = (
    feature("department", "01", "Valle", box=(-92, 14, -90, 15)),
    feature(
        "municipality",
        "0101",
        "Valle Claro",
        "01",
        (-92, 14, -91, 15),
        population_2018=1000,
        population_2020=1200,
    ),
    feature("municipality", "0102", "San José del Río", "01", (-91, 14, -90, 15), population_2018=500),
    feature("zone", "0101-01", "Zona 1", "0101", (-92, 14, -91, 14.5)),
    feature("substation", "S1", "Subestación Valle", box=(-92, 14, -91, 15)),
    feature("beat", "B1", "Cuadrante Oeste", "S1", (-92, 14, -91.5, 15)),
    feature("beat", "B2", "Cuadrante Este", "S1", (-91.5, 14, -91, 15)),
)


def geojson(*features, name="valle.geojson"):
    document = {"type": "FeatureCollection", "features": list(features or FEATURES)}
    return File(name, json.dumps(document).encode())
