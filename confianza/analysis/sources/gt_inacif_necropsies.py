"""Guatemala, INACIF post-mortems, republished by INE: one row per body.

The date is the day the body came in, not the day of the death. The cause says with what the death was caused
and never with what intent: deaths by firearm, sharp object or strangulation are kept as acts leading to
death (ICCS 01) of undetermined intent, so that they are seen beside homicides and never counted as such.
The restricted edition that an office may hand over has names beside the same columns.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="gt_inacif_necropsies",
    institution="Instituto Nacional de Ciencias Forenses de Guatemala (publica INE)",
    country="GT",
    title_es="Necropsias (INACIF Guatemala)",
    title_en="Post-mortems (National Forensic Institute of Guatemala)",
    grain="victim",
    date_meaning="intake",
    fields=(
        Field("source_record_id", ("num_corre", "Número correlativo"), "code"),
        Field("occurred_year", ("año_ing", "Año de ingreso"), "year", required=True),
        Field("occurred_month", ("mes_ing", "Mes de ingreso"), "month", required=True),
        Field("occurred_day", ("día_ing", "Día de ingreso"), "day"),
        Field("occurred_weekday", ("día_sem_ing",)),
        Field("department_name", ("depto_ocu", "Departamento de ocurrencia"), required=True),
        Field("municipality_name", ("mupio_ocu", "muni_ocu", "Municipio de ocurrencia")),
        Field("age_from", ("edad_per", "edad"), "age"),
        Field("other_age_60", ("g_edad_60ymás",)),
        Field("other_age_80", ("g_edad_80ymás",)),
        Field("age_band", ("edad_quinquenales",), "age_band"),
        Field("other_minor", ("menor_mayor",)),
        Field("sex", ("sexo_per", "Sexo"), "sex"),
        Field("mechanism", ("causa_muerte", "Causa de muerte"), "mechanism", required=True),
        # In the restricted edition only.
        Field("first_name", ("primer_nombre", "Primer nombre", "nombre1"), personal=True),
        Field("second_name", ("segundo_nombre", "Segundo nombre", "nombre2"), personal=True),
        Field("surname", ("primer_apellido", "Primer apellido", "apellido1"), personal=True),
        Field("second_surname", ("segundo_apellido", "Segundo apellido", "apellido2"), personal=True),
        Field("married_surname", ("apellido_casada", "Apellido de casada"), personal=True),
        Field("alias", ("apodo", "alias"), personal=True),
        Field(
            "identity_number",
            ("num_identificacion", "Número de identificación", "dpi", "cui", "doc_id"),
            personal=True,
        ),
        Field("born_on", ("fecha_nacimiento", "Fecha de nacimiento", "fecha_nac"), "date", personal=True),
    ),
    constants={"status": "forensic_certified"},
    offences={"firearm": "01 partial", "sharp": "01 partial", "strangulation": "01 partial"},
    missing_codes={"age_from": ("999",)},
)
