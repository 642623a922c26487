"""The indicators, as data: add one here, and the registry, the pages and the command line know it.

Units, denominators and the place-of-occurrence rule follow the system of standardised citizen-security
indicators (Guerrero et al. 2012, Rev Panam Salud Publica 31:253-259); codes are ICCS v1.0 (UNODC 2015).
"""

from confianza.analysis.indicators.indicator import Indicator

SES = "Guerrero et al. 2012, Rev Panam Salud Publica 31:253-259 (SES, BID/CISALVA)"
ICCS = "UNODC 2015, ICCS 1.0"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="homicide",
        version=1,
        name_es="Homicidios",
        name_en="Homicides",
        minimum=("date", "place", "sex", "age", "mechanism"),
        never_with=("femicide", "firearm_homicide", "violent_death", "cause_homicide"),
        compare_es=(
            "Los dos primeros son partes suyas; los otros dos cuentan con otra regla, y a menudo a las "
            "mismas personas."
        ),
        compare_en=(
            "The first two are parts of it; the other two count by another rule, and often the same people."
        ),
        drawn_from=SES,
        unit="victims",
        iccs=("0101",),
        known_as=(
            "homicidio",
            "homicidios",
            "asesinato",
            "murder",
            "killing",
            "intentional homicide",
            "homicidio doloso",
            "homicidio intencional",
        ),
        caveat_es=(
            "Víctimas de homicidio intencional según cada fuente. Una necropsia dice con qué se causó "
            "la muerte, no si hubo intención: sin intención declarada no se cuenta aquí, sino en "
            "muertes violentas. Los femicidios ya están incluidos: no los sume."
        ),
        caveat_en=(
            "Victims of intentional homicide as each source tells them. A post-mortem says what caused "
            "a death, not whether it was meant: where no intent is stated it counts under violent "
            "deaths, not here. Femicides are already included: do not add them."
        ),
    ),
    Indicator(
        id="firearm_homicide",
        version=1,
        name_es="Homicidios con arma de fuego",
        name_en="Firearm homicides",
        drawn_from=ICCS,
        unit="victims",
        iccs=("0101",),
        mechanisms=("firearm",),
        known_as=("homicidio arma de fuego", "homicidio por arma de fuego", "gun homicide"),
        caveat_es=(
            "Es una parte de los homicidios: los que tienen arma de fuego como mecanismo. Los que no "
            "dicen el mecanismo no entran."
        ),
        caveat_en=(
            "A part of the homicides: those with a firearm as mechanism. Those that do not tell the "
            "mechanism are left out."
        ),
    ),
    Indicator(
        id="femicide",
        version=1,
        name_es="Femicidios",
        name_en="Femicides",
        never_with=("homicide",),
        compare_es="Ya está dentro de los homicidios.",
        compare_en="Already inside the homicides.",
        unit="victims",
        iccs=("0101",),
        words=("femicidio", "feminicidio", "femicidios", "feminicidios", "femicide"),
        known_as=("femicidio", "feminicidio", "femicides"),
        caveat_es=(
            "Solo los que la fuente nombra femicidio o feminicidio; es una parte de los homicidios, no "
            "algo aparte. Se divide entre toda la población."
        ),
        caveat_en=(
            "Only those the source itself calls femicide; a part of the homicides, not something beside "
            "them. Divided by the whole population."
        ),
    ),
    Indicator(
        id="attempted_homicide",
        version=1,
        name_es="Homicidios en grado de tentativa",
        name_en="Attempted homicides",
        drawn_from=ICCS,
        unit="victims",
        iccs=("0102",),
        known_as=("tentativa de homicidio", "tentativa de asesinato", "attempted murder"),
    ),
    Indicator(
        id="violent_death",
        version=1,
        name_es="Muertes violentas",
        name_en="Violent deaths",
        never_with=("homicide", "cause_homicide", "undetermined_death"),
        compare_es="Contiene muertes que las otras cuentan también.",
        compare_en="It holds deaths that the others count too.",
        unit="victims",
        iccs=("01",),
        iccs_except=("0102", "0103", "0104", "0105", "0106"),
        preferred_sources=("gt_inacif_necropsies",),
        grains=("victim", "tally"),
        known_as=("muerte violenta", "muertes por violencia"),
        caveat_es=(
            "Homicidios y muertes por violencia cuya intención no consta, como las que llegan a una "
            "morgue. Son más que los homicidios y no los sustituyen."
        ),
        caveat_en=(
            "Homicides, and deaths by violence whose intent is not stated, as a morgue receives them. "
            "They are more than the homicides, and no substitute for them."
        ),
    ),
    Indicator(
        id="assault",
        version=1,
        name_es="Lesiones",
        name_en="Assaults",
        drawn_from=ICCS,
        unit="victims",
        iccs=("02011",),
        known_as=("lesion", "lesiones personales", "agresion", "assault", "injuries"),
        caveat_es="Solo las que llegan a la institución: muchas personas heridas no denuncian.",
        caveat_en="Only those that reach the institution: many injured people never report.",
    ),
    Indicator(
        id="threat",
        version=1,
        name_es="Amenazas",
        name_en="Threats",
        drawn_from=ICCS,
        iccs=("02012",),
        known_as=("amenaza", "amenazas", "threats"),
    ),
    Indicator(
        id="kidnapping",
        version=1,
        name_es="Secuestros",
        name_en="Kidnappings",
        drawn_from=SES,
        unit="victims",
        iccs=("020221",),
        known_as=("secuestro", "plagio", "kidnap"),
    ),
    Indicator(
        id="extortion",
        version=1,
        name_es="Extorsiones",
        name_en="Extortions",
        drawn_from=ICCS,
        iccs=("02051",),
        known_as=("extorsion", "renta", "chantaje", "blackmail"),
        caveat_es=("Delito muy poco denunciado: más denuncias pueden ser más confianza, no más extorsión."),
        caveat_en="Seldom reported: more reports may mean more trust, not more extortion.",
    ),
    Indicator(
        id="sexual_violence",
        version=1,
        name_es="Violencia sexual",
        name_en="Sexual violence",
        drawn_from=ICCS,
        unit="victims",
        iccs=("0301",),
        known_as=("violacion", "delitos sexuales", "agresion sexual", "rape", "sexual offences"),
        caveat_es=("Delito muy poco denunciado: más denuncias pueden ser más confianza, no más violencia."),
        caveat_en="Seldom reported: more reports may mean more trust, not more violence.",
    ),
    Indicator(
        id="domestic_violence",
        version=1,
        name_es="Violencia intrafamiliar",
        name_en="Domestic violence",
        drawn_from=SES,
        unit="victims",
        words=("intrafamiliar", "violencia familiar", "violencia domestica", "domestic violence", "vif"),
        known_as=("violencia familiar", "violencia domestica", "vif", "family violence"),
        caveat_es=(
            "La clasificación internacional la reparte entre varios delitos; se cuenta por el nombre "
            "que le da la fuente."
        ),
        caveat_en=(
            "The international classification spreads it over several offences; it is counted by the "
            "name the source gives."
        ),
    ),
    Indicator(
        id="robbery",
        version=1,
        name_es="Robos",
        name_en="Robberies",
        never_with=("theft",),
        compare_es=(
            "Uno con violencia, el otro sin ella: la institución que no los distingue no se compara con la "
            "que sí."
        ),
        compare_en=(
            "One with violence, the other without: an institution that does not tell them apart is not "
            "compared with one that does."
        ),
        drawn_from=SES,
        iccs=("0401",),
        known_as=("robo", "asalto", "robo con violencia", "atraco"),
        caveat_es="Con violencia o amenaza contra la persona. Sin ella, es hurto.",
        caveat_en="With violence or threat against a person. Without it, it is theft.",
    ),
    Indicator(
        id="burglary",
        version=1,
        name_es="Robos en lugar habitado o cerrado",
        name_en="Burglaries",
        drawn_from=ICCS,
        iccs=("0501",),
        known_as=("robo a casa habitacion", "robo en lugar habitado", "robo con fuerza", "robo a vivienda"),
    ),
    Indicator(
        id="theft",
        version=1,
        name_es="Hurtos",
        name_en="Thefts",
        drawn_from=SES,
        iccs=("0502",),
        known_as=("hurto", "robo sin violencia", "larceny"),
        caveat_es="Sin violencia contra la persona; incluye los hurtos de vehículos.",
        caveat_en="Without violence against a person; includes thefts of vehicles.",
    ),
    Indicator(
        id="vehicle_theft",
        version=1,
        name_es="Hurtos y robos de vehículos",
        name_en="Thefts of vehicles",
        never_with=("vehicle_loss", "theft"),
        compare_es="Con otro denominador uno; el otro ya lo contiene en parte.",
        compare_en="One has another denominator; the other holds a part of it already.",
        unit="vehicles",
        iccs=("05021", "040121"),
        known_as=("robo de vehiculo", "hurto de vehiculo", "hurto de motocicletas", "car theft"),
        caveat_es=(
            "Se divide entre la población: el número de vehículos registrados no está en la plataforma."
        ),
        caveat_en=("Divided by the population: the number of registered vehicles is not in the platform."),
    ),
    Indicator(
        id="drug_offence",
        version=1,
        name_es="Delitos de drogas",
        name_en="Drug offences",
        drawn_from=ICCS,
        iccs=("0601",),
        known_as=("drogas", "narcotrafico", "narcomenudeo", "drugs"),
        caveat_es="Mide sobre todo lo que la policía busca y encuentra.",
        caveat_en="Measures above all what the police look for and find.",
    ),
    Indicator(
        id="weapon_offence",
        version=1,
        name_es="Delitos de armas",
        name_en="Weapon offences",
        drawn_from=ICCS,
        iccs=("0901",),
        known_as=("portacion de armas", "portacion ilegal de arma", "weapons"),
        caveat_es="Mide sobre todo lo que la policía busca y encuentra.",
        caveat_en="Measures above all what the police look for and find.",
    ),
    Indicator(
        id="road_death",
        version=1,
        name_es="Muertes de tránsito",
        name_en="Road deaths",
        drawn_from=SES,
        unit="victims",
        iccs=("01032",),
        known_as=("homicidio culposo", "accidente de transito", "muerte en accidente", "traffic deaths"),
        caveat_es=("Muertes por negligencia, según la fuente; en Centroamérica casi todas son de tránsito."),
        caveat_en=(
            "Deaths by negligence, as the source tells them; in Central America nearly all are on the road."
        ),
    ),
    Indicator(
        id="arrest",
        version=1,
        name_es="Personas detenidas",
        name_en="Arrests",
        never_with=("all_offences",),
        compare_es="Detenidos y hechos no son partes de un mismo total.",
        compare_en="Arrests and offences are not parts of one total.",
        unit="arrests",
        grains=("arrest",),
        known_as=("detenido", "detenidos", "detencion", "detenciones", "capturas", "arrested"),
        caveat_es="Mide el trabajo de la policía, no la delincuencia.",
        caveat_en="Measures police work, not crime.",
    ),
    Indicator(
        id="all_offences",
        version=1,
        name_es="Todos los hechos",
        name_en="All offences",
        unit="claims",
        known_as=("todos", "todo", "hechos", "delitos", "all", "everything", "crime"),
        caveat_es=(
            "Todo lo que traen los archivos, menos las detenciones. Mezcla hechos de muy distinta gravedad."
        ),
        caveat_en=("Everything the files bring, arrests left out. It mixes acts of very different gravity."),
    ),
)
