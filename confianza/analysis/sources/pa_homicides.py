"""Panama, Ministerio Público: homicide victims by month and province.

Rows have no identifier and seven columns only, so that different victims have equal rows: none is a repeat.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="pa_homicides",
    institution="Ministerio Público de Panamá",
    country="PA",
    title_es="Víctimas de homicidio (Ministerio Público de Panamá)",
    title_en="Homicide victims (Public Prosecutor of Panama)",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("offence_label", ("tipo_crimen", "VICTIMAS", "Tipo de crimen"), "offence", required=True),
        Field("occurred_year", ("año",), "year", required=True),
        Field("occurred_month", ("mes",), "month", required=True),
        Field("department_name", ("provincia",), required=True),
        Field("sex", ("sexo", "género"), "sex"),
        Field("age_band", ("rango_de_edad", "rango de edad"), "age_band"),
        Field("mechanism", ("tipo_de_arma_utilizada", "tipo de arma utilizada"), "mechanism"),
    ),
    exact_duplicates="keep",
)
