"""Which indicators exist, and which one a person means by a word or a code."""

import difflib
import re
from functools import cache

from confianza.analysis.indicators.definitions import INDICATORS
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.vocabulary import iccs
from confianza.analysis.vocabulary.folding import fold

_CODE_WORDS = re.compile(r"(?:iccs)?(\d{2,6})")
_NEAR_ENOUGH = 0.6


class UnknownIndicator(LookupError):
    """No indicator goes by that name; `near` holds the ids it could have meant."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        self.asked, self.near = asked, near
        hint = (
            f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(i.id for i in INDICATORS)}."
        )
        super().__init__(f"There is no indicator or offence “{asked}”. {hint}")


def everything() -> tuple[Indicator, ...]:
    """Return every indicator, in the order screens show them."""
    return INDICATORS


@cache
def get(indicator_id: str) -> Indicator:
    """Return the indicator of this id, or of this ICCS class (`iccs0501`); raise UnknownIndicator."""
    for indicator in INDICATORS:
        if indicator.id == indicator_id:
            return indicator
    code = _CODE_WORDS.fullmatch(indicator_id)
    if code is None or code[1] not in iccs.CLASSES:
        raise UnknownIndicator(indicator_id, _near(indicator_id))
    return _of_class(iccs.CLASSES[code[1]])


def resolve(asked: str) -> Indicator:
    """Return the indicator a person means: its id, an ICCS code (dotted or not) or a word in Spanish or
    English.

    A class of the ICCS can be asked by its label too. Raise UnknownIndicator, with what it could have meant.
    """
    folded = fold(asked)
    for indicator in (*INDICATORS, *map(_of_class, iccs.CLASSES.values())):
        if folded in _names(indicator):
            return indicator
    try:
        return get(folded.replace(" ", ""))
    except UnknownIndicator:
        raise UnknownIndicator(asked, _near(asked)) from None


def _of_class(of: iccs.Class) -> Indicator:
    return Indicator(f"iccs{of.code}", 1, of.label_es, of.label_en, iccs=(of.code,), known_as=(of.code,))


def _names(indicator: Indicator) -> set[str]:
    return {fold(name) for name in (indicator.id, indicator.name_es, indicator.name_en, *indicator.known_as)}


def _near(asked: str) -> tuple[str, ...]:
    owners = {name: indicator.id for indicator in INDICATORS for name in _names(indicator)}
    names = difflib.get_close_matches(fold(asked), owners, n=5, cutoff=_NEAR_ENOUGH)
    return tuple(dict.fromkeys(owners[name] for name in names))
