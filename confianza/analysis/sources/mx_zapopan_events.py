"""Zapopan (Jalisco): municipal police events and arrests, a quarter at a time, as workbook or as CSV.

The workbook has two sheets, two populations never to be added up: what happened (HECHOS) and who was arrested
(DETENIDOS, one row per person). Its coordinates are UTM 13 N; the CSVs made from it have longitude and
latitude too.
"""

from confianza.analysis.sources.profile import Field, Profile, Series

PROFILE = Profile(
    name="mx_zapopan_events",
    institution="Dirección General de Seguridad Pública de Zapopan",
    country="MX",
    title_es="Zapopan: faltas administrativas y delitos, hechos y detenidos",
    title_en="Zapopan: administrative faults and crimes, events and arrests",
    grain="offence",
    date_meaning="occurrence",
    fields=(
        Field("occurred_on", ("FECHA",), "date", required=True),
        Field("other_street", ("CALLE",)),
        Field("other_crossing", ("CRUCE",)),
        Field("locality", ("COLONIA",), required=True),
        Field("easting", ("COORDENADAS X", "X"), "decimal"),
        Field("northing", ("COORDENADAS Y", "Y"), "decimal"),
        Field("longitude", ("long", "longitud"), "decimal"),
        Field("latitude", ("lat", "latitud"), "decimal"),
        Field("offence_label", ("DELITO",), "offence", required=True),
        Field("context_label", ("TIPO", "TIPO DE FALTA")),
        Field("other_office", ("FUENTE",)),
    ),
    constants={"department_name": "Jalisco", "department_code": "14", "municipality_name": "Zapopan"}
    | {"municipality_code": "14120"},
    # Some CSVs wrote “ñ” as “ni”; drug offences go under the name of the law they break.
    offences={
        "danos en las cosas": "0504",
        "danios en las cosas": "0504",
        "violacion ley general de salud": "0601",
        "occiso localizado con caracteristicas de ejecucion": "0101",
    },
    series=(Series("detenid", "arrests", "arrest"), Series("", "events")),
    projected_crs="EPSG:32613",
    bounds=(-103.72, 20.55, -103.24, 21.02),
    decimal_comma=False,
    # Many rows per event and per person arrested, and no identifier to tell them apart.
    exact_duplicates="keep",
)
