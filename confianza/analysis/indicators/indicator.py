"""What an indicator is: which claims it counts, over which population, and what its reader must know."""

from dataclasses import dataclass
from typing import Literal

from confianza.analysis.indicators.rates import PER_100K

EVERY_CLAIM_BUT_ARRESTS = ("victim", "offence", "tally")
OF_A_HUNDRED = 100

Unit = Literal["victims", "offences", "arrests", "claims", "vehicles", "persons_asked", "officers"]
Denominator = Literal[
    "population", "population_under_18", "registered_vehicles", "persons_asked", "officers", "none"
]
Basis = Literal["occurrence", "residence"]
# The room of the platform, or the register from outside, that a definition cannot be answered without.
Awaited = Literal["", "surveys", "officers", "programmes"]


@dataclass(frozen=True)
class Indicator:
    """One definition. A claim counts when **every** condition that is given holds.

    `iccs`: code prefixes, any of them, and none of `iccs_except`. (A death whose stated intent or ICD-10 code
    is homicide was classed 0101 when it was consolidated.)
    `words`: folded words of which the source's own offence label holds at least one; for offences that ICCS
    tells only by tags (femicide) or spreads over chapters (domestic violence).
    `mechanisms`: any of them; "unknown" is the one not told. `intents`: any of them, as the source states it
    or its ICD-10 code says. `grains`: what a claim may stand for. `sources`: layouts that may answer at all
    (empty: any); a register of deaths and a list of patients may use the same codes.
    `preferred_sources`: sources to quote first, in this order; by default the most complete one is quoted.

    `unit`: what is counted. `denominator`: over what; `denominators.KINDS` says on which date. `basis`:
    placed where it happened, or where the person lived. `minimum`: what a record must tell to be worth
    counting.
    `never_with`: ids it must be neither added to nor compared with, and `compare_es`, `compare_en` why.
    `awaits`: the room that must exist before it can be answered; until then it is defined, and counts
    nothing. `shown`: whether screens offer it unasked. `drawn_from`: where the definition was published.

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
    intents: tuple[str, ...] = ()
    grains: tuple[str, ...] = EVERY_CLAIM_BUT_ARRESTS
    sources: tuple[str, ...] = ()
    unit: Unit = "offences"
    denominator: Denominator = "population"
    multiplier: int = PER_100K
    basis: Basis = "occurrence"
    preferred_sources: tuple[str, ...] = ()
    minimum: tuple[str, ...] = ("date", "place")
    never_with: tuple[str, ...] = ()
    compare_es: str = ""
    compare_en: str = ""
    known_as: tuple[str, ...] = ()
    caveat_es: str = ""
    caveat_en: str = ""
    awaits: Awaited = ""
    shown: bool = True
    drawn_from: str = ""

    def name(self, language: str) -> str:
        """The name in `es` or `en`."""
        return self.name_es if language == "es" else self.name_en

    def caveat(self, language: str) -> str:
        """What the reader must know, in `es` or `en`; empty where nothing."""
        return self.caveat_es if language == "es" else self.caveat_en

    def comparison(self, language: str) -> str:
        """Why it must not be set beside `never_with`, in `es` or `en`; empty where nothing is to be said."""
        return self.compare_es if language == "es" else self.compare_en
