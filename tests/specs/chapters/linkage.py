"""Linking records: weights, sounds, groups, thresholds, events."""

from tests.specs.spec import Chapter, Spec

LEARNING = "confianza.analysis.link.learning"
PHONETICS = "confianza.analysis.link.phonetics"
PREPARING = "confianza.analysis.link.preparing"
THRESHOLDS = "confianza.analysis.link.thresholds"
GROUPING = "confianza.analysis.link.grouping"
EVENTS = "confianza.analysis.link.events"
AGREEMENT = "confianza.analysis.link.agreement"
WATERFALL = "confianza.analysis.link.waterfall"
PROFILES = "confianza.analysis.link.profiles"

CHAIN = {
    "record_a": ["a", "b", "a"],
    "record_b": ["b", "c", "c"],
    "probability": [0.97, 0.94, 0.004],
    "weight": [5.0, 4.0, -8.0],
    "contradiction": ["", "", ""],
    "decided": ["", "", ""],
}
MODEL = {
    "prior": 0.001,
    "comparisons": {
        "sex": {
            "levels": [
                {"level": 1, "label": "the same", "m": 0.98, "u": 0.49, "bits": 1.0},
                {"level": 0, "label": "anything else", "m": 0.02, "u": 0.51, "bits": -4.672425},
            ]
        }
    },
}

CHAPTER = Chapter(
    name="linkage",
    title_es="Vincular registros: quién es quién entre las fuentes",
    title_en="Linking records: who is who across sources",
    says_es=(
        "Dos registros se comparan en cada dato (nombres, fecha, lugar, edad, sexo, mecanismo). Cada grado de semejanza pesa log2(m/u): m es cuán "
        "frecuente es entre registros de una misma persona, u entre registros de personas distintas (Fellegi y Sunter 1969). m y u se aprenden sin conocer la "
        "verdad; lo que los datos nunca muestran viene de valores previos, y el modelo dice cuáles. Los grupos se deciden como grupos, porque las parejas no "
        "son transitivas (Sadinle 2014); los hechos que se contradicen no se juntan sin una persona."
    ),
    says_en=(
        "Two records are compared in each thing they tell (names, date, place, age, sex, mechanism). Each degree of likeness weighs log2(m/u): m is how "
        "frequent it is among records of one person, u among records of different persons (Fellegi and Sunter 1969). m and u are learnt without the truth; "
        "what the data never show comes from priors, and the model says which. Groups are decided as groups, because pairs are not transitive "
        "(Sadinle 2014); what hard facts contradict is never joined without a person."
    ),
    specs=(
        Spec(
            title="What a likeness weighs",
            asks="The month of birth agrees in 95 % of the pairs of one person and in 1/12 of the pairs of two. How many bits speak for one person?",
            modules=(LEARNING,),
            call="learning.bits(0.95, 1 / 12)",
            expected=3.5110,
            tolerance=5e-5,
            source="log2(0.95 × 12) = log2(11.4) by hand (Fellegi & Sunter 1969)",
        ),
        Spec(
            title="From the prior to the odds, step by step",
            asks="One pair in a thousand is one person; the sex is the same. What are the steps?",
            modules=(WATERFALL,),
            given={"model": MODEL, "pair": {"level_sex": 1, "bits_sex": 1.0}},
            call="[(s.comparison, s.level, round(s.bits, 4)) for s in waterfall.steps(pair, model)]",
            expected=[("prior", "", -9.9643), ("sex", "the same", 1.0)],
            tolerance=1e-9,
            source="log2(0.001 / 0.999) and log2(0.98 / 0.49) by hand",
        ),
        Spec(
            title="Names that sound alike",
            asks="Which of these are heard as one name in Guatemala?",
            modules=(PHONETICS, "polars"),
            given={
                "names": {
                    "name": [
                        "vasquez",
                        "basques",
                        "cifuentes",
                        "sifuentes",
                        "hernandez",
                        "ernandes",
                        "chavez",
                        "llanes",
                        "yanez",
                    ]
                }
            },
            call="polars.DataFrame(names).select(phonetics.sound(polars.col('name')))['name'].to_list()",
            expected=[
                "baskes",
                "baskes",
                "sifuentes",
                "sifuentes",
                "ernandes",
                "ernandes",
                "cabes",
                "ianes",
                "ianes",
            ],
            source="b = v, z = s = soft c, ll = y, silent h (Real Academia Española, Ortografía 2010, on seseo, yeísmo and betacismo)",
        ),
        Spec(
            title="Surnames are a set",
            asks="One office writes “De la Cruz, López”, another “López Cruz”. Are they the same surnames?",
            modules=(PREPARING, "polars"),
            given={"people": {"surname": ["De la Cruz", "LOPEZ"], "second_surname": ["López", "Cruz"]}},
            call=(
                "polars.DataFrame({'s': preparing.words(polars.DataFrame(people), ('surname', 'second_surname'), dropped=preparing.PARTICLES)})"
                ".select(preparing.as_text(polars.col('s')))['s'].to_list()"
            ),
            expected=["cruz lopez", "cruz lopez"],
            source="By definition; order-free surnames after the Utah Population Database (International Journal of Population Data Science, 764)",
        ),
        Spec(
            title="Where to cut without the truth",
            asks="Five pairs have these probabilities. From which one on should they be joined, and what F1 would that have?",
            modules=(THRESHOLDS, "polars"),
            given={"p": [0.99, 0.9, 0.6, 0.3, 0.1]},
            call="2 * thresholds.choose(polars.Series(p)).join",
            expected=0.8455,
            tolerance=5e-5,
            source="By hand: joining three gives 2 × (0.99 + 0.9 + 0.6) / (3 + 2.89) = 4.98 / 5.89, the best of the five; the cut is half of it (Lipton, Elkan & Naryanaswamy 2014)",
        ),
        Spec(
            title="A chain of likely pairs is no person",
            asks="a is like b and b is like c, but a and c are clearly not alike. Who is who?",
            modules=(GROUPING, "polars"),
            given={"records": {"record": ["a", "b", "c"], "source": ["x", "x", "x"]}, "pairs": CHAIN},
            call=(
                "grouping.grouped(polars.DataFrame(records), polars.DataFrame(pairs), join=0.5, one_per_source=False)['victim'].to_list()"
            ),
            expected=["a", "a", "c"],
            source="By hand: after a and b, c weighs (4 − 8) / 2 = −2 bits on average, less than the cut at 0",
        ),
        Spec(
            title="One source tells of nobody twice",
            asks="The police have records a and b, the morgue c, which is like both. Who is who?",
            modules=(GROUPING, "polars"),
            given={
                "records": {"record": ["a", "b", "c"], "source": ["police", "police", "morgue"]},
                "pairs": {**CHAIN, "record_a": ["a", "b"], "record_b": ["c", "c"]}
                | {
                    "probability": [0.97, 0.94],
                    "weight": [5.0, 4.0],
                    "contradiction": ["", ""],
                    "decided": ["", ""],
                },
            },
            call=(
                "grouping.grouped(polars.DataFrame(records), polars.DataFrame(pairs), join=0.5, one_per_source=True)['victim'].to_list()"
            ),
            expected=["a", "b", "a"],
            source="By definition: the best link is kept",
        ),
        Spec(
            title="A double homicide is one event with two victims",
            asks="Two victims on one day in one quiet colony, a third in another. Which events are there?",
            modules=(EVENTS, PROFILES, "polars"),
            given={
                "told": {
                    "record": ["a", "b", "c", "d"],
                    "day_first": [100, 100, 100, 400],
                    "municipality": ["101"] * 4,
                    "locality": ["el carmen", "el carmen", "la union", "la union"],
                    "latitude": [None, None, None, 13.5],
                    "longitude": [None, None, None, -89.5],
                },
                "whose": {"record": ["a", "b", "c", "d"], "victim": ["a", "b", "c", "d"]},
            },
            call="events.of(polars.DataFrame(told), polars.DataFrame(whose), profiles.get('victims'))['event'].to_list()",
            expected=["a", "a", "c", "d"],
            source="By definition",
        ),
        Spec(
            title="Precision, recall and F1 over pairs",
            asks="Four records of two persons (1,1 and 2,2); the linkage made one group of three and one of one. How well did it do?",
            modules=(AGREEMENT, "polars"),
            given={"groups": {"found": [1, 1, 1, 2], "true": [1, 1, 2, 2]}},
            call="agreement.pairwise(polars.DataFrame(groups), 'found', 'true')",
            expected=(0.3333, 0.5, 0.4),
            tolerance=5e-5,
            source="By hand: 3 pairs found, 2 true, 1 both",
        ),
    ),
)
