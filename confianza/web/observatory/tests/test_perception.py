"""What people say stands beside what was recorded, each as sure as it is, and never as the same thing."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.observatory.queries import perception
from confianza.web.observatory.tests import encinos
from confianza.web.surveys import telling
from confianza.web.surveys.published import PublishedResults


def figure(estimate):
    return telling.Figure(
        1,
        "2026-06-20",
        "2026-07-05",
        "face_to_face",
        "shown",
        estimate,
        estimate - 0.05,
        estimate + 0.05,
        120,
    )


def question(key, name, estimate, places=()):
    return telling.Question(
        key=key, name={"es": name}, wording={"es": f"¿{name}?"}, measure="share", scale=(0, 1),
        higher_is_better=False, source="", figures=(figure(estimate),), places=places,
    )  # fmt: skip


ZONES = (
    telling.Place(encinos.ZONE_1, "Zona 1", "shown", 0.5, 0.4, 0.6, 40),
    telling.Place(encinos.ZONE_2, "Zona 2", "hidden"),
    telling.Place(encinos.ZONE_3, "Zona 3", "no_data"),
)


@pytest.fixture
def published(deliveries, monkeypatch):
    told = telling.Survey(
        title="Percepción", population="Adultos", area=encinos.TOWN, place="Encinos", wave=1,
        begins_on="2026-06-20", ends_on="2026-07-05", mode="face_to_face", interviews=120, clusters=20,
        margin=0.09, response_rate=0.7, unreached=("Zona 3",), earlier=None, known_on="2026-07-10",
        questions=(question("victima", "Fue víctima", 0.3, ZONES), question("denuncio", "Denunció", 0.4)),
    )  # fmt: skip
    found = PublishedResults(1, 1, datetime(2026, 7, 10, tzinfo=UTC), "", None, told)
    monkeypatch.setattr(perception.published, "surveys", lambda: [found])
    return found


def page(client, person, role=Role.ANALYST, area=None, **asked):
    client.force_login(person(role, area=area))
    return client.get(reverse("observatory:perception"), asked)


def test_the_share_stands_beside_the_records_of_the_twelve_months_before(published, client, person):
    """One robbery a month in zone 1, from July 2025 to June 2026."""
    shown = page(client, person)
    table = shown.context["table"]
    first = {row[0]: row[1:] for row in table.rows}["Zona 1"]
    assert first[0] == 50
    assert first[2] == 12
    text = shown.content.decode()
    assert "30.0 % de las personas" in text
    assert "denunció lo que pasó" in text
    assert "pocos registros no significan poco delito" in text


def test_what_is_not_told_of_a_neighbourhood_is_no_zero(published, client, person):
    rows = {row[0]: row[1:] for row in page(client, person).context["table"].rows}
    assert rows["Zona 2"][0] is None
    assert rows["Zona 3"][0] is None
    assert rows["Zona 2"][2] == 0


def test_other_questions_and_indicators_are_asked_for_in_the_address(published, client, person):
    shown = page(client, person, pregunta="denuncio", indicador="theft")
    assert shown.context["told"].asked.key == "denuncio"
    assert page(client, person, pregunta="nada").status_code == 404
    assert page(client, person, indicador="nada").status_code == 404


def test_before_any_survey_is_published_the_page_says_so(deliveries, client, person):
    assert "Todavía no hay encuesta" in page(client, person).content.decode()
