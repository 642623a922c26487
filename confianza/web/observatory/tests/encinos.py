"""A small fictional town with known numbers, brought in through the doors a user goes through.

Police, every month from January 2021 to June 2026: two homicides in zone 1 and one in zone 2; none in zone 3;
one robbery in zone 1. In June 2026 five more homicides in zone 1. The hospital, January to May 2026: four
homicides a month.
"""

import json
from datetime import date

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.territory.reading import File
from confianza.web.audit.actions import COMMAND_LINE

POLICE, HOSPITAL = "gt_pnc_victims", "canonical_es"
TOWN, NEIGHBOUR = "municipality-0101", "municipality-0102"
ZONE_1, ZONE_2, ZONE_3 = (f"zone-0101-{number}" for number in (1, 2, 3))
PEOPLE = 60_000
LATER = date(2026, 7, 15)

POLICE_HEADER = "num_corre;año_ocu;mes_ocu;día_ocu;depto_ocu;mupio_ocu;zona_ocu;sexo_per;edad_per;delito_com"
HOSPITAL_HEADER = "id_registro;fecha_hecho;fecha_muerte;sexo;edad;cod_depto;cod_mupio;mecanismo;iccs"


def _feature(level, code, name, parent="", box=None, **more):
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {"level": level, "code": code, "name": name, "parent_code": parent, **more}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def boundaries():
    """Return the map of the town as the GeoJSON that the territory imports."""
    people = {f"population_{year}": PEOPLE // 3 for year in (2020, 2030)}
    features = [
        _feature("department", "01", "Valle", box=(-92, 14, -90, 15)),
        _feature("municipality", "0101", "Encinos", "01", (-92, 14, -91, 15)),
        _feature("municipality", "0102", "Robles", "01", (-91, 14, -90, 15)),
        *(
            _feature(
                "zone", f"0101-{n}", f"Zona {n}", "0101", (-92 + n / 3 - 1 / 3, 14, -92 + n / 3, 15), **people
            )
            for n in (1, 2, 3)
        ),
        _feature("substation", "S1", "Subestación Encinos", box=(-92, 14, -91, 15)),
    ]
    document = {"type": "FeatureCollection", "features": features}
    return File("encinos.geojson", json.dumps(document).encode())


def _police_month(year, month, homicides_in_zone_1=2):
    told = [("1", "Homicidio")] * homicides_in_zone_1 + [("2", "Homicidio"), ("1", "Robo a peatones")]
    return [
        f"{year}{month:02}{n};{year};{month};{n + 1};Valle;Encinos;{zone};Hombre;{20 + n};{offence}"
        for n, (zone, offence) in enumerate(told)
    ]


def police(first_year, last_year, last_month=12, extra=0):
    """Return a file of the police for whole years, the last of them up to a month with `extra` homicides in
    it.
    """
    months = [
        (y, m)
        for y in range(first_year, last_year + 1)
        for m in range(1, 13)
        if (y, m) <= (last_year, last_month)
    ]
    rows = [
        row
        for year, month in months
        for row in _police_month(year, month, 2 + (extra if (year, month) == months[-1] else 0))
    ]
    return DeliveredFile(
        f"pnc-{first_year}-{last_year}-{extra}.csv", "\n".join([POLICE_HEADER, *rows]).encode()
    )


def hospital():
    """Return a file of the hospital."""
    rows = [
        f"H{month}{n};{n + 1:02}/{month:02}/2026;{n + 1:02}/{month:02}/2026;H;30;1;101;arma de fuego;0101"
        for month in range(1, 6)
        for n in range(4)
    ]
    return DeliveredFile("hospital.csv", "\n".join([HOSPITAL_HEADER, *rows]).encode())


DELIVERIES = (
    (police(2021, 2025), POLICE, "", date(2026, 1, 10)),
    (police(2026, 2026, 6, extra=5), POLICE, "", LATER),
    (hospital(), HOSPITAL, "Hospital de Encinos", LATER),
)


def deliver(file, source, office, on):
    """Bring a file in, as the command line does."""
    from confianza.web.records import actions

    return actions.receive_delivery(files=[file], source=source, office=office, today=on, by=COMMAND_LINE)
