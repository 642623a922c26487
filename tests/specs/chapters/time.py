"""When crime happens, and whether it changed."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.hotspots"
AORISTIC, WHEEL, CHANGES = f"{ROOM}.aoristic", f"{ROOM}.wheel", f"{ROOM}.changes"
SEASONALITY, FANS = f"{ROOM}.seasonality", f"{ROOM}.fans"
KT = "Krishnamoorthy & Thomson (2004), as ptools and crimepy compute it (and scipy.stats.poisson_means_test)"
ASKED = "aoristic.of_spans(polars.Series([datetime.datetime.fromisoformat(start)]), polars.Series([datetime.datetime.fromisoformat(end)]), zone={}, clock={}).weights[{}, {}:{}].round(4).tolist()"


def _span(
    title: str,
    asks: str,
    start: str,
    end: str,
    where: tuple[int, int, int],
    expected: list[float],
    source: str,
    zone: str = "",
    clock: str = "wall",
) -> Spec:
    return Spec(
        title=title,
        asks=asks,
        modules=(AORISTIC, "polars", "datetime"),
        given={"start": start, "end": end},
        call=ASKED.format(repr(zone or None), repr(clock), *where),
        expected=expected,
        tolerance=5e-5,
        source=source,
    )


CHAPTER = Chapter(
    name="time",
    title_es="El tiempo: cuándo ocurre, y si cambió",
    title_en="Time: when it happens, and whether it changed",
    says_es=(
        "Un robo en casa vacía ocurrió entre dos horas: cada hora recibe la parte del lapso que le toca, y ninguna se inventa. Los días en que cambia el reloj se cuentan por la carátula, "
        "como en las tablas publicadas, o por las horas que de verdad pasaron; solo difieren en esas noches. "
        "Una serie se muestra con su franja de ruido: lo que el azar y los vaivenes usuales traen; con la estación, solo si es más que azar; y con el abanico de lo que viene, que se abre con el tiempo. "
        "Franjas y abanicos se probaron en series simuladas (parejas, con casos en racimo, con deriva, de 2 a 200 casos al mes): los del 95 % contuvieron entre 95 y 99 de cada 100 meses. "
        "Un cambio se dice con su probabilidad. Supone casos independientes: si vienen en racimo (venganzas, bandas), la dispersión de la serie lo hace menos seguro."
    ),
    says_en=(
        "A burglary of an empty home happened between two hours: each hour gets its part of the span, and none is invented. Days on which the clocks change are counted by the dial, as in the published tables, "
        "or by the hours that passed; only those nights differ. "
        "A series is shown with its band of noise: what chance and the usual drift bring; with the season, only where it is more than chance; and with the fan of what is to come, which opens with time. "
        "Bands and fans were tried on simulated series (even, with cases in bunches, drifting, of 2 to 200 cases a month): those of 95 % held 95 to 99 of a hundred months. "
        "A change is told with its probability. It supposes independent cases: where they come in bunches (revenge, gangs), the dispersion of the series makes it less sure."
    ),
    specs=(
        _span(
            "A span over the hour",
            "It happened on Monday, 1 January 2024, between 1:50 and 2:10. In which hours?",
            "2024-01-01T01:50",
            "2024-01-01T02:10",
            (0, 1, 3),
            [0.5, 0.5],
            "Ten of twenty minutes each, by hand (Ratcliffe 2002)",
        ),
        _span(
            "Over midnight",
            "Between Monday 23:30 and Tuesday 1:15: which part falls in Tuesday's first two hours?",
            "2024-01-01T23:30",
            "2024-01-02T01:15",
            (1, 0, 2),
            [0.5714, 0.1429],
            "60 and 15 of 105 minutes, by hand",
        ),
        _span(
            "A whole week says nothing",
            "Between two noons eight days apart: what has each of Monday's first three hours?",
            "2024-01-01T12:00",
            "2024-01-09T12:00",
            (0, 0, 3),
            [0.006, 0.006, 0.006],
            "1/168 each for 10,080 minutes or more (Ratcliffe's tables)",
        ),
        _span(
            "The clocks change, by the dial",
            "New York, 10 March 2024, midnight to six (5:00 to 10:00 UTC); clocks went from 2:00 to 3:00.",
            "2024-03-10T05:00",
            "2024-03-10T10:00",
            (6, 0, 4),
            [0.1667, 0.1667, 0.1667, 0.1667],
            "Six hours on the dial, by hand",
            "America/New_York",
        ),
        _span(
            "The clocks change, by hours that passed",
            "The same night, counting hours that passed.",
            "2024-03-10T05:00",
            "2024-03-10T10:00",
            (6, 0, 4),
            [0.2, 0.2, 0.0, 0.2],
            "Five hours passed and none between two and three, by hand",
            "America/New_York",
            "elapsed",
        ),
        Spec(
            title="Do days differ?",
            asks="Three cases in a week, all on Monday: how unusual is that?",
            modules=(WHEEL, "numpy"),
            call="wheel.unevenness(numpy.array([3, 0, 0, 0, 0, 0, 0]))",
            expected=(11.675, 0.020408),
            tolerance=5e-4,
            source="G 11.68 in ptools, test-exact.R; p = 7/343 by hand",
        ),
        Spec(
            title="Two counts, without their total",
            asks="10 cases against 5: how often does chance give as much?",
            modules=(CHANGES,),
            call="changes.e_test(10, 5)",
            expected=0.2061644,
            tolerance=5e-8,
            source=KT,
        ),
        Spec(
            title="… over different times",
            asks="100 cases in ten months against 25 in five.",
            modules=(CHANGES,),
            call="changes.e_test(100, 25, 10, 5)",
            expected=0.0015380663,
            tolerance=5e-11,
            source="crimepy, notebook of the E-test (errors from both counts together)",
        ),
        Spec(
            title="… with each count's own error",
            asks="The same, with the error Krishnamoorthy & Thomson print.",
            modules=(CHANGES,),
            call="changes.e_test(100, 25, 10, 5, variance='each')",
            expected=0.000574719,
            tolerance=5e-10,
            source="scipy.stats.poisson_means_test(100, 10, 25, 5)",
        ),
        Spec(
            title="… and a difference supposed",
            asks="15 against 5, if five more were to be expected anyway.",
            modules=(CHANGES,),
            call="changes.e_test(15, 5, difference=5)",
            expected=0.2018457,
            tolerance=5e-8,
            source="crimepy, notebook of the E-test",
        ),
        Spec(
            title="The probability that it rose",
            asks="15 cases now, 5 before: how likely is it that the rate rose?",
            modules=(CHANGES,),
            call="changes.probability_up(15, 5)",
            expected=0.988596,
            tolerance=5e-7,
            source="1 - pbeta(0.5, 15.5, 5.5), Jeffreys' prior",
        ),
        Spec(
            title="How strong the season is",
            asks="Four years of a wave of months and nothing else: strength?",
            modules=(SEASONALITY, "numpy"),
            call="round(seasonality.decompose(50 + 20 * numpy.sin(numpy.arange(48) * numpy.pi / 6), 12).strength, 3)",
            expected=1.0,
            tolerance=5e-3,
            source="By definition: nothing is left when the season is taken off (Wang, Smith & Hyndman 2006)",
        ),
        Spec(
            title="What an even series lets expect",
            asks="Thirty-six months of exactly 30 cases: what is expected of the next, and does the band hold the 95 % of plain chance, 20 to 41?",
            modules=(FANS, "numpy"),
            call="(lambda band: (round(band.expected), band.low[2] <= 20, band.high[2] >= 41))(fans.of_counts(numpy.full(36, 30.0), numpy.ones(36), numpy.ones(1)).ahead[0])",
            expected=(30, True, True),
            source="Quantiles of a Poisson of 30 (qpois in R): never narrower than chance",
        ),
    ),
)
