"""Mexico: daily homicides of the inter-institutional group (prosecutors and federal forces), by state.

One row per state and day, zeros told: a state without a row was not delivered that day. On some days a row
“Total” adds up the states; it is left out.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="mx_daily_cabinet",
    institution="Secretaría de Seguridad y Protección Ciudadana (grupo interinstitucional)",
    country="MX",
    title_es="México: homicidios diarios del grupo interinstitucional, por entidad",
    title_en="Mexico: daily homicides of the inter-institutional group, by state",
    grain="tally",
    date_meaning="occurrence",
    fields=(
        Field("department_name", ("Entidad",), required=True),
        Field("weight", ("Homicidios", "No. de Homicidios"), "count", required=True),
        Field("occurred_on", ("Fecha",), "date", required=True),
    ),
    constants={"offence_label": "Homicidio", "iccs": "0101", "iccs_match": "exact", "intent": "homicide"},
)
