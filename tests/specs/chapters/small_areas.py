"""Rates of small areas: smoothed, standardised by age, and their direction over years."""

from tests.specs.spec import Chapter, Spec

SMOOTHING = "confianza.analysis.indicators.smoothing"
STANDARDISATION = "confianza.analysis.indicators.standardisation"
DIRECTION = "confianza.analysis.indicators.direction"

_SIX = {"counts": [0, 2, 15, 1, 22, 9], "people": [2000, 5000, 21000, 9000, 30000, 4000]}
_SCOTLAND = {
    "observed": [
        9, 39, 11, 9, 15, 8, 26, 7, 6, 20, 13, 5, 3, 8, 17, 9, 2, 7, 9, 7, 16, 31, 11, 7, 19, 15, 7, 10, 16, 11,
        5, 3, 7, 8, 11, 9, 11, 8, 6, 4, 10, 8, 2, 6, 19, 3, 2, 3, 28, 6, 1, 1, 1, 1, 0, 0,
    ],
    "expected": [
        1.4, 8.7, 3.0, 2.5, 4.3, 2.4, 8.1, 2.3, 2.0, 6.6, 4.4, 1.8, 1.1, 3.3, 7.8, 4.6, 1.1, 4.2, 5.5, 4.4, 10.5,
        22.7, 8.8, 5.6, 15.5, 12.5, 6.0, 9.0, 14.4, 10.2, 4.8, 2.9, 7.0, 8.5, 12.3, 10.1, 12.7, 9.4, 7.2, 5.3,
        18.8, 15.8, 4.3, 14.6, 50.7, 8.2, 5.6, 9.3, 88.7, 19.6, 3.4, 3.6, 5.7, 7.0, 4.2, 1.8,
    ],
}  # fmt: skip
_BIRTHS = {
    "cases": [0, 8, 63, 112, 262, 295],
    "births": [327, 30666, 123419, 149919, 104088, 34392],
    "standard": [63986.6, 186263.6, 157302.2, 97647.0, 47572.6, 12262.6],
}

CHAPTER = Chapter(
    name="small_areas",
    title_es="Áreas pequeñas: suavizar, estandarizar, dirección",
    title_en="Small areas: smoothing, standardising, direction",
    says_es=(
        "Con pocos hechos la tasa de una aldea salta de cero a la más alta del país. La tasa suavizada se acerca a la de las demás tanto más cuanto menos gente la sostiene (Bayes empírico); "
        "se muestra al lado de la tasa observada, nunca en su lugar, porque también esconde un foco verdadero. Su intervalo contó la tasa verdadera en 94 a 100 de cada 100 áreas simuladas, "
        "con 8, 25 y 100 áreas de cuatro grados de diferencia. La tasa estandarizada responde qué pasaría con las edades de una población de referencia, y solo existe donde se conocen las edades. "
        "La dirección de cinco años lleva su probabilidad; «sin dirección clara» es una respuesta, y años que solo difieren por azar la reciben nueve de cada diez veces."
    ),
    says_en=(
        "With few events the rate of a hamlet jumps from nothing to the highest of the country. A smoothed rate is drawn towards that of the others, the more the fewer people it rests on (empirical Bayes); "
        "it stands beside the rate observed, never in its place, for it hides a true hot spot as well. Its interval held the true rate in 94 to 100 of 100 simulated areas, with 8, 25 and 100 areas of four degrees of difference. "
        "A standardised rate answers what would happen with the ages of a reference population, and exists only where ages are known. "
        'The direction of five years carries its probability; "no clear direction" is an answer, and years that differ by chance alone get it nine times of ten.'
    ),
    specs=(
        Spec(
            title="Drawn towards all areas",
            asks="Six areas; what are their rates per 100,000, each trusted as far as its people deserve?",
            modules=(SMOOTHING,),
            given=_SIX,
            call="[round(float(rate) * 1e5, 4) for rate in smoothing.global_rates(counts, people)]",
            expected=[48.9377, 54.3236, 70.9737, 31.4558, 72.7296, 139.3164],
            tolerance=1e-4,
            source="Marshall 1991; esda 2.9, Empirical_Bayes",
        ),
        Spec(
            title="Drawn towards the areas beside",
            asks="The same six stand in a row; each is drawn towards those it touches.",
            modules=(SMOOTHING,),
            given=_SIX | {"beside": [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]},
            call="[round(float(rate) * 1e5, 4) for rate in smoothing.local_rates(counts, people, beside)]",
            expected=[28.5714, 60.7143, 61.2399, 53.3976, 73.4339, 151.157],
            tolerance=1e-4,
            source="Marshall 1991; esda 2.9, Spatial_Empirical_Bayes",
        ),
        Spec(
            title="Lip cancer in Scotland: how much areas differ",
            asks="Observed and expected cases in 56 counties: mean and shape of the gamma distribution between them?",
            modules=(SMOOTHING,),
            given=_SCOTLAND,
            call="(lambda found: (found.mean, found.shape))(smoothing.poisson_gamma(observed, expected))",
            expected=(1.42206, 1.87949),
            tolerance=1e-4,
            source="The data of Clayton and Kaldor 1987; statsmodels 0.15, NegativeBinomial with exposure, by maximum likelihood",
        ),
        Spec(
            title="Seven areas are too few",
            asks="One event in each of seven areas: how much do areas differ?",
            modules=(SMOOTHING,),
            call="smoothing.poisson_gamma([1] * 7, [1000] * 7)",
            expected=None,
            source="By definition: eight areas at least",
        ),
        Spec(
            title="Freed of ages",
            asks="Births with Down's syndrome among fifth and later children, by six ages of the mother; per 100,000, with the ages of all mothers?",
            modules=(STANDARDISATION,),
            given=_BIRTHS,
            call="standardisation.direct(cases, births, standard)",
            expected=(75.529, 67.7021, 188.3002, 167.1142),
            tolerance=1e-3,
            source="Data: Fleiss 1981, p. 249, worked out in Fay and Feuer 1997; esda 2.9, direct_age_standardization",
        ),
        Spec(
            title="Observed over expected",
            asks="Ten events where five are expected at the rates of the standard.",
            modules=(STANDARDISATION,),
            call="standardisation.indirect([2, 8], [1000, 2000], [0.001, 0.002])",
            expected=(2.0, 0.95908, 3.67808, 5.0),
            tolerance=1e-4,
            source="10/5, and a fifth of Garwood's limits for 10 (4.7954 and 18.3904)",
        ),
        Spec(
            title="Five years that rise",
            asks="20, 24, 23, 30, 33: by how much a year, and how sure?",
            modules=(DIRECTION,),
            call="(lambda d: (d.ratio, d.probability_rising, d.verdict))(direction.of_years([20, 24, 23, 30, 33]))",
            expected=(1.1319, 0.929, "rising"),
            tolerance=5e-4,
            source="statsmodels GLM and R glm, Poisson with log link, quasi scale",
        ),
        Spec(
            title="Five years without a direction",
            asks="4, 6, 3, 7, 5.",
            modules=(DIRECTION,),
            call="(lambda d: (d.ratio, d.probability_rising, d.verdict))(direction.of_years([4, 6, 3, 7, 5]))",
            expected=(1.06194, 0.65, "no_clear_direction"),
            tolerance=5e-4,
            source="statsmodels GLM and R glm, Poisson with log link, quasi scale",
        ),
    ),
)
