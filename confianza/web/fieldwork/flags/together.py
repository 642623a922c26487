"""What filled forms show beside the others of their form, and telephones beside the others."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from confianza.web.fieldwork.flags import thresholds

SHORT = "short"
NO_POINT = "no_point"
FAR = "far_from_cluster"
SAME = "same_content"
ALIKE = "very_similar"
# Of telephones.
MUCH_UNANSWERED = "much_unanswered"
MUCH_ALIKE = "much_alike"


@dataclass(frozen=True)
class Filled:
    """What the rules look at of one filled form.

    `minutes`: None where the telephone did not tell. `codes`: its answers to closed questions, by question,
    "" where there is none. `content`: all its answers in an order of their own, without times, points and
    files. `point`: latitude, longitude.
    """

    key: str
    telephone: str
    minutes: float | None
    answered: int
    point: tuple[float, float] | None
    cluster: str
    codes: Mapping[str, str]
    content: str


@dataclass(frozen=True)
class Told:
    """Codes of what looks odd, by filled form and by telephone, each in the order people should read them."""

    filled: Mapping[str, tuple[str, ...]]
    telephones: Mapping[str, tuple[str, ...]]


def told(filled: Sequence[Filled], *, asks_people: bool, asks_points: bool) -> Told:
    """Return what looks odd. `asks_people`: whether these are interviews; of others only points and contents
    are compared.
    """
    rules: dict[str, Callable[[], set[str]]] = {SAME: lambda: same(filled)}
    if asks_people:
        rules |= {SHORT: lambda: short(filled), ALIKE: lambda: alike(filled)}
    if asks_points:
        rules |= {NO_POINT: lambda: without_point(filled), FAR: lambda: far(filled)}
    found = {code: rule() for code, rule in rules.items()}
    found[ALIKE] = found.get(ALIKE, set()) - found[SAME]
    telephones: dict[str, set[str]] = {}
    if asks_people:
        telephones[MUCH_UNANSWERED] = much_unanswered(filled)
        telephones[MUCH_ALIKE] = much_alike(filled, found[ALIKE] | found[SAME])
    return Told(_by_key(found), _by_key(telephones))


def _by_key(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = defaultdict(list)
    for code, keys in found.items():
        for key in keys:
            turned[key].append(code)
    return {key: tuple(codes) for key, codes in turned.items()}


def full(filled: Sequence[Filled]) -> list[Filled]:
    """Return the interviews that asked about as much as the others: no refusals, no empty houses."""
    if not filled:
        return []
    least = median(each.answered for each in filled) * thresholds.SHARE_OF_THE_QUESTIONS
    return [each for each in filled if each.answered >= least]


def short(filled: Sequence[Filled]) -> set[str]:
    """Return those that took less than half as long as most others."""
    timed = {each.key: each.minutes for each in full(filled) if each.minutes is not None}
    if len(timed) <= thresholds.LEAST_OTHERS:
        return set()
    limit = median(timed.values()) * thresholds.SHARE_OF_THE_MEDIAN
    return {key for key, minutes in timed.items() if minutes < limit}


def without_point(filled: Sequence[Filled]) -> set[str]:
    """Return those without a point, where most others have one."""
    whole = full(filled)
    bare = {each.key for each in whole if each.point is None}
    if len(whole) <= thresholds.LEAST_OTHERS or len(bare) > len(whole) * (1 - thresholds.MOST):
        return set()
    return bare


def far(filled: Sequence[Filled]) -> set[str]:
    """Return those whose point lies far from the others of its cluster."""
    from confianza.analysis.surveys import interviews

    clusters: dict[str, list[Filled]] = defaultdict(list)
    for each in filled:
        if each.cluster and each.point is not None:
            clusters[each.cluster].append(each)
    found: set[str] = set()
    for members in clusters.values():
        away = interviews.far_away(
            [each.point for each in members if each.point is not None],
            least=thresholds.LEAST_IN_A_CLUSTER,
            metres_at_least=thresholds.FAR_METRES,
            times=thresholds.FAR_TIMES,
        )
        found |= {each.key for each, is_far in zip(members, away, strict=True) if is_far}
    return found


def same(filled: Sequence[Filled]) -> set[str]:
    """Return those of which another has the very same answers."""
    enough = [each for each in filled if each.answered >= thresholds.LEAST_SAME]
    often = Counter(each.content for each in enough)
    return {each.key for each in enough if often[each.content] > 1}


def alike(filled: Sequence[Filled]) -> set[str]:
    """Return those that have nearly all their closed answers in common with another."""
    from confianza.analysis.surveys import interviews

    whole = full(filled)
    if len(whole) <= thresholds.LEAST_OTHERS:
        return set()
    twins = interviews.twins(_numbered(whole), least=thresholds.LEAST_ALIKE)
    return {
        each.key
        for each, twin in zip(whole, twins, strict=True)
        if twin is not None and twin.share > thresholds.ALIKE
    }


def much_unanswered(filled: Sequence[Filled]) -> set[str]:
    """Return the telephones that bring more "does not know" and "no answer" than the others."""
    shares = {each.key: _unanswered(each) for each in full(filled)}
    return _unlike(filled, {key: share for key, share in shares.items() if share is not None})


def much_alike(filled: Sequence[Filled], alike: set[str]) -> set[str]:
    """Return the telephones that bring more of what resembles another than the others do."""
    return _unlike(filled, {each.key: float(each.key in alike) for each in full(filled)})


def _unanswered(each: Filled) -> float | None:
    given = [code for code in each.codes.values() if code]
    return sum(code in thresholds.NO_ANSWER for code in given) / len(given) if given else None


def _unlike(filled: Sequence[Filled], shares: Mapping[str, float]) -> set[str]:
    from confianza.analysis.surveys import interviews

    compared = [each for each in filled if each.key in shares and each.telephone]
    found = interviews.unlike_the_rest(
        [shares[each.key] for each in compared],
        [each.telephone for each in compared],
        least=thresholds.LEAST_OF_A_TELEPHONE,
    )
    return {
        str(telephone)
        for telephone, told in found.items()
        if told.t >= thresholds.ERRORS_APART and told.own >= thresholds.TIMES_THE_OTHERS * told.others
    }


def _numbered(filled: Sequence[Filled]) -> Any:
    """Return the codes as numbers: a row a filled form, a column a question."""
    import numpy as np

    from confianza.analysis.surveys.interviews import BLANK

    questions = list(dict.fromkeys(name for each in filled for name in each.codes))
    numbers = np.full((len(filled), len(questions)), BLANK, np.int64)
    for column, name in enumerate(questions):
        seen: dict[str, int] = {}
        for row, each in enumerate(filled):
            if code := each.codes.get(name, ""):
                numbers[row, column] = seen.setdefault(code, len(seen))
    return numbers
