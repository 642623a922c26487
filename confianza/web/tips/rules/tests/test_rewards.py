"""What a board of two decides, and when a voucher is paid."""

from datetime import date, timedelta

import pytest

from confianza.web.tips.rules import rewards
from confianza.web.tips.rules.rewards import Decision, RewardRefused, Term, Vote
from confianza.web.tips.rules.tables import NotATable

DAY = date(2026, 3, 1)
GT = rewards.bands("GT")
A, B = Vote(1, True, "a"), Vote(2, True, "b")
NO, NEVER = Vote(3, False), Vote(4, False)


@pytest.mark.parametrize("country", ["GT", "SV", "HN"])
def test_each_country_has_bands_in_its_order_and_somebody_decided_them(country):
    given = rewards.bands(country)
    amounts = [band.amount for band in given.bands]
    assert amounts == sorted(amounts)
    assert given.decided.author
    assert given.decided.decided_on
    assert len(given.decided.reason) > 20


@pytest.mark.parametrize(
    ("votes", "decided"),
    [
        ([], None),
        ([A], None),
        ([NO], None),
        ([A, NO], None),
        ([A, Vote(2, True, "a")], Decision(True, "a")),
        ([B, A], Decision(True, "a")),
        ([A, NO, B], Decision(True, "a")),
        ([NO, NEVER], Decision(False)),
        ([A, NO, NEVER], Decision(False)),
    ],
)
def test_two_voices_decide_and_of_unequal_bands_the_lower_holds(votes, decided):
    assert rewards.decision(votes, GT) == decided


def _problem(check, *told, **more):
    with pytest.raises(RewardRefused) as refused:
        check(*told, **more)
    return refused.value.problem


def test_nobody_votes_on_what_they_proposed_or_know():
    rewards.check_votes(1, 2, reads_the_tip=False, is_open=True)
    assert _problem(rewards.check_votes, 1, 1, reads_the_tip=False, is_open=True) == "own_proposal"
    assert _problem(rewards.check_votes, 1, 2, reads_the_tip=True, is_open=True) == "reads_the_tip"
    assert _problem(rewards.check_votes, 1, 2, reads_the_tip=False, is_open=False) == "decided_already"


def test_money_waits_two_weeks_and_up_to_two_more_by_chance():
    asked = []

    def last(count):
        asked.append(count)
        return count - 1

    first, latest = rewards.term(DAY, lambda count: 0), rewards.term(DAY, last)
    assert (first.valid_from - DAY).days == 14
    assert (latest.valid_from - DAY).days == 28
    assert asked == [15]
    assert (first.valid_until - first.valid_from).days == 180
    assert latest.valid_until == rewards.last_day(DAY)


@pytest.mark.parametrize(
    ("ages", "out"), [([], False), ([0, 0], False), ([0, 0, 0], True), ([9], False), ([0, 10], True)]
)
def test_vouchers_go_out_by_the_handful_or_when_one_has_waited_long(ages, out):
    assert rewards.goes_out([DAY - timedelta(days=age) for age in ages], DAY) is out


def test_every_voucher_is_in_the_register_before_its_first_day():
    assert timedelta(days=rewards.WAITS_AT_LEAST) > rewards.WAITS_FOR_A_HANDFUL


@pytest.mark.parametrize(
    ("day", "paid", "problem"),
    [(9, False, "too_early"), (191, False, "too_late"), (50, True, "paid_already")],
)
def test_a_voucher_is_paid_once_and_in_its_time(day, paid, problem):
    term = Term(DAY + timedelta(days=10), DAY + timedelta(days=190))
    assert _problem(rewards.check_payable, term, DAY + timedelta(days=day), is_paid=paid) == problem
    for good in (10, 190):
        rewards.check_payable(term, DAY + timedelta(days=good), is_paid=False)


def test_months_are_summed_and_rows_are_not_told():
    paid = {("2026-01", "a"): 2, ("2026-01", "c"): 1, ("2026-02", "b"): 1}
    assert rewards.sums(paid, GT) == [("2026-02", 1, 4000), ("2026-01", 3, 14000)]


OF_AN_OFFICE = 'version="1"\nauthor="Junta"\ndecided_on="2026-01-01"\nreason="Presupuesto."\n'
COUNTRY = '[[country]]\ncode="GT"\ncurrency="GTQ"\npayer="x"\npayer_en="x"\n'
BAND = '[[band]]\ncountry="GT"\ncode="%s"\namount=%s\n'


def test_an_office_decides_its_own_amounts():
    given = rewards.bands("GT", OF_AN_OFFICE + COUNTRY + BAND % ("b", 900) + BAND % ("a", 500))
    assert [(band.code, band.amount) for band in given.bands] == [("a", 500), ("b", 900)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("amount ===", "no TOML"),
        (COUNTRY + BAND % ("a", 5), "version"),
        (OF_AN_OFFICE + COUNTRY, "no band"),
        (OF_AN_OFFICE + COUNTRY + BAND % ("a", 0), "above zero"),
        (OF_AN_OFFICE + COUNTRY + BAND % ("a", 5) + BAND % ("a", 6), "codes of their own"),
        (OF_AN_OFFICE + COUNTRY.replace("GT", "MX") + BAND % ("a", 5), "no country GT"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text, said):
    with pytest.raises(NotATable, match=said):
        rewards.bands("GT", text)


def test_an_unknown_band_is_refused():
    assert _problem(GT.of, "z") == "unknown_band"
