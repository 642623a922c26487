"""Groups: what weighs most first, nothing that facts or people keep apart, never in the order of the rows."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.link import grouping

NAMES = [f"r{n}" for n in range(8)]


def records(sources=None):
    return pl.DataFrame({"record": NAMES, "source": sources or ["one"] * len(NAMES)})


def pairs(*rows):
    """Rows: (a, b, weight[, contradiction[, decided]])."""
    whole = [(*row, *("", "")[len(row) - 3 :]) for row in rows]
    frame = pl.DataFrame(
        whole, schema=["record_a", "record_b", "weight", "contradiction", "decided"], orient="row"
    )
    return frame.with_columns(
        pl.col("weight").cast(pl.Float64), probability=1 / (1 + 2 ** -pl.col("weight").cast(pl.Float64))
    )


def grouped(told, *, one_per_source=False, sources=None, join=0.5):
    found = grouping.grouped(records(sources), told, join=join, one_per_source=one_per_source)
    return dict(found.iter_rows())


def test_a_likely_pair_is_one_person_and_an_unlikely_one_is_not():
    whose = grouped(pairs(("r0", "r1", 5.0), ("r2", "r3", -1.0)))
    assert whose["r1"] == "r0"
    assert whose["r3"] == "r3"


def test_pairs_that_were_never_compared_speak_against_a_little():
    # r0–r2 was not compared: (0.5 − 1) / 2 is below the cut, (4 − 1) / 2 above it.
    assert grouped(pairs(("r0", "r1", 9.0), ("r1", "r2", 0.5)))["r2"] == "r2"
    assert grouped(pairs(("r0", "r1", 9.0), ("r1", "r2", 4.0)))["r2"] == "r0"


def test_a_contradiction_is_not_joined_even_through_a_third():
    told = pairs(("r0", "r1", 9.0), ("r1", "r2", 8.0), ("r0", "r2", 7.0, "other_sex_and_age"))
    whose = grouped(told)
    assert whose["r0"] == whose["r1"] != whose["r2"]


def test_a_person_may_join_what_contradicts():
    told = pairs(("r0", "r1", -9.0, "other_sex_and_age", "same"))
    assert grouped(told)["r1"] == "r0"


def test_a_person_may_part_what_looks_alike():
    told = pairs(("r0", "r1", 15.0, "", "different"), ("r0", "r2", 9.0), ("r1", "r2", 8.0))
    whose = grouped(told)
    assert whose["r0"] != whose["r1"]


def test_decisions_hold_over_one_record_per_source():
    told = pairs(("r0", "r1", 9.0, "", "same"))
    assert grouped(told, one_per_source=True)["r1"] == "r0"


def test_of_two_records_of_one_source_the_likelier_is_taken():
    sources = ["police", "police", "morgue", *["other"] * 5]
    told = pairs(("r0", "r2", 3.0), ("r1", "r2", 6.0))
    whose = grouped(told, one_per_source=True, sources=sources)
    assert whose["r0"] == "r0"
    assert whose["r2"] == "r1"


def test_the_cut_is_a_probability():
    told = pairs(("r0", "r1", 1.0))  # two to one: 0.667
    assert grouped(told, join=0.6)["r1"] == "r0"
    assert grouped(told, join=0.7)["r1"] == "r1"


weighed = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(-12, 12).map(float),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(weighed, st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(weights, chance):
    rows = [(a, b, weight) for (a, b), weight in weights.items()]
    turned = rows[:]
    chance.shuffle(turned)
    assert grouped(pairs(*rows)) == grouped(pairs(*turned))


@settings(max_examples=60, deadline=None)
@given(weighed)
def test_every_record_is_in_one_group_named_after_its_smallest(weights):
    whose = grouped(pairs(*((a, b, weight) for (a, b), weight in weights.items())))
    assert set(whose) == set(NAMES)
    for record, victim in whose.items():
        assert victim <= record
        assert whose[victim] == victim
