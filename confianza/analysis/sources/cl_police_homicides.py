"""Chile: homicides known to the police by region and month, a column per year ("Frecuencia 2024").

Each bulletin tells a month of this year beside the same month of the year before, so that most months are
told twice; the later answer is the revision. A year without a figure was not part of that bulletin.
"""

from confianza.analysis.sources.profile import Field, Profile, WideMonths

PROFILE = Profile(
    name="cl_police_homicides",
    institution="Carabineros de Chile y Policía de Investigaciones de Chile",
    country="CL",
    title_es="Chile: homicidios por región y mes (policías), una columna por año",
    title_en="Chile: homicides by region and month (police), a column per year",
    grain="tally",
    date_meaning="occurrence",
    fields=(
        Field("other_bulletin_year", ("Año",)),
        Field("occurred_month", ("Mes",), "month", required=True),
        Field("department_name", ("Región", "Region"), required=True),
        Field("occurred_year", (), "year"),
        Field("weight", (), "count"),
        Field("other_source", ("fuente",)),
        Field("registered_year", ("AñoConsulta",), "year"),
        Field("registered_month", ("MesConsulta",), "month"),
    ),
    constants={"offence_label": "Homicidio", "iccs": "0101", "iccs_match": "exact", "intent": "homicide"},
    missing_codes={"department_name": ("Sin información registrada",)},
    wide=WideMonths(blank="not_yet_reported", year="header", years_named="Frecuencia {year}"),
)
