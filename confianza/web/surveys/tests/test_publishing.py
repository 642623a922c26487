"""Results leave the house: frozen, protected, and what was published before counted in."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.surveys import published
from confianza.web.surveys.actions import publishing
from confianza.web.surveys.actions.publishing import PublishingRefused
from confianza.web.surveys.models import Publication
from confianza.web.surveys.queries import comparison, results, told
from confianza.web.surveys.tests import surveyed

# What a part that is not told must stay possible over, as a share of its scale.
A_FIFTH = 0.2


@pytest.fixture
def town(db, monkeypatch):
    made = surveyed.survey()
    monkeypatch.setattr(results, "hear", lambda survey: surveyed.hear(made))
    return made


def publish(town, number=2, reason="Otra ponderación."):
    wave = next(each for each in town.waves if each.number == number)
    return publishing.publish(wave=wave, by=COMMAND_LINE, reason=reason)


def question(content, column="confianza"):
    return next(each for each in content["told"]["questions"] if each["key"].startswith(column))


def test_what_was_published_stays_as_it_was(town):
    publish(town, 1)
    made = publish(town)
    before = json.dumps(Publication.objects.get(pk=made.pk).content)
    surveyed.weigh(town, town.waves[1], lambda cluster: 2.0 if cluster.startswith("CE") else 1.0)
    assert json.dumps(Publication.objects.get(pk=made.pk).content) == before
    assert published.results(made.pk).told.questions[0].last.is_told
    assert Entry.objects.filter(action="surveys.publish").count() == 2


def test_of_what_is_not_told_neither_a_number_nor_the_reason_leaves_the_house(town):
    places = {each["name"]: each for each in question(publish(town).content)["places"]}
    assert places["Mirador"]["status"] == "no_data"
    hidden = [each for each in places.values() if each["status"] == "hidden"]
    assert len(hidden) == 2
    assert all(each[name] is None for each in hidden for name in ("estimate", "low", "high", "n"))
    assert not {"too_few", "too_uncertain", "left_out"} & {each["status"] for each in places.values()}


def test_the_open_data_say_nothing_that_the_page_does_not(town):
    found = published.results(publish(town).pk)
    assert "kept" not in found.data()
    said = json.dumps(found.data(), ensure_ascii=False)
    assert "too_few" not in said
    assert not any(f"{weight:.4f}" in said for weight in town.frames[2]["_weight"].to_list())


def test_a_wave_is_published_again_only_with_a_reason(town):
    first = publish(town, reason="")
    with pytest.raises(PublishingRefused, match="say_why"):
        publish(town, reason="  ")
    second = publish(town)
    assert published.results(first.pk).replaced_by == second.pk
    assert [each.id for each in published.surveys()] == [second.pk]


def test_an_earlier_wave_is_compared_only_as_it_was_published(town):
    alone = question(publish(town).content)
    assert [each["wave"] for each in alone["figures"]] == [2]
    assert alone["moved"] is None
    publish(town, 1)
    beside = question(publish(town).content)
    assert [each["wave"] for each in beside["figures"]] == [1, 2]
    assert beside["moved"]["stars"] == "***"


def test_another_figure_of_an_earlier_wave_is_not_slipped_in_beside_the_published_one(town):
    publish(town, 1)
    surveyed.weigh(town, town.waves[0], lambda cluster: 3.0 if cluster.startswith("CE") else 1.0)
    with pytest.raises(PublishingRefused) as refused:
        publish(town)
    assert (refused.value.code, refused.value.waves) == ("earlier_changed", (1,))


def test_a_wave_that_nobody_weighed_is_not_published(town, monkeypatch):
    monkeypatch.setattr(results, "hear", lambda survey: ())
    with pytest.raises(PublishingRefused, match="not_weighed"):
        publish(town)


# --- an attacker who reads everything that was published, and knows for how many people each part stands ---


def attack(publications, secret, *, scale=(0.0, 10.0), key="confianza"):
    """Return over how much of its scale `secret` stays possible, to whoever reads all these publications."""
    from scipy.optimize import linprog

    publications = [each for each in publications if is_told(each, key)]
    asked = [question(each.content, key) for each in publications]
    known = {p["area"]: p["estimate"] for q in asked for p in q["places"] if p["estimate"] is not None}
    assert secret not in known, "it is told outright"
    people = [each.content["kept"][asked[0]["key"]]["people"] for each in publications]
    hidden = sorted({area for each in people for area in each} - set(known))
    totals = [q["figures"][-1]["estimate"] for q in asked]
    rows, right = [], []
    for each, total in zip(people, totals, strict=True):
        whole = sum(each.values())
        rows.append([each.get(area, 0) / whole for area in hidden])
        right.append(total - sum(many * known[area] for area, many in each.items() if area in known) / whole)
    rows, right = np.array(rows), np.array(right)
    # Figures are told to a hundredth; whoever reads them knows as much.
    near = 0.01 + np.zeros(len(right))
    aim = np.array([float(area == secret) for area in hidden])
    ends = [
        linprog(sign * aim, A_ub=np.vstack([rows, -rows]), b_ub=np.concatenate([right + near, near - right]),
                bounds=[scale] * len(hidden))
        for sign in (1, -1)
    ]  # fmt: skip
    return (-ends[1].fun - ends[0].fun) / (scale[1] - scale[0]) if all(e.success for e in ends) else 1.0


def loma(town):
    return next(cluster.area.stable_id for cluster, _ in town.clusters if cluster.code.startswith("LO"))


def is_told(publication, key="confianza"):
    return question(publication.content, key)["figures"][-1]["estimate"] is not None


def test_the_attacker_finds_what_a_careless_publication_would_give_away(town):
    """Were only Loma left out, the total less all others would be its answer: the attack can succeed."""
    made = publish(town)
    heard = results.hear(town.survey)[-1]
    careless = json.loads(json.dumps(made.content))
    for place in question(careless)["places"]:
        found = comparison._of(heard, town.items[0], place["area"])
        if found is not None and place["area"] != loma(town):
            place["estimate"] = found.estimate
    assert attack([replace_content(made, careless)], loma(town)) < 0.1


def replace_content(made, content):
    return Publication(wave=made.wave, weighting=made.weighting, content=content)


def test_one_publication_gives_no_hidden_estimate_away(town):
    assert attack([publish(town)], loma(town)) >= A_FIFTH


def test_two_publications_with_other_weights_give_no_hidden_estimate_away(town):
    first = publish(town)
    surveyed.weigh(town, town.waves[1], lambda cluster: 4.0 if cluster.startswith("LO") else 1.0)
    second = publish(town)
    assert attack([first, second], loma(town)) >= A_FIFTH


def test_three_publications_give_no_hidden_estimate_away(town):
    made = []
    for number, weight in enumerate((1.0, 4.0, 0.3)):
        surveyed.weigh(
            town, town.waves[1],
            lambda cluster, w=weight, n=number: w if cluster[:2] in ("LO", "CE", "CA")[: n + 1] else 1.0,
        )  # fmt: skip
        made.append(publish(town))
    assert attack(made, loma(town)) >= A_FIFTH


def test_interviews_that_came_later_give_no_hidden_estimate_away(town):
    """Between two publications a second neighbourhood of few answers joins: it is the difference of the two
    totals, so that the second one is not told.
    """
    first = publish(town)
    own = town.frames[2]
    more = own.filter(pl.col("_cluster").str.starts_with("SA")).head(12)
    mirador = next(c for c, _ in town.clusters if c.code.startswith("MI"))
    moved = more.with_columns(
        _area=pl.lit(mirador.area.stable_id),
        _cluster=pl.lit(mirador.code),
        _stratum=pl.lit(mirador.stratum.name),
    )
    town.frames[2] = pl.concat([own, moved])
    second = publish(town)
    assert not is_told(second)
    careless = json.loads(json.dumps(second.content))
    heard = results.hear(town.survey)[-1]
    question(careless)["figures"][-1]["estimate"] = results.point(heard, town.items[0]).estimate.estimate
    assert attack([first, replace_content(second, careless)], mirador.area.stable_id) < A_FIFTH
    assert attack([first, second], loma(town)) >= A_FIFTH


def test_what_may_be_told_is_told(town):
    """Protection that hides everything protects nothing: two of three large neighbourhoods are told."""
    shown = [each for each in question(publish(town).content)["places"] if each["estimate"] is not None]
    assert len(shown) == 2


def test_figures_are_rounded_before_they_leave(town):
    survey = told.survey(results.results(town.survey))
    assert told.for_everybody(replace(survey)).questions[0].last.estimate == round(
        survey.questions[0].last.estimate, 2
    )
