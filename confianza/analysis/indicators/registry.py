"""Which indicators exist, and which one a person means by a word or a code."""

import difflib
import re
from functools import cache

from confianza.analysis.indicators import definitions, external_causes, regional
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.vocabulary import iccs
from confianza.analysis.vocabulary.folding import fold

DEFINED = (*definitions.INDICATORS, *external_causes.INDICATORS, *regional.INDICATORS)
SHOWN = tuple(indicator for indicator in DEFINED if indicator.shown and not indicator.awaits)
_CODE_WORDS = re.compile(r"(?:iccs)?(\d{2,6})")
_NEAR_ENOUGH = 0.6


class UnknownIndicator(LookupError):
    """No indicator goes by that name; `near` holds the ids it could have meant."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        self.asked, self.near = asked, near
        hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(i.id for i in SHOWN)}."
        super().__init__(f"There is no indicator or offence “{asked}”. {hint}")


class NotYetAnswerable(UnknownIndicator):
    """The indicator is defined, but the room that counts it (`awaits`) does not exist yet."""

    def __init__(self, indicator: Indicator) -> None:
        super().__init__(indicator.id, ())
        self.awaits = indicator.awaits
        self.args = (f"“{indicator.id}” is defined, but cannot be counted without {indicator.awaits}.",)


def everything() -> tuple[Indicator, ...]:
    """Return the indicators that screens offer, in their order."""
    return SHOWN


def defined() -> tuple[Indicator, ...]:
    """Return every definition: those of `everything`, those only asked for by name, those that still wait."""
    return DEFINED


def tree() -> tuple[Indicator, ...]:
    """Return every class of the ICCS as an indicator, in the order of the codes.

    A class counts its own code and every code that begins with it, so that parts roll up by prefix.
    """
    return tuple(_of_class(each) for each in iccs.CLASSES.values())


@cache
def get(indicator_id: str) -> Indicator:
    """Return the indicator of this id, or of this ICCS class (`iccs0501`); raise UnknownIndicator.

    One that still waits for its room is returned too; it counts nothing.
    """
    for indicator in DEFINED:
        if indicator.id == indicator_id:
            return indicator
    code = _CODE_WORDS.fullmatch(indicator_id)
    if code is None or code[1] not in iccs.CLASSES:
        raise UnknownIndicator(indicator_id, _near(indicator_id))
    return _of_class(iccs.CLASSES[code[1]])


def resolve(asked: str) -> Indicator:
    """Return the indicator a person means: its id, an ICCS code (dotted or not) or a word in Spanish or
    English.

    A class of the ICCS can be asked by its label too. Raise UnknownIndicator, with what it could have meant,
    or NotYetAnswerable.
    """
    folded = fold(asked)
    found = next((each for each in (*DEFINED, *tree()) if folded in _names(each)), None)
    if found is None:
        try:
            found = get(folded.replace(" ", ""))
        except UnknownIndicator:
            raise UnknownIndicator(asked, _near(asked)) from None
    if found.awaits:
        raise NotYetAnswerable(found)
    return found


def _of_class(of: iccs.Class) -> Indicator:
    return Indicator(
        f"iccs{of.code}",
        1,
        of.label_es,
        of.label_en,
        iccs=(of.code,),
        known_as=(of.code,),
        drawn_from=definitions.ICCS,
    )


def _names(indicator: Indicator) -> set[str]:
    return {fold(name) for name in (indicator.id, indicator.name_es, indicator.name_en, *indicator.known_as)}


def _near(asked: str) -> tuple[str, ...]:
    owners = {name: indicator.id for indicator in SHOWN for name in _names(indicator)}
    names = difflib.get_close_matches(fold(asked), owners, n=5, cutoff=_NEAR_ENOUGH)
    return tuple(dict.fromkeys(owners[name] for name in names))
