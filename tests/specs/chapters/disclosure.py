"""What a published table gives away of what it hides."""

from tests.specs.spec import Chapter, Spec

ROOM = "confianza.analysis.disclosure"
TABLES, CUBE, ROUNDING = f"{ROOM}.tables", f"{ROOM}.cube", f"{ROOM}.rounding"
SUPPRESSION, RULES, DOMINANCE = f"{ROOM}.suppression", f"{ROOM}.rules", f"{ROOM}.dominance"

BESIDE, PROTECTING = "confianza.analysis.releases.beside", "confianza.analysis.releases.protecting"
RELEASES_LINKING = "confianza.analysis.releases.linking"
QUARTERS_OF_TWO_YEARS = [f"{year}-Q{quarter}" for year in (2021, 2022) for quarter in range(1, 5)]

SMALL_ONLY = b"area,a,b,c,d,total\nx,12,..,25,9,49\ny,7,14,..,31,54\nz,40,8,11,6,65\ntotal,59,25,38,46,168\n"
SAFE = b"area,a,b,c,d,total\nx,12,..,..,9,49\ny,7,..,..,31,54\nz,40,8,11,6,65\ntotal,59,25,38,46,168\n"
ELSEWHERE = b"area,a,b,c,d,total\nx,12,..,25,..,49\ny,7,14,2,31,54\nz,40,..,11,..,65\ntotal,59,25,38,46,168\n"
MONTHS = b"area,2026-01,2026-02,2026-03\nx,..,10,10\ny,..,12,12\n"
QUARTER = b"area,2026-Q1\nx,23\ny,36\n"
WIDTHS = "[(e.row, e.column, e.low, e.high) for e in {}]"
AUDIT = "tables.audit([tables.read(t, str(n)) for n, t in enumerate(shown)], [tables.read(t, 'e' + str(n)) for n, t in enumerate(before)], threshold=5)[{}]"


def _audit(title, asks, shown, before, which, expected, source) -> Spec:
    return Spec(
        title=title,
        asks=asks,
        modules=(TABLES,),
        given={"shown": shown, "before": before},
        call=WIDTHS.format(AUDIT.format(which)),
        expected=expected,
        source=source,
    )


CHAPTER = Chapter(
    name="disclosure",
    title_es="Lo que una tabla publicada deja saber",
    title_en="What a published table gives away",
    says_es=(
        "Ocultar las celdas pequeñas no basta: los totales las devuelven. Antes de publicar, una auditoría hace de atacante: conoce todo lo que se muestra, todas las sumas y todas las publicaciones anteriores, "
        "y sabe que los conteos son enteros y no negativos. De cada celda oculta busca el intervalo más estrecho; si mide menos que el umbral es una fuga, y lo que tiene fugas no se publica. "
        "La prueba es de cada celda, nunca de una muestra: cotas ecuación por ecuación, tablas enteras que cuadran con todo lo mostrado, y programación lineal y entera para lo que quede. "
        "Entre publicaciones, lo que nada publicado dice que cambió se toma por igual, y los registros tardíos solo suman. Una sola marca (..) cubre las celdas pequeñas y las que las protegen: no dice cuál es cuál. "
        "Quien supiera cuáles son pequeñas sabría que están entre 1 y el umbral menos uno; ese peor caso también puede auditarse."
    ),
    says_en=(
        "To hide the small cells is not enough: totals give them back. Before anything is published, an audit plays the attacker: it knows everything shown, every sum and every release before, "
        "and that counts are whole and not negative. For each hidden cell it looks for the tightest interval; narrower than the threshold is a leak, and what leaks is not published. "
        "The proof is for each cell, never a sample: bounds equation by equation, whole tables that fit everything shown, and linear and integer programmes for what is left. "
        "Between releases, what nothing published says has changed is taken to be the same, and late registrations only add. One mark (..) covers small cells and those that protect them: it does not say which is which. "
        "Who knew the small ones would know them to be 1 to the threshold less one; that worst case can be audited too."
    ),
    specs=(
        _audit(
            "Only the small cells hidden",
            "Of [[12,3,25,9],[7,14,2,31],[40,8,11,6]] with its margins, 3 and 2 are hidden. What can be told of them?",
            [SMALL_ONLY],
            [],
            0,
            [("x", "b", 3, 3), ("y", "c", 2, 2)],
            "By subtraction: 49 - 12 - 25 - 9, and 54 - 7 - 14 - 31",
        ),
        _audit(
            "Two more cells hidden",
            "The same with 25 and 14 hidden too.",
            [SAFE],
            [],
            0,
            [("x", "b", 1, 17), ("x", "c", 11, 27), ("y", "b", 0, 16), ("y", "c", 0, 16)],
            "By hand: one number is free, y·c from 0 to 16, as b holds 17 of x and y, and c 27",
        ),
        _audit(
            "Yesterday's release against today's",
            "The day before, other cells of the same table were hidden, as safely. What do both give away of today's?",
            [SAFE],
            [ELSEWHERE],
            0,
            [("x", "b", 3, 3), ("x", "c", 25, 25), ("y", "b", 14, 14), ("y", "c", 2, 2)],
            "By hand: yesterday showed x·c, y·b and y·c, and x is their sum",
        ),
        _audit(
            "Months and a quarter",
            "January is hidden where months are published, and the quarter is published in another table.",
            [MONTHS, QUARTER],
            [],
            1,
            [("x", "2026-01", 3, 3), ("y", "2026-01", 12, 12)],
            "By subtraction: 23 - 20, and 36 - 24",
        ),
        Spec(
            title="A table that is protected",
            asks="How many cells are hidden of a table of two by two, [[3,20],[14,22]], for its 3, and within which bounds does the 3 lie then for who knows that zeros are shown?",
            modules=(CUBE, SUPPRESSION, "polars"),
            given={
                "counts": {
                    "row": ["x", "x", "y", "y"],
                    "column": ["a", "b", "a", "b"],
                    "value": [3, 20, 14, 22],
                }
            },
            call=(
                "(lambda p: (p.primary, p.complementary, p.audit.cells.select('low', 'high').row(0)))"
                "(suppression.protect(cube.of_counts(polars.DataFrame(counts), [cube.Dimension('row'), cube.Dimension('column')]), threshold=5))"
            ),
            expected=(1, 3, (1.0, 16.0)),
            source="By hand: 3 + t, 20 - t, 14 - t, 22 + t, all 1 or more, for t from -2 to 13",
        ),
        Spec(
            title="What an evaluation tells beside a release",
            asks=(
                "A release shows 2021 (33), and of 2022 three quarters (7, 9, 5); it hides the fourth, and the year. An "
                "evaluation would tell that 58 were counted in both years. What can be told then, and what without it?"
            ),
            modules=(BESIDE, PROTECTING, RELEASES_LINKING, "polars"),
            given={
                "rows": {
                    "indicator_id": ["homicide"] * 10,
                    "area_id": ["zone"] * 10,
                    "period": [*QUARTERS_OF_TWO_YEARS, "2021", "2022"],
                    "kind": [""] * 10,
                    "value": [9, 8, 7, 9, 7, 9, 5, 4, 33, 25],
                },
                "quarters": [("zone", quarter) for quarter in QUARTERS_OF_TWO_YEARS],
            },
            call=(
                "(lambda t, total: (lambda s: (lambda gate: [sorted({c['period'] for c in gate.leaks(told)}) for told in ([total], [])])"
                "(beside.Gate(beside.system(t, [total], polars.DataFrame(schema={'area_id': polars.String, 'parent_id': polars.String})), 5, "
                "[protecting.Protected(s.cells.with_columns(hidden=polars.col('period').is_in(['2022', '2022-Q4'])), s.sums)])))"
                "(linking.link(t, [('period', linking.by_period(t))])))"
                "(polars.DataFrame(rows), beside.Figure('homicide', tuple(quarters)))"
            ),
            expected=[["2022", "2022-Q4"], []],
            source="By subtraction: 58 - 33 = 25 in 2022, and 25 - 7 - 9 - 5 = 4 in its last quarter",
        ),
        Spec(
            title="Dominance",
            asks="Of a cell of 100 one contributor holds 80 and the next 15. Is it dominated, by the (1, 75) rule and by the rule of 10 per cent?",
            modules=(DOMINANCE, "polars"),
            given={"grants": {"cell": ["x"] * 3, "value": [80, 15, 5]}},
            call=(
                "[dominance.primary(polars.DataFrame(grants), ['cell'], **rule)['dominated'][0] "
                "for rule in ({'largest': 1, 'share': 75}, {'percent': 10}, {'percent': 5})]"
            ),
            expected=[True, True, False],
            source="By definition: 80 > 75; 5 < 8; 5 > 4",
        ),
        Spec(
            title="Rules by offence",
            asks="How finely may sexual violence be told, and how finely theft?",
            modules=(RULES,),
            call="[(r.area, r.period, r.mapped, r.threshold) for r in (rules.of('sexual_violence'), rules.of('theft'))]",
            expected=[("municipality", "year", "never", 5), ("locality", "month", "snapped", 5)],
            source="rules.toml, decided with the reasons given there",
        ),
    ),
)
