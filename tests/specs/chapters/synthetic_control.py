"""Synthetic controls, their placebos, the claim guard and pre-registration."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.evaluation"
POOL, SYNTHETIC, DID, AUGMENTED = (
    f"{ROOM}.pool",
    f"{ROOM}.synthetic",
    f"{ROOM}.synthetic_did",
    f"{ROOM}.augmented",
)
SIMPLEX, PLACEBOS, GUARD, REGISTRATION = (
    f"{ROOM}.simplex",
    f"{ROOM}.placebos",
    f"{ROOM}.guard",
    f"{ROOM}.registration",
)
# Counts of a made-up town and four others, 2001 to 2009; the programme begins in 2007.
TOWNS = {
    "treated": [30, 34, 31, 36, 33, 35, 24, 22, 23],
    "others": [
        [28, 31, 30, 33, 31, 32, 33, 34, 35],
        [40, 46, 41, 49, 44, 48, 47, 50, 49],
        [12, 11, 14, 12, 13, 11, 13, 12, 14],
        [22, 27, 21, 28, 25, 27, 26, 29, 27],
    ],
}
INDEPENDENT = "Independently: scipy's SLSQP from twenty starts on the same objective, the best of them"


def _of_towns(call: str) -> str:
    towns = "('Mixco', 'Petapa', 'Cobán', 'Jalapa')"
    return (
        f"(lambda p: {call})(pool.Pool('Colón', {towns}, tuple(map(str, range(2001, 2010))), "
        "numpy.array(treated, float), numpy.array(others, float).T, 6))"
    )


CHAPTER = Chapter(
    name="synthetic_control",
    title_es="Control sintético, placebos y lo que puede afirmarse",
    title_en="Synthetic control, placebos, and what may be claimed",
    says_es=(
        "El control sintético (Abadie, Diamond y Hainmueller 2010) mezcla áreas sin el programa hasta que la mezcla sigue el camino de antes del área tratada; después, la brecha entre ambas es lo que se atribuye. Los pesos se calculan exactamente (Wolfe 1976), de modo que ningún inicio importa. "
        "La forma clásica con predictores sí tiene muchas respuestas locales: aquí se busca desde varios inicios, se cuentan todas con su pérdida, y un programa lineal dice si alguna alcanza el mejor ajuste posible. En el ejemplo del País Vasco, la respuesta publicada (Cataluña 0,8508, Madrid 0,1492, brecha media −0,5799) es local: hay pesos con menos de la mitad de su pérdida y una brecha de −0,98. Tres maneras más van al lado: aumentada con ridge, diferencia en diferencias sintética y la simple. "
        "La p es la de los placebos: cada área sin programa hace de tratada. Con J donantes no baja de 1/(J+1); con menos de 19 no hay intervalo de 95 %. La guardia convierte la evidencia en la frase más fuerte que esta sostiene, y dice qué falta para otra más fuerte; lo que no se sabe cuenta como lo peor. Más evidencia nunca debilita la frase."
    ),
    says_en=(
        "Synthetic control (Abadie, Diamond & Hainmueller 2010) mixes areas without the programme until the mixture follows the path of the treated area before; the gap that opens afterwards is what is attributed. Weights are computed exactly (Wolfe 1976), so that no start of a search matters. "
        "The classic form with predictors does have many local answers: here it is searched from several starts, all answers are told with their loss, and a linear programme says whether one reaches the best fit there is. In the example of the Basque Country the published answer (Cataluña 0.8508, Madrid 0.1492, mean gap −0.5799) is a local one: other weights have less than half its loss and a gap of −0.98. Three more ways stand beside: ridge-augmented, synthetic difference in differences, and the plain one. "
        "p is that of the placebos: every area without the programme plays the treated one. With J donors it cannot be below 1/(J+1); with fewer than 19 there is no interval of 95 %. The guard turns the evidence into the strongest sentence it carries and says what a stronger one needs; what is not known counts as the worst. More evidence never weakens the sentence."
    ),
    specs=(
        Spec(
            title="A mixture by hand",
            asks="A town goes 12, 14, 13; two others go 10, 12, 11 and 20, 22, 21. Which mixture follows it?",
            modules=(SIMPLEX, "numpy"),
            given={"donors": [[10, 20], [12, 22], [11, 21]], "path": [12, 14, 13]},
            call="simplex.weights(numpy.array(donors, float), numpy.array(path, float)).tolist()",
            expected=[0.8, 0.2],
            tolerance=1e-12,
            source="By hand: 0.8 × 10 + 0.2 × 20 = 12, and so in every year",
        ),
        Spec(
            title="Beyond all donors",
            asks="Two others stand at 1 and 2; the town stands at 9. No mixture reaches it: what is nearest?",
            modules=(SIMPLEX, "numpy"),
            given={"donors": [[1, 2]], "path": [9]},
            call="simplex.weights(numpy.array(donors, float), numpy.array(path, float)).tolist()",
            expected=[0.0, 1.0],
            source="By hand: weights are zero or more and add up to one, so 2 is the most",
        ),
        Spec(
            title="A synthetic control",
            asks="A town and four others, the programme from 2007 on: weights, mean gap after, misfit before.",
            modules=(POOL, SYNTHETIC, "numpy"),
            given=TOWNS,
            call=_of_towns("(lambda f: (f.weights.tolist(), f.estimate, f.rmspe))(synthetic.fit(p))"),
            expected=([0.212812, 0.465811, 0.174424, 0.146953], -13.189299, 0.060818),
            tolerance=1e-6,
            source=INDEPENDENT,
        ),
        Spec(
            title="Synthetic difference in differences",
            asks="The same towns, with weights of years too.",
            modules=(POOL, DID, "numpy"),
            given=TOWNS,
            call=_of_towns("(lambda f: (f.weights.tolist(), f.estimate))(synthetic_did.fit(p))"),
            expected=([0.247468, 0.269038, 0.223647, 0.259847], -13.085929),
            tolerance=3e-6,
            source=f"{INDEPENDENT}; on California's cigarettes it gives −15.605398 (Arkhangelsky et al. 2021: −15.6)",
        ),
        Spec(
            title="Plain difference in differences",
            asks="The same towns, against the mean of the four.",
            modules=(POOL, DID, "numpy"),
            given=TOWNS,
            call=_of_towns("synthetic_did.plain(p).estimate"),
            expected=-12.75,
            tolerance=1e-12,
            source="By hand: (23 − 199/6) − (369/12 − 676/24) = −12.75 (means of Colón and of the four, after and before)",
        ),
        Spec(
            title="Ridge-augmented",
            asks="The same towns with a penalty of 100: the mixture already fits, so little is taken off.",
            modules=(POOL, AUGMENTED, "numpy"),
            given=TOWNS,
            call=_of_towns("augmented.fit(p, 100.0).estimate"),
            expected=-13.189299,
            tolerance=1e-4,
            source="pysyncon 1.7.0, AugSynth without covariates: −13.189363",
        ),
        Spec(
            title="A penalty learnt from years left out",
            asks="The same towns: which penalty foretells years left out as well as the best, within one standard error?",
            modules=(POOL, AUGMENTED, "numpy"),
            given=TOWNS,
            call=_of_towns("dict(augmented.fit(p).settings)['penalty']"),
            expected=8327.264501,
            tolerance=1e-5,
            source="pysyncon 1.7.0, AugSynth without covariates: lambda 8327.264501057598",
        ),
        Spec(
            title="The smallest p there can be",
            asks="Four donors: how small can p become, however far the treated town goes?",
            modules=(POOL, SYNTHETIC, PLACEBOS, "numpy"),
            given=TOWNS,
            call=_of_towns(
                "(lambda s: (s.rank, s.units, s.p, s.interval()))(placebos.in_space(p, synthetic.fit))"
            ),
            expected=(1, 5, 0.2, None),
            tolerance=1e-12,
            source="By definition: first of five units; an interval of 95 % needs twenty",
        ),
        Spec(
            title="Five municipalities counted, one sub-station helped",
            asks="568 homicides, then 443: clearly fewer, in the five municipalities of one commissariat. The programme was in one of four sub-stations. What may be said?",
            modules=(GUARD,),
            call=(
                "(lambda a: (a.sentence, a.may_say('caused'), 'other_area' in a.cautions))(guard.allowed("
                "guard.Evidence(counts=True, interval=True, clear=True, before=1, after=1, years_after=1.0, "
                "same_area=False, selected_for_being_high=False), 'fall'))"
            ),
            expected=("changed_fall", False, True),
            source="The rules of decision 39; counts of the report of 2011",
        ),
        Spec(
            title="Chosen for a bad year",
            asks="The same fall, and the place was chosen because its number was high: may it be called a change?",
            modules=(GUARD,),
            call=(
                "(lambda a: (a.sentence, a.may_say('changed')))(guard.allowed(guard.Evidence(counts=True, "
                "interval=True, clear=True, before=1, after=1, selected_for_being_high=True), 'fall'))"
            ),
            expected=("after_a_peak", False),
            source="Regression to the mean: of 262 simulated towns without any effect, the 25 highest fall by 7.6 per cent",
        ),
        Spec(
            title="What a causal sentence needs",
            asks="Nothing is known but two counts. What would carry the word “caused”?",
            modules=(GUARD,),
            call="guard.missing(guard.Evidence(counts=True, before=1, after=1), guard.Strength.CAUSED)",
            expected=(
                "comparison",
                "same_area",
                "fair_comparison",
                "path",
                "fit",
                "placebo",
                "clear_interval",
                "three_after",
                "eight_before",
                "agreement",
                "registration",
            ),
            source="The rules of decision 39",
        ),
        Spec(
            title="A registration has one digest",
            asks="A plan fixed before the data came, written down in the one canonical way: what is its SHA-256?",
            modules=(REGISTRATION, "datetime"),
            call=(
                "registration.digest(registration.Registration('Bajan', 'homicidios', 'Colón', "
                "datetime.date(2027, 1, 1), datetime.date(2029, 12, 31), 'synthetic'))"
            ),
            expected="e50dbff7440f90a4d0b2fbec8ca9609a5cddc3cc97681a8402a7129de03d9c77",
            source="sha256sum of the line as written",
        ),
    ),
)
