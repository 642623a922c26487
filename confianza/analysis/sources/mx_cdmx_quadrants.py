"""Mexico City: crimes of high impact by police quadrant and month, as answered to requests for information.

The hardest layout of the region: a logo, a header of two or three rows with years above months, a row for
each quadrant with its crimes below it, totals per year at the right and for the city at the foot, blanks
for zero.
"""

from confianza.analysis.sources.profile import Field, NestedBlocks, Profile, WideMonths

PROFILE = Profile(
    name="mx_cdmx_quadrants",
    institution="Secretaría de Seguridad Pública de la Ciudad de México",
    country="MX",
    title_es="Ciudad de México: delitos de alto impacto por cuadrante y mes",
    title_en="Mexico City: crimes of high impact by police quadrant and month",
    grain="tally",
    date_meaning="occurrence",
    fields=(
        Field(
            "offence_label",
            ("Cuadrante / Delitos de Alto impacto", "CUADRANTE/DELITO", "Cuadrante", "Etiquetas de fila"),
            "offence",
            required=True,
        ),
        Field("police_code", ()),
        Field("occurred_year", (), "year"),
        Field("occurred_month", (), "month"),
        Field("weight", (), "count"),
    ),
    wide=WideMonths(blank="zero", year="header_above"),
    blocks=NestedBlocks(
        heading_pattern=r"(?i)^\s*(?:[A-Z]{1,3}-\d+(?:\.\d+)*|\(en blanco\))\s*$",
        heading_field="police_code",
        row_field="offence_label",
    ),
    constants={"department_name": "Ciudad de México", "department_code": "9"},
    # “c/v” is with violence, a robbery; “s/v” without, a theft.
    offences={
        "robo de vehiculo c v": "04012",
        "robo de vehiculo s v": "050211",
        "robo a transeunte s v": "050221",
        "robo a cuentahabiente c v": "04011",
        "robo a repartidor s v": "05022",
        "robo a transportista s v": "05022",
        "robo a bordo de metro c v": "04011",
        "robo a bordo de metro s v": "050221",
        "robo a bordo de microbus c v": "04011",
        "robo a bordo de microbus s v": "050221",
        "robo a bordo de taxi c v": "04011",
    },
    # Most cells of an offence hold the same small count: they are not the same record.
    exact_duplicates="keep",
)
