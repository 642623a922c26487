"""Near repeat: are events that are near in space also near in time, more often than chance would have it?

The table of Knox (1964, Applied Statistics 13:25-29) in bands of distance and time, as Ratcliffe's Near
Repeat Calculator counts it. What chance would bring is exact; p comes from shuffles of the times where they
take a moment, else from the exact moments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import moments_of_pairs, pairs
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.moments_of_pairs import Moments
from confianza.analysis.hotspots.pairs import SECONDS_OF_A_DAY, Metric
from confianza.analysis.hotspots.points import Points

PERMUTATIONS = 999
# Shuffles times pairs that take about two seconds on two processors.
MOST_WORK = 3_000_000_000
# Moments do not tell the tail of a cell that chance would leave nearly empty (Ratcliffe & Rengert 2008).
SPARSE = 5.0
# Tables drawn from the exact covariances, to judge the table as a whole.
DRAWN = 1_999
# Each cell varies with each other: a thousand cells take seconds.
MOST_CELLS = 1_024
SEED = 20_260_101
UNDERDISPERSED = 1e-9

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Knox:
    """Arrays by band of distance (rows) and of time (columns); the last row and column are open.

    `observed` and `expected` count pairs; `sd` is how much chance makes them vary; `ratio` is NaN where it
    brings none. `p` is the chance of as many pairs or more, `shuffled` where by shuffles, else by moments.
    `signal_p` is the chance that any cell near in both stands out as much as the strongest one does.
    """

    metres: tuple[float, ...]
    days: tuple[float, ...]
    metric: Metric
    closed: bool
    events: int
    observed: Whole
    expected: Floats
    sd: Floats
    ratio: Floats
    p: Floats
    shuffled: NDArray[np.bool_]
    permutations: int
    signal_p: float


@dataclass(frozen=True)
class Bands:
    """Limits below which a distance or time stays, all but the open last band, from zero on."""

    limits: Floats
    spans: Whole
    metric: Metric
    from_zero: tuple[bool, bool]

    @property
    def shown(self) -> tuple[slice, slice]:
        """The rows and columns that somebody asked for."""
        rows, columns = (slice(None if zero else 1, None) for zero in self.from_zero)
        return rows, columns


def bands(metres: Sequence[float], days: Sequence[float], metric: Metric, closed: bool) -> Bands:
    """Return bands [a, b), or with `closed` (a, b] with the first holding its lower end too.

    Raises PointsRefused where limits do not rise, or there are fewer than two, or too many.
    """
    for limits in (metres, days):
        rises = all(a < b for a, b in pairwise(limits))
        if len(limits) < 2 or not rises or limits[0] < 0 or not np.all(np.isfinite(limits)):
            raise PointsRefused("bad_bands", bands=", ".join(f"{limit:g}" for limit in limits))
    if len(metres) * len(days) > MOST_CELLS:
        raise PointsRefused("too_many_bands", distances=len(metres), times=len(days), most=f"{MOST_CELLS:,}")
    far = np.array([limit for limit in metres if limit > 0])
    late = np.array([limit for limit in days if limit > 0]) * SECONDS_OF_A_DAY
    reached = pairs.closed(far, metric) if closed else pairs.half_open(far, metric)
    spans = np.floor(late).astype(np.int64) + 1 if closed else np.ceil(late).astype(np.int64)
    return Bands(reached, spans, metric, (metres[0] == 0, days[0] == 0))


def table(
    points: Points,
    metres: Sequence[float],
    days: Sequence[float],
    *,
    metric: Metric = "euclidean",
    closed: bool = False,
    permutations: int | None = None,
    seed: int = SEED,
) -> Knox:
    """Return the table of pairs by limits of distance (metres) and time (days, of 24 hours).

    A band is [a, b), the last one open: limits 0, 7, 14 give [0, 7), [7, 14), [14, ∞). `closed` makes them
    (a, b]. `permutations` None: as many as take a moment; 0: exact moments alone. Raises PointsRefused for
    points without times, all of one time, and limits that do not rise.
    """
    at = pairs.seconds(points)
    if len(points) < 2:
        raise PointsRefused("one_point")
    if np.ptp(at) == 0:
        raise PointsRefused("one_day", count=len(points))
    cut = bands(metres, days, metric, closed)
    near = pairs.neighbours(points, cut.limits, metric)
    space = moments_of_pairs.graphs(_by_band(near))
    del near
    time = moments_of_pairs.graphs(_by_band(_neighbours_in_time(at, cut.spans)))
    chance = moments_of_pairs.of_graphs(space, time, len(points))
    observed = _with_open_bands(pairs.banded(points, cut.limits, cut.spans, metric), space.edges, time.edges)
    p = tails(observed, chance)
    drawn, rows = _shuffles(points, cut, space.edges, time.edges, chance, permutations, seed)
    shuffled = np.zeros(p.shape, dtype=bool)
    if drawn is not None:
        at_least = (drawn >= observed[None]).sum(axis=0)
        shuffled[rows] = True
        p = np.where(shuffled, (1 + at_least) / (1 + len(drawn)), p)
    signal = _signal(observed, chance, drawn if shuffled.all() else None, cut, seed)
    return _told(points, (metres, days, metric, closed), cut, observed, chance, p, shuffled, drawn, signal)


def _told(
    points: Points,
    asked: tuple[Sequence[float], Sequence[float], Metric, bool],
    cut: Bands,
    observed: Whole,
    chance: Moments,
    p: Floats,
    shuffled: NDArray[np.bool_],
    drawn: Whole | None,
    signal: float,
) -> Knox:
    shown = cut.shown
    expected = chance.expected[shown]
    ratio = np.divide(observed[shown], expected, out=np.full(expected.shape, np.nan), where=expected > 0)
    metres, days, metric, closed = asked
    return Knox(
        metres=tuple(map(float, metres)),
        days=tuple(map(float, days)),
        metric=metric,
        closed=closed,
        events=len(points),
        observed=observed[shown],
        expected=expected,
        sd=chance.sd[shown],
        ratio=ratio,
        p=p[shown],
        shuffled=shuffled[shown],
        permutations=0 if drawn is None else len(drawn),
        signal_p=signal,
    )


def _by_band(nearer: NDArray[np.int32]) -> NDArray[np.int32]:
    """Turn counts of points before each limit into counts by band, the open one last."""
    others = np.full((len(nearer), 1), len(nearer) - 1, dtype=np.int32)
    return np.diff(np.hstack([nearer, others]), axis=1, prepend=np.int32(0))


def _neighbours_in_time(at: Whole, spans: Whole) -> NDArray[np.int32]:
    """Return for each event how many others stay before each span from it."""
    order = np.sort(at)
    inside = [
        np.searchsorted(order, order + s, "left") - np.searchsorted(order, order - s, "right") - 1
        for s in spans
    ]
    return np.column_stack(inside).astype(np.int32)


def _with_open_bands(near: Whole, in_space: Sequence[int], in_time: Sequence[int]) -> Whole:
    """Add the open bands to a table (…, limits, spans): what the margins hold more."""
    rows, columns = len(in_space), len(in_time)
    whole = np.zeros((*near.shape[:-2], rows, columns), dtype=np.int64)
    whole[..., :-1, :-1] = near
    whole[..., :-1, -1] = np.array(in_space[:-1]) - near.sum(axis=-1)
    whole[..., -1, :] = np.array(in_time) - whole[..., :-1, :].sum(axis=-2)
    return whole


def tails(counts: NDArray[np.int64], chance: Moments) -> Floats:
    """Return the chance of as many pairs or more (the observed included), from exact mean and variance.

    By the law of counts that has both: negative binomial where they vary more than Poisson, else Poisson or
    binomial. `counts` has shape (…, rows, columns).
    """
    from scipy import stats

    mean, variance = chance.expected, chance.sd**2
    over = variance > mean * (1 + UNDERDISPERSED)
    under = (variance < mean * (1 - UNDERDISPERSED)) & (mean > 0)
    safe = np.where(mean > 0, mean, 1.0)
    told = stats.poisson.sf(counts - 1, safe)
    spread = np.where(over, variance, safe * 2)
    many = stats.nbinom.sf(counts - 1, safe**2 / (spread - safe), safe / spread)
    narrow = np.where(under, variance, safe / 2)
    share = 1 - narrow / safe
    # The binomial law for a number of draws that is no whole number, by the incomplete beta function.
    few = _binomial_tail(counts, safe / share, share)
    chosen = np.where(over, many, np.where(under, few, told))
    return np.where((mean <= 0) | (counts <= 0), 1.0, np.clip(chosen, 0, 1))


def _binomial_tail(counts: NDArray[np.int64], draws: Floats, share: Floats) -> Floats:
    from scipy.special import betainc

    inside = (counts > 0) & (counts <= draws)
    k = np.where(inside, counts, 1)
    return np.where(inside, betainc(k, np.maximum(draws - k + 1, 1e-9), share), counts <= 0)


def _shuffles(
    points: Points,
    cut: Bands,
    in_space: Sequence[int],
    in_time: Sequence[int],
    chance: Moments,
    permutations: int | None,
    seed: int,
) -> tuple[Whole | None, NDArray[np.bool_]]:
    """Return tables of shuffled times, and which rows of them are whole: all, or those left sparse."""
    finite = np.array(in_space[:-1])
    rows = np.ones(len(in_space), dtype=bool)
    if permutations == 0:
        return None, ~rows
    wanted = permutations or PERMUTATIONS
    if permutations is None and finite.sum() * wanted > MOST_WORK:
        rows[:-1] = chance.expected[:-1, :-1].min(axis=1) < SPARSE
        rows[-1] = False
        if not rows.any() or finite[rows[:-1]].sum() * wanted > MOST_WORK:
            return None, np.zeros_like(rows)
    from confianza.analysis.hotspots import shuffling

    last = int(np.flatnonzero(rows[:-1])[-1]) if rows[:-1].any() else 0
    near = shuffling.tables(
        points, cut.limits[: last + 1], cut.spans, cut.metric, rows[: last + 1], wanted, seed
    )
    padded = np.zeros((wanted, len(in_space) - 1, len(cut.spans)), dtype=np.int64)
    padded[:, : last + 1] = near
    return _with_open_bands(padded, in_space, in_time), rows


def _signal(observed: Whole, chance: Moments, drawn: Whole | None, cut: Bands, seed: int) -> float:
    """Return the chance that the strongest of the cells near in both is as strong as the one observed."""
    rows, columns = cut.shown
    near = np.zeros(observed.shape, dtype=bool)
    near[rows, columns] = True
    near[-1, :] = near[:, -1] = False
    near &= chance.expected > 0
    if not near.any():
        return 1.0
    strongest = float(tails(observed, chance)[near].min())
    if drawn is not None:
        weakest = tails(drawn, chance)[:, near].min(axis=1)
        return float((1 + (weakest <= strongest).sum()) / (1 + len(drawn)))
    from scipy.special import ndtri

    chosen = np.flatnonzero(near.reshape(-1))
    sd = np.maximum(chance.sd.reshape(-1)[chosen], 1e-12)
    likeness = chance.covariance[np.ix_(chosen, chosen)] / np.outer(sd, sd)
    random = np.random.default_rng(seed)
    normal = random.multivariate_normal(np.zeros(len(chosen)), likeness, DRAWN, check_valid="ignore")
    as_strong = normal.max(axis=1) >= -ndtri(strongest)
    return float((1 + as_strong.sum()) / (1 + DRAWN))
