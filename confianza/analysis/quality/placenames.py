"""Which names of areas mean the same area in several sources, where no territory says so.

Names are folded, and words for the kind of area in front of them left out ("Región del Maule" is "maule").
What then has no equal in the other sources is matched to the one name that is nearly it, if both are each
other's nearest; such matches are told, because a person should look at them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from confianza.analysis.vocabulary.folding import fold

_KINDS = (
    "region", "departamento", "depto", "provincia", "estado", "municipio", "municipalidad", "comuna",
    "distrito",
)  # fmt: skip
_KIND = re.compile(
    rf"^(?:{'|'.join(_KINDS)})\b(?: (?:de|del|de la|de los|de las|metropolitana de))?\s+(?=\S)"
)
_ARTICLE = re.compile(r"^(?:la|los|las|el) (?=\S)")
# Nearly the same name: two letters of a long word, or a name that is told whole within the other.
ALIKE = 90.0
_SHORTEST = 5


@dataclass(frozen=True)
class Match:
    """A name that is not spelt as in the other sources, and the name it was taken for."""

    name: str
    taken_for: str


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """Return what a name is compared by; "" for no name. Blanks are closed: printed tables break words."""
    folded = fold(name)
    bare = _ARTICLE.sub("", _KIND.sub("", folded))
    return bare.replace(" ", "")


def matched(names: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], list[Match]]:
    """Return for each key in any source the key all sources share, and the matches that were not exact.

    `names`: source → names as it writes them.
    """
    keys = {source: {key(name): name for name in sorted(told) if key(name)} for source, told in names.items()}
    shared = {each: each for told in keys.values() for each in told}
    found: list[Match] = []
    for source, told in sorted(keys.items()):
        others = {
            each: name for other, known in keys.items() if other != source for each, name in known.items()
        }
        for each in sorted(told.keys() - others.keys()):
            nearest = _nearest(each, [other for other in others if other not in told], list(told))
            if nearest is not None:
                shared[each] = shared[nearest]
                found.append(Match(told[each], others[nearest]))
    return shared, _once(found)


def _nearest(each: str, others: Sequence[str], mine: Sequence[str]) -> str | None:
    """Return the other source's name nearest to mine, if mine is also the nearest to it."""
    candidate = _best(each, others)
    return candidate if candidate is not None and _best(candidate, mine) == each else None


def _best(each: str, others: Sequence[str]) -> str | None:
    from rapidfuzz import fuzz, process

    if len(each) < _SHORTEST:
        return None
    long_enough = [other for other in others if len(other) >= _SHORTEST]
    contained = [other for other in long_enough if each.startswith(other) or other.startswith(each)]
    if len(contained) == 1:
        return contained[0]
    found = process.extractOne(each, long_enough, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return str(found[0]) if found else None


def _once(found: Sequence[Match]) -> list[Match]:
    """Drop the mirror image of a match told from the other side."""
    kept: dict[frozenset[str], Match] = {}
    for each in found:
        kept.setdefault(frozenset((each.name, each.taken_for)), each)
    return list(kept.values())
