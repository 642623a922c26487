"""What the indicators count: classes rolled up, external causes, the sets that others agreed on."""

from tests.specs.spec import Chapter, Spec

REGISTRY = "confianza.analysis.indicators.registry"
NUMERATOR = "confianza.analysis.indicators.numerator"
SETS = "confianza.analysis.indicators.standard_sets"
ICD10 = "confianza.analysis.vocabulary.icd10"


def _counted(indicator: str) -> str:
    return (
        f"float(numerator.of_indicator(ibis.memtable(polars.DataFrame(told)), registry.get('{indicator}'))"
        ".weight.sum().execute())"
    )


def _claims(**columns: list) -> dict[str, dict[str, list]]:
    rows = len(next(iter(columns.values())))
    usual = {
        "grain": ["victim"] * rows,
        "source": ["gt_civil_deaths"] * rows,
        "iccs": [""] * rows,
        "offence_label": [""] * rows,
        "intent": [""] * rows,
        "mechanism": [""] * rows,
        "weight": [1.0] * rows,
    }
    return {"told": usual | columns}


CHAPTER = Chapter(
    name="numerators",
    title_es="Qué cuenta cada indicador",
    title_en="What each indicator counts",
    says_es=(
        "Un indicador es una definición escrita como datos: qué clases, intenciones y mecanismos cuenta, entre quiénes, en qué fecha se cuenta esa población, "
        "de qué fuentes y con qué no se compara. Todas las fichas están en [Indicadores](indicators.md). Si cambia una condición, cambia la versión."
    ),
    says_en=(
        "An indicator is a definition written as data: which classes, intents and mechanisms it counts, over whom, on which date those are counted, from which sources, "
        "and what it is not compared with. All the record cards are in [Indicators](indicators.md). Where a condition changes, the version does."
    ),
    specs=(
        Spec(
            title="A class counts everything below it",
            asks="A vehicular homicide, a negligent one, an intentional one and a robbery: how many acts leading to death (ICCS 01)?",
            modules=(REGISTRY, NUMERATOR, "ibis", "polars"),
            given=_claims(iccs=["010321", "01032", "0101", "0401"]),
            call=_counted("iccs01"),
            expected=3.0,
            source="ICCS 1.0 (UNODC 2015): a code belongs to every code it begins with",
        ),
        Spec(
            title="What an external cause says",
            asks="Assault by handgun, its late effects, suicide by hanging, undetermined poisoning, police action with a firearm: with what intent?",
            modules=(ICD10,),
            call="[icd10.intent(code) for code in ('X93', 'Y871', 'X70', 'Y10', 'Y350')]",
            expected=["homicide", "homicide", "suicide", "undetermined", "legal_intervention"],
            source="ICD-10, chapter XX: X85–Y09, Y87.1; X60–X84; Y10–Y34; Y35",
        ),
        Spec(
            title="Firearm deaths of any intent",
            asks="Of an assault with a rifle, a suicide with a handgun, a shooting by accident, one of undetermined intent, one by police, and a stabbing: how many?",
            modules=(REGISTRY, NUMERATOR, "ibis", "polars"),
            given=_claims(
                intent=["homicide", "suicide", "accident", "undetermined", "legal_intervention", "homicide"],
                mechanism=["firearm", "firearm", "firearm", "firearm", "firearm", "sharp"],
            ),
            call=_counted("firearm_death"),
            expected=5.0,
            source="ICD-10 W32–W34, X72–X74, X93–X95, Y22–Y24, Y35.0, by hand",
        ),
        Spec(
            title="The regional set",
            asks="How many of its indicators come from registers, and how many from surveys?",
            modules=(SETS,),
            call="[sum(member.basis == basis for member in standard_sets.SETS[0].members) for basis in ('register', 'survey')]",
            expected=[12, 10],
            source="Guerrero et al. 2012, Rev Panam Salud Publica 31:253–259",
        ),
        Spec(
            title="What nobody brings is not zero",
            asks="How is the share of vetted officers answered before the room of officers exists?",
            modules=(REGISTRY,),
            call="(registry.get('vetted_share').awaits, any(each.id == 'vetted_share' for each in registry.everything()))",
            expected=("officers", False),
            source="By definition: it waits, and no screen offers it",
        ),
    ),
)
