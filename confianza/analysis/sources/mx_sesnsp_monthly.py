"""Mexico: crime incidence of the national public security system, by state or municipality.

The official shape has a column per month (months to come are blank: not reported yet); the same figures
also circulate melted, one row per month, and by year. Melted files drop the modality, so that rows which
look alike are different counts: duplicates are kept.
"""

from confianza.analysis.sources.profile import Field, Profile, WideMonths

PROFILE = Profile(
    name="mx_sesnsp_monthly",
    institution="Secretariado Ejecutivo del Sistema Nacional de Seguridad Pública",
    country="MX",
    title_es="México: incidencia delictiva del fuero común, por mes",
    title_en="Mexico: crime incidence of local jurisdiction, by month",
    grain="tally",
    date_meaning="registration",
    fields=(
        Field("occurred_year", ("Año", "year"), "year", required=True),
        Field("department_code", ("Clave_Ent", "Cve. Entidad", "state_id"), "code"),
        Field("department_name", ("Entidad", "state"), required=True),
        Field("municipality_code", ("Cve. Municipio", "Cve_Mun", "cvegeo", "municipality_ma_id"), "code"),
        Field("municipality_name", ("Municipio", "municipality_ma")),
        Field("other_legal_good", ("Bien jurídico afectado",)),
        Field("other_offence_group", ("Tipo de delito",)),
        Field("offence_label", ("Subtipo de delito", "crime_type"), "offence", required=True),
        Field("mechanism", ("Modalidad",), "mechanism"),
        Field("occurred_month", ("Mes",), "month"),
        Field("weight", ("Casos", "Total de casos", "value"), "count"),
        Field("other_crime_code", ("crime_type_id",)),
        Field("other_state_code", ("cve_ent",)),
        Field("other_municipality_code", ("municipality_ma_id",)),
    ),
    wide=WideMonths(blank="not_yet_reported", year="column"),
    exact_duplicates="keep",
)
