"""What the regional citizen-security system (SES) asks besides: registers, surveys; and the report's own.

Guerrero, Gutiérrez, Fandiño-Losada and Cardona 2012 (Rev Panam Salud Publica 31:253-259): twelve indicators
from registers, ten from surveys. Those from surveys are defined here and counted by the surveys room.
"""

from confianza.analysis.indicators.definitions import SES
from confianza.analysis.indicators.indicator import OF_A_HUNDRED, Indicator

PER_1000, PER_10_000 = 1_000, 10_000
_REPORT = "Indicadores propios de la plataforma"
# Layouts of police forces: those to whom somebody came to complain.
POLICE = ("gt_pnc_victims", "cl_police_homicides", "co_police_homicides", "mx_zapopan_events")
NO_VEHICLES_ES = "El número de vehículos registrados no está en la plataforma: se cuenta, sin tasa."
NO_VEHICLES_EN = "The number of registered vehicles is not in the platform: counted, without a rate."
_ASKED_ES = "Lo que dicen las personas encuestadas, hayan denunciado o no: no se suma a ningún registro."
_ASKED_EN = "What the persons asked say, reported or not: never added to a register."


def _surveyed(indicator_id: str, name_es: str, name_en: str, *register: str, **more: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        version=1,
        name_es=name_es,
        name_en=name_en,
        grains=(),
        unit="persons_asked",
        denominator="persons_asked",
        multiplier=OF_A_HUNDRED,
        basis="residence",
        minimum=("date", "place", "weight"),
        never_with=register,
        compare_es=_ASKED_ES if register else "",
        compare_en=_ASKED_EN if register else "",
        awaits="surveys",
        shown=False,
        drawn_from=more.get("drawn_from", SES),
    )


REGISTERS: tuple[Indicator, ...] = (
    Indicator(
        id="sexual_offence",
        version=1,
        name_es="Delitos sexuales",
        name_en="Sexual offences",
        iccs=("03",),
        unit="victims",
        minimum=("date", "place", "sex", "age"),
        never_with=("sexual_violence",),
        compare_es="Contiene la violencia sexual, y además la explotación sexual.",
        compare_en="It holds the sexual violence, and sexual exploitation as well.",
        shown=False,
        drawn_from=SES,
        known_as=("delito sexual", "todos los delitos sexuales"),
        caveat_es="Delito muy poco denunciado: más denuncias pueden ser más confianza, no más violencia.",
        caveat_en="Seldom reported: more reports may mean more trust, not more violence.",
    ),
    Indicator(
        id="child_maltreatment",
        version=1,
        name_es="Maltrato de niñas, niños y adolescentes",
        name_en="Child maltreatment",
        words=(
            "maltrato infantil", "maltrato a menor", "maltrato a menores", "maltrato de menor",
            "maltrato de menores", "maltrato al menor", "maltrato contra menores", "maltrato nna",
            "maltrato contra personas menores de edad", "maltrato contra persona menor de edad",
            "child maltreatment", "child abuse",
        ),
        unit="victims",
        denominator="population_under_18",
        multiplier=PER_1000,
        minimum=("date", "place", "sex", "age"),
        never_with=("domestic_violence",),
        compare_es="Unas instituciones lo cuentan dentro de la violencia intrafamiliar y otras aparte.",
        compare_en="Some institutions count it inside domestic violence and some apart.",
        drawn_from=SES,
        known_as=("maltrato", "maltrato infantil", "child abuse"),
        caveat_es=(
            "Por cada 1,000 menores de 18 años; esa población no está en la plataforma: se cuenta, sin tasa."
        ),
        caveat_en="Per 1,000 under 18; that population is not in the platform: counted, without a rate.",
    ),
    Indicator(
        id="vehicle_loss",
        version=1,
        name_es="Hurtos y robos de vehículos por vehículos registrados",
        name_en="Vehicles stolen or robbed, by registered vehicles",
        iccs=("05021", "040121"),
        iccs_except=("050213",),
        unit="vehicles",
        denominator="registered_vehicles",
        multiplier=PER_10_000,
        never_with=("vehicle_theft",),
        compare_es="Las partes de vehículos no cuentan aquí, y el denominador es otro.",
        compare_en="Parts of vehicles do not count here, and the denominator is another.",
        shown=False,
        drawn_from=SES,
        caveat_es=NO_VEHICLES_ES,
        caveat_en=NO_VEHICLES_EN,
    ),
    Indicator(
        id="drunk_driving",
        version=1,
        name_es="Conducción bajo efectos de alcohol o drogas",
        name_en="Driving under the influence",
        iccs=("02072",),
        denominator="registered_vehicles",
        multiplier=PER_10_000,
        drawn_from=SES,
        known_as=("conducir ebrio", "ebriedad al volante", "alcoholemia", "drunk driving"),
        caveat_es=f"Mide sobre todo cuántos controles hace la policía. {NO_VEHICLES_ES}",
        caveat_en=f"Measures above all how many checks the police make. {NO_VEHICLES_EN}",
    ),
)  # fmt: skip

SURVEYS: tuple[Indicator, ...] = (
    _surveyed(
        "asked_sexual_violence",
        "Prevalencia de violencia sexual",
        "Prevalence of sexual violence",
        "sexual_violence",
    ),
    _surveyed(
        "asked_domestic_violence",
        "Prevalencia de violencia intrafamiliar",
        "Prevalence of domestic violence",
        "domestic_violence",
    ),
    _surveyed(
        "asked_child_maltreatment",
        "Prevalencia de maltrato, según madres y padres",
        "Prevalence of child maltreatment, as parents tell",
        "child_maltreatment",
    ),
    _surveyed(
        "asked_theft", "Victimización por hurto en doce meses", "Victims of theft in 12 months", "theft"
    ),
    _surveyed(
        "asked_robbery", "Victimización por robo en doce meses", "Victims of robbery in 12 months", "robbery"
    ),
    _surveyed(
        "asked_any",
        "Victimización por cualquier delito en doce meses",
        "Victims of any crime in 12 months",
        "all_offences",
    ),
    _surveyed("insecurity", "Percepción de inseguridad", "Perceived insecurity"),
    _surveyed("fear", "Percepción de riesgo o temor", "Perceived risk or fear"),
    _surveyed("confidence", "Confianza en las instituciones", "Confidence in institutions"),
    _surveyed("justification", "Justificación de la violencia", "Justification of violence"),
)

OWN: tuple[Indicator, ...] = (
    Indicator(
        id="programme_homicide",
        version=1,
        name_es="Homicidios en el área de un programa",
        name_en="Homicides in the area of a programme",
        iccs=("0101",),
        unit="victims",
        minimum=("date", "point"),
        never_with=("homicide",),
        compare_es="Una parte del municipio no se compara con el municipio entero.",
        compare_en="A part of a municipality is not compared with the whole of it.",
        awaits="programmes",
        shown=False,
        drawn_from=_REPORT,
    ),
    Indicator(
        id="complaint",
        version=1,
        name_es="Denuncias recibidas por la policía",
        name_en="Complaints received by the police",
        grains=("victim", "offence", "tally"),
        sources=POLICE,
        unit="claims",
        denominator="population",
        shown=False,
        drawn_from=_REPORT,
        never_with=("all_offences", "asked_any"),
        compare_es="Más denuncias pueden ser más confianza: léase junto con la victimización.",
        compare_en="More complaints may mean more trust: to be read beside victimisation.",
        known_as=("denuncias", "denuncia", "complaints"),
    ),
    _surveyed("trust", "Confianza en la policía local", "Trust in the local police", drawn_from=_REPORT),
    Indicator(
        id="vetted_share",
        version=1,
        name_es="Policías con control de confianza vigente",
        name_en="Officers with a valid vetting",
        grains=(),
        unit="officers",
        denominator="officers",
        multiplier=OF_A_HUNDRED,
        minimum=("date", "place"),
        awaits="officers",
        shown=False,
        drawn_from=_REPORT,
    ),
)
INDICATORS = (*REGISTERS, *SURVEYS, *OWN)
