"""How good a source is: rounding, breaks, agreement, and what is chance."""

from tests.specs.spec import Chapter, Spec

HEAPING = "confianza.analysis.quality.heaping"
BREAKS = "confianza.analysis.quality.breaks"
CHANCE = "confianza.analysis.quality.chance"
CONVERGENCE = "confianza.analysis.quality.convergence"
CRITERIA = "confianza.analysis.quality.criteria"
LAGS = "confianza.analysis.quality.lags"
PLACENAMES = "confianza.analysis.quality.placenames"

# The population by single age that the spreadsheet SINGAGE of PASEX (US Census Bureau, 1994) works with.
_SINGAGE = (
    80626, 95823, 104315, 115813, 100796, 105086, 97266, 116328, 75984, 89982, 95525, 56973, 78767, 65672, 53438, 85014,
    47600, 64363, 42195, 42262, 73221, 30080, 34391, 29072, 20531, 66171, 24029, 44227, 24128, 23599, 82088, 16454,
    22628, 17108, 12531, 57325, 17220, 28425, 16206, 17532, 65976, 11593, 15828, 13541, 8133, 44696, 11165, 18543,
    12614, 12041, 55798, 9324, 10772, 10453, 6773, 28358, 9916, 13348, 8039, 7583, 42470, 5288, 5317, 6582,
    3361, 17949, 3650, 5873, 3279, 3336, 27368, 1965, 2495, 2319, 1335, 12022, 1401, 1668, 1360, 1185,
    9167, 424, 568, 462, 282, 6206, 343, 409, 333, 291, 4137, 133, 169, 157, 89, 2068, 68, 81, 66, 57,
)  # fmt: skip
_QUIET = [38, 44, 41, 35, 40, 47, 39, 42, 36, 43, 40, 38]

CHAPTER = Chapter(
    name="quality",
    title_es="Calidad: qué tan buena es una fuente",
    title_en="Quality: how good a source is",
    says_es=(
        "Los criterios son los del Protocolo de Bogotá; sus límites están en un archivo de datos que dice cuáles nadie ha verificado. No hay un total: nadie aprueba ni reprueba. "
        "Las edades y fechas redondeadas se miden con índices conocidos; los quiebres repentinos, contra series simuladas en las que no pasa nada. "
        "Dos fuentes que cuentan a las mismas víctimas deberían coincidir: «más que azar» quiere decir que ni la suerte las separaría tanto; «cabe en el azar», que podría, no que lo hizo. "
        "Totales iguales pueden esconder víctimas distintas; por eso, una vez enlazadas, se comparan víctima por víctima."
    ),
    says_en=(
        "The criteria are those of the Bogotá Protocol; their limits stand in a data file that says which of them nobody has verified. There is no total: nobody passes or fails. "
        "Rounded ages and dates are measured by known indices; sudden breaks against simulated series in which nothing happens. "
        'Two sources that count the same victims should agree: "more than chance" means that not even luck could part them so far; "within chance" that it could, not that it did. '
        "Equal totals can hide different victims; so, once linked, they are compared victim by victim."
    ),
    specs=(
        Spec(
            title="Whipple's index",
            asks="Do people give their age in fives and tens? 100: no; 500: all of them.",
            modules=(HEAPING,),
            call="heaping.whipple(dict(enumerate(people)))",
            expected=234.0,
            tolerance=0.5,
            source="PASEX, spreadsheet SINGAGE: 2.34 (times 100); the population is that of the spreadsheet",
            given={"people": _SINGAGE},
        ),
        Spec(
            title="Myers' blended index",
            asks="How far are the ten last digits of ages from a tenth each?",
            modules=(HEAPING,),
            call="heaping.myers(dict(enumerate(people)))",
            expected=47.46,
            tolerance=0.005,
            source="PASEX, spreadsheet SINGAGE: 47.46",
            given={"people": _SINGAGE},
        ),
        Spec(
            title="Two feeds of one state in one month",
            asks="282 homicides in one feed, 104 in the other: could chance part them so far?",
            modules=(CHANCE,),
            call="[float(p) < 1e-19 for p in chance.of_differences([282], [104])]",
            expected=[True],
            source="scipy.stats.binomtest(104, 386).pvalue = 4.4e-20",
        ),
        Spec(
            title="A small difference is within chance",
            asks="12 and 4 victims in a month.",
            modules=(CHANCE,),
            call="[round(float(p), 6) for p in chance.of_differences([12], [4])]",
            expected=[0.076813],
            tolerance=5e-7,
            source="Exact binomial test by hand: 2 × (1 + 16 + 120 + 560 + 1820) / 65536",
        ),
        Spec(
            title="No break in a quiet year",
            asks="Twelve months of some forty: does the level change?",
            modules=(BREAKS,),
            call="breaks.find(months)",
            expected=[],
            source="Drawn as Poisson counts of mean 40",
            given={"months": _QUIET},
        ),
        Spec(
            title="A level that doubles",
            asks="Twelve months of some forty, then twelve of some eighty: where, and from what to what?",
            modules=(BREAKS,),
            call="[(each.at, each.before, each.after) for each in breaks.find(months + [2 * n for n in months])]",
            expected=[(12, 39.666667, 81.666667)],
            tolerance=1e-6,
            source="By hand: 238 / 6 and 490 / 6, the six months before and after",
            given={"months": _QUIET},
        ),
        Spec(
            title="How often a series without a break is accused of one",
            asks="Of 400 series of 24 months of mean 20, three times as spread as Poisson counts, how many are accused at 5 per cent?",
            modules=(BREAKS, "numpy"),
            call=(
                "sum(bool(breaks.find(series)) for series in numpy.random.default_rng(1).negative_binomial(10, 1 / 3, (400, 24))) / 400"
            ),
            expected=0.05,
            tolerance=0.03,
            source="By definition 5 %; 400 series leave a standard error of 1.1 points",
        ),
        Spec(
            title="Convergence of counts",
            asks="Police 443, hospital 308: how far apart are the totals?",
            modules=(CONVERGENCE,),
            call="convergence.difference(443, 308)",
            expected=0.304740,
            tolerance=5e-7,
            source="|a − b| / max(a, b), the measure of the Bogotá Protocol",
        ),
        Spec(
            title="Equal totals, different victims",
            asks="Ten victims each, of whom they share four.",
            modules=(CONVERGENCE, "polars"),
            call=(
                "[(pair.both, pair.shared) for pair in convergence.of_victims(polars.DataFrame("
                "{'source': ['police'] * 10 + ['health'] * 10, 'victim': list(range(10)) + list(range(6, 16)), "
                "'area': None, 'month': None}))]"
            ),
            expected=[(4, 0.25)],
            source="By hand: 4 of 16",
        ),
        Spec(
            title="The day by which nine of ten were told",
            asks="Lags of 0, 1, 2 and 30 days, of 50, 30, 10 and 10 victims.",
            modules=(LAGS,),
            call="(lags.quantile([0, 1, 2, 30], [50, 30, 10, 10], 0.5), lags.quantile([0, 1, 2, 30], [50, 30, 10, 10], 0.9))",
            expected=(0.0, 2.0),
            source="By hand",
        ),
        Spec(
            title="One region, spelt in four ways",
            asks="Which names mean the same area?",
            modules=(PLACENAMES,),
            call="len({placenames.key(name) for name in names})",
            expected=1,
            source="By hand",
            given={"names": ["Región del Maule", "MAULE", "Maule ", "Departamento de Maule"]},
        ),
        Spec(
            title="The common limit of undetermined intent",
            asks="11 per cent of the deaths by external causes are of undetermined intent. Is the criterion met?",
            modules=(CRITERIA,),
            call="criteria.protocol().get('low_undetermined').is_met(0.11)",
            expected=False,
            source="Limit of 10 % in the literature on the Bogotá Protocol; not verified against its text",
        ),
    ),
)
