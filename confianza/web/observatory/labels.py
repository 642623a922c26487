"""What areas, sources, indicators and kinds are called in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.observatory.queries.incidents import TOGETHER
from confianza.web.observatory.queries.question import Question


def language() -> str:
    """Return `es` or `en`."""
    return (get_language() or "es")[:2]


def indicator(indicator_id: str) -> str:
    """Name an indicator."""
    from confianza.analysis.indicators import registry

    if indicator_id == TOGETHER:
        return _("all reported offences")
    return registry.get(indicator_id).name(language())


def caveat(indicator_id: str) -> str:
    """Return what a reader of an indicator must know; empty where nothing."""
    from confianza.analysis.indicators import registry

    if indicator_id == TOGETHER:
        return _("Homicide, assault, threats, robbery, extortion, theft and burglary: what people report.")
    return registry.get(indicator_id).caveat(language())


def card(indicator_id: str) -> list[tuple[str, str]]:
    """Return the record card of an indicator: headings and texts."""
    from confianza.analysis.indicators import ficha, registry

    spoken = language()
    written = ficha.of(registry.get(indicator_id), spoken)
    return [(ficha.heading(code, spoken), text) for code, text in written.items()]


def source(voice: str) -> str:
    """Name a source by the title of its layout and its series; by its office where any may use the layout."""
    from confianza.analysis.indicators import coverage
    from confianza.analysis.sources import catalogue

    name, _slash, more = voice.partition(coverage.BETWEEN)
    try:
        profile = catalogue.get(name)
    except catalogue.UnknownSource:
        return voice
    title = profile.title_es if language() == "es" else profile.title_en
    if more and not profile.country:
        return more
    return f"{title}: {more}" if more else title


def level(code: str) -> str:
    """Name a level of areas."""
    from confianza.web.territory.models import Level

    return str(Level(code).label) if code in Level.values else code


def geography(code: str) -> str:
    """Name one of the two geographies."""
    from confianza.web.territory.models import Geography

    return str(Geography(code).label) if code in Geography.values else code


def kind(dimension: str, code: str | None) -> str:
    """Name one value of a dimension."""
    if code is None:
        return _("Not told")
    return {"mechanism": mechanism, "sex": sex, "offence": offence}.get(dimension, age)(code)


def mechanism(code: str) -> str:
    """Name a mechanism."""
    from confianza.analysis.vocabulary.mechanisms import LABELS

    return _of_pair(LABELS.get(code, (code, code)))


def sex(code: str) -> str:
    """Name a sex, as people are counted."""
    from confianza.analysis.vocabulary.sexes import LABELS

    return _of_pair(LABELS.get(code, (code, code)))


def age(code: str) -> str:
    """Write an age band."""
    bounds = code.lstrip("0").replace("-0", "-").replace("-", "–")
    return _("%(ages)s years") % {"ages": "0" + bounds if bounds.startswith("–") else bounds}


def offence(code: str) -> str:
    """Name a class of the ICCS; an offence without a class keeps its source's word."""
    from confianza.analysis.vocabulary import iccs

    return iccs.label(code, language()) if code.isdigit() else code


def percent(share: float) -> str:
    """Write a share as a percentage, as the reader's language does."""
    return f"{writing.number(100 * share)} %"


def place(name: str) -> str:
    """Name an area, or everywhere."""
    return name or _("All areas")


def measure(question: Question) -> str:
    """Name what a map or a table measures."""
    name = indicator(question.indicator_id)
    if question.measure == "count":
        return name
    return _("%(indicator)s per 100,000 people a year") % {"indicator": name}


def _of_pair(labels: tuple[str, str]) -> str:
    return labels[0] if language() == "es" else labels[1]
