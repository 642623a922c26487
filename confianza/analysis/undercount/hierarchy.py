"""Hierarchical log-linear models of a table of lists: all of them, and how they are written.

A term is a set of lists as bits (histories.py); a model is the set of its terms, always with the constant (0)
and every single list. It is hierarchical: with a term come all the terms within it. It never holds the term
of all lists together, for then nothing could be said about who is on none.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

Model = frozenset[int]

# Eight lists fit one screen of pairs and one digit each in the notation; more are to be combined first.
MOST_LISTS = 9


def independence(k: int) -> Model:
    """Return the model in which no list makes another more or less likely."""
    return frozenset([0, *(1 << i for i in range(k))])


def pairs(k: int) -> tuple[int, ...]:
    """Return the terms of two lists."""
    return tuple(1 << i | 1 << j for i, j in combinations(range(k), 2))


def all_two_way(k: int) -> Model:
    """Return the model in which every two lists may depend on each other, but no three together."""
    return independence(k) | frozenset(pairs(k) if k > 2 else ())


def order(model: Model) -> int:
    """Return how many lists the largest term of the model joins."""
    return max(term.bit_count() for term in model)


@cache
def every_model(k: int, most: int) -> tuple[Model, ...]:
    """Return all hierarchical models of k lists whose terms join at most `most` lists.

    Of 3 lists there are 8, of 4 lists 113, of 5 lists 6,893 (antichain covers, OEIS A006126, without the
    saturated model).
    """
    models = [independence(k)]
    for size in range(2, min(most, k - 1) + 1):
        models = [grown for model in models for grown in _with_terms_of(size, model, k)]
    return tuple(models)


def _with_terms_of(size: int, model: Model, k: int) -> Iterator[Model]:
    """Yield the model with every choice among the terms of that size it may take."""
    terms = [sum(1 << i for i in lists) for lists in combinations(range(k), size)]
    allowed = [term for term in terms if all(term & ~(1 << i) in model for i in range(k) if term >> i & 1)]
    for chosen in range(1 << len(allowed)):
        yield model | {term for place, term in enumerate(allowed) if chosen >> place & 1}


def closed(terms: Sequence[int], k: int) -> Model:
    """Return the smallest hierarchical model with these terms."""
    within = {part for term in terms for part in range(term + 1) if part & term == part}
    return independence(k) | frozenset(within)


def generators(model: Model) -> tuple[int, ...]:
    """Return the terms that lie in no other term of the model, larger ones first."""
    tops = [t for t in model if t and not any(t != other and t & other == t for other in model)]
    return tuple(sorted(tops, key=lambda term: (-term.bit_count(), _digits(term))))


def written(model: Model) -> str:
    """Write a model as [12,3]: the first and second list depend on each other, the third on neither."""
    return "[" + ",".join(_digits(term) for term in generators(model)) + "]"


def _digits(term: int) -> str:
    return "".join(str(i + 1) for i in range(term.bit_length()) if term >> i & 1)


class NoModel(ValueError):
    """The text names no hierarchical model of these lists."""


def read(text: str, lists: Sequence[str]) -> Model:
    """Read a model written as [12,3], or with the names of the lists as [police*coroner,health].

    Raises NoModel where a list is unknown or all lists are joined in one term.
    """
    terms = [_term(part.strip(), lists) for part in text.strip().strip("[]").split(",") if part.strip()]
    model = closed(terms, len(lists))
    if not terms or (1 << len(lists)) - 1 in model:
        raise NoModel(text)
    return model


def _term(text: str, lists: Sequence[str]) -> int:
    if text in lists:
        return 1 << lists.index(text)
    parts = list(text) if text.isdigit() else [part.strip() for part in text.split("*")]
    return sum({1 << _place(part, lists, text) for part in parts})


def _place(part: str, lists: Sequence[str], text: str) -> int:
    if part in lists:
        return lists.index(part)
    if part.isdigit() and 0 < int(part) <= len(lists):
        return int(part) - 1
    raise NoModel(text)
