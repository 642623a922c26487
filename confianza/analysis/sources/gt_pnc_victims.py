"""Guatemala, PNC victims of offences (and, as a series of its own, people detained), republished by INE.

No coordinates; no names, but for the restricted edition that an office may hand over. The same columns hold
labels in the workbooks and codes in the older SPSS editions; department codes run from 1 (Guatemala) to 22
(Jutiapa), municipality codes are department × 100 + municipality.
"""

from confianza.analysis.sources.profile import Field, Profile, Series

PROFILE = Profile(
    name="gt_pnc_victims",
    institution="Policía Nacional Civil de Guatemala (publica INE)",
    country="GT",
    title_es="Víctimas de hechos delictivos (PNC Guatemala)",
    title_en="Victims of offences (National Civil Police of Guatemala)",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("source_record_id", ("num_corre", "núm_corre", "Número correlativo"), "code"),
        Field("occurred_year", ("año_ocu", "Año de ocurrencia"), "year", required=True),
        Field("occurred_month", ("mes_ocu", "Mes de ocurrencia"), "month", required=True),
        Field("occurred_day", ("día_ocu", "Día de ocurrencia"), "day"),
        Field("occurred_weekday", ("día_sem_ocu", "Día de la semana")),
        Field("minute_of_day", ("hora_ocu", "Hora de ocurrencia"), "hour"),
        Field("other_hours", ("g_hora",)),
        Field("other_part_of_day", ("g_hora_mañ_tar_noch", "g_hora_5")),
        Field("other_area", ("area_geo_ocu", "Área geográfica")),
        Field("department_name", ("depto_ocu", "Departamento de ocurrencia"), required=True),
        Field("municipality_name", ("mupio_ocu", "muni_ocu", "Municipio de ocurrencia")),
        Field("zone", ("zona_ocu", "Zona de ocurrencia")),
        Field("sex", ("sexo_per", "sexo_victima", "Sexo"), "sex"),
        Field("age_from", ("edad_per", "edad"), "age"),
        Field("other_age_60", ("g_edad_60ymás",)),
        Field("other_age_80", ("g_edad_80ymás",)),
        Field("age_band", ("edad_quinquenales", "Edades quinquenales"), "age_band"),
        Field("offence_label", ("delito_com", "Delito cometido"), "offence", required=True),
        Field("other_offence_group", ("g_delitos", "Grupo de delitos")),
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
    missing_codes={"age_from": ("999",), "zone": ("99", "999"), "minute_of_day": ("99", "9999", "99:99")},
    series=(Series("detenid", "detained", "arrest"),),
)
