"""Change between waves: how much, how sure, and whether it can be told at all.

Two waves in different places are independent, and their variances add. Two waves in the same clusters move
together: what they share is taken off, which is why a panel tells smaller changes (Kish 1965, section 12.4).
A change of scale, of words or of mode is not a change of people: it is refused, or said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from confianza.analysis.surveys import intervals, planning
from confianza.analysis.surveys.design import Design
from confianza.analysis.surveys.estimates import Estimate
from confianza.analysis.surveys.problems import SurveyRefused

# Stars as the surveys of the "Cómo Vamos" programmes print them.
STARS = ((0.01, "***"), (0.05, "**"), (0.10, "*"))
# Below so few degrees of freedom, those of a difference of two independent waves are Satterthwaite's.
FEW_DF = 60


@dataclass(frozen=True)
class Item:
    """How a question was asked in a wave: what must be the same for its answers to be compared.

    `scale`: lowest and highest answer. `wording`: its version. `mode`: face to face, telephone, web …
    """

    scale: tuple[float, float]
    wording: str = "1"
    mode: str = "face_to_face"


@dataclass(frozen=True)
class Change:
    """Later less earlier. `p`: two-sided; `stars`: *** ** * for 99, 95 and 90 % of confidence.

    `cautions`: codes of what makes it less than it seems ("other_mode", "other_wording").
    """

    estimate: float
    se: float
    low: float
    high: float
    df: float
    p: float
    covariance: float
    cautions: tuple[str, ...] = ()

    @property
    def stars(self) -> str:
        """How sure it is that there was a change, in stars; none below 90 %."""
        return next((stars for limit, stars in STARS if self.p < limit), "")

    @property
    def is_more_than_noise(self) -> bool:
        """Whether the interval leaves out no change."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Published:
    """A change between published figures, and the smallest one that such surveys would tell."""

    change: Change
    detectable: float


def independent(earlier: Estimate, later: Estimate, *, cautions: tuple[str, ...] = ()) -> Change:
    """Return the change between two waves drawn apart from each other."""
    se = sqrt(earlier.se**2 + later.se**2)
    return _change(later.estimate - earlier.estimate, se, _df_apart(earlier, later), 0.0, cautions)


def in_same_clusters(
    design: Design, earlier: Estimate, later: Estimate, *, cautions: tuple[str, ...] = ()
) -> Change:
    """Return the change between two waves in the same clusters.

    Both are domains of one `design`, of the rows of both waves under each other, in which a cluster has the
    same label in both.
    """
    influence = np.stack([earlier.influence, later.influence], axis=1)
    variance = design.variance(influence)
    covariance = float(variance[0, 1])
    se = sqrt(max(float(variance[0, 0] + variance[1, 1]) - 2 * covariance, 0.0))
    df = float(min(earlier.df, later.df))
    return _change(later.estimate - earlier.estimate, se, df, covariance, cautions)


def cautions(earlier: Item, later: Item) -> tuple[str, ...]:
    """Return what to say beside the change of a question. Raises SurveyRefused other_scale where it was asked
    on different scales: then there is no change to tell.
    """
    if earlier.scale != later.scale:
        one, other = (f"{low:g}–{high:g}" for low, high in (earlier.scale, later.scale))
        raise SurveyRefused("other_scale", earlier=one, later=other)
    told = (("other_wording", earlier.wording != later.wording), ("other_mode", earlier.mode != later.mode))
    return tuple(code for code, differs in told if differs)


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Return p of several changes as if it were asked whether any of them is more than noise (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate([(len(p) - place) * p[at] for place, at in enumerate(order)])
    found = np.empty(len(p))
    found[order] = np.minimum(raised, 1.0)
    return tuple(float(each) for each in found)


def published(
    earlier: float,
    later: float,
    *,
    n: tuple[int, int] | None = None,
    sd: float | None = None,
    deff: float | None = None,
) -> Published:
    """Return the change between two means that somebody published, from what they say of their surveys.

    `n`: interviews of each; `sd`: standard deviation of the answers; `deff`: design effect. Without any of
    the three there is no interval to tell: raises SurveyRefused not_told with the names of what is missing.
    """
    told = {"n": n, "sd": sd, "deff": deff}
    missing = tuple(name for name, value in told.items() if value is None)
    if missing or n is None or sd is None or deff is None:
        raise SurveyRefused("not_told", missing=missing)
    if min(n) < 2 or sd <= 0 or deff <= 0:
        raise SurveyRefused("not_a_survey", n=n, sd=sd, deff=deff)
    se = sqrt(deff * sd**2 * (1 / n[0] + 1 / n[1]))
    change = _change(later - earlier, se, float("inf"), 0.0, ())
    return Published(change, planning.detectable_change(sd, n, deff=deff))


def _change(found: float, se: float, df: float, covariance: float, cautions: tuple[str, ...]) -> Change:
    low, high = intervals.of_mean(found, se, df)
    p = intervals.tail_t(found / se, df) if se > 0 else float(found == 0)
    return Change(found, se, low, high, df, p, covariance, cautions)


def _df_apart(earlier: Estimate, later: Estimate) -> float:
    together = float(earlier.df + later.df)
    if together >= FEW_DF or not (earlier.se or later.se):
        return together
    one, other = earlier.se**2, later.se**2
    return (one + other) ** 2 / (one**2 / earlier.df + other**2 / later.df)
