"""What the base template promises on every page."""

import re

import pytest
from django.urls import reverse

from confianza.web.public_site import memory

PAGES = [reverse(name) for name in ("accounts:login", "public_site:about", "public_site:privacy")]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("spoken", ["es", "en"])
def test_every_page_has_a_language_a_title_one_heading_and_a_way_past_the_menu(
    client, page: str, spoken: str
) -> None:
    client.cookies["django_language"] = spoken
    html = client.get(page).content.decode()
    assert f'<html lang="{spoken}">' in html
    assert re.search(r"<title>\S.* · Confianza</title>", html)
    assert len(re.findall("<h1", html)) == 1
    assert 'href="#content"' in html
    assert 'id="content"' in html


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_written_into_the_page_that_the_content_policy_forbids(client, page: str) -> None:
    html = client.get(page).content.decode()
    assert not re.search(r"<style|<script(?![^>]*src=)| style=| on\w+=\"", html)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html)


def test_a_form_names_its_fields_and_its_errors(client) -> None:
    html = client.post(reverse("accounts:login"), {"username": "", "password": ""}).content.decode()
    assert 'aria-invalid="true"' in html
    assert 'class="errorlist"' in html
    assert '<label for="id_username">' in html


def test_the_demo_says_on_every_page_that_its_data_are_invented(client, settings) -> None:
    assert "Datos ficticios" not in client.get(PAGES[0]).content.decode()
    settings.FICTIONAL_DATA = True
    memory.forget()
    for page in PAGES:
        assert "Datos ficticios" in client.get(page).content.decode()
