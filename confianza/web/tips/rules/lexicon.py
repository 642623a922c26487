"""Whether words name police or prosecutors, as people write: without accents, by ear, with letters wrong."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from confianza.analysis.link.phonetics import DOUBLED, RULES
from confianza.analysis.vocabulary.folding import fold
from confianza.web.tips.rules import tables

Who = Literal["police", "prosecutors"]

FILE = "lexicon.toml"
# A short word with a letter wrong is another word; a long one bears two.
LETTERS_FOR_ONE_WRONG = 6
LETTERS_FOR_TWO_WRONG = 11
# How many words may stand between two weak ones that make each other strong.
WEAK_WINDOW = 6
# Digits and signs that stand for letters ("p0lic1a").
LEET = str.maketrans("0134578@$!", "oieastba" + "si")
INVISIBLE = frozenset({"Cf", "Cc"})

# What somebody tells must not stay in memory, as it would among the last 65,536 texts that `fold` keeps.
_folded = fold.__wrapped__


@dataclass(frozen=True)
class Words:
    """The words of one language that name somebody."""

    who: Who
    language: str
    strong: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """The words of one language as they sound."""

    who: Who
    phrases: frozenset[str]
    misspelt: tuple[tuple[str, int], ...]
    weak: frozenset[str]
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All words, as they sound, and those that only look like them."""

    version: str
    heard: tuple[Heard, ...]
    near: frozenset[str]
    apart: tuple[str, ...]


@lru_cache(maxsize=1)
def default() -> Lexicon:
    """Return the words that hold everywhere."""
    return read(tables.ours(FILE))


def read(text: str) -> Lexicon:
    """Read words from the text of a data file; raises NotATable."""
    told = tables.parsed(text, FILE)
    version = tables.decided(told, FILE).version
    heard = tuple(map(_heard, tables.rows(told, "words", Words, FILE)))
    apart = sorted(told.get("apart", ()), key=len, reverse=True)
    return Lexicon(version, heard, frozenset(told.get("near", ())), tuple(apart))


def _heard(words: Words) -> Heard:
    strong = [sound(word) for word in words.strong]
    return Heard(
        who=words.who,
        phrases=frozenset((*strong, *map(sound, words.exact))),
        misspelt=tuple((word, wrong) for word in strong if (wrong := _may_be_wrong(word))),
        weak=frozenset(map(sound, words.weak)),
        patterns=words.pattern,
    )


def _may_be_wrong(word: str) -> int:
    return (len(word) >= LETTERS_FOR_ONE_WRONG) + (len(word) >= LETTERS_FOR_TWO_WRONG)


def named_in(texts: Sequence[str], lexicon: Lexicon | None = None) -> frozenset[Who]:
    """Return whom texts name."""
    known = lexicon or default()
    return frozenset(who for text in texts for who in _named(text, known))


def _named(text: str, lexicon: Lexicon) -> Iterator[Who]:
    told = _without(_readable(text), lexicon.apart)
    kept = " ".join(token for token in told.split() if token not in lexicon.near)
    line = sound(f" {kept} {' '.join(_spelt_out(told))} ")
    tokens = line.split()
    for one in lexicon.heard:
        if (
            any(f" {phrase} " in line for phrase in one.phrases)
            or any(re.search(pattern, told) for pattern in one.patterns)
            or _two_near(tokens, one.weak)
            or _misspelt(frozenset(tokens), one.misspelt)
        ):
            yield one.who


def _readable(text: str) -> str:
    """Return a text folded, with signs that stand for letters read as these."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if _shows(sign))
    written = " ".join(_unmasked(word) for word in seen.split())
    return re.sub(r"([a-z])\1{2,}", r"\1", _folded(written))


def _shows(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in INVISIBLE


def _unmasked(word: str) -> str:
    """Return a word with digits read as letters, if letters stand before and after one."""
    masked = re.search(r"[^\W\d_][0134578@$!]+[^\W\d_]", word)
    return word.translate(LEET) if masked else word


def _without(told: str, phrases: Sequence[str]) -> str:
    line = f" {told} "
    for phrase in phrases:
        line = line.replace(f" {phrase} ", " ")
    return line.strip()


def _spelt_out(told: str) -> Iterator[str]:
    """Return words written letter by letter ("p n c")."""
    for run in re.findall(r"(?:\b[a-z]\b ?){2,}", told):
        yield run.replace(" ", "")


def sound(folded: str) -> str:
    """Return how folded words sound, by the rules of names."""
    for spelt, heard in (*RULES, *DOUBLED):
        folded = re.sub(spelt, heard.replace("$1", r"\1"), folded)
    return folded


def _misspelt(heard: frozenset[str], strong: Sequence[tuple[str, int]]) -> bool:
    from rapidfuzz.distance import OSA

    return any(
        OSA.distance(one, word, score_cutoff=wrong) <= wrong for one in heard for word, wrong in strong
    )


def _two_near(heard: Sequence[str], weak: frozenset[str]) -> bool:
    at = [(place, word) for place, word in enumerate(heard) if word in weak]
    return any(
        _stem(one) != _stem(other) and place_of_other - place <= WEAK_WINDOW
        for (place, one), (place_of_other, other) in pairwise(at)
    )


def _stem(word: str) -> str:
    """Return a word without its plural, so that "placa … placas" is one word told twice."""
    return re.sub(r"e?s$", "", word) or word
