"""Deaths by external cause, as health and forensic sources class them (ICD-10, WHO).

Homicide is X85-Y09 with its late effects Y87.1; suicide X60-X84 with Y87.0; undetermined Y10-Y34 with Y87.2
and Y89.9; legal intervention Y35 with Y89.0 (see `vocabulary.icd10`). A late effect is counted with the
intent of what caused it, on the day of the death: the counts keep the intent, not the code.
"""

from confianza.analysis.indicators.indicator import Indicator

DRAWN_FROM = "OMS, CIE-10, capítulo XX"
# Layouts that hold deaths alone. A list of the wounded tells the same intents and mechanisms of the living.
DEATHS = ("gt_civil_deaths", "gt_inacif_necropsies", "ec_violent_deaths")
_MINIMUM = ("date", "place", "sex", "age", "cause")
_INTENTS = ("homicide", "suicide", "accident", "legal_intervention", "war", "undetermined")

_NOT_THE_POLICE_ES = (
    "Según el certificado o la necropsia. Quien certifica dice la causa que consta, a menudo antes de que se "
    "investigue."
)
_NOT_THE_POLICE_EN = (
    "As the certificate or the post-mortem says. Who certifies tells the cause on record, often before "
    "anybody has investigated."
)


def _homicide_by(suffix: str, name_es: str, name_en: str, *mechanisms: str) -> Indicator:
    return Indicator(
        id=f"cause_homicide_{suffix}",
        version=1,
        name_es=f"Homicidios por causa externa: {name_es}",
        name_en=f"Homicides by external cause: {name_en}",
        intents=("homicide",),
        mechanisms=mechanisms,
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("cause_homicide", "homicide"),
        compare_es="Es una parte de los homicidios por causa externa.",
        compare_en="A part of the homicides by external cause.",
        shown=False,
        drawn_from=DRAWN_FROM,
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="suicide",
        version=1,
        name_es="Suicidios",
        name_en="Suicides",
        intents=("suicide",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        drawn_from="SES, BID/CISALVA; OMS, CIE-10 X60-X84, Y87.0",
        known_as=("suicidio", "suicide", "lesiones autoinfligidas"),
        caveat_es=(
            "Se divide entre toda la población; algunas ediciones lo dividen entre quienes tienen cinco años "
            "y más. Muchos se certifican como intención indeterminada."
        ),
        caveat_en=(
            "Divided by the whole population; some editions divide by those of five years and over. Many are "
            "certified as of undetermined intent."
        ),
    ),
    Indicator(
        id="firearm_death",
        version=1,
        name_es="Muertes por arma de fuego, con cualquier intención",
        name_en="Firearm deaths of any intent",
        intents=_INTENTS,
        iccs_except=("0102",),
        mechanisms=("firearm",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("firearm_homicide",),
        compare_es="Contiene los homicidios con arma de fuego, y también suicidios y accidentes.",
        compare_en="It holds the firearm homicides, and suicides and accidents too.",
        drawn_from="SES, BID/CISALVA; OMS, CIE-10 W32-W34, X72-X74, X93-X95, Y22-Y24, Y35.0",
        known_as=("muertes por arma de fuego", "muerte por arma de fuego", "gun deaths"),
        caveat_es=_NOT_THE_POLICE_ES,
        caveat_en=_NOT_THE_POLICE_EN,
    ),
    Indicator(
        id="undetermined_death",
        version=1,
        name_es="Muertes de intención indeterminada",
        name_en="Deaths of undetermined intent",
        intents=("undetermined",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("violent_death",),
        compare_es="Las muertes violentas ya las contienen.",
        compare_en="The violent deaths hold them already.",
        drawn_from="OMS, CIE-10 Y10-Y34, Y87.2, Y89.9",
        known_as=("intencion indeterminada", "muertes indeterminadas", "undetermined deaths"),
        caveat_es="Cuando son muchas, faltan en los homicidios: mídalas antes de comparar homicidios.",
        caveat_en="Where they are many, homicides are missing: look at them before comparing homicides.",
    ),
    Indicator(
        id="legal_intervention_death",
        version=1,
        name_es="Muertes por intervención legal",
        name_en="Deaths by legal intervention",
        intents=("legal_intervention",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("homicide",),
        compare_es="Unos países las suman a los homicidios y otros no: se muestran aparte y con su nombre.",
        compare_en="Some countries add them to the homicides and some do not: shown apart, by their name.",
        drawn_from="OMS, CIE-10 Y35, Y89.0; Protocolo de Bogotá 2015",
        known_as=("intervencion legal", "muertes por policias", "police killings", "legal intervention"),
    ),
    Indicator(
        id="cause_homicide",
        version=1,
        name_es="Homicidios por causa externa",
        name_en="Homicides by external cause",
        intents=("homicide",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("homicide",),
        compare_es="Son las mismas personas según otra fuente: se ponen al lado y no se suman.",
        compare_en="The same people as another source tells them: set side by side, never added.",
        shown=False,
        drawn_from="OMS, CIE-10 X85-Y09, Y87.1; Protocolo de Bogotá 2015",
        known_as=("homicidios segun salud", "agresiones cie-10", "homicides icd-10"),
        caveat_es=_NOT_THE_POLICE_ES,
        caveat_en=_NOT_THE_POLICE_EN,
    ),
    _homicide_by("firearm", "arma de fuego", "firearm", "firearm"),
    _homicide_by("sharp_blunt", "objeto cortante o contundente", "sharp or blunt object", "sharp", "blunt"),
    _homicide_by("strangulation", "ahorcamiento o asfixia", "strangulation", "strangulation"),
    _homicide_by("bodily_force", "fuerza corporal", "bodily force", "bodily_force"),
    _homicide_by(
        "other", "otros medios", "other means",
        "poison", "drowning", "explosive", "fire", "fall", "vehicle", "sexual", "neglect", "other", "none",
    ),
    _homicide_by("unspecified", "medio no especificado", "means not specified", "unknown"),
    Indicator(
        id="cause_road_death",
        version=1,
        name_es="Muertes de tránsito por causa externa",
        name_en="Road deaths by external cause",
        intents=("accident",),
        mechanisms=("vehicle",),
        grains=("victim", "tally"),
        sources=DEATHS,
        unit="victims",
        minimum=_MINIMUM,
        never_with=("road_death",),
        compare_es="Las mismas personas según otra fuente, también las que mueren días después.",
        compare_en="The same people as another source tells them, with those who die days later.",
        shown=False,
        drawn_from="OMS, CIE-10 V01-V99",
        known_as=("muertes de transito segun salud",),
        caveat_es="Incluye los demás medios de transporte (V90-V99), que son muy pocos.",
        caveat_en="It includes other means of transport (V90-V99), which are very few.",
    ),
)  # fmt: skip
