"""Chile, CEAD: police cases by comuna, month and offence, one tally a row.

The counts were once read as decimal numbers, so that 1.096 (one thousand and ninety-six) became 1.096 and
1.300 became 1.3. A count with decimals is therefore a count of thousands. A whole thousand (1.000) has
become 1 and cannot be told from 1: a month of 1,000, 2,000 … cases may be hidden.
"""

from confianza.analysis.sources.profile import Correction, Field, Profile

_REASON = (
    "The institution writes thousands with a point; in this edition the counts were read as decimal numbers. "
    "Whole thousands cannot be seen."
)

PROFILE = Profile(
    name="cl_cead_monthly",
    institution="Centro de Estudios y Análisis del Delito (CEAD), Subsecretaría de Prevención del Delito",
    country="CL",
    title_es="Casos policiales por comuna, mes y delito (CEAD)",
    title_en="Police cases by comuna, month and offence (CEAD)",
    grain="tally",
    date_meaning="registration",
    fields=(
        Field("municipality_name", ("comuna",), required=True),
        Field("municipality_code", ("cut_comuna", "Código comuna"), "code"),
        Field("department_name", ("region", "región")),
        Field("department_code", ("cut_region", "Código región"), "code"),
        Field("occurred_on", ("fecha",), "date", required=True),
        Field("offence_label", ("delito",), "offence", required=True),
        Field("weight", ("delito_n", "casos", "frecuencia"), "count", required=True),
    ),
    constants={"date_precision": "month"},
    offences={
        "amenaza falta o rina": "0201 partial",
        "consumo de alcohol y drogas en la via publica": "06 partial",
        "robo frustrado": "05 partial",
        "otros robos con fuerza en las cosas": "0501 partial",
        "porte de arma cortante o punzante": "09011 narrower",
        "otros delitos sexuales": "03 partial",
        "robo por sorpresa": "04011 partial",
    },
    corrections=(
        Correction("weight", r"^(\d{1,3})\.([1-9])$", "${1}${2}00", _REASON, "2026-11-22"),
        Correction("weight", r"^(\d{1,3})\.(\d[1-9])$", "${1}${2}0", _REASON, "2026-11-22"),
        Correction("weight", r"^([1-9]\d{0,2})\.(\d{3})$", "${1}${2}", _REASON, "2026-11-22"),
    ),
)
