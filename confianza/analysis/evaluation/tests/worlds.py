"""Worlds whose truth is known: how often do intervals hold it, and how often is nothing called something?

Counts of a world are negative binomial with a variance `dispersion` times the mean. Nothing here is chosen
to suit a method: areas differ in size, all share a way that drifts, and the programme multiplies cases by
`effect` (1: it does nothing).
"""

from dataclasses import dataclass

import numpy as np

from confianza.analysis.evaluation import (
    counted,
    counts,
    differences,
    displacement,
    exposure,
    nearby,
    panels,
    reassigned,
    series,
    wedges,
)
from confianza.analysis.evaluation.guard import Evidence
from confianza.analysis.evaluation.problems import EvaluationRefused

SEED = 2026
# All that could speak for the programme itself does: what is kept back is kept back for what lies next door.
HIGHEST = Evidence(
    counts=True, interval=True, control=True, before=12, after=8, years_after=2.0, path_shown=True,
    fit_is_good=True, same_area=True, selected_for_being_high=False, specifications_agree=True,
    registered=True,
)  # fmt: skip


@dataclass
class Row:
    """One line of the page: how often the truth was held, how often no effect was called one (or, of claims,
    was told as more than chance), and how many worlds were answered at all.
    """

    method: str
    world: str
    answered: int = 0
    worlds: int = 0
    held: int = 0
    alarms: int = 0
    effect: float = 1.0

    @property
    def has_effect(self):
        """Whether the programme does something in this world, so that to see it is no false alarm."""
        return self.effect != 1.0

    def see(self, low, high, truth, alarm):
        self.worlds += 1
        self.answered += 1
        self.held += bool(low <= truth <= high)
        self.alarms += bool(alarm)

    def refuse(self):
        self.worlds += 1

    @property
    def coverage(self):
        return self.held / self.answered if self.answered else float("nan")

    @property
    def false_alarms(self):
        return self.alarms / self.worlds


def said(effect):
    return "" if effect == 1 else f", truth {effect - 1:+.0%}".replace("-", "−")


def drawn(random, means, dispersion):
    means = np.asarray(means, dtype=float)
    if dispersion > 1:
        means = random.gamma(np.maximum(means, 1e-9) / (dispersion - 1), dispersion - 1)
    return random.poisson(means).astype(float)


def pairs(mean, worlds, *, what="exact", dispersion=1.0, effect=1.0):
    row = Row(f"two counts, {what}", f"{mean} cases, dispersion {dispersion:g}" + said(effect), effect=effect)
    random = np.random.default_rng(SEED)
    for before, after in drawn(random, [[mean, mean * effect]] * worlds, dispersion):
        found = counts.compare(before, after, dispersion=dispersion if what == "dispersion told" else None)
        low, high = found.mid_interval if what == "mid-p" else (found.told.low, found.told.high)
        alarm = not low <= 1 <= high
        if what == "claim":
            alarm = found.survives_bunching and found.told.is_more_than_chance
        row.see(low, high, effect, alarm)
    return row


def short_series(mean, before, after, worlds, *, dispersion=1.0, effect=1.0):
    row = Row(
        "several periods",
        f"{before} and {after} of {mean} cases, dispersion {dispersion:g}" + said(effect),
        effect=effect,
    )
    random = np.random.default_rng(SEED)
    means = [mean] * before + [mean * effect] * after
    for y in drawn(random, [means] * worlds, dispersion):
        try:
            told = counts.compare_periods(y[:before], y[before:]).told
        except EvaluationRefused:
            row.refuse()
            continue
        row.see(told.low, told.high, effect, told.p < 0.05)
    return row


def rings(mean, worlds, *, dispersion=1.0):
    row = Row("inside and around (claim)", f"{mean} cases a part, dispersion {dispersion:g}")
    random = np.random.default_rng(SEED)
    for y in drawn(random, [[[mean, mean]] * 4] * worlds, dispersion):
        parts = dict(zip(displacement.PARTS, map(tuple, y), strict=True))
        found = displacement.compare([displacement.Kind(parts)])
        told = found.total.difference
        row.see(told.low, told.high, 0.0, found.total.verdict in ("fewer", "more"))
    return row


def interrupted(before, after, mean, worlds, *, dispersion=1.0, effect=1.0):
    row = Row(
        "interrupted series",
        f"{before} and {after} months of {mean} cases, dispersion {dispersion:g}" + said(effect),
        effect=effect,
    )
    random, length = np.random.default_rng(SEED), before + after
    t = np.arange(length) / 12
    means = (
        mean * np.exp(0.1 * t + 0.2 * np.sin(2 * np.pi * t)) * np.where(t >= before / 12 - 1e-9, effect, 1)
    )
    season = 12 if before >= 24 else 0
    if not season:
        means = mean * np.where(np.arange(length) >= before, effect, 1.0)
    for y in drawn(random, [means] * worlds, dispersion):
        try:
            found = series.interrupt(y, t, before / 12, season=season).told.effect
        except EvaluationRefused:
            row.refuse()
            continue
        row.see(found.low, found.high, effect, found.p < 0.05)
    return row


def panel(without, starts, length, mean, worlds, *, dispersion=1.0, effect=1.0):
    begun = f"{len(starts)} with it" + (", staggered" if len(set(starts)) > 1 else "")
    row = Row(
        "areas with and without",
        f"{begun}, {without} without, {mean} cases, dispersion {dispersion:g}" + said(effect),
        effect=effect,
    )
    random, many = np.random.default_rng(SEED), without + len(starts)
    start = np.array([*starts, *[length] * without])
    on = np.arange(length)[None, :] >= start[:, None]
    names, periods = tuple(map(str, range(many))), tuple(map(str, range(length)))
    for _ in range(worlds):
        size = mean * np.exp(random.normal(0, 0.5, many) - 0.125)
        way = np.exp(np.cumsum(random.normal(0, 0.1, length)))
        y = drawn(random, size[:, None] * way * np.where(on, effect, 1.0), dispersion)
        world = panels.Panel(names, periods, y, np.ones_like(y), start)
        try:
            panels.check(world)
            found = differences.compare(world).effect
        except EvaluationRefused:
            row.refuse()
            continue
        row.see(found.low, found.high, effect, found.p < 0.05)
    return row


def starts(without, begun, length, mean, worlds, *, dispersion=1.0, orders=99):
    """Starts dealt out anew: how seldom is the true deal one of the rarest where nothing was done?"""
    row = Row(
        "starts dealt out anew",
        f"{len(begun)} with it, staggered, {without} without, {mean} cases, dispersion {dispersion:g}",
    )
    random, many = np.random.default_rng(SEED), without + len(begun)
    start = np.array([*begun, *[length] * without])
    names, periods = tuple(map(str, range(many))), tuple(map(str, range(length)))
    for world in range(worlds):
        size = mean * np.exp(random.normal(0, 0.5, many) - 0.125)
        way = np.exp(np.cumsum(random.normal(0, 0.1, length)))
        y = drawn(random, size[:, None] * way, dispersion)
        found = reassigned.compare(
            panels.Panel(names, periods, y, np.ones_like(y), start), orders=orders, seed=world
        )
        row.see(0.0, found.p, 0.05, found.p <= 0.05)
    return row


def next_door(part, without, mean, worlds, *, dispersion=1.0, effect=1.0):
    """One area with the programme and three next door; `effect` befalls all four. `part`: "around" or
    "together".
    """
    row = Row(
        {"around": "next door", "together": "inside and next door together"}[part],
        f"1 and 3, {without} without, {mean} cases, dispersion {dispersion:g}" + said(effect),
        effect=effect,
    )
    random, many, length, before = np.random.default_rng(SEED), without + 4, 20, 12
    on = (np.arange(many) >= without)[:, None] & (np.arange(length) >= before)[None, :]
    periods = tuple(f"{2020 + at // 4}-{at % 4 * 3 + 1:02}-01" for at in range(length))
    names, people = tuple(map(str, range(many))), ((1.0,) * length,) * many
    for _ in range(worlds):
        size = mean * np.exp(random.normal(0, 0.5, many) - 0.125)
        way = np.exp(np.cumsum(random.normal(0, 0.1, length)))
        y = drawn(random, size[:, None] * way * np.where(on, effect, 1.0), dispersion)
        rows = tuple(map(tuple, y[::-1].tolist()))
        around = counted.Around(names[1:4], rows[1:4], people[1:4])
        told = counted.Series(
            (names[0], *names[4:]), periods, (rows[0], *rows[4:]), people[3:], before, around=around
        )
        found = nearby.look(told, HIGHEST)
        if found.refused:
            row.refuse()
            continue
        told, said_of = {each.part: each for each in found.parts}[part], getattr(found, part)
        row.see(told.low, told.high or float("inf"), effect, said_of != f"{part}_neither")
    return row


def wedge(steps, mean, worlds, *, dispersion=1.0, effect=1.0, orders=299):
    row = Row(
        "stepped wedge, by its lot",
        f"{len(steps)} areas, {mean} cases, dispersion {dispersion:g}" + said(effect),
        effect=effect,
    )
    random, many, length = np.random.default_rng(SEED), len(steps), max(steps) + 2
    names, periods = tuple(map(str, range(many))), tuple(map(str, range(length)))
    for world in range(worlds):
        start = random.permutation(steps)
        on = np.arange(length)[None, :] >= start[:, None]
        size = mean * np.exp(random.normal(0, 0.4, many))
        way = np.exp(np.cumsum(random.normal(0, 0.1, length)))
        y = drawn(random, size[:, None] * way * np.where(on, effect, 1.0), dispersion)
        found = wedges.compare(
            panels.Panel(names, periods, y, np.ones_like(y), start), orders=orders, seed=world
        )
        row.see(found.low, found.high, effect, found.p <= 0.05)
    return row


def spill(side, treated, worlds, *, draws=499):
    row = Row(
        "near and far, by the lot", f"{side * side} areas, {treated} with it, luck shared with neighbours"
    )
    random = np.random.default_rng(SEED)
    place = np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)
    near = exposure.within(place, 1.5)
    for world in range(worlds):
        luck = random.normal(0, 2, side * side)
        shared = luck + (near @ luck) / near.sum(axis=1)
        change = random.poisson(10, side * side) - random.poisson(10, side * side) + shared
        on = np.zeros(side * side, dtype=bool)
        on[random.choice(side * side, treated, replace=False)] = True
        found = exposure.compare(change, on, near, draws=draws, seed=world).all_together
        row.see(found.low, found.high, 0.0, found.p <= 0.05)
    return row
