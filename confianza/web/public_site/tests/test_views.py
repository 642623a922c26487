import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.observatory import published
from confianza.web.public_site.tests.test_queries import YEARS

pytestmark = pytest.mark.django_db
HOME = reverse("public_site:home")
PAGES = [reverse(f"public_site:{name}") for name in ("about", "privacy", "accessibility")]


@pytest.fixture
def figures(monkeypatch) -> None:
    """What the observatory publishes; how it comes to it is the observatory's own test."""
    monkeypatch.setattr(published, "yearly_counts", lambda: list(YEARS.years))


def test_anyone_sees_the_figures_with_interval_source_and_date(client: Client, figures) -> None:
    html = client.get(HOME).content.decode()
    for told in (
        "Valle Ficticio",
        "44",
        "22.0",
        "19.0 a 26.0",
        "2025",
        "22 de noviembre de 2026",
    ):
        assert told in html
    assert html.count('role="img"') == 2


def test_the_same_figures_are_open_data(client: Client, figures) -> None:
    answer = client.get(reverse("public_site:homicides_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["year"], row["victims"], row["complete"]) for row in rows] == [
        ("2024", "60", "True"),
        ("2025", "44", "True"),
        ("2026", "12", "False"),
    ]
    assert rows[1]["sources"] == "gt_inacif_necropsies; gt_pnc_victims"
    assert "attachment" in answer["Content-Disposition"]


def test_before_the_first_delivery_the_page_says_what_would_fill_it(client: Client, workspace) -> None:
    html = client.get(HOME).content.decode()
    assert "Todavía no hay nada publicado" in html
    assert client.get(reverse("public_site:homicides_csv")).content.decode().count("\n") == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_texts_can_be_read_by_anyone_without_leaving_a_session(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("page", [HOME, *PAGES])
def test_public_pages_only_answer_to_reading(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405


def test_the_figures_read_the_same_to_somebody_logged_in(noe_the_auditor: Client, figures) -> None:
    assert "Valle Ficticio" in noe_the_auditor.get(HOME).content.decode()
