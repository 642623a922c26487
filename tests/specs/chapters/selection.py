"""Which municipalities first, how sure the list is, and in which order approaches begin there."""

from tests.specs.spec import Chapter, Spec

SELECTION = "confianza.analysis.selection."
SMOOTHING = "confianza.analysis.indicators.smoothing"
DIRECTION = "confianza.analysis.indicators.direction"

_SIDS = {
    "cases": [
        1, 0, 5, 1, 9, 7, 0, 0, 4, 1, 2, 16, 4, 4, 4, 18, 3, 4, 1, 1, 1, 0, 1, 2, 10, 23, 13, 6, 4, 16, 8, 0,
        10, 6, 0, 2, 16, 2, 4, 1, 0, 8, 5, 5, 0, 5, 7, 2, 11, 3, 14, 5, 9, 6, 2, 0, 7, 3, 4, 5, 12, 18, 6, 10,
        8, 2, 5, 44, 3, 3, 5, 5, 0, 10, 3, 11, 1, 0, 4, 1, 2, 38, 1, 4, 15, 7, 0, 4, 4, 0, 13, 8, 29, 31, 5, 8,
        4, 15, 12, 5,
    ],
    "births": [
        1091, 487, 3188, 508, 1421, 1452, 286, 420, 968, 1612, 1035, 4449, 1671, 1556, 2180, 3608, 1638, 3146,
        1323, 484, 751, 781, 1269, 1399, 11858, 16184, 4672, 1324, 3164, 7970, 4021, 671, 3657, 3609, 770, 1549,
        14484, 765, 4139, 1207, 1333, 5509, 3573, 990, 248, 1946, 4456, 1646, 3702, 4606, 5094, 5754, 7515,
        3999, 2110, 521, 2692, 675, 870, 2252, 2992, 6638, 3776, 4866, 2216, 1143, 2648, 21588, 4099, 1258,
        2356, 2574, 415, 3589, 1173, 9014, 533, 797, 3025, 542, 1027, 20366, 578, 3915, 1570, 1494, 338, 2483,
        2756, 284, 5868, 2255, 11158, 7889, 2414, 1782, 1228, 3350, 5526, 2181,
    ],
}  # fmt: skip
_THREE = {"one": [1.0, 0.0, 0.6], "two": [0.0, 1.0, 0.6]}
_SMAA = (
    "acceptability.simulate([criteria.of_values('one', numpy.array(one)), criteria.of_values('two', numpy.array(two))], "
    "scores.How(), top=1, draws=40_000)"
)
_MODULES = tuple(SELECTION + name for name in ("acceptability", "criteria", "noise", "returning", "scores"))

CHAPTER = Chapter(
    name="selection",
    title_es="Elegir municipios, y por dónde empezar",
    title_en="Choosing municipalities, and where to begin",
    says_es=(
        "Un puesto sin intervalo es una opinión. Cada cifra se acerca a la de las demás tanto como su ruido merece (Bayes empírico); luego se sortean miles de mundos, en los que cambian a la vez las cifras según su ruido y los pesos según la duda "
        "sobre ellos (SMAA). De cada municipio se dice de qué puesto a qué puesto va en 90 de 100 mundos, y en cuántos está entre los primeros; «seguro» es en 95 de 100. En pueblos simulados el intervalo contiene el puesto verdadero "
        "entre 87 y 95 de cada 100 veces, y de los que estarían dentro en la mitad de los mundos está dentro la mitad. Junto a la lista va lo que los elegidos harían por sí solos el año siguiente: quien se eligió por alto baja. En pueblos simulados de tres formas lo previsto y lo ocurrido difieren en menos de dos puntos; su intervalo da por conocida la variación entre pueblos y es algo estrecho. "
        "El azar de un conteo es aquí el de Poisson; delitos que vienen en racimos tienen más. La secuencia sale de una tabla de reglas que es de las personas: primera regla que se cumple, con su motivo, con lo que cambiaría la respuesta y con el desacuerdo del mando escrito al lado."
    ),
    says_en=(
        "A rank without an interval is an opinion. Every figure is drawn towards the others as far as its noise deserves (empirical Bayes); then thousands of worlds are drawn, in which the figures vary with their noise and the weights with the "
        "doubt about them (SMAA). Of each municipality it is told from which rank to which it goes in 90 of 100 worlds, and in how many it is among the first; sure means 95 of 100. Of simulated towns the interval holds the true rank "
        "87 to 95 times of 100, and of those said to be in the list in half of the worlds half are. Beside the list stands what those chosen would do by themselves next year: who was chosen for being high comes down. For simulated towns of three shapes what is foretold and what happens differ by less than two points; its interval takes the spread between towns as known and is a little narrow. "
        "The chance of a count is Poisson here; crimes that come in clusters have more. The sequence comes from a table of rules that people own: the first rule that fits, with its reason, with what would change the answer, and with the disagreement of the commander written beside it."
    ),
    specs=(
        Spec(
            title="Three alternatives, any weights",
            asks="A is worst by the first criterion (1, 0), B by the second (0, 1), C in between by both (0.6, 0.6). If nothing is known of the weights, how often does each come first?",
            modules=("numpy", *_MODULES),
            given=_THREE,
            call=f"{_SMAA}.first.tolist()",
            expected=[0.4, 0.4, 0.2],
            tolerance=0.01,
            source="By hand: A is first where its weight is above 0.6, B where it is below 0.4, C between (the weight is uniform on 0 to 1)",
        ),
        Spec(
            title="With which weights somebody comes first",
            asks="The mean weight of the first criterion in the worlds in which A, B and C come first.",
            modules=("numpy", *_MODULES),
            given=_THREE,
            call=f"{_SMAA}.central_weights[:, 0].tolist()",
            expected=[0.8, 0.2, 0.5],
            tolerance=0.01,
            source="By hand: the middles of 0.6 to 1, 0 to 0.4, and 0.4 to 0.6",
        ),
        Spec(
            title="A product lets nothing be made up for",
            asks="Two criteria of equal weight, 1 and 0.25: the geometric mean?",
            modules=("numpy", *_MODULES),
            call="float(scores.together(numpy.array([[1.0, 0.25]]), numpy.array([0.5, 0.5]), scores.How('minmax', 'geometric'))[0])",
            expected=0.5,
            tolerance=1e-12,
            source="By hand: the square root of 1/4",
        ),
        Spec(
            title="Sudden deaths of infants in 100 counties: rates drawn together",
            asks="667 deaths among 329,962 births (North Carolina, 1974 to 1978): the smallest and the largest smoothed rate?",
            modules=(SMOOTHING,),
            given=_SIDS,
            call="(lambda rates: (float(rates.min()), float(rates.max())))(smoothing.global_rates(cases, births))",
            expected=(0.001057022963, 0.004838804052),
            tolerance=5e-13,
            source="Marshall 1991; esda 2.9, Empirical_Bayes, and R by hand",
        ),
        Spec(
            title="The same, by maximum likelihood",
            asks="Relative risks of the first five counties, and the shape of the gamma distribution between counties.",
            modules=("numpy", SMOOTHING, *_MODULES),
            given=_SIDS,
            call=(
                "(lambda found: [*(found.centre[:5] / (667 / 329962)).tolist(), float(found.shapes[0] - cases[0])])"
                "(noise.of_counts(numpy.array(cases, dtype=float), numpy.array(births, dtype=float), 1.0))"
            ),
            expected=[0.89134, 0.90386, 0.90906, 1.03945, 1.71989, 6.371977],
            tolerance=1e-5,
            source="Clayton and Kaldor 1987; negative binomial by maximum likelihood in R: shape 6.371977, scale 6.065275",
        ),
        Spec(
            title="Who was chosen for being highest comes down",
            asks="The county with the highest rate had 15 deaths among 1,570 births. If nothing is done, by which share does its number change in as many births?",
            modules=("numpy", *_MODULES),
            given=_SIDS,
            call=(
                "returning.of_chosen(criteria.of_counts(numpy.array(cases, dtype=float), numpy.array(births, dtype=float))[1], [84]).mean"
            ),
            expected=-0.5106,
            tolerance=0.01,
            source="By hand: (15 + 6.371977) / (3.1737 + 6.065275) × 3.1737 = 7.3415 expected, over 15",
        ),
        Spec(
            title="Five years of homicides in five municipalities",
            asks="329 in 2004, 568 in 2009, and what lies between: by how much a year?",
            modules=(DIRECTION,),
            call="(lambda d: (d.ratio, d.verdict))(direction.of_years([329, 367, 409, 457, 568]))",
            expected=(1.14382, "rising"),
            tolerance=5e-6,
            source="statsmodels GLM, Poisson with log link",
        ),
        Spec(
            title="The people behind two shares",
            asks="Three sevenths of a town speak a Mayan language, four elevenths are young. How many people are there at the least?",
            modules=("numpy", SELECTION + "people"),
            call="people.behind([numpy.array([3 / 7]), numpy.array([4 / 11])]).tolist()",
            expected=[77],
            source="By hand: the least common multiple of 7 and 11",
        ),
        Spec(
            title="Extreme violence, gangs, few police",
            asks="85 homicides per 100,000, gangs hold wards, six of ten officers are vetted: what first, and what then?",
            modules=(SELECTION + "sequencing",),
            given={
                "answers": {
                    "violence": "85",
                    "trend": "rising",
                    "gangs": "strong",
                    "trust": "low",
                    "vetted": "0.6",
                    "commitment": "words",
                    "capacity": "low",
                }
            },  # fmt: skip
            call=(
                "[step.name for step in sequencing.sequence(sequencing.default(), "
                "sequencing.answers_of(sequencing.default(), answers)).steps]"
            ),
            expected=["enforcement", "prevention", "policing", "full"],
            source="The evaluation of 2011: a model precinct first, community-based prevention within its jurisdiction next",
        ),
    ),
)
