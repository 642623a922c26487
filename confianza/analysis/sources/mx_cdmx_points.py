"""Mexico City: reports to the prosecutor's office as points, one JSON file per neighbourhood.

Each file holds `puntos`, bare arrays [latitude, longitude, offence, date, time, year, quarter]; the
neighbourhood is the file's name and the borough its folder. Points were moved by up to 200 m by those who
published them.
"""

from confianza.analysis.sources.profile import Correction, Field, JsonRecords, Profile

PROFILE = Profile(
    name="mx_cdmx_points",
    institution="Fiscalía General de Justicia de la Ciudad de México",
    country="MX",
    title_es="Ciudad de México: carpetas de investigación, puntos por colonia",
    title_en="Mexico City: investigation files, points by neighbourhood",
    grain="offence",
    date_meaning="occurrence",
    fields=(
        Field("latitude", ("latitud", "lat"), "decimal", required=True),
        Field("longitude", ("longitud", "long", "lon"), "decimal", required=True),
        Field("offence_label", ("delito",), "offence", required=True),
        Field("occurred_on", ("fecha_hecho", "fecha"), "date", required=True),
        Field("minute_of_day", ("hora_hecho", "hora"), "time"),
        Field("occurred_year", ("año_hecho", "año"), "year"),
        Field("other_quarter", ("trimestre",)),
        Field("municipality_name", ("alcaldía", "alcaldia_hecho", "delegación")),
        Field("locality", ("colonia", "colonia_hecho")),
    ),
    json=JsonRecords(
        key="puntos",
        columns=("latitud", "longitud", "delito", "fecha", "hora", "año", "trimestre"),
        path=("alcaldía", "colonia"),
    ),
    constants={"department_name": "Ciudad de México", "department_code": "9"},
    day_first=False,
    decimal_comma=False,
    bounds=(-99.37, 19.04, -98.94, 19.60),
    # Two files on one corner in the same hour are two files: nothing else tells them apart.
    exact_duplicates="keep",
    corrections=(
        Correction(
            column="minute_of_day",
            pattern=r"^(\d{2}:\d{2}:\d{2}):00$",
            replacement="$1",
            reason="Editions of late 2024 write the time with a fourth part that is always 00.",
            decided_on="2026-11-22",
        ),
    ),
)
