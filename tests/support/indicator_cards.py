"""The method page of the indicators: every record card in both languages, and the sets others agreed on."""

from confianza.analysis.indicators import ficha, registry, standard_sets
from confianza.analysis.indicators.indicator import Indicator

LANGUAGES = ("es", "en")


def page(generated: str) -> str:
    """Return the page, in Markdown."""
    lines = [generated, "# Indicadores · Indicators\n"]
    lines += [
        "Cada ficha sale de la definición que cuenta. · Each card comes from the definition that counts.\n",
        "`confianza indicators list` · `confianza indicators show ID`\n",
        "## Conjuntos · Sets\n",
    ]
    for each in standard_sets.SETS:
        lines += _set(each)
    lines += ["## Fichas · Record cards\n"]
    for indicator in registry.defined():
        lines += _card(indicator)
    lines += _tree()
    return "\n".join(lines) + "\n"


def _set(each: standard_sets.StandardSet) -> list[str]:
    rows = [
        f"| {member.number} | [`{member.indicator_id}`](#{member.indicator_id}) "
        f"| {registry.get(member.indicator_id).name_es} | {registry.get(member.indicator_id).name_en} |"
        for member in each.members
    ]
    source = [f"{each.drawn_from}\n"] if each.drawn_from else []
    return [
        f"### {each.name_es} · {each.name_en}\n",
        *source,
        "| | id | español | English |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


def _card(indicator: Indicator) -> list[str]:
    cards = {language: ficha.of(indicator, language) for language in LANGUAGES}
    rows = [
        f"| {ficha.heading(code, 'es')} · {ficha.heading(code, 'en')} | {cards['es'][code]} | {cards['en'][code]} |"
        for code in cards["es"]
    ]
    title = f"### {indicator.id}\n\n**{indicator.name_es} · {indicator.name_en}** (v{indicator.version})\n"
    return [title, "| | español | English |", "|---|---|---|", *rows, ""]


def _tree() -> list[str]:
    rows = [f"| `{each.id}` | {each.name_es} | {each.name_en} |" for each in registry.tree()]
    return [
        "## Clases de la ICCS · Classes of the ICCS\n",
        "Cada clase cuenta todo código que empieza como ella. · Each counts every code that begins like it.\n",
        "| id | español | English |",
        "|---|---|---|",
        *rows,
    ]
