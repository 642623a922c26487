"""The order in which a jury puts applications."""

from tests.specs.spec import Chapter, Spec

JURIES = "confianza.analysis.selection.juries"
# Two criteria of 60 and 40 hundredths. Juror 3 has a conflict of interest with A and gives it nothing.
_GIVEN = {
    "weights": {1: 60, 2: 40},
    "seed": "a4f3031a73ae65b054516cba44829fc44e0c88e6276a3055f2ce4efc2e60db7f",
    "points": [
        ("A", "j1", {1: 5, 2: 4}),
        ("A", "j2", {1: 4, 2: 4}),
        ("B", "j1", {1: 3, 2: 5}),
        ("B", "j2", {1: 4, 2: 5}),
        ("B", "j3", {1: 2, 2: 3}),
        ("C", "j1", {1: 3, 2: 5}),
        ("C", "j2", {1: 4, 2: 5}),
        ("C", "j3", {1: 2, 2: 3}),
    ],
}
_RANKING = "juries.ranking([juries.Sheet(*each) for each in points], weights, seed)"

CHAPTER = Chapter(
    name="juries",
    title_es="El orden de un jurado",
    title_en="The order of a jury",
    says_es=(
        "Cada jurado da de 0 a 5 puntos en cada criterio; los criterios pesan en centésimas del total. La nota de un jurado es el promedio con esos pesos, en porcentaje; la de una propuesta, el promedio de sus jurados sin conflicto de interés. "
        "Todo se calcula con fracciones enteras, para que ningún redondeo decida. Las notas iguales las ordena la huella (SHA-256) de «semilla|tie|código», con la semilla del sorteo del jurado, que nadie conocía cuando las propuestas cerraron. "
        "El dinero se da en ese orden: lo que pide cada una mientras quepa; la que no cabe se pasa por alto, y por debajo de la nota mínima no se da nada. Un jurado severo que no puntúa una propuesta la deja mejor parada: por eso cada una necesita más de la mitad del jurado."
    ),
    says_en=(
        "Each juror gives 0 to 5 points for each criterion; criteria weigh in hundredths of the whole. The mark of a juror is the mean with those weights, in per cent; the mark of an application, the mean of its jurors without a conflict of interest. "
        "All is computed in whole fractions, so that no rounding decides. Equal marks are ordered by the SHA-256 of seed|tie|code, with the seed of the draw of the jury, which nobody knew when applications closed. "
        "Money is given in that order: what each asks for, as long as it fits; one that does not fit is passed over, and below the least mark nothing is given. A severe juror who does not score an application leaves it better off: that is why each needs more than half of the jury."
    ),
    specs=(
        Spec(
            title="The mark of one juror",
            asks="5 points for what weighs 60 hundredths, 4 for what weighs 40: how much of all points is that?",
            modules=(JURIES,),
            given=_GIVEN,
            call="float(juries.mark({1: 5, 2: 4}, weights))",
            expected=92.0,
            source="(60 × 5 + 40 × 4) / (100 × 5) = 460 / 500",
        ),
        Spec(
            title="The order, with a juror who has a conflict and two equal marks",
            asks="A is scored by two jurors, B and C by three, who give both the same. In which order do they stand?",
            modules=(JURIES,),
            given=_GIVEN,
            call=f"[(each.code, round(float(each.mark), 4), each.jurors) for each in {_RANKING}]",
            expected=[("A", 86.0, 2), ("B", 70.6667, 3), ("C", 70.6667, 3)],
            tolerance=0.0001,
            source="by hand: A (92 + 80) / 2; B and C (76 + 88 + 48) / 3; sha256sum of seed|tie|B and seed|tie|C, the smaller first",
        ),
        Spec(
            title="Who gets money if the order is followed",
            asks="120 to give; A asks for 80, B for 60, C for 40; nothing below 70 %.",
            modules=(JURIES,),
            given=_GIVEN,
            call=f"juries.funded({_RANKING}, {{'A': 80, 'B': 60, 'C': 40}}, purse=120, least=70)",
            expected={"A": 80, "C": 40},
            source="by hand: 80 of 120; 60 no longer fits and is passed over; 40 does",
        ),
        Spec(
            title="Nothing below the least mark",
            asks="The same, with a least mark of 75 %.",
            modules=(JURIES,),
            given=_GIVEN,
            call=f"juries.funded({_RANKING}, {{'A': 80, 'B': 60, 'C': 40}}, purse=120, least=75)",
            expected={"A": 80},
            source="by hand: B and C have 70.67 %",
        ),
    ),
)
