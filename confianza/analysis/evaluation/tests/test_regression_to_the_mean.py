"""Towns where nothing was done, chosen for a bad year: what the guard lets anybody say of them.

262 towns, as many as El Salvador had municipalities; no programme has any effect. The 25 with the highest
count of the last year are chosen, as the report of 2011 says towns were.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from confianza.analysis.evaluation import guard, pool_columns, specifications
from confianza.analysis.evaluation.guard import Evidence, Strength
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.tests import pages
from confianza.analysis.indicators import change

TOWNS, CHOSEN, BEFORE, AFTER = 262, 25, 8, 3
MOST = 0.05
# Towns of El Salvador differ widely: a few have a hundred homicides a year, most a handful.
MIDDLE, UNEVEN = 8.0, 0.95
# Crime comes in bunches: counts vary twice as much as chance.
DISPERSION = 2.0
PLACEBOS = 199
WORLDS = 1000


@dataclass
class World:
    """Counts of shape (years, towns), and the towns chosen."""

    counts: np.ndarray
    chosen: np.ndarray
    random: np.random.Generator

    @classmethod
    def drawn(cls, seed):
        random = np.random.default_rng(seed)
        means = random.lognormal(np.log(MIDDLE), UNEVEN, TOWNS)
        rates = means / (DISPERSION - 1)
        counts = random.negative_binomial(rates, 1 / DISPERSION, (BEFORE + AFTER, TOWNS))
        return cls(counts, np.argsort(-counts[BEFORE - 1], kind="stable")[:CHOSEN], random)

    def fell(self, towns=None):
        """The mean change of the towns from the last year before to the first after, as a share."""
        told = self.counts[:, self.chosen if towns is None else towns].sum(axis=1)
        return told[BEFORE] / told[BEFORE - 1] - 1


def last_year_against_next(world, **declared):
    """What is done most: last year's count against the next one's, in the towns that were chosen."""
    told = world.counts[:, world.chosen].sum(axis=1)
    found = change.compare(int(told[BEFORE]), int(told[BEFORE - 1]))
    evidence = Evidence(
        counts=True,
        interval=True,
        clear=found.verdict != "no_clear_change",
        before=1,
        after=1,
        years_after=1.0,
        same_area=True,
        **declared,
    )
    return guard.allowed(evidence, "fall" if found.ratio < 1 else "rise")


def against_all_others(world, **declared):
    """The chosen towns beside all others, with placebos: 25 towns drawn at random in their place."""
    others = np.setdiff1d(np.arange(TOWNS), world.chosen)
    drawn = [world.random.permutation(others) for _ in range(PLACEBOS)]
    found = differences(world.counts, world.chosen[None], others[None])[0]
    placebos = np.stack(drawn)
    return judged(
        world, found, differences(world.counts, placebos[:, :CHOSEN], placebos[:, CHOSEN:]), **declared
    )


def by_lot_among_the_highest(world):
    """The fifty highest are found, and a lot decides which 25 get the programme."""
    highest = np.argsort(-world.counts[BEFORE - 1], kind="stable")[: 2 * CHOSEN]
    shuffled = np.stack([world.random.permutation(highest) for _ in range(PLACEBOS + 1)])
    world.chosen = shuffled[0, :CHOSEN]
    found, *placebos = differences(world.counts, shuffled[:, :CHOSEN], shuffled[:, CHOSEN:])
    declared = {"control_chosen_alike": True, "specifications_agree": True}
    return judged(world, found, placebos, selected_for_being_high=True, **declared)


def differences(counts, some, others):
    """Differences in differences of the logarithm of mean counts, for many pairs of groups (rows)."""
    before, after = counts[:BEFORE].mean(axis=0), counts[BEFORE:].mean(axis=0)
    changes = [np.log(after[who].mean(axis=1) / before[who].mean(axis=1)) for who in (some, others)]
    return changes[0] - changes[1]


def judged(world, found, placebos, **declared):
    """The best case for whoever wants to claim: a shown path, a good fit, eight years before, registered."""
    p = (1 + sum(abs(each) >= abs(found) for each in placebos)) / (len(placebos) + 1)
    told = {"control": True, "path_shown": True, "fit_is_good": True, "placebo_p": p, "registered": True}
    evidence = Evidence(
        counts=True,
        interval=True,
        clear=p <= MOST,
        before=BEFORE,
        after=AFTER,
        years_after=float(AFTER),
        same_area=True,
        **seen_through(world, told | declared),
    )
    return guard.allowed(evidence, "fall" if found < 0 else "rise")


def seen_through(world, declared):
    """What is declared, but for a peak that the counts show."""
    peak = guard.stands_out(world.counts[:BEFORE, world.chosen].sum(axis=1).tolist())
    return declared | ({"selected_for_being_high": True} if peak else {})


def claimed(allowed):
    """Anything beyond counting: that it changed, that it differs, that it worked."""
    return allowed.strength >= Strength.CHANGED


def shares(worlds):
    """The share of worlds in which each way of going about it ends in a claim."""
    names = ("declared", "not declared", "denied", "denied but seen", "beside others", "by lot")
    found = dict.fromkeys(names, 0)
    for seed in range(worlds):
        world = World.drawn(seed)
        found["declared"] += claimed(last_year_against_next(world, selected_for_being_high=True))
        found["not declared"] += claimed(last_year_against_next(world))
        denied = {"selected_for_being_high": False}
        found["denied"] += claimed(last_year_against_next(world, **denied))
        found["denied but seen"] += claimed(last_year_against_next(world, **seen_through(world, denied)))
        found["beside others"] += claimed(against_all_others(world))
        lot = by_lot_among_the_highest(world)
        found["by lot"] += claimed(lot) and lot.sentence.endswith("fall")
    return {name: count / worlds for name, count in found.items()}


def test_the_chosen_towns_do_better_by_themselves():
    falls = [World.drawn(seed).fell() for seed in range(60)]
    assert -0.10 < np.mean(falls) < -0.05


def test_of_few_worlds_hardly_any_ends_in_a_claim():
    judge(shares(25), slack=0.07)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_is_claimed_in_more_than_one_world_of_twenty():
    found = shares(WORLDS)
    pages.write("false-alarms.md", _rows(found), part="peaks")
    judge(found)


def judge(found, slack=0.0):
    assert found["declared"] == found["not declared"] == 0
    assert max(found["beside others"], found["by lot"], found["denied but seen"]) <= MOST + slack, found
    # What the guard is there for: where the choice is denied and not seen, "it fell" is said far too often.
    assert found["denied"] > 4 * MOST


# What is done in each world, and what is told of how its towns were chosen.
SAID = {
    "declared": "last year against the next, the choice declared",
    "not declared": "last year against the next, nothing declared",
    "denied": "last year against the next, the choice denied, one year shown",
    "denied but seen": "last year against the next, the choice denied, eight years shown",
    "beside others": "beside all other towns, with placebos",
    "by lot": "by lot among the fifty highest, told as a fall",
}


def _rows(found):
    yield "| what is compared, and what is said of the choice | a claim is allowed |\n|---|---|\n"
    for name, share in found.items():
        yield f"| {SAID[name]} | {share:.1%} |\n"


@pytest.mark.slow
def test_synthetic_controls_of_the_worst_town_claim_nothing_either():
    claims = 0
    for seed in range(60):
        world = World.drawn(seed)
        worst, donors = world.chosen[0], world.chosen[1:]
        names = tuple(f"town {town}" for town in donors)
        periods = tuple(str(2000 + year) for year in range(BEFORE + AFTER))
        y, others = world.counts[:, worst].astype(float), world.counts[:, donors].astype(float)
        study = specifications.compare(Pool("worst", names, periods, y, others, BEFORE))
        told = specifications.evidence(
            study, same_area=True, selected_for_being_high=False, control_chosen_alike=True, registered=True
        )
        claims += guard.strength(told) >= Strength.LOWERED
    assert claims / 60 <= MOST


def test_the_pipeline_reads_such_a_town_from_a_table():
    import polars as pl

    world = World.drawn(1)
    rows = [
        (f"town {town}", str(2000 + year), str(world.counts[year, town]))
        for town in world.chosen
        for year in range(BEFORE + AFTER)
    ]
    frame = pl.DataFrame(rows, schema=["town", "year", "homicides"], orient="row")
    asked = pool_columns.Asked("town", "year", "homicides", f"town {world.chosen[0]}", "2008")
    told = pool_columns.read(pool_columns.Table(frame), asked)
    evidence = specifications.evidence(specifications.compare(told.pool), same_area=True)
    assert guard.strength(evidence) <= Strength.COUNTED
