"""Before the survey: how many interviews, and how small a change they could tell.

Cochran (1977), chapter 4, and the comparison of two groups; the design effect multiplies, the share who
answer divides. Rounded up once, at the end.
"""

from math import ceil, sqrt
from statistics import NormalDist

from confianza.analysis.surveys.problems import SurveyRefused

LEVEL, POWER = 0.95, 0.80


def interviews_for_share(
    share: float,
    margin: float,
    *,
    population: float | None = None,
    deff: float = 1.0,
    response: float = 1.0,
    level: float = LEVEL,
) -> float:
    """Return how many people to go to (not rounded) so that a `share` is told to ± `margin`.

    Of a finite `population` fewer are needed. Raises SurveyRefused bad_plan.
    """
    _check(0 < share < 1 and 0 < margin < 1, share=share, margin=margin)
    simple = _z((1 + level) / 2) ** 2 * share * (1 - share) / margin**2
    return _enlarged(simple, deff, response, population)


def interviews_for_mean(
    sd: float,
    margin: float,
    *,
    population: float | None = None,
    deff: float = 1.0,
    response: float = 1.0,
    level: float = LEVEL,
) -> float:
    """Return how many people to go to (not rounded) so that a mean is told to ± `margin`."""
    _check(sd > 0 and margin > 0, sd=sd, margin=margin)
    simple = (_z((1 + level) / 2) * sd / margin) ** 2
    return _enlarged(simple, deff, response, population)


def interviews_for_change_of_mean(
    change: float,
    sd: float,
    *,
    deff: float = 1.0,
    response: float = 1.0,
    level: float = LEVEL,
    power: float = POWER,
) -> float:
    """Return how many people to go to in each wave (not rounded) to tell a `change` of a mean, if it is
    there, with a chance of `power`; waves drawn apart.
    """
    _check(change != 0 and sd > 0, change=change, sd=sd)
    simple = 2 * ((_z((1 + level) / 2) + _z(power)) * sd / change) ** 2
    return _enlarged(simple, deff, response)


def interviews_for_change_of_share(
    earlier: float,
    later: float,
    *,
    deff: float = 1.0,
    response: float = 1.0,
    level: float = LEVEL,
    power: float = POWER,
) -> float:
    """Return how many people to go to in each wave (not rounded) to tell such a change of a share."""
    _check(0 < earlier < 1 and 0 < later < 1 and earlier != later, earlier=earlier, later=later)
    spread = earlier * (1 - earlier) + later * (1 - later)
    simple = (_z((1 + level) / 2) + _z(power)) ** 2 * spread / (earlier - later) ** 2
    return _enlarged(simple, deff, response)


def detectable_change(
    sd: float, n: tuple[int, int], *, deff: float = 1.0, level: float = LEVEL, power: float = POWER
) -> float:
    """Return the smallest change of a mean that waves of `n` interviews tell with a chance of `power`.

    For a share, `sd` is √(p (1 - p)).
    """
    _check(sd > 0 and min(n) > 1 and deff > 0, sd=sd, n=n, deff=deff)
    return (_z((1 + level) / 2) + _z(power)) * sqrt(deff * sd**2 * (1 / n[0] + 1 / n[1]))


def margin(sd: float, n: int, *, deff: float = 1.0, level: float = LEVEL) -> float:
    """Return how far on each side the interval of a mean of `n` interviews reaches; of a share, `sd` is
    √(p (1 - p)).
    """
    _check(sd > 0 and n > 1 and deff > 0, sd=sd, n=n, deff=deff)
    return _z((1 + level) / 2) * sqrt(deff * sd**2 / n)


def whole(interviews: float) -> int:
    """Return interviews rounded up, a hair's breadth of arithmetic forgiven."""
    return ceil(interviews - 1e-9)


def design_effect(per_cluster: float, similarity: float, unequal_weights: float = 1.0) -> float:
    """Return the design effect of `per_cluster` interviews in each cluster whose people are as alike as the
    intraclass correlation `similarity` says, times that of unequal weights (Kish 1965).
    """
    _check(per_cluster >= 1 and -1 <= similarity <= 1 and unequal_weights >= 1, per_cluster=per_cluster)
    return unequal_weights * (1 + (per_cluster - 1) * similarity)


def allocated(
    interviews: int, sizes: dict[str, float], *, spread: dict[str, float] | None = None, fewest: int = 0
) -> dict[str, int]:
    """Return how many interviews each stratum gets: in proportion to its size, or (`spread` told) to size
    times standard deviation (Neyman 1934); at least `fewest` each. The sum is exactly `interviews`.
    """
    _check(
        interviews >= fewest * len(sizes) and all(size > 0 for size in sizes.values()), interviews=interviews
    )
    claims = {name: size * (spread[name] if spread else 1.0) for name, size in sizes.items()}
    left, all_claims = interviews - fewest * len(sizes), sum(claims.values())
    exact = {name: left * claim / all_claims for name, claim in claims.items()}
    given = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in by_remainder[: left - sum(given.values())]:
        given[name] += 1
    return {name: fewest + share for name, share in given.items()}


def _enlarged(simple: float, deff: float, response: float, population: float | None = None) -> float:
    """Return more interviews for the design, fewer of a small population, more for who will not answer."""
    _check(deff > 0 and 0 < response <= 1, deff=deff, response=response)
    needed = simple * deff
    if population is not None:
        _check(population >= 1, population=population)
        needed = needed / (1 + (needed - 1) / population)
    return needed / response


def _z(part: float) -> float:
    return NormalDist().inv_cdf(part)


def _check(holds: bool, **told: object) -> None:
    if not holds:
        raise SurveyRefused("bad_plan", **told)
