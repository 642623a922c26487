"""Zeros, no data, and sources side by side."""

from datetime import date

from tests.specs.spec import Chapter, Spec

TABULATION = "confianza.analysis.indicators.tabulation"
FILTERS = "confianza.analysis.indicators.filters"
REGISTRY = "confianza.analysis.indicators.registry"
AREAS = "confianza.analysis.territory.areas"

_TOLD = {
    "series": "", "office": "", "grain": "victim", "geography": "administrative", "area_id": "municipality-encinos",
    "date_precision": "day", "iccs": "0101", "offence_label": "Homicidio", "sex": "male", "age_band": "",
    "mechanism": "firearm", "estimated": 0.0,
}  # fmt: skip
_TOWN = {
    "area_id": "municipality-encinos", "geography": "administrative", "level": "municipality", "code": "encinos",
    "name": "Encinos", "parent_id": "", "valid_from": date(1, 1, 1), "valid_to": None, "wkb": None,
}  # fmt: skip


def _row(source: str, month: int, weight: float) -> dict[str, object]:
    return {
        **_TOLD,
        "delivery": f"1-{source}",
        "source": source,
        "month": date(2025, month, 1),
        "weight": weight,
    }


def _counted(by: str) -> str:
    return (
        "[(row['period'], row['source'], row['count']) for row in tabulation.tabulate("
        "ibis.memtable(polars.DataFrame(told)), "
        "areas.Territory(areas=polars.DataFrame([town], schema=areas.AREAS)), "
        f"by={by}, filters=filters.Filters(registry.get('homicide'))).iter_rows(named=True)]"
    )


_MODULES = (TABULATION, FILTERS, REGISTRY, AREAS, "ibis", "polars")

CHAPTER = Chapter(
    name="counting",
    title_es="Contar: ceros, sin datos y fuentes lado a lado",
    title_en="Counting: zeros, no data, and sources side by side",
    says_es=(
        "Dos fuentes nunca se suman: una misma víctima puede estar en ambas. Cada cifra cita una, la que habla de más lugares y meses, y dice cuál. "
        "Un mes del que una fuente habla y en el que no cuenta nada es un cero; un mes del que nadie habla no tiene datos. "
        "Un silencio es cero si es tan corto que el azar lo explica (probabilidad del 1 % o más, según lo que la fuente cuenta en un mes usual)."
    ),
    says_en=(
        "Two sources are never added: the same victim may be in both. Every figure quotes one, the one that speaks of most places and months, and names it. "
        "A month a source speaks of, and tells nothing about, is a zero; a month nobody speaks of has no data. "
        "A silence is a zero when it is short enough for chance (probability of 1 % or more, given what the source tells in its usual month)."
    ),
    specs=(
        Spec(
            title="A silent month of a small town is a zero",
            asks="The police tell of two homicides in January, none in February, two in March.",
            modules=_MODULES,
            given={"told": [_row("police", 1, 2.0), _row("police", 3, 2.0)], "town": _TOWN},
            call=_counted("['month']"),
            expected=[("2025-01", "police", 2.0), ("2025-02", "police", 0.0), ("2025-03", "police", 2.0)],
            source="By hand: at two a month, chance leaves a month empty with probability exp(-2) = 13.5 %",
        ),
        Spec(
            title="A silent month of a large one is no data",
            asks="80 in January, nothing in February, 80 in March: somebody forgot to send a file.",
            modules=_MODULES,
            given={"told": [_row("police", 1, 80.0), _row("police", 3, 80.0)], "town": _TOWN},
            call=_counted("['month']"),
            expected=[("2025-01", "police", 80.0), ("2025-02", None, None), ("2025-03", "police", 80.0)],
            source="By hand: exp(-80) is no chance at all",
        ),
        Spec(
            title="Two sources, one figure",
            asks="The police tell of January and February, the hospital of January only. How many in the year?",
            modules=_MODULES,
            given={
                "told": [_row("police", 1, 5.0), _row("police", 2, 4.0), _row("hospital", 1, 7.0)],
                "town": _TOWN,
            },
            call=_counted("['year']"),
            expected=[("2025", "police", 9.0)],
            source="By hand: the police speak of more months; 5 + 4, never 5 + 4 + 7",
        ),
        Spec(
            title="Two sources, side by side",
            asks="The same, by source.",
            modules=_MODULES,
            given={
                "told": [_row("police", 1, 5.0), _row("police", 2, 4.0), _row("hospital", 1, 7.0)],
                "town": _TOWN,
            },
            call=_counted("['year', 'source']"),
            expected=[("2025", "hospital", 7.0), ("2025", "police", 9.0)],
            source="By hand",
        ),
    ),
)
