"""Where crime will be, and whether saying so beats simpler guesses."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.hotspots.forecasts"
SCORES, CHOOSING, SELF_EXCITING, TERRAIN = (
    f"{ROOM}.{name}" for name in ("scores", "choosing", "self_exciting", "terrain")
)
SPREADING, INTERVALS = f"{ROOM}.spreading", f"{ROOM}.intervals"

CHAPTER = Chapter(
    name="forecast",
    title_es="Pronóstico de lugares, junto a conjeturas más simples",
    title_en="Forecasts of places, beside simpler guesses",
    says_es=(
        "Se pronostican lugares para el próximo mes o semana, nunca personas: ninguna función recibe a una. Cada método se califica con períodos que no vio, uno tras otro, junto a tres conjeturas que debe superar: "
        "el último período, la media de largo plazo y la densidad. Se escoge el más simple que ningún otro supera por más que el ruido. "
        "Qué es «el área» decide cuánto luce cada método: aquí son las celdas en que alguna vez cayó un caso del archivo antes del pronóstico, para que el terreno vacío no regale puntos; lo que cae fuera cuenta como no captado. "
        "Lo que encuentran las patrullas queda aparte de lo que denuncia la ciudadanía, pues un mapa hecho con hallazgos las manda adonde ya estuvieron. "
        "Un pronóstico de denuncias es un pronóstico de denuncias: donde no se denuncia, el mapa queda en blanco."
    ),
    says_en=(
        "Places are forecast for the next month or week, never persons: no function takes one. Each method is scored on periods it never saw, one after the other, beside three guesses that it must beat: "
        "the last period, the long-run mean and the density. The simplest that no other beats by more than the noise is chosen. "
        "What “the area” is decides how well each method looks: here it is the cells in which any case of the file fell before the forecast, so that empty land gives no points away; what falls outside counts as missed. "
        "What patrols find stands apart from what citizens report, for a map made of finds sends them where they already were. "
        "A forecast of reports is a forecast of reports: where nobody reports, the map stays white."
    ),
    specs=(
        Spec(
            title="PAI, PEI and RRI",
            asks="Three places of equal size; 3, 2 and 1 crimes were foretold, 6, 3 and 0 came.",
            modules=(SCORES, "numpy"),
            call="(lambda r: (r.pai.tolist(), r.pei.tolist(), r.rri.round(4).tolist()))(scores.ranked(numpy.array([3.0, 2, 1]), numpy.array([6.0, 3, 0])))",
            expected=([2.0, 1.5, 1.0], [1.0, 1.0, 1.0], [0.5, 0.5556, 0.6667]),
            tolerance=5e-5,
            source="ptools, test-pai.R",
        ),
        Spec(
            title="Equal expectations",
            asks="Four places expected alike; all eight crimes fall in one. How many does half of the area catch?",
            modules=(SCORES, "numpy"),
            call="scores.captured(numpy.ones((1, 4)), numpy.array([[8.0, 0, 0, 0]]), shares=(0.5,)).hits.tolist()",
            expected=[[4.0]],
            tolerance=1e-12,
            source="Half of them, whichever place comes first: the mean over all orders, by hand",
        ),
        Spec(
            title="SER",
            asks="Twelve crimes caught in a tenth of 20 km², in one month.",
            modules=(SCORES, "numpy"),
            call="float(scores.ser(scores.captured(numpy.arange(10.0)[None], numpy.array([[0.0] * 9 + [12]]), shares=(0.1,)), 20.0, (0.1,))[0])",
            expected=6.0,
            tolerance=1e-12,
            source="12 / 2 km², by hand (Bowers, Johnson & Pease 2004)",
        ),
        Spec(
            title="Few months",
            asks="Three and four of ten caught in two months: how far may the share be off?",
            modules=(INTERVALS, "numpy"),
            call="intervals.of_share(numpy.array([3.0, 4.0]), numpy.array([10.0, 10.0]))",
            expected=(0.1539, 0.5922),
            tolerance=5e-5,
            source="binom.test(7, 20) in R (Clopper & Pearson 1934): with fewer than four months nothing better is known",
        ),
        Spec(
            title="Which kernel brought the cases",
            asks="Two kernels that each expect 10 in all; 30 cases where only the first expects any. What does one case bring?",
            modules=(SELF_EXCITING, "numpy"),
            call="self_exciting.fit(numpy.array([[1.0, 0.0]] * 30), numpy.array([10.0, 10.0])).round(6).tolist()",
            expected=[3.0, 0.0],
            tolerance=1e-6,
            source="30/10, and nothing for the other, by hand (expectation and maximisation, Lewis & Mohler 2011)",
        ),
        Spec(
            title="Nothing lost over the edge",
            asks="One case in the corner of a small region, spread over its neighbours: how much is there in all?",
            modules=(SPREADING, "numpy"),
            call="float(spreading.Spreading(numpy.ones((3, 3), dtype=bool), 1.0)(numpy.array([1.0] + [0.0] * 8)).sum())",
            expected=1.0,
            tolerance=1e-12,
            source="By definition (Jones 1993)",
        ),
        Spec(
            title="A Poisson regression",
            asks="Two cells without a risk had 1 and 3 cases, two with it 4 and 8: by which factor does it raise the rate, without a penalty?",
            modules=(TERRAIN, "numpy"),
            call="float(numpy.exp(terrain.elastic_net(numpy.array([[0.0], [0], [1], [1]]), numpy.array([1.0, 3, 4, 8]), 0.0)[1][0]))",
            expected=3.0,
            tolerance=1e-6,
            source="The mean of 6 over the mean of 2, by hand",
        ),
        Spec(
            title="The simplest within the noise",
            asks="Two methods catch the same in each of six months: which is chosen?",
            modules=(CHOOSING, SCORES, "numpy"),
            call="(lambda caught: choosing.simplest({'self_exciting': caught, 'long_run_mean': caught}).chosen)(scores.captured(numpy.tile(numpy.arange(100.0), (6, 1)), numpy.tile(numpy.arange(100.0) % 7, (6, 1))))",
            expected="long_run_mean",
            source="By definition",
        ),
    ),
)
