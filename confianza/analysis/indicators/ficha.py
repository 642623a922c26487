"""The record card of an indicator (*ficha*): its definition written out, in Spanish and in English.

Pages, the method page and the command line print the same lines, which come from the definition itself.
"""

from collections.abc import Mapping

from confianza.analysis.indicators import denominators, registry
from confianza.analysis.indicators.indicator import EVERY_CLAIM_BUT_ARRESTS, Indicator
from confianza.analysis.sources import catalogue
from confianza.analysis.vocabulary import iccs, mechanisms

Words = Mapping[str, tuple[str, str]]  # code → Spanish, English

HEADINGS: Words = {
    "numerator": ("Numerador", "Numerator"),
    "unit": ("Se cuentan", "Counted are"),
    "denominator": ("Denominador", "Denominator"),
    "multiplier": ("Por cada", "Per"),
    "basis": ("Lugar", "Place"),
    "sources": ("Fuentes admitidas", "Sources allowed"),
    "minimum": ("Datos mínimos", "Least a record must tell"),
    "never_with": ("No se suma ni se compara con", "Neither added to nor compared with"),
    "caveat": ("Léase así", "How to read it"),
    "awaits": ("Espera", "Waits for"),
    "drawn_from": ("Definición tomada de", "Definition drawn from"),
}
UNITS: Words = {
    "victims": ("víctimas", "victims"),
    "offences": ("hechos", "offences"),
    "arrests": ("personas detenidas", "persons arrested"),
    "claims": (
        "hechos y víctimas, como los cuenta cada fuente",
        "offences and victims, as each source counts",
    ),
    "vehicles": ("vehículos", "vehicles"),
    "persons_asked": ("personas encuestadas, ponderadas", "persons asked, weighted"),
    "officers": ("policías", "officers"),
}
BASES: Words = {
    "occurrence": ("donde ocurrió", "where it happened"),
    "residence": ("donde vive la persona", "where the person lives"),
}
AWAITED: Words = {
    "surveys": ("las encuestas", "the surveys"),
    "officers": ("la sala de carrera policial", "the room of officers"),
    "programmes": ("las áreas de los programas", "the areas of programmes"),
}
INTENTS: Words = {
    "homicide": ("homicidio", "homicide"),
    "suicide": ("suicidio", "suicide"),
    "accident": ("accidente", "accident"),
    "legal_intervention": ("intervención legal", "legal intervention"),
    "war": ("guerra", "war"),
    "undetermined": ("indeterminada", "undetermined"),
}
MINIMUM: Words = {
    "date": ("fecha", "date"),
    "place": ("lugar", "place"),
    "point": ("coordenadas", "coordinates"),
    "sex": ("sexo", "sex"),
    "age": ("edad", "age"),
    "mechanism": ("mecanismo", "mechanism"),
    "cause": ("causa (CIE-10)", "cause (ICD-10)"),
    "weight": ("peso muestral", "sampling weight"),
}
_GRAINS: Words = {
    "victim": ("registros de víctimas", "records of victims"),
    "offence": ("registros de hechos", "records of offences"),
    "tally": ("conteos sumados", "tallies"),
    "arrest": ("registros de detención", "records of arrest"),
}


def of(indicator: Indicator, language: str) -> dict[str, str]:
    """Return the card of an indicator in `es` or `en`: a code of HEADINGS → its text, empty ones left out."""
    lines = {
        "numerator": _numerator(indicator, language),
        "unit": _word(UNITS, indicator.unit, language),
        "denominator": _denominator(indicator, language),
        "multiplier": "" if indicator.denominator == "none" else f"{indicator.multiplier:,}",
        "basis": _word(BASES, indicator.basis, language),
        "sources": _titles(indicator.sources, language),
        "minimum": _words(MINIMUM, indicator.minimum, language),
        "never_with": _never(indicator, language),
        "caveat": indicator.caveat(language),
        "awaits": _word(AWAITED, indicator.awaits, language) if indicator.awaits else "",
        "drawn_from": indicator.drawn_from,
    }
    return {code: text for code, text in lines.items() if text}


def heading(code: str, language: str) -> str:
    """Return the heading of a line of the card."""
    return _word(HEADINGS, code, language)


def awaited(code: str, language: str) -> str:
    """Return what an indicator waits for, by the code of `Indicator.awaits`."""
    return _word(AWAITED, code, language)


def _numerator(indicator: Indicator, language: str) -> str:
    """Say in words what counts; every part of it is a condition of the definition."""
    spanish = language == "es"
    parts = [_classes(indicator.iccs, language)] if indicator.iccs else []
    if indicator.iccs_except:
        parts.append(("sin " if spanish else "without ") + _classes(indicator.iccs_except, language))
    if indicator.words:
        named = " · ".join(indicator.words)
        parts.append(f"la fuente lo llama {named}" if spanish else f"the source calls it {named}")
    if indicator.intents:
        parts.append(
            ("intención: " if spanish else "intent: ") + _words(INTENTS, indicator.intents, language)
        )
    if indicator.mechanisms:
        told = _words(mechanisms.LABELS, indicator.mechanisms, language).lower()
        parts.append(("mecanismo: " if spanish else "mechanism: ") + told)
    if indicator.grains not in ((), EVERY_CLAIM_BUT_ARRESTS):
        parts.append(_words(_GRAINS, indicator.grains, language))
    if not parts and not indicator.awaits:
        parts.append("todo lo que traen las fuentes" if spanish else "everything the sources bring")
    return "; ".join(parts)


def _classes(codes: tuple[str, ...], language: str) -> str:
    return "ICCS " + ", ".join(f"{code} ({iccs.label(code, language).lower()})" for code in codes)


def _denominator(indicator: Indicator, language: str) -> str:
    kind = denominators.KINDS[indicator.denominator]
    name, on = (kind.name_es, kind.on_es) if language == "es" else (kind.name_en, kind.on_en)
    return f"{name}, {on}" if on else name


def _never(indicator: Indicator, language: str) -> str:
    names = ", ".join(registry.get(other).name(language) for other in indicator.never_with)
    return f"{names}. {indicator.comparison(language)}" if names else ""


def _titles(layouts: tuple[str, ...], language: str) -> str:
    profiles = [catalogue.get(name) for name in layouts]
    return ", ".join(each.title_es if language == "es" else each.title_en for each in profiles)


def _words(table: Words, codes: tuple[str, ...], language: str) -> str:
    return ", ".join(_word(table, code, language) for code in codes)


def _word(table: Words, code: str, language: str) -> str:
    return table[code][0 if language == "es" else 1]
