"""Which indicators exist, and which one a person means by a word or a code."""

import difflib
import re
from functools import cache

from confianza.analysis.indicators.definitions import INDICATORS
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.vocabulary.folding import fold

_ICCS_CODE = re.compile(r"(?:iccs)?(0[1-9]|1[01])(\d{0,4})")
_NEAR_ENOUGH = 0.6


class UnknownIndicator(LookupError):
    """No indicator goes by that name; `near` holds the ids it could have meant."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        self.asked, self.near = asked, near
        hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(i.id for i in INDICATORS)}."
        super().__init__(f"There is no indicator or offence “{asked}”. {hint}")


def everything() -> tuple[Indicator, ...]:
    """Return every indicator, in the order screens show them."""
    return INDICATORS


@cache
def get(indicator_id: str) -> Indicator:
    """Return the indicator of this id, or of this ICCS code (`iccs0501`); raise UnknownIndicator."""
    for indicator in INDICATORS:
        if indicator.id == indicator_id:
            return indicator
    code = _ICCS_CODE.fullmatch(indicator_id)
    if not code:
        raise UnknownIndicator(indicator_id, _near(indicator_id))
    return _of_iccs(code[1] + code[2])


def resolve(asked: str) -> Indicator:
    """Return the indicator a person means: its id, an ICCS code (dotted or not) or a word in Spanish or English."""
    folded = fold(asked)
    for indicator in INDICATORS:
        if folded in _names(indicator):
            return indicator
    if _ICCS_CODE.fullmatch(folded.replace(" ", "")):
        return get(folded.replace(" ", ""))
    raise UnknownIndicator(asked, _near(asked))


def _of_iccs(code: str) -> Indicator:
    return Indicator(f"iccs{code}", 1, f"ICCS {code}", f"ICCS {code}", iccs=(code,))


def _names(indicator: Indicator) -> set[str]:
    return {fold(name) for name in (indicator.id, indicator.name_es, indicator.name_en, *indicator.known_as)}


def _near(asked: str) -> tuple[str, ...]:
    owners = {name: indicator.id for indicator in INDICATORS for name in _names(indicator)}
    names = difflib.get_close_matches(fold(asked), owners, n=5, cutoff=_NEAR_ENOUGH)
    return tuple(dict.fromkeys(owners[name] for name in names))
