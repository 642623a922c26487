"""Draws: fair, done again from the record alone, and every alteration told by name."""

import copy
import hashlib
import itertools
import json
import random
from functools import cache

import pytest

from confianza.web.lib import draw_checks, draws
from confianza.web.lib.draws import Candidate, DrawRefused, Plan

SECRET = hashlib.sha256(b"kept in the safe of the mayor").hexdigest()
WORDS = "guayaba río lunes tejado catorce"
NAMES = [f"vecina {number:02}" for number in range(12)]
# The 99.9th percentiles.
CHI_SQUARE_9_DF, CHI_SQUARE_4_DF = 27.88, 18.47
DRAWS = 10_000


def plan(**other):
    told = {
        "purpose": "Jury of the open grants",
        "candidates": [Candidate(name) for name in NAMES],
        "counts": {"all": 5},
        "replacements": {"all": 3},
        "announced": "Five words said by the first five neighbours who come",
        "committed_at": "2026-03-01T09:00",
    }
    return Plan(**(told | other))


def recorded(of=None, witnessed=WORDS):
    announced = draws.announce(of or plan(), SECRET)
    return draws.record(announced, secret=SECRET, witnessed=witnessed, witnessed_at="2026-03-05T18:00")


def by_stratum(method="simple"):
    streets = [
        Candidate(f"{stratum} {at}", stratum, at + 1.0 if method == "by_size" else 1.0)
        for stratum, at in itertools.product(("hills", "river"), range(8))
    ]
    counts, more = {"hills": 3, "river": 2}, {"river": 2}
    return plan(candidates=streets, counts=counts, replacements=more, method=method)


def codes(told, **known):
    return [problem.code for problem in draw_checks.verify(told, **known).problems]


def test_a_draw_holds_and_is_what_anybody_computes_with_any_tool():
    told = json.loads(json.dumps(recorded()))
    assert draw_checks.verify(told).holds
    seed = hashlib.sha256(f"{SECRET}|{WORDS}".encode()).hexdigest()
    order = sorted(NAMES, key=lambda name: hashlib.sha256(f"{seed}|{name}".encode()).hexdigest())
    assert told["drawn"] == {"all": order[:5]}
    assert told["replacements"] == {"all": order[5:8]}


def test_what_is_published_before_tells_nothing_of_the_secret():
    announced = draws.announce(plan(), SECRET)
    assert SECRET not in json.dumps(announced)
    assert codes(announced) == ["draw_not_revealed"]
    other = draws.announce(plan(), draws.new_secret())
    assert other["commitment"] != announced["commitment"]


def test_the_commitment_is_a_hash_of_hashes_that_can_be_typed_by_hand():
    told = recorded()
    lines = [draws.FORMAT, *(f"{name} {told['parts'][name]}" for name in sorted(told["parts"]))]
    assert told["commitment"] == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert told["commitment"] == draws.commitment(SECRET, plan())
    listed = "\n".join(f"all\t{name}\t1" for name in NAMES)
    assert told["parts"]["list"] == hashlib.sha256(listed.encode()).hexdigest()


ALTERATIONS = {
    "draw_altered_secret": lambda told: told.update(secret="0" * 64),
    "draw_altered_seed": lambda told: told.update(seed="0" * 64),
    "draw_altered_witnessed": lambda told: told.update(witnessed="guayaba río lunes tejado quince"),
    "draw_altered_seed_or_witnessed": lambda told: told.update(seed="0" * 64, witnessed="tres cuatro cinco"),
    "draw_altered_purpose": lambda told: told.update(purpose="Jury of something else"),
    "draw_altered_list": lambda told: told["list"][3].update(name="primo del alcalde"),
    "draw_altered_order": lambda told: told["list"].reverse(),
    "draw_altered_method": lambda told: told.update(method="by_size"),
    "draw_altered_counts": lambda told: told["counts"].update(all=4),
    "draw_altered_replacements": lambda told: told["replacements_wanted"].update(all=4),
    "draw_altered_announced": lambda told: told.update(announced="Whatever I said"),
    "draw_altered_committed_at": lambda told: told.update(committed_at="2026-01-01T00:00"),
    "draw_altered_commitment": lambda told: told.update(commitment="0" * 64),
    "draw_witnessed_first": lambda told: told.update(witnessed_at="2026-02-01T18:00"),
    "draw_witnessed_form": lambda told: told.update(witnessed=WORDS.replace(" ", "  ")),
    "draw_altered_result": lambda told: told["drawn"]["all"].__setitem__(0, "primo del alcalde"),
    "draw_altered_result_order": lambda told: told["drawn"]["all"].reverse(),
    "draw_altered_next": lambda told: told["replacements"]["all"].reverse(),
    "draw_format": lambda told: told.update(format="dice/7"),
    "draw_no_field": lambda told: told.pop("parts"),
    "draw_not_revealed": lambda told: told.pop("drawn"),
    "draw_twice": lambda told: told["list"].append(told["list"][0]),
    "draw_count": lambda told: told["counts"].update(all=99),
    "draw_shape": lambda told: told.update(list=[1, 2, 3]),
}  # fmt: skip


@pytest.mark.parametrize("code", ALTERATIONS)
def test_an_alteration_is_told_by_name(code):
    told = copy.deepcopy(recorded())
    ALTERATIONS[code](told)
    found = draw_checks.verify(told)
    assert code in [problem.code for problem in found.problems]
    assert all(len(problem.sentence) > 20 and "%(" not in problem.sentence for problem in found.problems)
    assert not found.holds
    assert found.seats == {}


@pytest.mark.parametrize(
    "change",
    [lambda row: row.update(size=2), lambda row: row.update(stratum="hills"), lambda row: row.clear()],
)
def test_no_size_and_no_stratum_is_altered_unseen(change):
    told = copy.deepcopy(recorded(by_stratum("by_size")))
    change(told["list"][-1])
    assert codes(told)


def test_whoever_alters_a_part_with_its_hash_is_told_by_the_commitment():
    told = copy.deepcopy(recorded())
    told["list"][3]["name"] = "primo del alcalde"
    told["parts"] = draws.parts(SECRET, draws.plan_of(told))
    assert "draw_altered_commitment" in codes(told)


def test_a_record_forged_whole_is_told_by_what_was_published_and_heard():
    told = recorded(plan(candidates=[Candidate(name) for name in [*NAMES, "primo del alcalde"]]))
    assert draw_checks.verify(told).holds
    before = draws.commitment(SECRET, plan())
    assert codes(told, published=before) == ["draw_other_commitment"]
    assert codes(told, published=told["commitment"].upper() + "\n", heard=f" {WORDS} ") == []
    again = recorded(witnessed="what I would rather have heard")
    assert codes(again) == []
    assert codes(again, heard=WORDS) == ["draw_other_witnessed"]


@pytest.mark.parametrize(
    ("committed", "witnessed", "holds"),
    [
        ("2026-03-01T18:00+00:00", "2026-03-01T12:30-06:00", True),
        ("2026-03-01T18:00-06:00", "2026-03-01T19:00+00:00", False),
        ("2026-03-01T18:00-06:00", "2026-03-01T19:00", True),
    ],
)
def test_what_was_witnessed_comes_after_by_the_clocks_of_both_places(committed, witnessed, holds):
    told = recorded(plan(committed_at=committed)) | {"witnessed_at": witnessed}
    assert codes(told) == ([] if holds else ["draw_witnessed_first"])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda told: told.update(counts=[5]), "“counts”"),
        (lambda told: told["list"].__setitem__(2, "vecina 02"), "“list”, 3"),
        (lambda told: told["list"][0].pop("size"), "“list”, 1"),
        (lambda told: told["drawn"].update(all="vecina 02"), "“drawn”"),
        (lambda told: told.update(replaced={}), "“replaced”"),
    ],
)
def test_a_field_built_otherwise_is_named(change, where):
    told = copy.deepcopy(recorded())
    change(told)
    assert [problem.details for problem in draw_checks.verify(told).problems] == [{"where": where}]


@pytest.mark.parametrize("size", [10**400, 1e308, 1e-320])
def test_a_size_that_no_sum_could_hold_is_refused_and_never_raised(size):
    told = copy.deepcopy(recorded(by_stratum("by_size")))
    told["list"][0]["size"] = size
    assert codes(told) == ["draw_size"]


@pytest.mark.parametrize(("count", "there_are"), [(2, 3), (5, 7), (1, 40)])
def test_every_name_is_drawn_as_often_whatever_the_size_of_the_list(count, there_are):
    names = [f"vecina {at}" for at in range(there_are)]
    times = 4_000
    seen = dict.fromkeys(names, 0)
    for at in range(times):
        for each in draws.drawing.simple(names, count, hashlib.sha256(f"{count}{at}".encode()).hexdigest()):
            seen[each.name] += 1
    share = count / there_are
    spread = (times * share * (1 - share) * there_are / (there_are - 1)) ** 0.5
    # Sum of squared normal deviates with there_are - 1 degrees of freedom, far beyond its 99.9th percentile.
    apart = sum(((number - times * share) / spread) ** 2 for number in seen.values())
    assert apart < there_are + 6 * (2 * there_are) ** 0.5


@pytest.mark.parametrize("nonsense", [None, [], "draw", 7, {}, {"format": "confianza-draw/1"}])
def test_nonsense_is_answered_and_never_raised(nonsense):
    assert codes(nonsense)


def test_any_field_may_hold_anything_and_is_answered():
    whole = recorded()
    for name, value in itertools.product(whole, (None, 7, [], {}, "x", [[]], {"all": None})):
        told = copy.deepcopy(whole) | {name: value}
        if told != whole:
            assert codes(told) or (name in ("witnessed_at", "replaced") and not value), (name, value)


@pytest.mark.parametrize("method", ["simple", "by_size"])
def test_strata_are_drawn_apart_with_their_own_numbers(method):
    told = recorded(by_stratum(method))
    assert draw_checks.verify(json.loads(json.dumps(told))).holds
    assert {stratum: len(names) for stratum, names in told["drawn"].items()} == {"hills": 3, "river": 2}
    assert all(name.startswith("river") for name in told["drawn"]["river"] + told["replacements"]["river"])
    assert told["replacements"]["hills"] == []
    assert not set(told["drawn"]["river"]) & set(told["replacements"]["river"])


def test_replacements_step_in_in_their_order():
    told = recorded()
    first, second = told["replacements"]["all"][:2]
    once = draws.replace(told, name=told["drawn"]["all"][2], reason="Sister of an applicant")
    assert draws.seats(once)["all"][2] == first
    twice = draws.replace(once, name=first, reason="Ill")
    assert draws.seats(twice)["all"][2] == second
    assert draw_checks.verify(twice).seats["all"] == draws.seats(twice)["all"]
    jumped = copy.deepcopy(twice)
    jumped["replaced"][0]["by"] = second
    assert codes(jumped) == ["draw_altered_replaced"]
    thrice = draws.replace(twice, name=told["drawn"]["all"][0], reason="Moved away")
    for wrong, code in (("nobody", "draw_not_drawn"), (second, "draw_no_more")):
        with pytest.raises(DrawRefused) as refused:
            draws.replace(thrice, name=wrong, reason="Ill")
        assert refused.value.code == code
    with pytest.raises(DrawRefused, match="why"):
        draws.replace(told, name=told["drawn"]["all"][0], reason=" ")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"purpose": " "}, "draw_no_purpose"),
        ({"announced": "one\ntwo"}, "draw_no_announcement"),
        ({"committed_at": "tomorrow"}, "draw_no_moment"),
        ({"method": "by_whim"}, "draw_method"),
        ({"candidates": [Candidate("a\tb")]}, "draw_no_name"),
        ({"candidates": [Candidate("a"), Candidate("a")]}, "draw_twice"),
        ({"candidates": [Candidate("Jos\u00e9"), Candidate("Jose\u0301")]}, "draw_alike"),
        ({"candidates": [Candidate("Ana P"), Candidate("ana  p")]}, "draw_alike"),
        ({"candidates": [Candidate("a", size=0)], "method": "by_size"}, "draw_size"),
        ({"candidates": [Candidate("a", size=float("nan"))], "method": "by_size"}, "draw_size"),
        ({"candidates": [Candidate("a", size=3)]}, "draw_sizes_unused"),
        ({"counts": {"all": 5, "moon": 1}}, "draw_no_stratum"),
        ({"counts": {}}, "draw_no_count"),
        ({"counts": {"all": 10}}, "draw_count"),
        ({"counts": {"all": -1}}, "draw_count"),
        ({"counts": {"all": True}}, "draw_count"),
        ({"counts": {"all": 0}}, "draw_nobody"),
        ({"candidates": [], "counts": {}, "replacements": {}}, "draw_nobody"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_published(other, code):
    with pytest.raises(DrawRefused) as refused:
        plan(**other)
    assert refused.value.code == code


def test_a_record_with_a_weak_secret_does_not_hold_even_if_all_its_hashes_do():
    told = copy.deepcopy(recorded())
    told["secret"] = "mayor2026"
    told["parts"] = draws.parts("mayor2026", draws.plan_of(told))
    told["commitment"] = draws.commitment_of(told["parts"])
    told["seed"] = draws.seed_of("mayor2026", WORDS)
    told |= draws.outcome(draws.plan_of(told), told["seed"])
    assert codes(told) == ["draw_secret_short"]


def test_a_stratum_of_which_nobody_is_drawn_stays_empty():
    told = recorded(
        plan(candidates=[Candidate("a", "x"), Candidate("b", "y")], counts={"x": 1, "y": 0}, replacements={})
    )
    assert told["drawn"] == {"x": ["a"], "y": []}
    assert draw_checks.verify(told).holds


def test_a_weak_secret_another_secret_and_too_little_said_are_refused():
    announced = draws.announce(plan(), SECRET)
    with pytest.raises(DrawRefused, match="64 hexadecimal"):
        draws.announce(plan(), "mayor2026")
    with pytest.raises(DrawRefused, match="committed"):
        draws.record(announced, secret=draws.new_secret(), witnessed=WORDS)
    with pytest.raises(DrawRefused, match="needs 10"):
        draws.record(announced, secret=SECRET, witnessed="six")


@cache
def one_of(names):
    return Plan("x", [Candidate(name) for name in names], {"all": 1}, "words", "2026-01-01T00:00")


def chosen(secret, witnessed, names):
    """The one drawn of some names, as `outcome` draws it, without the weight of a whole record."""
    return draws.outcome(one_of(names), draws.seed_of(secret, witnessed))["drawn"]["all"][0]


def chi_square(tallies, draws_made):
    expected = draws_made / len(tallies)
    return sum((count - expected) ** 2 / expected for count in tallies.values())


TEN, FIVE = tuple(NAMES[:10]), tuple(NAMES[:5])


def test_ten_thousand_draws_are_uniform_for_first_and_for_every_place():
    tallies, pairs = dict.fromkeys(TEN, 0), dict.fromkeys(itertools.combinations(TEN[:5], 2), 0)
    five = plan(candidates=[Candidate(name) for name in TEN[:5]], counts={"all": 2}, replacements={})
    for number in range(DRAWS):
        secret = hashlib.sha256(str(number).encode()).hexdigest()
        tallies[chosen(secret, WORDS, TEN)] += 1
        two = draws.outcome(five, draws.seed_of(secret, WORDS))["drawn"]["all"]
        pairs[tuple(sorted(two))] += 1
    assert chi_square(tallies, DRAWS) < CHI_SQUARE_9_DF
    assert chi_square(pairs, DRAWS) < CHI_SQUARE_9_DF


def test_who_chooses_the_words_without_the_secret_steers_nothing():
    # The adversary tries words against secrets of their own and says those that made the favourite win.
    tallies, tried = dict.fromkeys(FIVE, 0), random.Random(1)
    for number in range(DRAWS):
        words = next(
            said for said in (f"{tried.getrandbits(64)}" for _ in itertools.count())
            if chosen("their own secret", said, FIVE) == FIVE[0]
        )  # fmt: skip
        tallies[chosen(hashlib.sha256(f"real {number}".encode()).hexdigest(), words, FIVE)] += 1
    assert chi_square(tallies, DRAWS) < CHI_SQUARE_4_DF


def test_who_grinds_the_secret_without_the_words_steers_nothing():
    tallies, grinding = dict.fromkeys(FIVE, 0), random.Random(2)
    for number in range(DRAWS):
        secret = next(
            tried for tried in (f"{grinding.getrandbits(256):064x}" for _ in itertools.count())
            if chosen(tried, "the words they expect", FIVE) == FIVE[0]
        )  # fmt: skip
        tallies[chosen(secret, f"the words that are said {number}", FIVE)] += 1
    assert chi_square(tallies, DRAWS) < CHI_SQUARE_4_DF


def test_without_a_witnessed_part_a_ground_secret_would_steer_everything():
    # Why the witnessed part must not be of few ways: grinding against one die succeeds on all its faces.
    die, grinding = "123456", random.Random(3)
    friends = set(TEN[:5])
    tries = itertools.takewhile(
        lambda secret: not all(chosen(secret, face, TEN) in friends for face in die),
        (f"{grinding.getrandbits(256):064x}" for _ in itertools.count()),
    )
    assert sum(1 for _ in tries) < 2_000
