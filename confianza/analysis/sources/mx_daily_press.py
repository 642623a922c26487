"""Mexico: daily homicides that the federal security cabinet counts in open sources (press), by municipality.

One row per municipality and day with at least one victim; a day without rows is a day nobody delivered, or
nobody wrote about. Whole days were delivered two to four times in 2020, equal in every cell: such repeats
are dropped, because a municipality has one row a day. Names break inside words where the printed table broke
them. The split by sex is not read: it counts people inside a row, and a header Hombre or Mujer would make
any row of values look like one.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="mx_daily_press",
    institution="Secretaría de Seguridad y Protección Ciudadana (fuentes abiertas)",
    country="MX",
    title_es="México: homicidios diarios según fuentes abiertas, por municipio",
    title_en="Mexico: daily homicides according to open sources, by municipality",
    grain="tally",
    date_meaning="occurrence",
    fields=(
        Field("department_name", ("Entidad",), required=True),
        Field("municipality_name", ("Municipio",), required=True),
        Field("weight", ("Homicidios", "No. de Homicidios"), "count", required=True),
        Field("occurred_on", ("Fecha",), "date", required=True),
    ),
    constants={"offence_label": "Homicidio", "iccs": "0101", "iccs_match": "exact", "intent": "homicide"},
)
