"""Guatemala, deaths of the civil register (RENAP, published by INE), with the cause in ICD-10.

All deaths are delivered, diseases too; the cause says which are homicides (X85–Y09, Y87.1). The age is told
in days, months or years (`Perdif` 1, 2, 3). There is no identifier: equal rows are different people, so that
none is a repeat.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="gt_civil_deaths",
    institution="Registro Nacional de las Personas de Guatemala (publica INE)",
    country="GT",
    title_es="Defunciones del registro civil (Guatemala)",
    title_en="Deaths of the civil register (Guatemala)",
    grain="victim",
    date_meaning="death",
    fields=(
        Field("other_registry_department", ("Depreg", "Departamento de registro")),
        Field("other_registry_municipality", ("Mupreg", "Municipio de registro")),
        Field("registered_month", ("Mesreg", "Mes de registro"), "month"),
        Field("registered_year", ("Añoreg", "Año de registro"), "year"),
        Field("department_name", ("Depocu", "Departamento de ocurrencia"), required=True),
        Field("municipality_name", ("Mupocu", "Municipio de ocurrencia")),
        Field("sex", ("Sexo",), "sex"),
        Field("occurred_day", ("Diaocu", "Día de ocurrencia"), "day"),
        Field("occurred_month", ("Mesocu", "Mes de ocurrencia"), "month"),
        Field("occurred_year", ("Añoocu", "Año de ocurrencia"), "year"),
        Field("age_from", ("Edadif", "Edad del difunto"), "age", required=True),
        Field("age_unit", ("Perdif", "Período de edad del difunto"), "age_unit"),
        Field("other_people", ("Puedif", "Pueblo de pertenencia")),
        Field("other_marital_status", ("Ecidif", "Estado civil")),
        Field("other_schooling", ("Escodif", "Escolaridad")),
        Field("other_occupation", ("Ciuodif", "Ocupación")),
        Field("other_birth_country", ("Pnadif",)),
        Field("other_birth_department", ("Dnadif",)),
        Field("other_birth_municipality", ("Mnadif",)),
        Field("other_nationality", ("Nacdif",)),
        Field("other_residence_country", ("Predif",)),
        Field("other_residence_department", ("Dredif",)),
        Field("other_residence_municipality", ("Mredif",)),
        Field("icd10", ("Caudef", "Causa de defunción"), "icd10", required=True),
        Field("other_assistance", ("Asist", "Asistencia recibida")),
        Field("place_type", ("Ocur", "Sitio de ocurrencia")),
        Field("other_certifier", ("Cerdef", "Quien certifica")),
    ),
    recodes={"age_unit": {"1": "days", "2": "months", "3": "years"}},
    missing_codes={"age_from": ("999",), "age_unit": ("9",)},
    exact_duplicates="keep",
)
