"""The headers a profile knows, in every spelling that still means the same."""

import re

from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary.folding import fold, fold_tight

# In a profile's header this stands for any year: "Casos {year}".
_ANY_YEAR = "{year}"
_SOME_YEAR = "0000"
_YEAR_PATTERN = r"(?:19|20)\d\d"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Words up to this length carry the meaning ("Coord. X", "Coord. Y") and must be the same in similar headers.
_MEANINGFUL_WORD = 3


class Spellings:
    """The headers of a profile, ready to be looked up; built once for a delivery."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._exact: dict[str, list[tuple[int, str]]] = {}
        self._patterns: list[tuple[re.Pattern[str], int, str]] = []
        for field in profile.fields:
            for rank, header in enumerate(field.headers):
                self._learn(header, rank, field.column)

    def meanings(self, header: str) -> list[tuple[int, str]]:
        """Return the fields a header may stand for, each with the rank of the spelling among that field's."""
        tight = fold_tight(header)
        by_year = [(rank, column) for pattern, rank, column in self._patterns if pattern.fullmatch(tight)]
        return [*self._exact.get(tight, []), *by_year]

    def _learn(self, header: str, rank: int, column: str) -> None:
        for spelling in as_damaged(header.replace(_ANY_YEAR, _SOME_YEAR)):
            if _ANY_YEAR in header:
                pattern = re.compile(spelling.replace(_SOME_YEAR, _YEAR_PATTERN))
                self._patterns.append((pattern, rank, column))
            else:
                self._exact.setdefault(spelling, []).append((rank, column))


def as_damaged(header: str) -> list[str]:
    """Return a header folded tight, whole and as it looks once old programs have destroyed its accents.

    "Año" arrives as "A?o" (the letter lost) and as "AniO" (the tilde written out).
    """
    texts = (header, _NOT_ASCII.sub("", header), header.lower().replace("ñ", "ni"))
    return [tight for tight in dict.fromkeys(fold_tight(text) for text in texts) if tight]


def same_short_words(one: str, other: str) -> bool:
    """Return whether two headers agree in their short words and numbers, which tell opposites apart."""
    return _short_words(one) == _short_words(other)


def _short_words(header: str) -> list[str]:
    return sorted(word for word in fold(header).split() if len(word) <= _MEANINGFUL_WORD or word.isdigit())
