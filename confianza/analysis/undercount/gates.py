"""May this table speak? What must hold before a range is given."""

from confianza.analysis.undercount import findings, heterogeneity
from confianza.analysis.undercount.bounds import Estimate, chao
from confianza.analysis.undercount.findings import finding
from confianza.analysis.undercount.histories import Histories
from confianza.analysis.vocabulary.problems import Problem

# The smallest list of the published applications our specs reproduce (New Orleans, 2018) has six people.
LEAST_ON_A_LIST = 5
# Below this the intervals of all models run off; the same applications have 13 and more.
LEAST_SEEN_TWICE = 10
# Where the upper end is so many times the lower one the range would tell nobody anything.
WIDEST = 10.0
# In standard errors. Chosen by simulation (tests/…/test_known_populations.py): groups that are hard to see
# are told from lists that depend in pairs.
CLEAR_DIFFERENCE = 1.0
# A bound that lies less above the model contradicts nothing anybody would say of it.
TOO_MUCH_ABOVE = 1.02


def before(histories: Histories) -> list[Problem]:
    """Return why no range may be given, from the table alone; nothing where it may."""
    if histories.observed == 0:
        return [finding("nobody_known")]
    if histories.k < 2:
        return [finding("one_list")]
    found = [finding("two_lists")] if histories.k == 2 else []
    if histories.seen_times[-1] == histories.observed:
        return [*found, finding("nothing_missed")]
    return [*found, *_of_the_lists(histories), *_of_the_overlaps(histories)]


def _of_the_lists(histories: Histories) -> list[Problem]:
    found = []
    for i, (name, size) in enumerate(zip(histories.lists, histories.sizes, strict=True)):
        if size < LEAST_ON_A_LIST:
            found.append(finding("list_too_small", list=name, count=size, least=LEAST_ON_A_LIST))
        elif not any(shared for pair, shared in histories.overlaps.items() if i in pair):
            found.append(finding("list_alone", list=name))
    return found


def _of_the_overlaps(histories: Histories) -> list[Problem]:
    twice = histories.observed - histories.seen_times[0]
    if twice >= LEAST_SEEN_TWICE:
        return []
    return [finding("overlaps_too_thin", count=twice, least=LEAST_SEEN_TWICE)]


def after(histories: Histories, best: Estimate | None, spread: tuple[float, float] | None) -> list[Problem]:
    """Return why no range may be given, from what the models say: none, too many things, or too little.

    `best` is what the chosen model says, `spread` the ends of all defensible intervals.
    """
    if best is None or spread is None:
        return [finding("no_model_has_an_estimate")]
    found = []
    if spread[1] > WIDEST * spread[0]:
        found.append(finding("models_disagree", low=round(spread[0]), high=round(spread[1])))
    bound = chao(histories)
    above = bound is not None and bound.ci_low > TOO_MUCH_ABOVE * best.estimate
    if bound and above and heterogeneity.strength(histories) > CLEAR_DIFFERENCE:
        found.append(finding("people_differ", bound=round(bound.ci_low), estimate=round(best.estimate)))
    return found


def warnings(spread: tuple[float, float] | None) -> list[Problem]:
    """Return what a reader of the range must know."""
    if spread is None:
        return []
    ratio = round(spread[1] / spread[0], 1)
    return [finding("dark_to_all"), *([finding("model_spread", ratio=ratio)] if ratio >= 1.5 else [])]


def speaks(found: list[Problem]) -> bool:
    """Say whether nothing found forbids a range."""
    return not any(findings.refuses(each) for each in found)
