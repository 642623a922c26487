"""Guatemala, Ministerio Público: people aggrieved by an offence, with complaint and fact dated.

There is no identifier: different people who reported the same day can have equal rows, so that none is a
repeat.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="gt_mp_aggrieved",
    institution="Ministerio Público de Guatemala (publica INE)",
    country="GT",
    title_es="Personas agraviadas (MP Guatemala)",
    title_en="Aggrieved people (Public Prosecutor of Guatemala)",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("registered_year", ("año_denuncia", "Año de denuncia"), "year", required=True),
        Field("registered_month", ("Reg_mes", "mes_denuncia", "Mes de denuncia"), "month"),
        Field("registered_day", ("dia_denuncia", "Día de denuncia"), "day"),
        Field("occurred_year", ("año_hecho", "Año del hecho"), "year", required=True),
        Field("occurred_month", ("mes_hecho", "Mes del hecho"), "month"),
        Field("occurred_day", ("dia_hecho", "Día del hecho"), "day"),
        Field("department_name", ("depto_ocu_hecho", "Departamento del hecho"), required=True),
        Field("municipality_name", ("mupio_ocu_hecho", "Municipio del hecho")),
        Field("zone", ("zona_ocu_hecho", "Zona del hecho")),
        Field("sex", ("sexo_agraviados", "Sexo de la persona agraviada"), "sex"),
        Field("age_from", ("edad_agrav", "Edad de la persona agraviada"), "age"),
        Field("other_marital_status", ("est_conyugal", "Estado conyugal")),
        Field("offence_label", ("delito_com", "Delito cometido"), "offence", required=True),
        Field("other_offence_group", ("principales_delitos", "Principales delitos")),
    ),
    missing_codes={"age_from": ("999",), "zone": ("99", "999")},
    exact_duplicates="keep",
)
