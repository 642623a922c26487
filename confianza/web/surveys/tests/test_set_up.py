"""From a list of segments to weighed interviews."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from confianza.analysis.surveys import estimates
from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import draw_checks
from confianza.web.surveys import margins, weights
from confianza.web.surveys.actions import drawing, replacing, surveys, waves, weighting
from confianza.web.surveys.actions.replacing import ReplacementRefused
from confianza.web.surveys.actions.surveys import FrameInUse
from confianza.web.surveys.actions.waves import WaveRefused
from confianza.web.surveys.models import Cluster, Draw, Sampled
from confianza.web.surveys.queries import drawings, interviews, plans, visits
from confianza.web.surveys.queries.plans import PlanRefused
from confianza.web.surveys.queries.weighting import Parameters, classes_of, worked_out
from confianza.web.surveys.tests import village


def left_out(found):
    return {each.reason for each in found.left_out}


# --- set-up -------------------------------------------------------------------------------------------


def test_a_survey_follows_what_is_worth_following_of_the_ready_form(survey):
    trust = survey.items.get(column="confianza_policia")
    assert (trust.lowest, trust.highest, trust.higher_is_better) == (0, 10, True)
    assert trust.wording["es"].startswith("11. Del 0 al 10")
    assert trust.wording["en"].startswith("11. From 0 to 10")
    assert survey.items.get(column="seguro_noche").answers == ["3", "4"]
    assert survey.columns["cluster"] == "conglomerado"
    assert survey.items.count() == 14


def test_the_same_question_followed_anew_is_another_version(survey):
    again = surveys.follow(
        survey=survey, column="confianza_policia", measure="mean", name={"es": "Nota", "en": "Mark"},
        scale=(1, 10), by=COMMAND_LINE,
    )  # fmt: skip
    assert again.version == 2
    wave = village.planned(survey)
    assert [each.version for each in wave.items.filter(column="confianza_policia")] == [2]


def test_a_list_is_taken_in_place_of_another_until_somebody_was_drawn_from_it(survey):
    surveys.bring_frame(survey=survey, rows=village.rows()[:12], by=COMMAND_LINE)
    assert Cluster.objects.count() == 12
    surveys.bring_frame(survey=survey, rows=village.rows(), by=COMMAND_LINE)
    village.drawn(survey)
    with pytest.raises(FrameInUse):
        surveys.bring_frame(survey=survey, rows=village.rows(), by=COMMAND_LINE)


# --- planning -----------------------------------------------------------------------------------------


def test_a_plan_says_what_it_can_tell(survey):
    promise = plans.promised(survey, village.WISH)
    assert (promise.clusters, promise.interviews, promise.visits) == (6, 24, 30)
    assert promise.deff == pytest.approx(1.15)
    # 1.959964 × √(1.15 × 0.25 / 24), and (1.959964 + 0.841621) × √(2 × 1.15 × 6.25 / 24)
    assert promise.margin_of_share == pytest.approx(0.214516, abs=1e-5)
    assert promise.change_of_mean == pytest.approx(2.168221, abs=1e-5)
    assert sum(promise.by_stratum.values()) == 6


def test_a_plan_that_the_list_cannot_carry_is_refused(survey):
    for wish, code in (
        ({"interviews": 8}, "few_clusters"),
        ({"interviews": 200}, "too_many_clusters"),
    ):
        with pytest.raises(PlanRefused) as refused:
            plans.promised(survey, plans.Wish(**{**village.WISH.told, **wish}))
        assert refused.value.code == code
    Cluster.objects.all().delete()
    survey.strata.all().delete()
    with pytest.raises(PlanRefused, match="no_frame"):
        plans.promised(survey, village.WISH)


def test_two_waves_share_no_day(survey):
    village.planned(survey)
    with pytest.raises(WaveRefused, match="overlaps"):
        village.planned(survey, date(2026, 3, 20))


# --- the draw -----------------------------------------------------------------------------------------


def test_a_draw_can_be_done_again_from_its_record_alone(wave):
    draw = Draw.objects.get()
    checked = draw_checks.verify(draw.record, published=draw.record["commitment"], heard=village.HEARD)
    assert checked.holds
    named = {name for names in draw.record["drawn"].values() for name in names}
    assert named == {each.cluster.code for each in wave.sampled.all()}
    altered = {**draw.record, "witnessed": "otras palabras muy distintas"}
    assert not draw_checks.verify(altered).holds


def test_the_chance_of_a_cluster_is_its_share_of_the_dwellings_of_its_stratum(wave):
    counts = wave.plan["promise"]["by_stratum"]
    for sampled in wave.sampled.select_related("cluster__stratum"):
        stratum = sampled.cluster.stratum
        dwellings = sum(each.size for each in stratum.clusters.all())
        assert sampled.chance == pytest.approx(counts[stratum.name] * sampled.cluster.size / dwellings)


def test_nobody_draws_twice_and_the_secret_is_not_in_the_register(survey):
    wave = village.planned(survey)
    draw = drawing.commit(wave=wave, announced="Dados", by=COMMAND_LINE)
    assert "secret" not in draw.record
    assert Entry.objects.filter(action="surveys.commit_draw").exists()
    with pytest.raises(WaveRefused):
        drawing.commit(wave=wave, announced="Dados", by=COMMAND_LINE)
    drawing.reveal(draw=draw, witnessed=village.HEARD, by=COMMAND_LINE)
    with pytest.raises(WaveRefused):
        drawing.reveal(draw=draw, witnessed="otras palabras para otro resultado", by=COMMAND_LINE)


def test_a_record_is_public_only_when_the_interviewers_are_home(wave):
    assert not Draw.objects.filter(opens_on__lte=wave.ends_on).exists()
    assert Draw.objects.public().get().opens_on == date(2026, 3, 29)


def test_the_place_of_a_cluster_goes_to_the_next_of_the_list_for_a_reason(wave):
    given_up = wave.sampled.select_related("cluster__stratum").first()
    with pytest.raises(ReplacementRefused, match="no_reason"):
        replacing.replace(sampled=given_up, reason="me queda lejos", by=COMMAND_LINE)
    found = replacing.replace(sampled=given_up, reason="no_permission", note="Lo pidió", by=COMMAND_LINE)
    record = Draw.objects.get().record
    assert found.cluster.code == record["replacements"][given_up.cluster.stratum.name][0]
    assert found.reason == "no_permission: Lo pidió"
    assert draw_checks.verify(record).holds
    with pytest.raises(ReplacementRefused, match="replaced"):
        replacing.replace(sampled=given_up, reason="no_permission", by=COMMAND_LINE)


def test_a_list_that_is_used_up_names_nobody_else(wave):
    stratum = wave.sampled.first().cluster.stratum.name
    for _turn in range(len(Draw.objects.get().record["replacements"][stratum])):
        current = wave.sampled.filter(cluster__stratum__name=stratum, replaced_by=None).first()
        replacing.replace(sampled=current, reason="out_of_reach", by=COMMAND_LINE)
    current = wave.sampled.filter(cluster__stratum__name=stratum, replaced_by=None).first()
    with pytest.raises(ReplacementRefused, match="no_more"):
        replacing.replace(sampled=current, reason="out_of_reach", by=COMMAND_LINE)


def test_the_next_wave_goes_to_the_same_clusters(survey, wave):
    given_up = wave.sampled.first()
    replacing.replace(sampled=given_up, reason="no_dwellings", by=COMMAND_LINE)
    later = village.planned(survey, date(2026, 9, 1), same_clusters_as=wave)
    waves.repeat(wave=later, by=COMMAND_LINE)
    visited = set(wave.sampled.filter(replaced_by=None).values_list("cluster", "chance"))
    assert set(later.sampled.values_list("cluster", "chance")) == visited
    assert given_up.cluster_id not in {cluster for cluster, _chance in visited}
    with pytest.raises(WaveRefused, match="drawn"):
        waves.repeat(wave=later, by=COMMAND_LINE)


def test_a_simple_draw_gives_everybody_in_a_stratum_the_same_chance(survey):
    wish = plans.Wish(**{**village.WISH.told, "method": "simple", "allocation": "equal"})
    wave = village.planned(survey, wish=wish)
    drawing.reveal(
        draw=drawing.commit(wave=wave, announced="Dados", by=COMMAND_LINE),
        witnessed=village.HEARD, by=COMMAND_LINE,
    )  # fmt: skip
    assert {each.chance for each in wave.sampled.all()} == {0.3}
    assert set(drawings.chances(Draw.objects.get().record).values()) == {0.3}


# --- interviews ---------------------------------------------------------------------------------------


def test_interviews_are_who_answered_and_what_each_stands_for(wave):
    sampled = wave.sampled.select_related("cluster").first()
    village.sent(wave, sampled.cluster.code.lower(), 1, adultos=3)
    village.sent(wave, sampled.cluster.code, 2, resultado="R")
    found = interviews.interviews(wave)
    assert found.size == 1
    assert found.design is found.weighting is None
    row = found.table.frame.row(0, named=True)
    assert row["_cluster"] == sampled.cluster.code
    assert row["_weight"] == pytest.approx(sampled.cluster.size / sampled.chance * 3)
    assert visits.visits(wave).frame.height == 2


def test_what_counts_for_nothing_is_told_with_its_reason(wave):
    code = wave.sampled.first().cluster.code
    village.sent(wave, "X-99", 1)
    village.sent(wave, code, 1)
    village.sent(wave, code, 1, visit=2)
    village.sent(wave, code, 2, day=date(2027, 1, 1))
    village.sent(wave, code, 3, consentimiento="no")
    village.send(village.filled(wave, code, 4))
    found = visits.visits(wave)
    assert left_out(found) == {"unknown_cluster", "dwelling_twice", "no_wave"}
    assert sorted(found.frame["_outcome"]) == ["I", "R"]
    assert visits.visits(wave, approved_only=False).frame.height == 3


def test_an_interview_counts_more_than_an_earlier_visit_in_vain(wave):
    code = wave.sampled.first().cluster.code
    village.sent(wave, code, 1, resultado="NC")
    village.sent(wave, code, 1, visit=2)
    found = visits.visits(wave)
    assert found.frame["_outcome"].to_list() == ["I"]
    assert left_out(found) == {"dwelling_twice"}


def test_interviews_of_a_cluster_that_was_given_up_do_not_count(wave):
    given_up = wave.sampled.select_related("cluster").first()
    village.sent(wave, given_up.cluster.code, 1)
    replacing.replace(sampled=given_up, reason="no_permission", by=COMMAND_LINE)
    assert left_out(interviews.interviews(wave)) == {"given_up_cluster"}


# --- weights ------------------------------------------------------------------------------------------


@pytest.fixture
def heard(wave):
    """A wave in which all answered, four in each of six clusters, and one more did not."""
    village.interviewed(wave)
    village.sent(wave, wave.sampled.first().cluster.code, 9, resultado="R")
    return wave


SEXES = margins.read("sex", "mujer; 2000\nhombre; 1800", "Censo ficticio 2018")


def test_weights_add_up_to_what_is_known(heard):
    weighted = weighting.weigh(wave=heard, parameters=Parameters(margins=(SEXES,)), by=COMMAND_LINE)
    found = interviews.interviews(heard)
    women = found.table.rows_of("sexo", "mujer")
    assert found.design.weights[women].sum() == pytest.approx(2000)
    assert found.design.weights.sum() == pytest.approx(3800)
    assert np.allclose(found.design.weights, found.table.frame["_weight"])
    assert weighted.told["margins"][0]["rows"][0]["after"] == pytest.approx(2000)
    assert weighted.told["deff"] >= 1


def test_what_margins_explain_is_no_matter_of_chance(heard):
    weighting.weigh(wave=heard, parameters=Parameters(margins=(SEXES,)), by=COMMAND_LINE)
    found = interviews.interviews(heard)
    women = found.table.rows_of("sexo", "mujer").astype(float)
    assert estimates.mean(found.design, women).se == pytest.approx(0, abs=1e-9)
    trust = found.table.numbers("confianza_policia")
    assert estimates.mean(found.design, trust).se > 0


def test_few_answers_in_a_class_join_it_with_the_rest(heard):
    told = worked_out(heard, Parameters(classes="cluster", trims=False)).told
    assert told["classes"] == 1
    assert told["joined"]


def classes(told, by="cluster"):
    """Return which classes come of clusters with so many answers each; in strata by their letter."""
    rows = [(name[0], name) for name, answers in told.items() for _each in range(answers)]
    frame = pl.DataFrame(rows, schema=["_stratum", "_cluster"], orient="row")
    return dict.fromkeys(classes_of(frame, pl.Series([True] * len(rows)), by))


def test_classes_are_joined_no_further_than_they_must_be():
    assert list(classes({"A1": 20, "A2": 25})) == ["A · A1", "A · A2"]
    assert list(classes({"A1": 20, "A2": 12, "A3": 9})) == ["A · A1", "A · +"]
    assert list(classes({"A1": 20, "A2": 12, "B1": 30})) == ["A", "B · B1"]
    assert list(classes({"A1": 9, "A2": 6, "B1": 30, "C1": 40})) == ["+", "C · C1"]
    assert list(classes({"A1": 19, "B1": 30, "C1": 40}, by="stratum")) == ["+", "C"]


def test_a_stratum_in_which_nobody_answered_is_told_and_no_other_stands_for_it(wave):
    for sampled in wave.sampled.select_related("cluster__stratum"):
        outcome = "I" if sampled.cluster.stratum.name == "Centro" else "UH"
        for dwelling in range(1, 9):
            village.sent(wave, sampled.cluster.code, dwelling, resultado=outcome)
    worked = worked_out(wave, Parameters(trims=False))
    assert worked.told["unreached"] == ["Orilla"]
    centre = Cluster.objects.filter(stratum__name="Centro")
    dwellings = sum(worked.weighed.weights) / 2
    assert dwellings == pytest.approx(sum(each.size for each in centre), rel=0.01)


def test_those_who_answered_stand_for_those_who_did_not(heard):
    plain = interviews.by_the_draw(heard)
    worked = worked_out(heard, Parameters(trims=False))
    eligible = visits.visits(heard).frame
    dwellings = sum(
        row["_size"] / row["_chance"] / sum(eligible["_cluster"] == row["_cluster"])
        for row in eligible.iter_rows(named=True)
    )
    adults = dict(zip(plain.table.frame["instance_id"], plain.table.frame["_adults"], strict=True))
    heard_of = sum(
        weight / adults[instance]
        for instance, weight in zip(worked.weighed.instances, worked.weighed.weights, strict=True)
    )
    assert heard_of == pytest.approx(dwellings)


def test_too_few_answers_are_weighed_by_nobody(wave):
    village.sent(wave, wave.sampled.first().cluster.code, 1)
    with pytest.raises(SurveyRefused, match="20 needed"):
        worked_out(wave, Parameters())


def test_a_later_weighting_takes_over_and_the_earlier_stays(heard):
    first = weighting.weigh(wave=heard, parameters=Parameters(), by=COMMAND_LINE)
    village.sent(heard, heard.sampled.last().cluster.code, 30)
    late = interviews.interviews(heard)
    assert left_out(late) == {"not_weighed"}
    assert late.size == 24
    second = weighting.weigh(wave=heard, parameters=Parameters(margins=(SEXES,)), by=COMMAND_LINE)
    assert interviews.interviews(heard).weighting == second
    assert interviews.interviews(heard).size == 25
    before = interviews.interviews(heard, weighting=first)
    assert before.design.weights.sum() == pytest.approx(sum(weights.read(first.sha256).weights))


def test_weights_lie_sealed_and_not_in_the_register(heard, workspace):
    made = weighting.weigh(wave=heard, parameters=Parameters(), by=COMMAND_LINE)
    kept = (workspace.root / "field" / made.sha256[:2] / made.sha256).read_bytes()
    assert b"instances" not in kept
    assert "uuid" not in str(made.told) + str(made.parameters)


def test_who_is_in_no_class_keeps_the_share_they_had(heard):
    for submission in range(3):
        village.sent(heard, heard.sampled.last().cluster.code, 40 + submission, sexo="otro")
    weighting.weigh(wave=heard, parameters=Parameters(margins=(SEXES,)), by=COMMAND_LINE)
    found = interviews.interviews(heard)
    assert found.design.weights.sum() == pytest.approx(3800)
    others = found.table.rows_of("sexo", "otro")
    by_draw = sum(found.design.weights[others])
    assert 0 < by_draw < 1500
    assert Sampled.objects.count() == 6
