"""Sets of indicators that somebody else agreed on, in their own order."""

from dataclasses import dataclass
from typing import Literal

from confianza.analysis.indicators import external_causes

Basis = Literal["register", "survey"]


@dataclass(frozen=True)
class Member:
    """A place in a set: its number there, the indicator that answers it, and from what it is answered."""

    number: int
    indicator_id: str
    basis: Basis = "register"


@dataclass(frozen=True)
class StandardSet:
    """A set by its id, names and source. Where our definition differs from its text, the caveat says so."""

    id: str
    name_es: str
    name_en: str
    drawn_from: str
    members: tuple[Member, ...]

    def name(self, language: str) -> str:
        """The name in `es` or `en`."""
        return self.name_es if language == "es" else self.name_en


_REGISTERS = (
    "homicide", "road_death", "suicide", "firearm_death", "sexual_offence", "domestic_violence",
    "child_maltreatment", "theft", "robbery", "vehicle_loss", "kidnapping", "drunk_driving",
)  # fmt: skip
_SURVEYS = (
    "asked_sexual_violence", "asked_domestic_violence", "asked_child_maltreatment", "asked_theft",
    "asked_robbery", "asked_any", "insecurity", "fear", "confidence", "justification",
)  # fmt: skip
_OWN = ("programme_homicide", "complaint", "trust", "vetted_share")


def _numbered(
    ids: tuple[str, ...], basis: Literal["register", "survey"], first: int = 1
) -> tuple[Member, ...]:
    return tuple(Member(number, indicator_id, basis) for number, indicator_id in enumerate(ids, first))


SETS: tuple[StandardSet, ...] = (
    StandardSet(
        "regional",
        "Sistema regional de indicadores de seguridad y convivencia ciudadana",
        "Regional system of citizen-security indicators",
        "Guerrero et al. 2012, Rev Panam Salud Publica 31:253-259",
        (*_numbered(_REGISTERS, "register"), *_numbered(_SURVEYS, "survey", len(_REGISTERS) + 1)),
    ),
    StandardSet(
        "external_causes",
        "Muertes por causa externa",
        "Deaths by external cause",
        "OMS, CIE-10, capítulo XX",
        _numbered(tuple(each.id for each in external_causes.INDICATORS), "register"),
    ),
    StandardSet(
        "own",
        "Propios de la plataforma",
        "The platform's own",
        "",
        _numbered(_OWN, "register"),
    ),
)
