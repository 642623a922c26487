"""A fictional town of eight zones whose police told every month of four years, and a correction.

Three robberies a month in each zone, give or take what a fixed list says; from 2024 on one a month in zone 1.
"""

import json
from datetime import date

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.territory.reading import File
from confianza.web.audit.actions import COMMAND_LINE

POLICE = "gt_pnc_victims"
TOWN = "municipality-0101"
ZONES = tuple(f"zone-0101-{number}" for number in range(1, 9))
FIRST, LAST = 2022, 2025
HEADER = "num_corre;año_ocu;mes_ocu;día_ocu;depto_ocu;mupio_ocu;zona_ocu;sexo_per;edad_per;delito_com"
# What a month has more or less than three, in turn: so that zones differ, and nothing hangs together.
MORE = (0, 1, -1, 2, 0, -2, 1, 0, -1, 1, 0, 2, -1)
LATE, ROBBERY = 3, "Robo a peatones"


def boundaries():
    """Return the map of the town as the GeoJSON that the territory imports."""
    people = {f"population_{year}": 20_000 for year in (2020, 2030)}
    features = [
        _feature("department", "01", "Valle", box=(-92, 14, -90, 15)),
        _feature("municipality", "0101", "Encinos", "01", (-92, 14, -90, 15)),
        *(
            _feature(
                "zone", f"0101-{n}", f"Zona {n}", "0101", (-92 + (n - 1) / 4, 14, -92 + n / 4, 15), **people
            )
            for n in range(1, 9)
        ),
    ]
    document = {"type": "FeatureCollection", "features": features}
    return File("cipreses.geojson", json.dumps(document).encode())


def _feature(level, code, name, parent="", box=None, **more):
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {"level": level, "code": code, "name": name, "parent_code": parent, **more}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def count(zone, year, month):
    """Return how many robberies a zone had in a month."""
    if zone == 1 and year >= 2024:
        return 1
    return 3 + MORE[(zone * 7 + year * 5 + month * 3) % len(MORE)]


def police(first_year, last_year, more=0):
    """Return a file of the police; `more` robberies in zone 1 in its last month, as a correction brings."""
    rows = [HEADER]
    for year in range(first_year, last_year + 1):
        for month in range(1, 13):
            for zone in range(1, 9):
                extra = more if (zone, year, month) == (1, last_year, 12) else 0
                place = f"Valle;Encinos;{zone};Hombre;30;{ROBBERY}"
                rows += [
                    f"{year}{month:02}{zone}{n:02};{year};{month};{n + 1};{place}"
                    for n in range(count(zone, year, month) + extra)
                ]
    return DeliveredFile(f"pnc-{first_year}-{last_year}-{more}.csv", "\n".join(rows).encode())


def bring():
    """Import the town, and bring two years known before the programme, and two after."""
    from confianza.web.territory.actions import importing

    importing.import_files(files=[boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    deliver(police(2022, 2023), date(2024, 1, 10))


def deliver(file, on):
    """Bring a file in, as the command line does."""
    from confianza.web.records import actions

    return actions.receive_delivery(files=[file], source=POLICE, office="", today=on, by=COMMAND_LINE)
