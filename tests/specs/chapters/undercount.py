"""How many victims no source saw."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.undercount"
HISTORIES, HIERARCHY, POISSON = f"{ROOM}.histories", f"{ROOM}.hierarchy", f"{ROOM}.poisson"
BOUNDS, STEPWISE, AVERAGING = f"{ROOM}.bounds", f"{ROOM}.stepwise", f"{ROOM}.averaging"
EXISTENCE, ESTIMATION = f"{ROOM}.existence", f"{ROOM}.estimation"

# Counts of histories 0, 1, 2, 3 …: bit i is set where list i knows the person; nobody is counted on none.
KOSOVO = [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27]
KOREA = [0, 5, 5, 54, 41, 6, 0, 12]
ARTIFICIAL = [0, 40, 30, 6, 20, 0, 0, 0]
SPINA_BIFIDA = [0, 60, 49, 4, 247, 112, 142, 12]
FIVE_LISTS = [
    0, 27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5, 83, 36, 34, 18, 3, 5, 0, 2, 30, 5, 23, 8, 0, 3, 0, 2,
]  # fmt: skip
WESTERN = {1: 52, 2: 90, 4: 114, 8: 45, 16: 21, 5: 4, 9: 2, 17: 5, 6: 6, 10: 1, 24: 3, 21: 1, 14: 1}
UNITED_KINGDOM = {
    1: 54, 2: 463, 4: 907, 8: 695, 16: 316, 32: 57, 3: 15, 5: 19, 9: 3, 6: 56, 10: 19, 18: 1, 34: 3, 12: 69, 20: 10,
    36: 31, 24: 8, 40: 6, 48: 1, 7: 1, 11: 1, 14: 4, 38: 3, 44: 1, 15: 1,
}  # fmt: skip

FITTED = "histories.of_counts(killings).observed + poisson.of_models(histories.of_counts(killings), [{}]).unseen[0]"
OF_KOSOVO = "Silverman, Chan and Vincent (2024), Statistics and Computing 34:44; computed in R with glm"


def _model(written: str, asks: str, total: float, source: str) -> Spec:
    return Spec(
        title=f"Kosovo, 1999: the model {written}",
        asks=asks,
        modules=(HISTORIES, HIERARCHY, POISSON),
        given={"killings": KOSOVO},
        call=FITTED.format(f"hierarchy.read('{written}', 'ABCD')"),
        expected=total,
        tolerance=5e-3,
        source=source,
    )


CHAPTER = Chapter(
    name="undercount",
    title_es="Lo que ninguna fuente vio",
    title_en="What no source saw",
    says_es=(
        "Si la policía, la morgue y el hospital conocen cada uno una parte de las víctimas, cuántas comparten dice algo de cuántas faltan a todos. "
        "Las listas dependen unas de otras, y las personas difieren: modelos log-lineales, cotas y promedios bayesianos dan respuestas distintas con la misma tabla. "
        "Por eso se da un rango que cubre los intervalos de todos los modelos defendibles, la elección del modelo incluida, y nunca un solo número. "
        "No se da ninguno con menos de tres fuentes, con una lista que no comparte a nadie, con muy pocas coincidencias, si ningún modelo tiene estimación, si los modelos dicen cualquier cosa, "
        "o si unas personas fueron mucho más difíciles de ver. En poblaciones simuladas de tamaño conocido (independientes, dependientes, desiguales, escasas) el rango dado contuvo la verdad en más de 9 de cada 10 casos. "
        "Quien ninguna fuente pudo ver no está en ninguna estimación: si un grupo queda fuera de todas, ninguna tabla lo muestra."
    ),
    says_en=(
        "If police, morgue and hospital each know a part of the victims, how many they share says something of how many all of them lack. "
        "Lists depend on one another and people differ: log-linear models, bounds and Bayesian averages give different answers from the same table. "
        "So a range is given that covers the intervals of all defensible models, the choice of the model included, and never a single number. "
        "None is given with fewer than three sources, with a list that shares nobody, with too few overlaps, where no model has an estimate, where models say anything, "
        "or where some people were much harder to see. In simulated populations of known size (independent, dependent, uneven, sparse) the range given held the truth in more than 9 cases of 10. "
        "Whom no source could see is in no estimate: of a group that stands outside all of them no table tells."
    ),
    specs=(
        Spec(
            title="Two lists",
            asks="The police know 50 victims, the morgue 40, both 30. How many are there, if neither hears of a death from the other?",
            modules=(HISTORIES, BOUNDS),
            call="bounds.chapman(histories.of_counts([0, 20, 10, 30])).estimate",
            expected=66.451613,
            tolerance=5e-7,
            source="51 × 41 / 31 - 1 by hand (Chapman 1951)",
        ),
        Spec(
            title="The least there were",
            asks="Killings in Kosovo, 20 March to 22 June 1999: 3,218 people are on one of four lists only, 882 on two.",
            modules=(HISTORIES, BOUNDS),
            given={"killings": KOSOVO},
            call="(lambda h: (bounds.chao(h).estimate, bounds.chao_bias_corrected(h).estimate))(histories.of_counts(killings))",
            expected=(10270.48, 10262.01),
            tolerance=5e-3,
            source="4,400 + 3,218² / (2 × 882), and with 3,218 × 3,217 / (2 × 883), by hand (Chao 1987)",
        ),
        _model(
            "[1,2,3,4]", "How many, if the four lists were independent?", 7394.59, "Computed in R with glm"
        ),
        _model("[123,14,34]", "How many, by the model of least BIC among all 113?", 10356.52, OF_KOSOVO),
        _model(
            "[12,13,14,23,34]",
            "How many, by the model of least BIC that joins two lists at most?",
            14341.66,
            OF_KOSOVO,
        ),
        Spec(
            title="The choice of a model is uncertain too",
            asks="How much wider is the interval for Kosovo when the model is chosen anew from every drawn table?",
            modules=(HISTORIES, ESTIMATION, "numpy"),
            given={"killings": KOSOVO},
            call=(
                "(lambda told: bool(numpy.diff(told('loglinear_min_bic_with_selection'))[0] > 2 * numpy.diff(told('loglinear_min_bic'))[0]))"
                "(lambda method: (lambda e: (e.ci_low, e.ci_high))(estimation.estimate(histories.of_counts(killings)).named(method)))"
            ),
            expected=True,
            source="Silverman, Chan and Vincent (2024), table 2: 6,900 to 18,000 instead of 9,100 to 12,000",
        ),
        Spec(
            title="All models of three lists",
            asks="Women held in Palembang during the Second World War, on three lists: which model has the least BIC, and how many were there?",
            modules=(HISTORIES, ESTIMATION),
            given={"palembang": KOREA},
            call="(lambda e: (e.model, e.estimate))(estimation.estimate(histories.of_counts(palembang)).named('loglinear_min_bic'))",
            expected=("[12,23]", 157.1667),
            tolerance=5e-5,
            source="Silverman, Chan and Vincent (2024), table 3",
        ),
        Spec(
            title="Chosen one pair at a time",
            asks="Modern slavery in the United Kingdom, 2013: six lists. How many, by the procedure of the Home Office?",
            modules=(HISTORIES, STEPWISE, POISSON, HIERARCHY),
            given={"slavery": UNITED_KINGDOM},
            call=(
                "(lambda h: (lambda m: (hierarchy.written(m), h.observed + poisson.of_models(h, [m]).unseen[0]))"
                "(stepwise.by_aic(h)[-1]))(histories.of_counts([slavery.get(history, 0) for history in range(64)]))"
            ),
            expected=("[12,13,24,25,35,36,45]", 11417.99),
            tolerance=5e-3,
            source="Bales, Hesketh and Silverman (2015), Significance 12(3):16-21: 10,000 to 13,000",
        ),
        Spec(
            title="Chosen by what overlaps surprise",
            asks="Victims of trafficking in a western city, five lists. How many, by terms that come in while p < .02?",
            modules=(HISTORIES, STEPWISE, POISSON),
            given={"trafficking": WESTERN},
            call=(
                "(lambda h: h.observed + poisson.of_models(h, [stepwise.by_overlap(h)]).unseen[0])"
                "(histories.of_counts([trafficking.get(history, 0) for history in range(32)]))"
            ),
            expected=2483.38,
            tolerance=5e-3,
            source="Chan, Silverman and Vincent (2021), JASA 116:1297-1306: 2,483",
        ),
        Spec(
            title="A model without an estimate",
            asks="A knows 46, B 36, C 20; only A and B share anybody, six. Does the model in which these two depend on each other have an estimate?",
            modules=(HISTORIES, EXISTENCE, HIERARCHY),
            given={"artificial": ARTIFICIAL},
            call="[existence.status(histories.of_counts(artificial), hierarchy.read(m, 'ABC')) for m in ('[12,3]', '[12,13,23]', '[13,23]')]",
            expected=["no_estimate", "not_identifiable", "exists"],
            source="Chan, Silverman and Vincent (2021), tables 2 and 3",
        ),
        Spec(
            title="… and no range",
            asks="Which gates are shut to this table?",
            modules=(HISTORIES, ESTIMATION),
            given={"artificial": ARTIFICIAL},
            call="(lambda told: (told.range, [r.code for r in told.refused][:2]))(estimation.estimate(histories.of_counts(artificial)))",
            expected=(None, ["list_alone", "overlaps_too_thin"]),
            source="By definition: the list C shares nobody, and six people are on two lists",
        ),
        Spec(
            title="Averaging over graphs: Kosovo",
            asks="Over all decomposable graphs of four lists, with 1 to 30,000 unseen: expected total, likeliest total, and where 95 % of the posterior lies.",
            modules=(HISTORIES, AVERAGING, "numpy"),
            given={"killings": KOSOVO},
            call=(
                "(lambda p: (round(p.mean), p.mode, p.quantile(.025), p.quantile(.975)))"
                "(averaging.average(histories.of_counts(killings), unseen=numpy.arange(1, 30001)))"
            ),
            expected=(12749, 12267, 9827, 16544),
            source="The package dga in R, delta = 1/16",
        ),
        Spec(
            title="Averaging over graphs: five lists",
            asks="The example of five lists, with 1 to 300 unseen and delta = 1/2.",
            modules=(HISTORIES, AVERAGING, "numpy"),
            given={"example": FIVE_LISTS},
            call=(
                "(lambda p: (p.mean, p.mode, p.quantile(.025), p.quantile(.975)))"
                "(averaging.average(histories.of_counts(example), unseen=numpy.arange(1, 301), delta=.5))"
            ),
            expected=(617.8, 614.0, 588.0, 655.0),
            tolerance=0.05,
            source="Madigan and York (1997), Biometrika 84:19-31; the package dga in R",
        ),
        Spec(
            title="Averaging over graphs: spina bifida",
            asks="Births with spina bifida in upstate New York, with the prior of the article: middle of the posterior, where 95 % of it lies, and how likely the likeliest graph is.",
            modules=(HISTORIES, AVERAGING, "numpy", "scipy.special"),
            given={"births": SPINA_BIFIDA, "a": 13.14, "b": 55.17},
            call=(
                "(lambda n, lgamma: (lambda p: (p.quantile(.5), p.quantile(.025), p.quantile(.975), round(p.graphs.max(), 2)))"
                "(averaging.average(histories.of_counts(births), unseen=n - 626, delta=1, "
                "log_prior=n * numpy.log(b) - (n + a) * numpy.log1p(b) + lgamma(n + a) - lgamma(n + 1) - lgamma(a))))"
                "(numpy.arange(627., 927.), special.gammaln)"
            ),
            expected=(731, 682, 797, 0.37),
            source="Madigan and York (1997), Biometrika 84:19-31",
        ),
    ),
)
