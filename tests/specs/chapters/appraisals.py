"""What became of a problem: the measure agreed before, computed."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.evaluation"
GIVEAWAY = f"{ROOM}.giveaway"
APPRAISAL, COUNTS, QUASI, SIGHT, POWER = (
    f"{ROOM}.appraisal",
    f"{ROOM}.counts",
    f"{ROOM}.quasi_likelihood",
    f"{ROOM}.sight",
    f"{ROOM}.power",
)
# Half a year before and after, here and in a place that had the same good and bad months.
MONTHS = {
    "before": [9, 31, 14, 40, 22, 12],
    "after": [8, 3, 21, 5, 13, 6],
    "there_before": [30, 52, 27, 61, 44, 33],
    "there_after": [41, 22, 50, 35, 61, 28],
}
SHOWN = "(lambda r: (r.ratio, r.low, r.high, r.p, r.dispersion))"
MEASURE = (
    "appraisal.Measure('robbery', 'ward 3', (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30)), "
    "(datetime.date(2024, 1, 1), datetime.date(2024, 6, 30)){more})"
)
TOLD = "(lambda r: (r.verdict, r.said.code))"

CHAPTER = Chapter(
    name="appraisals",
    title_es="¿Qué fue del problema?",
    title_en="What became of the problem?",
    says_es=(
        "La medida se acuerda antes: indicador, área, con qué se compara y qué días; el resultado se calcula y nunca se escribe a mano. Un área sola se compara consigo misma antes y después; junto a otra, lo que mueve a las dos por igual (una temporada, un feriado) no cuenta. "
        "Cuánto varían los meses se aprende de los meses mismos, y nunca se toma menos que el azar. El intervalo es de 97 %: así, donde nada cambió, se dice «Sin evidencia de cambio» en más de 95 de cada cien problemas, sean pocos los casos o vengan en rachas "
        "([estudio](../studies/appraisals.md)). Junto al veredicto se dice cuántas veces de cien se habría visto una baja verdadera a la mitad. Una baja es una baja, nunca «gracias a»."
    ),
    says_en=(
        "The measure is agreed before: indicator, area, what it is compared with and which days; the result is computed and never typed. One area alone is compared with itself before and after; beside another, what moves both alike (a season, a holiday) does not count. "
        "How much months vary is learnt from the months themselves, and never taken for less than chance. The interval is of 97 %: so, where nothing changed, “No evidence of change” is said of more than 95 problems of a hundred, however few the cases or bunched "
        "([study](../studies/appraisals.md)). Beside the verdict stands how many times of a hundred a true fall by half would have been seen. A fall is a fall, never “thanks to”."
    ),
    specs=(
        Spec(
            title="Before and after, alone",
            asks="128 cases in six months, then 56. The months vary six times as much as chance. Is it more than that?",
            modules=(COUNTS, QUASI),
            given=MONTHS,
            call=f"{SHOWN}(quasi_likelihood.alone(counts.periods(before), counts.periods(after), confidence=0.97))",
            expected=(0.4375, 0.145698, 1.146622, 0.056177, 6.207158),
            tolerance=5e-7,
            source="statsmodels GLM (Poisson): difference of deviances over the dispersion, F with 1 and 10 degrees of freedom; the ends where the deviance with an offset is the square of Student's t times it. The dispersion seen, 5.818304, over what 128 and 56 cases show of it (Mosimann 1962)",
        ),
        Spec(
            title="The same months beside another place",
            asks="There, 247 and then 237, with the same good and bad months. What does the comparison see?",
            modules=(COUNTS, QUASI),
            given=MONTHS,
            call=f"{SHOWN}(quasi_likelihood.beside((counts.periods(before), counts.periods(after)), (counts.periods(there_before), counts.periods(there_after)), confidence=0.97))",
            expected=(0.455960, 0.255457, 0.794571, 0.005481, 1.384203),
            tolerance=5e-7,
            source="statsmodels GLM (binomial, cases here of all cases of the month): the same with 1 and 8.38 degrees of freedom, squares weighted by cases",
        ),
        Spec(
            title="The verdicts of both",
            asks="What is said of them?",
            modules=(APPRAISAL, "datetime"),
            given=MONTHS,
            call=f"({TOLD}(appraisal.appraise({MEASURE.format(more='')}, appraisal.Counted(before, after))), "
            f"{TOLD}(appraisal.appraise({MEASURE.format(more=', comparison=(' + chr(39) + 'ward 4' + chr(39) + ',)')}, "
            "appraisal.Counted(before, after, there_before, there_after))))",
            expected=(("no_evidence_of_change", "no_evidence_of_change"), ("fell", "fell_beside")),
            source="Whether the two intervals above leave out 1",
        ),
        Spec(
            title="How often a fall by half is seen",
            asks="20 cases a month, half a year each side, twice as spread as chance; and a year each side, four times as spread, beside an area with as many: how often is a true fall by half told?",
            modules=(SIGHT, POWER),
            call="(sight.share_found(power.Plan(20, 6, 6, 2.0), 0.5, confidence=0.97), sight.share_found(power.Plan(20, 12, 12, 4.0, 20), 0.5, confidence=0.97))",
            expected=(0.7369, 0.5467),
            tolerance=0.01,
            source="100,000 problems of each kind drawn with numpy (negative binomial) and tested by the closed formula of G²",
        ),
        Spec(
            title="A verdict that gives a count away",
            asks="Six cases the year before, two the year after; and 60 and 30. May the verdict be told to who knows the year before?",
            modules=(APPRAISAL, GIVEAWAY, "datetime"),
            given={"few": ([1, 0] * 6, [1, 1] + [0] * 10), "many": ([5] * 12, [2, 3] * 6)},
            call=(
                "[not giveaway.gives_a_count_away(appraisal.Measure('robbery', 'ward 3', (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)), "
                "(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))), appraisal.Counted(*sides), 5) for sides in (few, many)]"
            ),
            expected=[False, True],
            source="With fewer than ten cases in all nothing is computed (FEWEST_CASES): beside six, “too few to tell” says three or fewer",
        ),
        Spec(
            title="Partial months look like a fall",
            asks="The days after end on the 20th. What is said?",
            modules=(APPRAISAL, "datetime"),
            call="(lambda r: (r.verdict, r.refusal.code, r.ratio))(appraisal.appraise(appraisal.Measure('robbery', 'ward 3', (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30)), (datetime.date(2024, 1, 1), datetime.date(2024, 6, 20))), appraisal.Counted([9] * 6, [8] * 6)))",
            expected=("refused", "partial_month", None),
            source="June has thirty days",
        ),
    ),
)
