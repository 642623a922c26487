"""What each column of an unknown table may be: by its header in any known layout, and by its values."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from confianza.analysis.consolidate import contents, spellings
from confianza.analysis.consolidate.contents import Guess
from confianza.analysis.sources.profile import Field, Profile
from confianza.analysis.vocabulary import claims
from confianza.analysis.vocabulary.folding import fold, fold_tight

_SURE_BY_NAME = 0.85
_SURE_BY_LIKENESS = 0.6
_SURE_BY_BOTH = 0.97
_SURE_IN_CONFLICT = 0.4
_SIMILAR = 88
_SHORTEST = 4
# A guess by values this sure speaks against a header that says otherwise.
_CONTRADICTS = 0.75
_EXAMPLES = 3


@dataclass(frozen=True)
class ColumnGuess:
    """A column of an unknown table: its header, some values, and the canonical column it may be.

    `by` says what the guess stands on: name, likeness, content, both or conflict. `confidence` from 0 to 1.
    """

    header: str
    position: int
    examples: tuple[str, ...]
    column: str
    reader: str
    confidence: float
    by: str
    alternatives: tuple[str, ...] = ()


class KnownHeaders:
    """Every header of every known layout, and the field it most often stands for."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._fields: dict[str, Counter[tuple[str, str]]] = {}
        for profile in profiles:
            for field in profile.fields:
                self._learn(field)

    def _learn(self, field: Field) -> None:
        weight = 0 if field.column.startswith(claims.OTHER) else 1
        for header in field.headers:
            for spelling in spellings.as_damaged(header):
                counter = self._fields.setdefault(spelling, Counter())
                counter[field.column, field.reader] += weight

    def guess(self, header: str) -> tuple[Guess, str] | None:
        """Return the field a header stands for, and whether by its name or by likeness to a known one."""
        tight = fold_tight(header)
        if tight in self._fields:
            return self._guess(tight, _SURE_BY_NAME), "name"
        if len(tight) < _SHORTEST:
            return None
        likeness, nearest = max(
            ((fuzz.ratio(tight, known), known) for known in self._fields), default=(0.0, "")
        )
        if likeness < _SIMILAR or not spellings.same_short_words(header, nearest):
            return None
        return self._guess(nearest, _SURE_BY_LIKENESS), "likeness"

    def _guess(self, spelling: str, confidence: float) -> Guess:
        (column, reader), _ = self._fields[spelling].most_common(1)[0]
        return Guess(column, reader, confidence)


def guess_columns(
    headers: Sequence[str],
    values: Sequence[Sequence[str]],
    known: KnownHeaders,
    places: Collection[str] = (),
) -> list[ColumnGuess]:
    """Return what each column with a header may be; no two columns are given the same meaning."""
    guessed = [
        _combined(header, position, values[position], known, places)
        for position, header in enumerate(headers)
        if header
    ]
    return _without_rivals(guessed)


def _combined(
    header: str, position: int, values: Sequence[str], known: KnownHeaders, places: Collection[str]
) -> ColumnGuess:
    by_name = known.guess(header)
    by_content = contents.guesses(values, places)
    chosen, by = _chosen(by_name, by_content)
    others = tuple(guess.column for guess in by_content if guess.column != chosen.column)
    examples = tuple(dict.fromkeys(value for value in values if value))[:_EXAMPLES]
    confidence = round(chosen.confidence, 2)
    return ColumnGuess(header, position, examples, chosen.column, chosen.reader, confidence, by, others)


def _chosen(by_name: tuple[Guess, str] | None, by_content: Sequence[Guess]) -> tuple[Guess, str]:
    if by_name is None:
        return (by_content[0], "content") if by_content else (Guess("", "text", 0.0), "")
    named, how = by_name
    if any(named.column == guess.column or named.reader == guess.reader for guess in by_content):
        return named._replace(confidence=_SURE_BY_BOTH), "both"
    typed = named.reader not in ("text", "code")
    if typed and by_content and by_content[0].confidence >= _CONTRADICTS:
        return named._replace(confidence=_SURE_IN_CONFLICT), "conflict"
    return named, how


def _without_rivals(guessed: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Leave each meaning to the column that is surest of it; the others keep their header as their own."""
    taken: set[str] = set()
    kept: dict[int, ColumnGuess] = {}
    for guess in sorted(guessed, key=lambda guess: -guess.confidence):
        rival = not guess.column or guess.column in taken
        kept[guess.position] = _unnamed(guess) if rival else guess
        taken.add(guess.column)
    return [kept[guess.position] for guess in guessed]


def _unnamed(guess: ColumnGuess) -> ColumnGuess:
    lost = (guess.column,) if guess.column else ()
    name = claims.OTHER + fold(guess.header).replace(" ", "_")
    return ColumnGuess(
        guess.header, guess.position, guess.examples, name, "text", 0.0, "", (*lost, *guess.alternatives)
    )
