"""A registered design carried out: all ways on one scale, and an answer that can be computed again."""

from tests.specs.spec import Chapter, Spec

DESIGNS, RECORDED = "confianza.analysis.evaluation.designs", "confianza.analysis.evaluation.recorded"
NEARBY, COUNTED = "confianza.analysis.evaluation.nearby", "confianza.analysis.evaluation.counted"
REASSIGNED = "confianza.analysis.evaluation.reassigned"
SERIES = (
    "designs.Series(('a', 'b', 'c', 'd', 'e'), tuple(f'{2023 + q // 4}-{q % 4 * 3 + 1:02}-01' for q in range(8)), "
    "(tuple(here), *((10.0,) * 8,) * 4), ((1000.0,) * 8,) * 5, 4)"
)
GIVEN = {"here": [10, 10, 10, 10, 5, 5, 5, 5]}
NEXT_DOOR = (
    SERIES[:-1] + ", around=counted.Around(('f', 'g'), (tuple(beside), tuple(beside)), ((1000.0,) * 8,) * 2))"
)
IN_TURN = (
    "designs.Series(('a', 'b', 'c', 'd', 'e', 'f'), tuple(f'{2023 + q // 4}-{q % 4 * 3 + 1:02}-01' for q in range(8)), "
    "(tuple(here), tuple(later), *((10.0,) * 8,) * 4), ((1000.0,) * 8,) * 6, 4, (4, 6))"
)
TURNS = {"here": [10, 10, 10, 10, 5, 5, 5, 5], "later": [10, 10, 10, 10, 10, 10, 5, 5]}
KNOWN = "designs.Circumstances(True, False, True)"

CHAPTER = Chapter(
    name="carried_out",
    title_es="Un diseño llevado a cabo",
    title_en="A design carried out",
    says_es=(
        "Una evaluación registra antes su método; después ese método habla y los demás que los datos permiten están a su lado, todos en la misma escala: lo contado entre lo que habría sido. "
        "Los que no comparan con otras áreas no tienen voto junto a uno que sí. La serie se congela, la respuesta se escribe con seis cifras y de una sola manera, y quien la calcule otra vez obtiene la misma huella (SHA-256). "
        "Una serie con fracciones (traídas de otros límites) no es una serie de cuentas y se rechaza."
    ),
    says_en=(
        "An evaluation registers its method beforehand; then that method speaks, and the others that the data allow stand beside it, all on one scale: what was counted over what would have been. "
        "Those that compare with no other area have no vote beside one that does. The series is frozen, the answer written to six digits and in one way, and whoever computes it again gets the same digest (SHA-256). "
        "A series with fractions (carried over from other boundaries) is no series of counts, and is refused."
    ),
    specs=(
        Spec(
            title="Before and after",
            asks="Ten a quarter for a year, then five. What does the comparison of both years say?",
            modules=(DESIGNS,),
            given=GIVEN,
            call=f"(lambda w: (w.ratio, w.low, w.high))(designs.answer({SERIES}, 'rate_ratio', {KNOWN}).spoken.way)",
            expected=(0.5, 0.255825, 0.977230),
            tolerance=5e-6,
            source="By hand: the ratio times exp(± 2.446912 √(1/40 + 1/20)), Student's t with 6 degrees of freedom",
        ),
        Spec(
            title="Beside four areas that stayed as they were",
            asks="Four areas counted ten a quarter all the time. What would have been, and how rare is it?",
            modules=(DESIGNS,),
            given=GIVEN,
            call=f"(lambda s: (s.way.ratio, sum(s.expected[4:]), s.placebo.rank, s.placebo.units))(designs.answer({SERIES}, 'panel', {KNOWN}).spoken)",
            expected=(0.5, 40.0, 1, 5),
            tolerance=1e-6,
            source="By hand: nothing changed elsewhere, so 40 would have been; of five areas it alone departs",
        ),
        Spec(
            title="Next door",
            asks="Two areas beside it went from ten to fifteen a quarter, the others stayed: did it move there?",
            modules=(NEARBY, DESIGNS, COUNTED),
            given={**GIVEN, "beside": [10, 10, 10, 10, 15, 15, 15, 15]},
            call=f"(lambda n: (n.around, n.together, [(p.ratio, p.cases) for p in n.parts]))(designs.answer({NEXT_DOOR}, 'panel', {KNOWN}).nearby)",
            expected=("around_more", "together_neither", [(0.5, -20.0), (1.5, 40.0), (7 / 6, 20.0)]),
            tolerance=1e-6,
            source="By hand: 20 counted where 40 would have been, 120 where 80, 140 where 120; the comparison took nothing off",
        ),
        Spec(
            title="It began in one area, and half a year later in another",
            asks="Both went from ten a quarter to five when it began; four areas never had it. By how much, and how rare is that?",
            modules=(DESIGNS, REASSIGNED),
            given=TURNS,
            call=f"(lambda s: (s.way.ratio, sum(s.expected), s.placebo.rank, s.placebo.units))(designs.answer({IN_TURN}, 'panel', {KNOWN}).spoken)",
            expected=(0.5, 160.0, 1, 30),
            tolerance=1e-6,
            source="By hand: 30 counted where 60 would have been; two starts go to six areas in 6 × 5 ways, and no other shows as much",
        ),
        Spec(
            title="A way without an answer says why",
            asks="The counts before never vary: can donors be mixed to follow them?",
            modules=(DESIGNS,),
            given=GIVEN,
            call=f"[(w.name, w.refused) for w in designs.answer({SERIES}, 'panel', {KNOWN}).ways if w.name == 'synthetic']",
            expected=[("synthetic", "constant_before")],
            source="There is no path to follow",
        ),
        Spec(
            title="Written in one way",
            asks="What is the digest of a small answer?",
            modules=(RECORDED,),
            call="recorded.digest({'b': [1, 2], 'a': 0.5})",
            expected="e6ed64e48f9b5f53a09ab3f40144f48e715d73cab1df88feb9c972fc55c293ad",
            source='sha256sum of the bytes {"a":0.5,"b":[1,2]}',
        ),
    ),
)
