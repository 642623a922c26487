"""Did it work? Change, displacement, series, panels, power, and what comes by itself."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.evaluation"
COUNTS, CLAIMS, DISPLACEMENT = f"{ROOM}.counts", f"{ROOM}.claims", f"{ROOM}.displacement"
SERIES, PANELS, TWO_WAY, IMPUTATION = (
    f"{ROOM}.series",
    f"{ROOM}.panels",
    f"{ROOM}.two_way",
    f"{ROOM}.imputation",
)
DIFFERENCES, POWER, RETURNING, WEDGES = (
    f"{ROOM}.differences",
    f"{ROOM}.power",
    f"{ROOM}.returning",
    f"{ROOM}.wedges",
)
SHOWN = "(lambda r: (r.ratio, r.low, r.high, r.p))"
PAPER = '{"comparison": (308, 318), "treated": (207, 110), "around_comparison": (150, 140), "around_treated": (178, 157)}'
# Four years of months of one district, as Poisson draws; the programme begins with the 25th.
MONTHS = [
    23, 22, 21, 26, 24, 20, 20, 18, 16, 17, 20, 21, 24, 27, 25, 28, 24, 22, 21, 19, 17, 18, 20, 23,
    17, 20, 19, 22, 20, 18, 16, 14, 15, 13, 16, 18, 17, 19, 21, 20, 18, 17, 15, 13, 12, 14, 15, 17,
]  # fmt: skip
# Three areas with the programme (from the 4th, 4th and 6th of eight years), five without.
ROWS = [
    (40, 44, 39, 30, 28, 31, 27, 29), (22, 25, 20, 15, 17, 14, 16, 13), (31, 29, 33, 30, 34, 22, 24, 21),
    (35, 38, 33, 36, 40, 37, 39, 36), (18, 20, 17, 19, 22, 20, 21, 19), (52, 55, 50, 54, 60, 56, 57, 54),
    (27, 30, 25, 28, 31, 29, 30, 27), (44, 47, 43, 45, 50, 47, 49, 46),
]  # fmt: skip
PANEL = (
    "panels.of_rows([a for a in 'abcdefgh' for _ in range(8)], [str(2001 + t) for _ in range(8) for t in range(8)], "
    "[y for row in rows for y in row], begins=[g for g in ('2004', '2004', '2006', '', '', '', '', '') for _ in range(8)])"
)

CHAPTER = Chapter(
    name="evaluation",
    title_es="¿Funcionó? Cambio, desplazamiento, series y paneles",
    title_en="Did it work? Change, displacement, series and panels",
    says_es=(
        "Un cambio no es un efecto. Dos conteos dicen cuánto cambió algo y si el azar haría eso; las áreas de comparación y los años anteriores dicen si otra cosa lo haría también. "
        "El delito viene en rachas: lo que solo se sostiene si cada caso es independiente de los demás no se dice. Cuántas veces cumple cada intervalo lo que promete está en el "
        "[estudio de cobertura](../studies/evaluation-coverage.md). Las palabras del efecto las guarda otra página: qué se puede afirmar con qué evidencia."
    ),
    says_en=(
        "A change is not an effect. Two counts say by how much something changed, and whether chance would do that; areas to compare with and earlier years say whether something else would too. "
        "Crime comes in bunches: what holds only if every case is independent of the others is not told. How often each interval holds what it says stands in the "
        "[study of coverage](../studies/evaluation-coverage.md)."
    ),
    specs=(
        Spec(
            title="316, then 287",
            asks="A fall of nine per cent was reported. What do the counts carry?",
            modules=(COUNTS,),
            call=f"{SHOWN}(counts.compare(316, 287).told)",
            expected=(0.908228, 0.771368, 1.069018, 0.254163),
            tolerance=5e-7,
            source="R 4.2 poisson.test(c(287, 316)) and scipy.stats.binomtest; counts of the report of 2011",
        ),
        Spec(
            title="Other p of the same counts",
            asks="By the E-test, which does not condition on the total, and by mid-p?",
            modules=(COUNTS,),
            call="(lambda c: (c.e_test, c.mid_p))(counts.compare(316, 287))",
            expected=(0.238024, 0.246070),
            tolerance=5e-7,
            source="scipy.stats.poisson_means_test; the exact p less half of the chance of the split seen",
        ),
        Spec(
            title="568, then 443, if cases come in bunches",
            asks="Were homicides four and eight times as spread as independent ones, would the fall still be more than chance?",
            modules=(COUNTS,),
            call="[(round(r.low, 3), round(r.high, 3), round(r.p, 4)) for r in (counts.compare(568, 443, dispersion=d).told for d in (4, 8))]",
            expected=[(0.608, 1.0, 0.0499), (0.549, 1.108, 0.1656)],
            tolerance=5e-5,
            source="Quasi-Poisson by hand: the logarithm of the ratio, and the root of dispersion times (1/568 + 1/443)",
        ),
        Spec(
            title="Percentages without counts",
            asks="Crime fell by 28 per cent in the town and by 9 in the country. What is left, and how sure is it?",
            modules=(COUNTS, CLAIMS),
            call="(lambda r: (r.ratio, claims.of_relative(r).code))(counts.compare_relative(0.91, 0.72))",
            expected=(0.791209, "no_counts"),
            tolerance=5e-7,
            source="0.72 / 0.91 by hand. Without counts there is no interval, and none is given",
        ),
        Spec(
            title="A change is told, never an effect",
            asks="What may be said of four pairs of counts?",
            modules=(COUNTS, CLAIMS),
            call="[claims.of_comparison(counts.compare(*pair)).code for pair in ((316, 287), (329, 568), (568, 443), (100, 70))]",
            expected=["within_chance", "rose", "fell", "within_bunching"],
            source="By definition: the interval leaves out no change, also at four times the variance of chance",
        ),
        Spec(
            title="Inside, around, and both",
            asks="From 207 to 110 inside, 308 to 318 in the comparison, with rings around both: was crime displaced?",
            modules=(DISPLACEMENT,),
            call=f"(lambda d: (d.total.difference.estimate, d.total.difference.se, d.local.difference.estimate, d.around.difference.estimate, d.around.verdict))(displacement.compare([displacement.Kind({PAPER})]))",
            expected=(-118.0, 39.597980, -107.0, -11.0, "within_chance"),
            tolerance=5e-7,
            source="Wheeler and Ratcliffe 2018 (Crime Science 7:11): −118, standard error 39.6",
        ),
        Spec(
            title="One comparison for inside and around",
            asks="Inside from 100 to 60, around from 50 to 60, in one comparison for both from 200 to 180: what is left of the fall?",
            modules=(DISPLACEMENT,),
            call="(lambda d: (d.local.difference.estimate, d.around.difference.estimate, d.total.difference.estimate, d.total.difference.se))(displacement.beside(treated=(100, 60), around=(50, 60), comparison=(200, 180)))",
            expected=(-30.0, 15.0, -15.0, 21.994317),
            tolerance=5e-7,
            source="By hand: −40 + 20 × 100/200, 10 + 20 × 50/200, their sum; √(270 + 380 × (150/200)²), the comparison once",
        ),
        Spec(
            title="Harm",
            asks="Five kinds of crime that weigh 3, 2, 5, 7 and 10: by how much harm did it fall beyond the comparison?",
            modules=(DISPLACEMENT,),
            given={
                "kinds": [
                    ((133, 91), (130, 74), 3),
                    ((388, 305), (327, 202), 2),
                    ((148, 97), (398, 190), 5),
                    ((86, 64), (144, 92), 7),
                    ((94, 67), (183, 96), 10),
                ]
            },
            call='(lambda d: (d.estimate, d.se, d.z))(displacement.compare([displacement.Kind({"comparison": c, "treated": t}, w) for c, t, w in kinds]).local.difference)',
            expected=(-1721.0, 304.1036, -5.659256),
            tolerance=5e-5,
            source="Wheeler 2020, worked example of harm weights",
        ),
        Spec(
            title="One series, interrupted",
            asks="Forty-eight months; a programme begins with the twenty-fifth. How far below its own way did the series run?",
            modules=(SERIES,),
            given={"months": MONTHS},
            call="(lambda f: (f.specifications[0].terms[2].estimate, f.specifications[0].terms[2].se, f.specifications[0].deviance))(series.interrupt(months, [m / 12 for m in range(48)], 2.0, season=12))",
            expected=(-0.300794, 0.139466, 3.084969),
            tolerance=5e-6,
            source="statsmodels GLM (Poisson) on the same columns: level, trend, after, trend after, sine and cosine",
        ),
        Spec(
            title="Areas that began at different times",
            asks="Three of eight areas have the programme, two from 2004 and one from 2006. What would have been counted without it?",
            modules=(PANELS, IMPUTATION),
            given={"rows": ROWS},
            call=f"(lambda p: imputation.counts(p)[p.under_way].sum())({PANEL})",
            expected=434.0969,
            tolerance=5e-4,
            source="statsmodels GLM (Poisson) with effects of areas and years on the 51 rows without the programme, foretelling the other 13",
        ),
        Spec(
            title="The same by two-way fixed effects, for comparison only",
            asks="What would another program print, and may it be told?",
            modules=(PANELS, TWO_WAY),
            given={"rows": ROWS},
            call=f"(lambda t: (t.estimate, t.is_valid))(two_way.poisson({PANEL}))",
            expected=(-0.406955192, False),
            tolerance=5e-7,
            source="statsmodels GLM (Poisson) with effects of areas and years on all 64 rows",
        ),
        Spec(
            title="The smallest fall that can be told",
            asks="316 cases a year, one year before and one after: from which fall on is it found four times of five? And with five years before and a dispersion of 2?",
            modules=(POWER,),
            call="(power.smallest_fall(power.Plan(316)), power.smallest_fall(power.Plan(316, before=5, dispersion=2)), power.smallest_fall(power.Plan(10)))",
            expected=(0.21128, 0.23997, None),
            tolerance=5e-6,
            source="Wald's test on the logarithm, solved by hand: −log r = 2.8016 times the root of dispersion times (1/cases before + 1/cases after)",
        ),
        Spec(
            title="Power of the exact test",
            asks="If 20 cases are expected and the truth is half, how often does the exact test find it? And 9.2 per cent of 316?",
            modules=(POWER,),
            call="(power.exact_power(20, 0.5), power.exact_power(316, 287 / 316))",
            expected=(0.3735, 0.2069),
            tolerance=5e-5,
            source="Summed over all pairs of Poisson counts with scipy.stats.binomtest",
        ),
        Spec(
            title="A stepped wedge",
            asks="24 areas in 5 periods, 100 asked in each: 5 per cent shall become 3.5, areas vary by 0.3 of the mean.",
            modules=(POWER,),
            call="power.stepped_wedge(power.Wedge(24, 5, 100), 0.05, 0.035, 0.3)",
            expected=(4.405797e-05, 0.6179),
            tolerance=5e-5,
            source="Hussey and Hughes 2007, formula 8",
        ),
        Spec(
            title="What the highest do by themselves",
            asks="Of sixteen areas whose cases differ by little more than chance, the two highest are chosen. What do they do next year with no programme at all?",
            modules=(RETURNING,),
            given={"cases": [21, 14, 9, 12, 11, 16, 8, 13, 10, 15, 12, 9, 18, 11, 13, 10]},
            call="(lambda r: (r.chosen, -0.40 < r.change < -0.25, r.low < r.change < r.high))(returning.of_highest(cases, 2))",
            expected=((0, 12), True, True),
            source="The mean is 12.6; gamma-Poisson with hardly any spread between areas draws 21 and 18 to about 13, a third down",
        ),
    ),
)
