"""Change between two periods, and the direction of some years."""

from tests.specs.spec import Chapter, Spec

CHANGE = "confianza.analysis.indicators.change"
DIRECTION = "confianza.analysis.indicators.direction"
USUAL = "confianza.analysis.indicators.usual"


def _compared(call: str) -> str:
    return f"(lambda c: (c.ratio, c.low, c.high, c.verdict))(change.compare({call}))"


CHAPTER = Chapter(
    name="change",
    title_es="Cambio: más que azar, o no",
    title_en="Change: more than chance, or not",
    says_es=(
        "Dos números rara vez son iguales. La comparación exacta (Przyborowski y Wilenski 1940) pregunta cuántas veces el azar solo daría una diferencia así. "
        "«No hay un cambio claro» es una respuesta. Un cambio no es un efecto: dice que algo pasó, no por qué."
    ),
    says_en=(
        "Two numbers are seldom the same. The exact comparison (Przyborowski and Wilenski 1940) asks how often chance alone would give such a difference. "
        '"No clear change" is an answer. A change is not an effect: it says that something happened, not why.'
    ),
    specs=(
        Spec(
            title="Colón, 2009 and 2010",
            asks="316 homicides, then 287: reported as a fall of 9 per cent. Is it more than chance?",
            modules=(CHANGE,),
            call=_compared("287, 316"),
            expected=(0.908228, 0.771368, 1.069018, "no_clear_change"),
            tolerance=5e-7,
            source="R 4.2 poisson.test(c(287, 316)); counts of the report of 2011",
        ),
        Spec(
            title="Five municipalities of one commissariat, 2004 and 2009",
            asks="329 homicides, then 568.",
            modules=(CHANGE,),
            call=_compared("568, 329"),
            expected=(1.726444, 1.504571, 1.983608, "up"),
            tolerance=5e-7,
            source="R 4.2 poisson.test(c(568, 329)); counts of the report of 2011",
        ),
        Spec(
            title="Few numbers, no verdict",
            asks="From 4 to 8 in a year: twice as many. Is it more than chance?",
            modules=(CHANGE,),
            call="change.compare(8, 4).verdict",
            expected="no_clear_change",
            source="Exact binomial test of 8 of 12: p = 0.388",
        ),
        Spec(
            title="The band of a month: within it, chance alone",
            asks="Fifty homicides in the last five Junes. Up to how many, and down to how few, is this June no clear change?",
            modules=(USUAL,),
            call="usual.band(50, 5)",
            expected=(4, 18),
            source="scipy.stats.binom: of x + 50 with share 1/6, both tails at x are at least 0.025 for x of 4 to 18, and for no other x",
        ),
        Spec(
            title="Three Junes with nothing",
            asks="Nobody was killed in three Junes. How many this June would be more than chance?",
            modules=(USUAL,),
            call="usual.band(0, 3)",
            expected=(0, 2),
            source="By hand: x events would all fall into one month of four; (1/4)^2 = 0.0625 and (1/4)^3 = 0.0156 < 0.025",
        ),
        Spec(
            title="Too few years have no direction",
            asks="Three years: which way do they go?",
            modules=(DIRECTION,),
            call="direction.of_years([90, 80, 70])",
            expected=None,
            source="By definition: four years at least",
        ),
    ),
)
