"""Near repeat: do events come again near by and soon after?"""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.hotspots"
KNOX, POINTS, CHAINS, PAIRS = f"{ROOM}.knox", f"{ROOM}.points", f"{ROOM}.chains", f"{ROOM}.pairs"
OF_BURKITT = (
    "(lambda f: points.of_arrays(f['X'], f['Y'], f['T'].to_numpy().astype('timedelta64[D]') + numpy.datetime64('1961-01-01')))"
    "(geopandas.read_file(examples.get_path('burkitt.shp')))"
)
BURKITT = (KNOX, POINTS, "libpysal.examples", "geopandas", "numpy")
ELSEWHERE = (
    "Burkitt's lymphoma in Uganda (Williams et al. 1978), data of libpysal; moments computed elsewhere"
)


def _burkitt(delta: float, tau: int, observed: int, expected: float, sd: float) -> Spec:
    return Spec(
        title=f"Burkitt's lymphoma: at most {delta:g} km and {tau} days",
        asks="How many of the pairs of 188 cases are so near in both, how many would chance bring, and how much does that vary?",
        modules=BURKITT,
        call=(
            f"(lambda t: (int(t.observed[0, 0]), float(t.expected[0, 0]), float(t.sd[0, 0])))"
            f"(knox.table({OF_BURKITT}, [0, {delta:g}], [0, {tau}], closed=True, permutations=0))"
        ),
        expected=(observed, expected, sd),
        tolerance=5e-4,
        source=ELSEWHERE,
    )


CHAPTER = Chapter(
    name="near_repeat",
    title_es="Repetición cercana",
    title_en="Near repeat",
    says_es=(
        "Tras un robo en una casa, las casas vecinas corren más peligro por unos días. La tabla de Knox cuenta parejas de hechos por bandas de distancia y de tiempo y las compara con lo que traería el azar si los días se repartieran de nuevo entre los lugares. "
        "Las bandas contienen su extremo inferior: 0,7,14 da [0, 7), [7, 14) y de 14 en adelante; los días son de 24 horas. Con una sola distancia y un solo tiempo se cuenta «a lo más», con ambos extremos, como Knox (1964); `--ends` pide lo uno o lo otro. "
        "La media y la varianza son exactas (Barton y David 1966; Mantel 1967) y no se sortea nada; p cuenta también las tablas con otras tantas parejas, nunca es cero, y viene de barajar los días si eso tarda un momento, y si no de los momentos. "
        "`signal_p` juzga la tabla entera: cuántas veces el azar solo muestra alguna celda cercana tan fuerte como la más fuerte. En 200 ciudades sin repetición da la alarma en cinco de cada cien. "
        "Una cadena empieza en quien no repite a nadie; de dos hechos del mismo momento, el de identificador menor es el anterior."
    ),
    says_en=(
        "After a burglary the houses near by are in more danger for some days. Knox's table counts pairs of events by bands of distance and time and compares them with what chance would bring if the days were dealt over the places anew. "
        "Bands hold their lower end: 0,7,14 gives [0, 7), [7, 14) and 14 onwards; days are of 24 hours. A single distance and a single time count “at most”, both ends included, as Knox (1964) did; `--ends` asks for either. "
        "Mean and variance are exact (Barton & David 1966; Mantel 1967), nothing is drawn; p counts tables with as many pairs too, is never zero, and comes from shuffles of the days where they take a moment, else from the moments. "
        "`signal_p` judges the table as a whole: how often chance alone shows a near cell as strong as the strongest. Among 200 towns without any repeat it raises an alarm in about five of a hundred. "
        "A chain begins with an event that repeats none; of two at the same moment the one with the smaller id is the earlier."
    ),
    specs=(
        _burkitt(20, 5, 13, 10.1438, 2.8979),
        _burkitt(5, 60, 12, 8.9293, 2.9338),
        _burkitt(10, 90, 69, 43.8940, 6.4757),
        _burkitt(2.5, 30, 3, 1.394, 1.170),
        _burkitt(20, 180, 308, 261.008, 15.362),
        Spec(
            title="Both ends, or the lower one",
            asks="Two events 100 m and 7 days apart: does the band to 100 m and 7 days hold them?",
            modules=(KNOX, POINTS, "numpy"),
            given={"days": ["2026-01-01", "2026-01-08", "2026-06-01"]},
            call=(
                "(lambda e: [int(knox.table(e, [0, 100], [0, 7], closed=c).observed[0, 0]) for c in (False, True)])"
                "(points.of_arrays([0, 100, 9000], [0, 0, 0], numpy.array(days, 'datetime64[D]')))"
            ),
            expected=[0, 1],
            source="By definition: [0, 100) and [0, 7) against both ends included",
        ),
        Spec(
            title="Who began",
            asks="Three events in a row, two of them on one day, and one far away: which began, and which repeats which?",
            modules=(CHAINS, POINTS, "numpy"),
            given={"days": ["2026-01-03", "2026-01-01", "2026-01-01", "2026-01-02"]},
            call=(
                "(lambda e: (e['role'].to_list(), e['repeats'].to_list()))"
                "(chains.of_points(points.of_arrays([0, 60, 120, 9000], [0, 0, 0, 0], numpy.array(days, 'datetime64[D]')), "
                "metres=100, days=7, ids=['c', 'b', 'a', 'd']).events)"
            ),
            expected=(["repeat", "repeat", "originator", "alone"], ["b", "a", None, None]),
            source="By definition: of the two of 1 January “a” is the earlier, and “c” is 60 m from “b” and 120 m from “a”",
        ),
        Spec(
            title="Pairs",
            asks="Of four events in a square of 3 × 4 m on four days, how many pairs are at most 4 m and 2 days apart?",
            modules=(PAIRS, POINTS, "numpy"),
            given={"days": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]},
            call="pairs.count(points.of_arrays([0, 3, 3, 0], [0, 0, 4, 4], numpy.array(days, 'datetime64[D]')), metres=4, days=2)",
            expected=3,
            source="By hand: three sides; the fourth is three days, the diagonals are 5 m",
        ),
    ),
)
