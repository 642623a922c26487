"""Survey results as anybody reads them: nothing before it is published, nothing that may not be told."""

import json

import pytest
from django.urls import reverse

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.public_site import memory
from confianza.web.surveys.actions import publishing
from confianza.web.surveys.queries import results
from confianza.web.surveys.tests import surveyed


@pytest.fixture
def town(db, monkeypatch):
    made = surveyed.survey()
    monkeypatch.setattr(results, "hear", lambda survey: surveyed.hear(made))
    return made


@pytest.fixture
def published(town):
    told = {"made_by": "Observatorio municipal", "paid_by": "Municipalidad"}
    return [publishing.publish(wave=wave, by=COMMAND_LINE, **told) for wave in town.waves]


def get(client, name, *args, **more):
    return client.get(reverse(f"public_site:{name}", args=args), **more)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_stands_there_before_something_is_published(town, client):
    assert "Todavía no se publicó ninguna encuesta" in text(get(client, "surveys"))
    assert get(client, "survey", 1).status_code == 404


def test_everybody_reads_few_big_numbers_the_change_the_question_and_how_it_was_made(published, client):
    shown = text(get(client, "survey", published[1].pk))
    assert "Es más que ruido." in shown
    assert "¿Cuánto confía en la policía, de 0 a 10?" in shown
    assert "Tasa de respuesta" in shown
    assert "Observatorio municipal" in shown
    assert "Municipalidad" in shown
    assert "sin datos" in shown
    assert "no cuántos delitos hubo" in shown


def test_the_list_has_the_last_wave_first_and_each_wave_once(published, town, client):
    publishing.publish(wave=town.waves[0], by=COMMAND_LINE, reason="Se corrigió la ponderación.")
    shown = text(get(client, "surveys"))
    assert shown.count("<h2>") == 2
    assert shown.index("agosto de 2026") < shown.index("marzo de 2026")


def test_who_reads_a_publication_that_was_replaced_is_led_to_the_one_that_stands(published, town, client):
    again = publishing.publish(wave=town.waves[0], by=COMMAND_LINE, reason="Se corrigió la ponderación.")
    assert reverse("public_site:survey", args=[again.pk]) in text(get(client, "survey", published[0].pk))
    assert "Se corrigió la ponderación." in text(get(client, "survey", again.pk))
    memory.forget()
    assert "Corrección: resultados de la encuesta" in text(get(client, "news"))


def test_the_figures_are_open_as_a_table_as_json_and_on_paper(published, client):
    number = published[1].pk
    assert get(client, "survey_csv", number).content.startswith(b"question,name_es")
    data = json.loads(get(client, "survey_json", number).content)
    assert data["licence"] == "CC BY 4.0"
    assert "kept" not in data
    assert get(client, "survey_sheet", number).content[:5] == b"%PDF-"


def test_a_page_made_before_a_publication_is_not_shown_after_it(town, client, settings):
    settings.PUBLIC_STATE_SECONDS = 0
    assert "Todavía no se publicó ninguna encuesta" in text(get(client, "surveys"))
    publishing.publish(wave=town.waves[0], by=COMMAND_LINE)
    assert "Percepción en Encuestada" in text(get(client, "surveys"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_sheet_is_made_in_both_languages_and_its_bytes_are_always_the_same(published, client, language):
    address = {"HTTP_ACCEPT_LANGUAGE": language}
    number = published[1].pk
    assert (
        get(client, "survey_sheet", number, **address).content
        == get(client, "survey_sheet", number, **address).content
    )
