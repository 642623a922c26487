"""Pages of set-up: what an analyst types, and what others may see of it."""

import json
from datetime import date

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.lib import draw_checks
from confianza.web.surveys.models import Draw, Survey, Weighting
from confianza.web.surveys.tests import village

WISH = {
    "begins_on": "2026-03-01", "ends_on": "2026-03-28", "mode": "face_to_face", "interviews": 24,
    "per_cluster": 4, "response": 80, "likeness": "0.05", "allocation": "equal", "method": "by_size",
    "same_clusters": "",
}  # fmt: skip
LIST = "estrato;codigo;viviendas;poblacion\n" + "\n".join(
    f"{stratum};{stratum[0]}-{n};{50 + n};{200 + n}" for stratum in ("Centro", "Orilla") for n in range(5)
)


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def browser(client, ana):
    client.force_login(ana)
    return client


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def text(response):
    return response.content.decode()


def test_from_nothing_to_a_planned_wave(browser, here):
    told = {"title": "Encuesta", "area": here.stable_id, "population": "Adultos", "form": "ready"}
    assert "No survey yet" in text(browser.get(at("surveys")))
    assert browser.post(at("begin"), told).status_code == 302
    survey = Survey.objects.get()
    assert browser.post(at("frame", survey.pk), {"typed": LIST}).status_code == 302
    assert survey.strata.count() == 2
    shown = text(browser.get(at("plan", survey.pk), WISH))
    assert "With 24 interviews in 6 clusters" in shown
    response = browser.post(at("plan", survey.pk), WISH)
    wave = survey.waves.get()
    assert response.url == at("wave", wave.pk)
    assert wave.plan["promise"]["by_stratum"] == {"Centro": 3, "Orilla": 3}
    assert "To the draw" in text(browser.get(at("wave", wave.pk)))


def test_a_list_with_mistakes_names_their_rows_and_is_not_taken(browser, survey):
    typed = LIST + "\nCentro;C-1;70;100\nOrilla;O-9;muchas;100\n;O-10;5;5"
    shown = text(browser.post(at("frame", survey.pk), {"typed": typed}))
    assert "Row 12: the code C-1 stands in row 3 already." in shown
    assert "Row 13: “muchas” dwellings." in shown
    assert "Row 14: the stratum is blank." in shown
    assert survey.strata.get(name="Centro").clusters.count() == 10


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"interviews": 9999}, "has 10 clusters, and the plan wants"),
        ({"interviews": 4}, "two in each stratum are 4"),
        ({"ends_on": "2026-02-01"}, "It ends before it begins."),
    ],
)
def test_a_plan_that_cannot_be_is_told_and_not_kept(browser, survey, changed, said):
    assert said in text(browser.get(at("plan", survey.pk), WISH | changed))
    browser.post(at("plan", survey.pk), WISH | changed)
    assert not survey.waves.exists()


def test_a_draw_is_committed_to_witnessed_and_revealed(browser, survey, client):
    wave = village.planned(survey)
    browser.post(at("draw", wave.pk), {"announced": "Palabras de la asamblea"})
    record = json.loads(browser.get(at("draw_record", wave.pk)).content)
    assert "secret" not in record
    assert record["commitment"] in text(browser.get(at("draw", wave.pk)))
    short = text(browser.post(at("draw", wave.pk), {"witnessed": "seis"}))
    assert "That has 4 letters and digits; it takes 10" in short
    browser.post(at("draw", wave.pk), {"witnessed": village.HEARD})
    revealed = json.loads(browser.get(at("draw_record", wave.pk)).content)
    assert draw_checks.verify(revealed, published=record["commitment"]).holds
    assert "6 clusters were drawn before witnesses." in text(browser.get(at("draw", wave.pk)))


def test_everybody_may_check_a_draw_once_the_interviewers_are_home(client, wave):
    draw = Draw.objects.get()
    shown = client.get(at("public_draw", draw.pk))
    assert draw.record["commitment"] in text(shown)
    told = json.loads(client.get(at("public_draw_record", draw.pk)).content)
    assert draw_checks.verify(told).holds
    Draw.objects.update(opens_on=date(2999, 1, 1))
    assert client.get(at("public_draw", draw.pk)).status_code == 404
    assert client.get(at("public_draw_record", draw.pk)).status_code == 404


def test_the_fieldwork_of_a_wave_is_told_with_its_losses(browser, wave):
    lost, given_up, *_rest = wave.sampled.select_related("cluster")
    village.sent(wave, lost.cluster.code, 1, resultado="UH")
    village.sent(wave, given_up.cluster.code, 1)
    village.sent(wave, "X-1", 1)
    last = wave.sampled.select_related("cluster").last()
    village.send(village.filled(wave, last.cluster.code, 1))
    reason = {"reason": "no_permission", "note": "Lo pidieron"}
    assert browser.post(at("replace", wave.pk, given_up.pk), reason).status_code == 302
    shown = text(browser.get(at("wave", wave.pk)))
    assert "1 of 24 interviews are done (4 %)." in shown
    assert "could not get into 1 cluster" in shown
    assert f"{given_up.cluster.code} ({given_up.cluster.stratum}) gave its place to" in shown
    assert "No permission to enter: Lo pidieron" in shown
    assert "Review 1 interview" in shown
    assert "The code of the cluster is none of those drawn." in shown
    assert "The cluster was given up" in shown


def test_weights_are_looked_at_before_they_are_kept(browser, wave):
    village.interviewed(wave)
    known = {
        "classes": "stratum",
        "sex_age": "mujer; 18+; 900\nhombre; 18+; 700",
        "source": "Censo",
        "trims": "on",
    }
    tried = text(browser.post(at("weights", wave.pk), known))
    assert "24 interviews stand for 1,600 people." in tried
    assert not Weighting.objects.exists()
    browser.post(at("weights", wave.pk), known | {"keep": "1"})
    assert Weighting.objects.get().made_by == "Ana"
    assert "mujer; 18+; 900" in text(browser.get(at("weights", wave.pk)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sex_age": "mujer 18-29 100"}, "Line 1: “mujer 18-29 100” was not understood."),
        ({"sex_age": "mujer; 18-29; cien"}, "“cien” is no number of people"),
        ({"sex_age": "mujer; 18-40; 5\nmujer; 30+; 5"}, "Line 2: the ages of “mujer 30+” overlap"),
        ({"sex_age": "mujer; 18+; 900", "source": ""}, "Say where the numbers come from"),
        ({"sex_age": "mujer; 18+; 9\nhombre; 18+; 7\notro; 18+; 1"}, "Nobody of “otro 18+” was"),
        ({"sex_age": "mujer; 18+; 9\nhombre; 18+; 7", "stratum": "Centro; 9\nOrilla; 9"}, "add up to other"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_are_told_by_line(browser, wave, typed, said):
    village.interviewed(wave)
    told = {"classes": "stratum", "source": "Censo"} | typed
    assert said in text(browser.post(at("weights", wave.pk), told))


def test_a_wave_gets_other_days_and_is_closed(browser, wave):
    browser.post(at("days", wave.pk), {"begins_on": "2026-03-05", "ends_on": "2026-04-10"})
    wave.refresh_from_db()
    assert (wave.ends_on, Draw.objects.get().opens_on) == (date(2026, 4, 10), date(2026, 4, 11))
    browser.post(at("close", wave.pk))
    assert "The fieldwork is over." in text(browser.get(at("wave", wave.pk)))


def test_the_next_wave_goes_to_the_same_clusters_at_a_click(browser, survey, wave):
    told = WISH | {"begins_on": "2026-09-01", "ends_on": "2026-09-28", "same_clusters": str(wave.pk)}
    browser.post(at("plan", survey.pk), told)
    later = survey.waves.get(number=2)
    assert "Go to the same clusters" in text(browser.get(at("wave", later.pk)))
    browser.post(at("repeat", later.pk))
    assert later.sampled.count() == 6


def test_a_question_is_followed_and_another_one_tells_the_cluster(browser, survey):
    told = {
        "column": "lugar_calle", "measure": "share", "answers": "inseguro", "name_es": "Calle",
        "name_en": "Street", "better": "no",
    }  # fmt: skip
    assert "Say which answers count." in text(browser.post(at("follow", survey.pk), told | {"answers": ""}))
    browser.post(at("follow", survey.pk), told)
    assert survey.items.get(column="lugar_calle").higher_is_better is False
    browser.post(at("columns", survey.pk), {"cluster": "barrio", "missing": "ns, nr, na"})
    survey.refresh_from_db()
    assert (survey.columns, survey.missing) == ({"cluster": "barrio"}, ["ns", "nr", "na"])


def test_a_mayor_reads_the_survey_and_not_where_interviewers_go(client, survey, wave, person, here):
    client.force_login(person(Role.MAYOR, area=here))
    shown = text(client.get(at("survey", survey.pk)))
    assert "Trust in the municipality" in shown
    assert at("wave", wave.pk) not in shown
    for name in ("wave", "draw", "draw_record", "weights"):
        assert client.get(at(name, wave.pk)).status_code == 404


def test_the_analyst_of_another_town_finds_none_of_it(client, survey, wave, person, there):
    client.force_login(person(Role.ANALYST, area=there))
    assert "Percepción" not in text(client.get(at("surveys")))
    for name, key in (("survey", survey.pk), ("frame", survey.pk), ("wave", wave.pk), ("weights", wave.pk)):
        assert client.get(at(name, key)).status_code == 404
