"""Consolidated cases: whose value stands, who says otherwise, and which series count them."""

from tests.specs.spec import Chapter, Spec

CASES = "confianza.analysis.link.cases"
POLARS = "polars"

# One victim as three offices tell it.
CLAIMS = {
    "record": ["p1", "c1", "h1"],
    "source": ["gt_pnc_victims", "gt_inacif_necropsies", "canonical_es"],
    "office": ["Comisaría 71", "Morgue", "Hospital de Santa Elvira"],
    "status": ["reported", "forensic_certified", "reported"],
    "iccs": ["02011", "01", "0101"],
    "intent": [None, "undetermined", "homicide"],
    "mechanism": [None, "sharp", "firearm"],
    "sex": ["male", "male", "male"],
    "age_from": [30, 34, 30],
    "age_to": [30, 34, 34],
}
VICTIMS = {"record": ["p1", "c1", "h1"], "victim": ["p1", "p1", "p1"]}
EVENTS = {"victim": ["p1"], "event": ["p1"]}
APART = {"record": ["p1", "c1", "h1"], "victim": ["p1", "c1", "h1"]}
EVENTS_APART = {"victim": ["p1", "c1", "h1"], "event": ["p1", "c1", "h1"]}
OUTCOMES = {
    "outcome_id": [1, 1],
    "record": ["p1", "c1"],
    "outcome": ["validated", "validated"],
    "series": ["", ""],
}

_CASES = "cases.consolidate(polars.DataFrame(claims), polars.DataFrame(victims), polars.DataFrame(events)%s)"
_ONE = f"(lambda case: {{name: case[name] for name in %s}})({_CASES % '%s'}.row(0, named=True))"
GIVEN = {"claims": CLAIMS, "victims": VICTIMS, "events": EVENTS}

CHAPTER = Chapter(
    name="cases",
    title_es="De varias fuentes a un caso: qué valor vale",
    title_en="From several sources to one case: which value stands",
    says_es=(
        "Un caso es una víctima. Cada dato es el que dijo una fuente, elegida por una regla escrita con autor, motivo y fecha; nunca un promedio. Lo que dijeron las demás se conserva y, si difiere más de lo que la regla "
        "tolera, se señala. Un caso sube de reportado a certificado cuando el forense lo certifica, y a validado solo cuando lo dice una mesa técnica. Cada serie publicada cuenta los casos que su regla de inclusión nombra."
    ),
    says_en=(
        "A case is one victim. Every value is what one source said, chosen by a written rule with author, reason and date; never an average. What the others said is kept and, where it differs by more than the rule "
        "tolerates, pointed out. A case climbs from reported to certified when the coroner certifies it, and to validated only when a validation meeting says so. Each published series counts the cases its inclusion rule names."
    ),
    specs=(
        Spec(
            title="Three offices, one victim",
            asks="The police wrote down a wounded man of 30; the morgue a man of 34 killed with a blade; the hospital a homicide by firearm, aged 30 to 34.",
            modules=(CASES, POLARS),
            given=GIVEN,
            call=_ONE
            % (
                "('status', 'kinds', 'iccs', 'iccs_from', 'mechanism', 'mechanism_from', 'age', 'age_from', 'disagreements', 'series')",
                "",
            ),
            expected={
                "status": "forensic_certified",
                "kinds": "coroner;health;police",
                "iccs": "0101",
                "iccs_from": "canonical_es",
                "mechanism": "sharp",
                "mechanism_from": "gt_inacif_necropsies",
                "age": 34,
                "age_from": "gt_inacif_necropsies",
                "disagreements": "age;mechanism;iccs",
                "series": "homicide;violent_death",
            },
            source="By hand from the rules of case_rules.toml: the gravest class, the coroner's mechanism, an age before a band and the coroner's before the police's",
        ),
        Spec(
            title="Without linkage the same claims are other figures",
            asks="The same three claims, each taken for a victim of its own: how many are homicides, how many violent deaths?",
            modules=(CASES, POLARS),
            given={"claims": CLAIMS, "victims": APART, "events": EVENTS_APART},
            call=f"{_CASES % ''}['series'].to_list()",
            expected=["violent_death", "homicide;violent_death", ""],
            source="By hand: in the order of the cases c1, h1, p1, the morgue tells no intent and the police know of a wounded man",
        ),
        Spec(
            title="A meeting validates the case that holds its records",
            asks="A validation meeting validated the case of p1 and c1 before the hospital's record was known.",
            modules=(CASES, POLARS),
            given={**GIVEN, "outcomes": OUTCOMES},
            call=_ONE % ("('status', 'records')", ", outcomes=polars.DataFrame(outcomes)"),
            expected={"status": "validated", "records": 3},
            source="By the rule that an outcome speaks of the case that holds most of its records",
        ),
    ),
)
