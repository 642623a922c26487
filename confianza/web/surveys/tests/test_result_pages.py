"""Pages of results, publishing and assessments, as those who open them see them."""

from io import BytesIO

import polars as pl
import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.surveys.actions import publishing
from confianza.web.surveys.models import Publication
from confianza.web.surveys.queries import results
from confianza.web.surveys.tests import surveyed


@pytest.fixture
def town(db, monkeypatch):
    made = surveyed.survey()
    monkeypatch.setattr(results, "hear", lambda survey: surveyed.hear(made))
    return made


@pytest.fixture
def ana(town, person, client):
    found = person(Role.ANALYST)
    client.force_login(found)
    return found


def page(client, name, *args, **asked):
    return client.get(reverse(f"surveys:{name}", args=args), asked)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_analyst_reads_levels_changes_their_stars_and_how_the_survey_was_made(town, ana, client):
    shown = text(page(client, "results", town.survey.pk))
    assert "Es más que ruido." in shown
    assert "***" in shown
    assert "¿Cuánto confía en la policía, de 0 a 10?" in shown
    assert "Tasa de respuesta (AAPOR RR1)" in shown
    assert "No se pudo entrevistar a nadie en Mirador" in shown


def test_another_pair_of_waves_is_asked_for_in_the_address(town, ana, client):
    surveyed.wave(town, 3, trust=7, seed=40)
    shown = page(client, "results", town.survey.pk, ola="3", contra="1")
    assert shown.context["read"].told.earlier == 1
    assert page(client, "results", town.survey.pk, ola="x").context["read"].told.wave == 3


def test_a_question_stands_by_neighbourhood_and_no_interviews_are_no_zero(town, ana, client):
    shown = text(page(client, "neighbourhoods", town.survey.pk, pregunta="confianza"))
    assert "sin datos" in shown
    assert "eso no es un cero" in shown
    assert "<svg" in shown
    assert page(client, "neighbourhoods", town.survey.pk, pregunta="nada").status_code == 404


def test_results_are_taken_along_as_tables_and_on_paper(town, ana, client):
    csv = page(client, "results_file", town.survey.pk, "csv").content
    rows = pl.read_csv(BytesIO(csv))
    assert rows.filter(pl.col("stars") == "***")["change"].item() > 1
    assert page(client, "results_file", town.survey.pk, "xlsx").content[:2] == b"PK"
    assert page(client, "results_file", town.survey.pk, "pdf").content[:5] == b"%PDF-"
    assert page(client, "results_file", town.survey.pk, "exe").status_code == 404


def test_whoever_does_not_keep_the_survey_reads_what_was_published_and_nothing_before(
    town, ana, client, person
):
    client.force_login(person(Role.MAYOR))
    assert "Todavía no se publicó" in text(page(client, "results", town.survey.pk))
    assert page(client, "results_file", town.survey.pk, "csv").status_code == 302
    publishing.publish(wave=town.waves[0], by=ana)
    publishing.publish(wave=town.waves[1], by=ana)
    shown = text(page(client, "results", town.survey.pk))
    assert "Como se publicó" in shown
    assert "Es más que ruido." in shown
    assert page(client, "publish", town.survey.pk, 2).status_code == 404


def test_what_everybody_would_see_is_shown_before_it_is_published(town, ana, client):
    shown = text(page(client, "publish", town.survey.pk, 1))
    assert "no se muestra" in shown
    assert not Publication.objects.exists()
    client.post(reverse("surveys:publish", args=[town.survey.pk, 1]), {"reason": ""})
    assert Publication.objects.get().made_by == ana.display_name
    assert Entry.objects.filter(action="surveys.publish").exists()


def test_publishing_again_asks_why(town, ana, client):
    publishing.publish(wave=town.waves[0], by=ana)
    again = client.post(reverse("surveys:publish", args=[town.survey.pk, 1]), {"reason": " "})
    assert "Diga por qué se publica otra vez" in text(again)
    assert Publication.objects.count() == 1


def test_a_survey_of_another_place_is_not_there(town, client, person):
    other, _places = surveyed.town("2398")
    client.force_login(person(Role.ANALYST, area=other))
    for name in ("results", "neighbourhoods"):
        assert page(client, name, town.survey.pk).status_code == 404


def test_a_publication_without_a_question_has_no_neighbourhoods_to_show(town, ana, client, person):
    made = publishing.publish(wave=town.waves[0], by=ana)
    told = {**made.content["told"], "questions": []}
    Publication.objects.filter(pk=made.pk).update(content={**made.content, "told": told})
    client.force_login(person(Role.MAYOR))
    assert "Todavía no hay nada que decir" in text(page(client, "neighbourhoods", town.survey.pk))
