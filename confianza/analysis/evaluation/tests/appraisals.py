"""Problems whose truth is known, and what an appraisal says of them.

Counts of a month are negative binomial with a variance `dispersion` times the mean (Poisson at 1); cases
after are multiplied by one less `fall`. What happens where it is compared is drawn alike, with no fall.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from confianza.analysis.evaluation import appraisal, sight
from confianza.analysis.evaluation.appraisal import CONFIDENCE, Counted, Measure
from confianza.analysis.evaluation.power import Plan

SEED = 2026
DAYS = {
    6: ((date(2023, 1, 1), date(2023, 6, 30)), (date(2024, 1, 1), date(2024, 6, 30))),
    12: ((date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))),
}


@dataclass(frozen=True)
class Truth:
    """Cases of a month, months of either side, how bunched, cases of a month where it is compared (0: none),
    and the fall (a share).
    """

    mean: float
    months: int
    dispersion: float = 1.0
    compared: float = 0.0
    fall: float = 0.0

    @property
    def measure(self):
        before, after = DAYS[self.months]
        comparison = ("there",) if self.compared else ()
        return Measure("robbery", "here", before, after, comparison, chosen_for_being_high=False)

    def drawn(self, random):
        """Counts of such a problem."""
        here = [self._months(random, self.mean), self._months(random, self.mean * (1 - self.fall))]
        there = [self._months(random, self.compared) for _ in "ba"] if self.compared else [(), ()]
        return Counted(*here, *there)

    def _months(self, random, mean):
        means = np.full(self.months, mean)
        if self.dispersion > 1:
            means = random.gamma(means / (self.dispersion - 1), self.dispersion - 1)
        return random.poisson(means).tolist()

    @property
    def foretold(self):
        """How often a fall by half is told, to who knows how bunched cases are."""
        plan = Plan(self.mean, self.months, self.months, self.dispersion, self.compared)
        return sight.share_found(plan, 0.5, confidence=CONFIDENCE)


@dataclass
class Told:
    """What appraisals said of many problems with one truth."""

    truth: Truth
    verdicts: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    foretold: list[float] = field(default_factory=list)

    def share(self, verdict):
        return self.verdicts.count(verdict) / len(self.verdicts)

    @property
    def own(self):
        """How often appraisals themselves, on average, foretell that a fall by half is told."""
        return float(np.mean(self.foretold))


def of(truth, worlds):
    """What is said of so many problems with that truth."""
    random, told = np.random.default_rng(SEED), Told(truth)
    for _ in range(worlds):
        found = appraisal.appraise(truth.measure, truth.drawn(random))
        told.verdicts.append(found.verdict)
        told.sentences.append(found.said.code)
        told.foretold.append(found.sight.of_half if found.sight else 0.0)
    return told
