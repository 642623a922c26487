"""What an indicator is: which claims it counts, over which population, and what its reader must know."""

from dataclasses import dataclass
from typing import Literal

from confianza.analysis.indicators.rates import PER_100K

EVERY_CLAIM_BUT_ARRESTS = ("victim", "offence", "tally")


@dataclass(frozen=True)
class Indicator:
    """One definition. A claim counts when **every** condition that is given holds.

    `iccs`: code prefixes, any of them, and none of `iccs_except`. (A death whose stated intent or ICD-10 code
    is homicide was classed 0101 when it was consolidated.)
    `words`: folded words of which the source's own offence label holds at least one; for offences that ICCS
    tells only by tags (femicide) or spreads over chapters (domestic violence).
    `mechanisms`: any of them. `grains`: what a claim may stand for.
    `preferred_sources`: sources to quote first, in this order; by default the most complete one is quoted.
    `known_as`: folded words, Spanish and English, that people type for it. A change of any condition is a new
    `version`.
    """

    id: str
    version: int
    name_es: str
    name_en: str
    iccs: tuple[str, ...] = ()
    iccs_except: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    grains: tuple[str, ...] = EVERY_CLAIM_BUT_ARRESTS
    denominator: Literal["population", "none"] = "population"
    multiplier: int = PER_100K
    basis: Literal["occurrence", "residence"] = "occurrence"
    preferred_sources: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    caveat_es: str = ""
    caveat_en: str = ""

    def name(self, language: str) -> str:
        """The name in `es` or `en`."""
        return self.name_es if language == "es" else self.name_en

    def caveat(self, language: str) -> str:
        """What the reader must know, in `es` or `en`; empty where nothing."""
        return self.caveat_es if language == "es" else self.caveat_en
