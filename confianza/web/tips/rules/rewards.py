"""Rewards: what they may be, how a board of two decides, and when nothing tells any more for what one is.

Pure: no register, no clock, no chance but what is handed in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from confianza.web.tips.rules import tables
from confianza.web.tips.rules.tables import Decided, NotATable

FILE = "rewards.toml"
# Two of the board say the same before anything is given or refused.
VOICES = 2
# Money that moves on the day of an arrest names its tip: two weeks at least, two more by chance.
WAITS_AT_LEAST, WAITS_AT_MOST = 14, 28
# As long as somebody has to dare it.
VALID_FOR = timedelta(days=180)
# Vouchers come into the register by the handful and shuffled; one alone would say whose it is.
HANDFUL = 3
# Before the first of them can be paid, a handful or not.
WAITS_FOR_A_HANDFUL = timedelta(days=10)


class RewardRefused(Exception):
    """This step of a reward is not to be taken; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class Band:
    """An amount that may be given, in whole units of its country's currency."""

    country: str
    code: str
    amount: int


@dataclass(frozen=True)
class Country:
    """The currency of a country, and where money is fetched, in words."""

    code: str
    currency: str
    payer: str
    payer_en: str


@dataclass(frozen=True)
class Bands:
    """What may be given in one country, the lowest first, and who decided that."""

    decided: Decided
    country: Country
    bands: tuple[Band, ...]

    def of(self, code: str) -> Band:
        """Return a band by its code. Raises RewardRefused."""
        for band in self.bands:
            if band.code == code:
                return band
        raise RewardRefused("unknown_band")

    def lowest(self, codes: Iterable[str]) -> str:
        """Return the code of the lowest of these bands."""
        return min(map(self.of, codes), key=lambda band: band.amount).code


@dataclass(frozen=True)
class Vote:
    """What one of the board says: `band` is "" where nothing is to be given."""

    person: int
    grants: bool
    band: str = ""


@dataclass(frozen=True)
class Decision:
    """What the board decided: the band of the reward, or "" for none."""

    granted: bool
    band: str = ""


@dataclass(frozen=True)
class Term:
    """When a voucher can be paid: the first day and the last."""

    valid_from: date
    valid_until: date


def bands(country: str, text: str | None = None) -> Bands:
    """Return what may be given in a country, by a table somebody decided, or by ours. Raises NotATable."""
    return _bands(country, text) if text is not None else _ours(country)


@cache
def _ours(country: str) -> Bands:
    return _bands(country, tables.ours(FILE))


def _bands(country: str, text: str) -> Bands:
    told = tables.parsed(text, FILE)
    countries = {one.code: one for one in tables.rows(told, "country", Country, FILE)}
    if country not in countries:
        raise NotATable(f"{FILE} has no country {country}; it has {', '.join(sorted(countries))}.")
    given = [one for one in tables.rows(told, "band", Band, FILE) if one.country == country]
    if not given or len({one.code for one in given}) < len(given) or min(one.amount for one in given) <= 0:
        raise NotATable(f"{FILE} needs bands for {country} with codes of their own and amounts above zero.")
    ordered = tuple(sorted(given, key=lambda one: one.amount))
    return Bands(tables.decided(told, FILE), countries[country], ordered)


def decision(votes: Iterable[Vote], given: Bands) -> Decision | None:
    """Return what the board decided, None while it has not.

    Two who give: the lower of their bands, for both would give at least that. Two who do not: nothing. One
    and one: a third decides, or one of them changes their mind after they have talked.
    """
    told = list(votes)
    granting = [vote.band for vote in told if vote.grants]
    if len(granting) >= VOICES:
        return Decision(True, given.lowest(granting))
    if len(told) - len(granting) >= VOICES:
        return Decision(False)
    return None


def check_votes(person: int, proposer: int, *, reads_the_tip: bool, is_open: bool) -> None:
    """Raise RewardRefused where a person must not vote: who proposed it, or knows for which tip it is."""
    if not is_open:
        raise RewardRefused("decided_already")
    if person == proposer:
        raise RewardRefused("own_proposal")
    if reads_the_tip:
        raise RewardRefused("reads_the_tip")


def term(day: date, below: Callable[[int], int]) -> Term:
    """Return when a reward decided on `day` can be fetched; `below(n)` is a chance number under n."""
    valid_from = day + timedelta(days=WAITS_AT_LEAST + below(WAITS_AT_MOST - WAITS_AT_LEAST + 1))
    return Term(valid_from, valid_from + VALID_FOR)


def last_day(decided_on: date) -> date:
    """Return the last day on which a reward decided then may still be fetched: so long its tip is kept."""
    return decided_on + timedelta(days=WAITS_AT_MOST) + VALID_FOR


def goes_out(waiting_since: Iterable[date], day: date) -> bool:
    """Say whether the vouchers that wait come into the register on `day`: a handful, or one waited long."""
    since = list(waiting_since)
    return len(since) >= HANDFUL or any(day >= each + WAITS_FOR_A_HANDFUL for each in since)


def check_payable(term_of: Term, day: date, *, is_paid: bool) -> None:
    """Raise RewardRefused where a voucher is not to be paid on `day`."""
    if is_paid:
        raise RewardRefused("paid_already")
    if day < term_of.valid_from:
        raise RewardRefused("too_early")
    if day > term_of.valid_until:
        raise RewardRefused("too_late")


def sums(paid: Mapping[tuple[str, str], int], given: Bands) -> list[tuple[str, int, int]]:
    """Return month, how many rewards were paid and their sum, from counts by month and code of the band."""
    amounts = {band.code: band.amount for band in given.bands}
    months = sorted({month for month, _ in paid}, reverse=True)
    return [
        (
            month,
            sum(count for (when, _), count in paid.items() if when == month),
            sum(count * amounts.get(code, 0) for (when, code), count in paid.items() if when == month),
        )
        for month in months
    ]
