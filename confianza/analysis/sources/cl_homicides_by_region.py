"""Chile: homicides by region and month as each institution publishes them, one figure a row.

CEAD, the prosecutors' office and the national consolidated series share this layout; the name of the file
says whose figures they are, and they stay apart. `AñoConsulta` and `MesConsulta` say when the figure was
asked for: a later answer about the same month is a revision of the earlier one.
"""

from confianza.analysis.sources.profile import Field, Profile, Series

PROFILE = Profile(
    name="cl_homicides_by_region",
    institution="CEAD, Ministerio Público y mesa nacional de homicidios de Chile",
    country="CL",
    title_es="Chile: homicidios por región y mes, según cada institución",
    title_en="Chile: homicides by region and month, according to each institution",
    grain="tally",
    date_meaning="occurrence",
    fields=(
        Field("occurred_year", ("Año",), "year", required=True),
        Field("occurred_month", ("Mes",), "month", required=True),
        Field("department_name", ("Region", "Región"), required=True),
        Field("weight", ("Frecuencia",), "count", required=True),
        Field("other_source", ("fuente",), required=True),
        Field("registered_year", ("AñoConsulta",), "year"),
        Field("registered_month", ("MesConsulta",), "month"),
    ),
    constants={"offence_label": "Homicidio", "iccs": "0101", "iccs_match": "exact", "intent": "homicide"},
    missing_codes={"department_name": ("Sin información registrada",)},
    series=(
        Series(r"\bcead\b", "CEAD"),
        Series(r"\bfiscalia\b", "Fiscalía"),
        Series(r"\bnacional\b", "Nacional"),
    ),
)
