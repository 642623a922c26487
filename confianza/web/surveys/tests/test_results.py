"""What a survey says: levels, changes in the same clusters, other scales and modes, and what is not told."""

import numpy as np
import polars as pl
import pytest
from django.utils import translation

from confianza.analysis.surveys import change, design, estimates
from confianza.web.surveys import drawings, result_tables, telling
from confianza.web.surveys import result_sentences as sentences
from confianza.web.surveys.models import Item, Mode
from confianza.web.surveys.queries import comparison, results, told
from confianza.web.surveys.tests import surveyed


@pytest.fixture
def town(db, monkeypatch):
    made = surveyed.survey()
    monkeypatch.setattr(results, "hear", lambda survey: surveyed.hear(made))
    return made


def line(found, column):
    return next(each for each in found.lines if each.item.column == column)


def question(found, column):
    return next(each for each in told.survey(found).questions if each.key.startswith(column))


def by_hand(town):
    """The change of trust from one file with both waves: what `results` must say."""
    heard = results.hear(town.survey)
    frames = [each.found.table for each in heard]
    values = np.concatenate([each.numbers("confianza") for each in frames])
    labels = [np.concatenate([each.texts(name) for each in frames]) for name in ("_stratum", "_cluster")]
    weights = np.concatenate([each.frame["_weight"].to_numpy() for each in frames])
    both = design.of(weights, strata=labels[0], clusters=[labels[1]], lonely="adjust")
    later = np.arange(len(values)) >= frames[0].size
    ends = [estimates.mean(both, values, domain=rows) for rows in (~later, later)]
    return change.in_same_clusters(both, *ends)


def test_a_change_in_the_same_clusters_is_that_of_one_file_with_both_waves(town):
    found = line(results.results(town.survey), "confianza").step.change
    expected = by_hand(town)
    assert (found.estimate, found.se) == pytest.approx((expected.estimate, expected.se), rel=1e-9)
    assert found.covariance == pytest.approx(expected.covariance)


def test_what_changed_is_more_than_noise_and_the_rest_is_not(town):
    found = results.results(town.survey)
    trust = line(found, "confianza").step
    assert trust.is_more_than_noise
    assert trust.stars == "***"
    others = [line(found, column).step for column in ("victima", "denuncio")]
    assert not any(each.is_more_than_noise for each in others)


def test_each_p_counts_as_one_of_all_the_questions(town):
    steps = [each.step for each in results.results(town.survey).lines]
    assert [each.p for each in steps] == pytest.approx(change.holm([each.change.p for each in steps]))


def test_waves_in_other_clusters_are_independent(town):
    surveyed.wave(town, 3, trust=7, seed=40, same=False)
    found = line(results.results(town.survey), "confianza").step
    assert found.change.covariance == 0
    assert found.change.se == pytest.approx(np.hypot(found.earlier.estimate.se, found.later.estimate.se))


def test_on_another_scale_there_is_no_change_to_tell(town):
    trust = town.items[0]
    other = Item.objects.create(
        survey=town.survey, column="confianza", version=2, place=0, measure="mean", lowest=1, highest=10,
        name=trust.name, wording=trust.wording,
    )  # fmt: skip
    surveyed.wave(town, 3, trust=7, seed=40, items=[other, *town.items[1:]])
    found = results.results(town.survey)
    assert line(found, "confianza").step.refused.code == "other_scale"
    with translation.override("en"):
        said = sentences.change(question(found, "confianza"))
    assert said == (
        "Trust in the police: it was asked on the scale 0 – 10 before and on 1 – 10 now. On another scale "
        "there is no change to tell."
    )


def test_another_way_of_asking_and_other_words_are_said_beside_the_change(town):
    trust = town.items[0]
    other = Item.objects.create(
        survey=town.survey, column="confianza", version=2, place=0, measure="mean", lowest=0, highest=10,
        name=trust.name, wording=trust.wording,
    )  # fmt: skip
    surveyed.wave(town, 3, trust=7, seed=40, items=[other, *town.items[1:]], mode=Mode.TELEPHONE)
    found = question(results.results(town.survey), "confianza")
    assert set(found.moved.cautions) == {"other_mode", "other_wording"}
    with translation.override("en"):
        said = " ".join(sentences.cautions(found))
    assert "face to face before, by telephone now" in said
    assert "worded otherwise" in said


def test_any_two_waves_can_be_compared(town):
    surveyed.wave(town, 3, trust=7, seed=40)
    found = results.results(town.survey, earlier=town.waves[0])
    trust = line(found, "confianza")
    assert (trust.step.earlier.wave, trust.step.later.wave) == (town.waves[0], town.waves[2])
    assert [each.later.wave.number for each in trust.steps] == [2, 3]


def test_a_neighbourhood_without_interviews_has_no_data_and_one_with_few_is_not_told(town):
    heard = results.hear(town.survey)[-1]
    found = {each.name: each for each in comparison.compared(heard, town.items[0]).neighbourhoods}
    assert found["Mirador"].verdict == "no_data"
    assert found["Loma"].verdict == "too_few"
    assert found["Mirador"].estimate is None
    assert found["Loma"].estimate is None


def test_the_total_less_the_others_does_not_give_the_few_answers_away(town):
    """Loma alone would be the total less the three others, so that one of these is left out beside it."""
    heard = results.hear(town.survey)[-1]
    found = comparison.compared(heard, town.items[0])
    assert sum(each.verdict == comparison.LEFT_OUT for each in found.neighbourhoods) == 1
    assert len(found.told) == 2


def test_neighbourhoods_that_differ_no_more_than_chance_cannot_be_told_apart(town):
    heard = results.hear(town.survey)[-1]
    found = comparison.compared(heard, town.items[1])
    assert not found.differences
    assert all(
        len(others) == len(found.told) - 1 for others in comparison.cannot_be_told_apart(found).values()
    )


def test_a_change_is_told_in_a_sentence(town):
    with translation.override("en"):
        found = question(results.results(town.survey), "confianza")
        said = sentences.change(found)
    assert said.startswith("Trust in the police: rose from 4.9 to 7.0 (")
    assert said.endswith("It is more than noise.")


def test_answers_that_cannot_be_read_are_said_so_and_stop_nothing_else(town):
    frame = town.frames[2]
    town.frames[2] = frame.with_columns(confianza=pl.lit("mucha"))
    found = told.survey(results.results(town.survey))
    assert found.questions[0].last.status == "unreadable"
    assert found.questions[0].moved.estimate is None
    assert found.questions[1].last.is_told


def test_two_waves_of_one_month_are_told_apart_on_the_chart(town):
    for wave in town.waves:
        wave.begins_on, wave.ends_on = surveyed.FIRST, surveyed.FIRST
    spec = drawings.waves_spec(told.survey(results.results(town.survey)).questions[0])
    labels = [row["label"] for row in spec["data"]["values"]]
    assert len(set(labels)) == 2


def test_plain_values_are_read_back_as_they_were(town):
    import json

    found = told.survey(results.results(town.survey))
    again = telling.read(json.loads(json.dumps(telling.plain(found))))
    assert json.loads(json.dumps(telling.plain(again))) == json.loads(json.dumps(telling.plain(found)))


def test_the_file_has_every_wave_and_every_neighbourhood_and_no_number_of_what_is_not_told(town):
    rows = list(result_tables.file_rows(told.survey(results.results(town.survey))))
    at = {name: place for place, name in enumerate(rows[0])}
    assert len(rows) == 1 + 3 * (2 + 5)
    unsaid = [row for row in rows[1:] if row[at["status"]] not in telling.TOLD]
    assert unsaid
    assert all(row[at[name]] is None for row in unsaid for name in ("estimate", "low_95", "high_95", "n"))
    assert {row[at["stars"]] for row in rows[1:] if row[at["change"]] is not None} == {"***", ""}
