"""What in a text that leaves the desk could tell who told it. It warns; what to write, a person decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from confianza.analysis.vocabulary.folding import fold

# So many words in a row as the teller put them are the teller's voice.
OWN_WORDS = 5
# Said of oneself, in the two languages of the screens: who writes so, writes as the teller.
FIRST_PERSON = re.compile(
    r"\b(yo|mi|mis|me|conmigo|mio|mia|nuestr[oa]s?|nosotros|soy|estoy|vivo|trabajo|vi|escuche|oi|"
    r"i|my|mine|me|our|we|myself)\b"
)
# What only few people know, or what leads to one of them.
NEARNESS = re.compile(
    r"\b(vecin[oa]s?|enfrente|al lado|mi casa|esposa?|marido|hij[oa]s?|prim[oa]s?|cunad[oa]s?|hermanas?|"
    r"hermanos?|tia|tio|suegr[oa]|patron|companer[oa]s?|testigos?|"
    r"neighbou?rs?|next door|wife|husband|sons?|daughters?|cousins?|brothers?|sisters?|boss|witness(?:es)?)\b"
)
SEEN_THEMSELVES = re.compile(
    r"\b(la persona que aviso|quien aviso|el denunciante|la denunciante|the caller|the teller|the tipster)\b"
)
CODES = {"first_person": FIRST_PERSON, "nearness": NEARNESS, "the_teller": SEEN_THEMSELVES}
OWN_WORDS_CODE, NUMBER_CODE = "own_words", "telephone"
TELEPHONE = re.compile(r"(?<!\d)(?:\+?\d[\s.-]?){8,15}(?!\d)")

# What somebody told must not stay in the memory of this process among folded texts.
_folded = fold.__wrapped__


@dataclass(frozen=True)
class Telling:
    """A place in a text that may tell on the teller: why (a code), and the words."""

    code: str
    words: str


def tellings(text: str, told: Iterable[str]) -> list[Telling]:
    """Return what in `text` may give away who told `told`, each once, in the order of the reasons."""
    return list(dict.fromkeys([*_by_pattern(text), *_numbers(text), *_own_words(text, told)]))


def _by_pattern(text: str) -> Iterator[Telling]:
    folded = _folded(text)
    for code, pattern in CODES.items():
        for found in pattern.finditer(folded):
            yield Telling(code, found.group())


def _numbers(text: str) -> Iterator[Telling]:
    for found in TELEPHONE.finditer(text):
        yield Telling(NUMBER_CODE, found.group().strip())


def _own_words(text: str, told: Iterable[str]) -> Iterator[Telling]:
    """Yield the longest runs of words that stand in the same order in what the teller wrote."""
    spoken = {run for one in told for run in _runs(_folded(one).split())}
    words = _folded(text).split()
    at = 0
    while at <= len(words) - OWN_WORDS:
        if tuple(words[at : at + OWN_WORDS]) not in spoken:
            at += 1
            continue
        end = at + OWN_WORDS
        while tuple(words[end - OWN_WORDS + 1 : end + 1]) in spoken:
            end += 1
        yield Telling(OWN_WORDS_CODE, " ".join(words[at:end]))
        at = end


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(OWN_WORDS)), strict=False)
