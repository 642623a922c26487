"""The fictional places: one municipality, its wards and neighbours, and a police jurisdiction that fits none.

Department 23 does not exist in Guatemala (22), El Salvador (14) or Honduras (18). Distances are kilometres
east and north of the central park; `ORIGIN` says where on the globe that park pretends to stand.
"""

from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin

ORIGIN = (-90.300, 14.900)  # longitude, latitude, WGS 84
KM_PER_DEGREE_NORTH = 110.6
KM_PER_DEGREE_EAST = 111.32 * cos(radians(ORIGIN[1]))

DEPARTMENT_CODE, DEPARTMENT = "23", "Montelindo"
MUNICIPALITY_CODE, MUNICIPALITY = "2301", "Santa Elvira del Valle"
TOWN = f"municipality-{MUNICIPALITY_CODE}"
SPLIT_ON, SPLIT_ZONES = date(2023, 1, 1), ("230103", "230108")  # zone 8 was made out of the east of zone 3
FIRST_DAY = date(2010, 1, 1)  # when the other boundaries began
CENSUS_YEAR = 2018
PROJECTED_YEARS = (2020, 2022, 2023, 2024, 2026, 2028)
FIRST_CANTON = 11  # cantons are numbered from here, zones of a town from 1
POPULATION_SOURCE = "Censo ficticio 2018 y proyecciones"


@dataclass(frozen=True)
class Ward:
    """A zone of the town or a canton around it: its heart, reach, people and the names of its corners."""

    municipality: str
    number: int
    name: str
    heart: tuple[float, float]  # km east, km north of the park
    reach: float  # km added to its side when two wards claim the same ground
    people: int  # in the census year
    growth: float  # per year
    localities: tuple[str, ...]

    @property
    def code(self) -> str:
        """The ward's code: the municipality's and its own number in two digits."""
        return f"{self.municipality}{self.number:02d}"

    @property
    def is_canton(self) -> bool:
        """Whether it is a canton, out in the country, and not a zone of a town."""
        return self.number >= FIRST_CANTON


@dataclass(frozen=True)
class Beat:
    """A police beat: its sub-station, its code and where it is centred."""

    substation: str
    code: str
    name: str
    heart: tuple[float, float]


@dataclass(frozen=True)
class Municipality:
    """A municipality of the department and the point it is centred on."""

    code: str
    name: str
    heart: tuple[float, float]
    reach: float


MUNICIPALITIES = (
    Municipality("2301", MUNICIPALITY, (0.0, 0.0), 1.25),
    Municipality("2302", "San Telmo Abajo", (10.2, 0.4), 0.0),
    Municipality("2303", "Villa Candelas", (-1.2, -10.2), 0.0),
)

WARDS = (
    Ward("2301", 1, "Zona 1", (0.0, 0.1), 0.0, 14_900, 0.004,
         ("Barrio El Centro", "Barrio La Parroquia", "Colonia Las Victorias", "Barrio El Calvarito")),
    Ward("2301", 2, "Zona 2", (-0.5, 1.6), 0.0, 12_300, 0.011,
         ("Colonia El Mirlo", "Colonia Bello Monte", "Barrio La Pila")),
    Ward("2301", 3, "Zona 3", (1.25, 1.15), 0.0, 13_100, 0.018,
         ("Colonia Nueva Alborada", "Colonia El Porvenir", "Colonia Los Mangos")),
    Ward("2301", 4, "Zona 4", (1.45, -0.55), 0.0, 15_800, 0.009,
         ("Barrio El Mercado", "Colonia La Terminal", "Colonia Santa Fe")),
    Ward("2301", 5, "Zona 5", (0.35, -1.65), 0.1, 16_700, 0.015,
         ("Colonia El Progreso", "Colonia Quince de Marzo", "Asentamiento La Quebrada")),
    Ward("2301", 6, "Zona 6", (-1.35, -1.05), 0.0, 12_900, 0.013,
         ("Colonia Jardines del Sur", "Colonia La Ceiba Vieja", "Barrio San Telmito")),
    Ward("2301", 7, "Zona 7", (-1.9, 0.55), 0.1, 11_600, 0.022,
         ("Colonia Vista al Cerro", "Colonia Las Jacarandas", "Asentamiento Nuevo Amanecer")),
    Ward("2301", 8, "Zona 8", (2.55, 0.75), 0.1, 10_200, 0.034,
         ("Colonia Los Almendros", "Residenciales El Roble", "Asentamiento La Ladera")),
    Ward("2301", 11, "Cantón El Copinol", (0.6, 4.4), 0.5, 3_900, 0.016, ("Caserío El Copinol",
         "Caserío La Joya")),
    Ward("2301", 12, "Cantón La Laguneta", (4.3, 3.3), 0.3, 3_100, 0.012, ("Caserío La Laguneta",)),
    Ward("2301", 13, "Cantón Piedra Parada", (5.0, -0.9), 0.3, 4_400, 0.021, ("Caserío Piedra Parada",
         "Lotificación Los Laureles")),
    Ward("2301", 14, "Cantón Los Izotes", (2.4, -4.3), 0.3, 3_600, 0.014, ("Caserío Los Izotes",)),
    Ward("2301", 15, "Cantón El Chaparral", (-1.9, -4.4), 0.3, 2_800, 0.006, ("Caserío El Chaparral",)),
    Ward("2301", 16, "Cantón Agua Tibia", (-4.9, -1.2), 0.3, 4_700, 0.029, ("Caserío Agua Tibia",
         "Lotificación El Encino")),
    Ward("2301", 17, "Cantón Las Champas", (-3.8, 3.1), 0.3, 2_900, 0.008, ("Caserío Las Champas",)),
    Ward("2302", 1, "Cabecera de San Telmo", (10.6, 2.0), 0.4, 18_400, 0.012, ("Barrio Abajo",
         "Barrio Arriba")),
    Ward("2302", 11, "Cantón Loma del Viento", (8.0, 3.4), 0.0, 4_100, 0.010, ("Caserío Loma del Viento",)),
    Ward("2302", 12, "Cantón El Cerrón", (8.3, -2.2), 0.0, 3_700, 0.011, ("Caserío El Cerrón",)),
    Ward("2302", 13, "Cantón Las Brisas", (12.5, -1.6), 0.0, 2_600, 0.009, ("Caserío Las Brisas",)),
    Ward("2303", 1, "Cabecera de Villa Candelas", (-2.4, -9.0), 0.4, 16_900, 0.010, ("Barrio La Cruz",
         "Barrio El Rosario")),
    Ward("2303", 11, "Cantón Tierra Colorada", (1.9, -8.6), 0.0, 5_200, 0.012, ("Caserío Tierra Colorada",)),
    Ward("2303", 12, "Cantón Palo Gordo", (-6.9, -7.9), 0.0, 3_300, 0.007, ("Caserío Palo Gordo",)),
)  # fmt: skip

COMMISSARIAT_CODE, COMMISSARIAT = "71", "Comisaría 71"
SUBSTATIONS = {
    "71.1": "Subestación 71.1 Centro",
    "71.2": "Subestación 71.2 Oriente",
    "71.3": "Subestación 71.3 Poniente",
}
BEATS = (
    Beat("71.1", "71.1.1", "Sector 71.1.1", (0.3, 0.9)),
    Beat("71.1", "71.1.2", "Sector 71.1.2", (-0.9, -0.35)),
    Beat("71.1", "71.1.3", "Sector 71.1.3", (0.8, -1.0)),
    Beat("71.2", "71.2.1", "Sector 71.2.1", (2.0, 1.9)),
    Beat("71.2", "71.2.2", "Sector 71.2.2", (2.9, -0.7)),
    Beat("71.2", "71.2.3", "Sector 71.2.3", (7.2, 3.2)),
    Beat("71.2", "71.2.4", "Sector 71.2.4", (7.0, -2.2)),
    Beat("71.3", "71.3.1", "Sector 71.3.1", (-2.3, 1.9)),
    Beat("71.3", "71.3.2", "Sector 71.3.2", (-3.6, -0.6)),
    Beat("71.3", "71.3.3", "Sector 71.3.3", (-0.8, -3.3)),
)
# Beyond its own municipality the commissariat looks after these two cantons of the neighbour.
POLICED_NEIGHBOURS = ("230211", "230212")


def longitude(east_km: float) -> float:
    """Return the longitude of a place so many kilometres east of the park."""
    return ORIGIN[0] + east_km / KM_PER_DEGREE_EAST


def latitude(north_km: float) -> float:
    """Return the latitude of a place so many kilometres north of the park."""
    return ORIGIN[1] + north_km / KM_PER_DEGREE_NORTH


def river_north_of(east_km: float) -> float:
    """Return how far north of the park the river Chilamate runs at that easting, in kilometres."""
    return -0.45 - 0.035 * east_km + 0.42 * sin(0.55 * east_km + 0.6) + 0.16 * sin(1.7 * east_km)


def people(ward: Ward, year: int) -> int:
    """Return the ward's population in the middle of a year: the census grown at the ward's own rate."""
    return round(ward.people * (1 + ward.growth) ** (year - CENSUS_YEAR))
