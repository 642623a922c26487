import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.accounts.models import Role
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_member_of_the_cast_logs_in_and_lands_on_the_work_for_today(client, workspace, person) -> None:
    person(Role.BEAT_OFFICER)
    answer = client.post(reverse("accounts:login"), {"username": "benito", "password": PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("accounts:home")
    assert "Buen día, Benito" in answer.content.decode()
    assert "Agente de cuadrante" in answer.content.decode()


def test_after_logging_in_one_comes_back_to_the_page_one_wanted(client, person) -> None:
    person(Role.AUDITOR)
    wanted = client.get("/bitacora/?actor=ana")
    answer = client.post(
        wanted["Location"], {"username": "noe", "password": PASSWORD, "next": "/bitacora/?actor=ana"}
    )
    assert answer["Location"] == "/bitacora/?actor=ana"


def test_logging_in_does_not_lead_elsewhere(client, person) -> None:
    person(Role.AUDITOR)
    form = {"username": "noe", "password": PASSWORD, "next": "https://otra.example/"}
    assert client.post(reverse("accounts:login"), form)["Location"] == reverse("accounts:home")


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client, person) -> None:
    person(Role.AUDITOR)
    pages = [
        client.post(reverse("accounts:login"), {"username": name, "password": "no-es-esta-clave"})
        for name in ("noe", "nadie")
    ]
    sentences = [page.context["form"].non_field_errors() for page in pages]
    assert sentences[0] == sentences[1]
    assert len(sentences[0]) == 1


def test_a_closed_account_does_not_open(client, person) -> None:
    user = person(Role.AUDITOR)
    user.is_active = False
    user.save()
    client.post(reverse("accounts:login"), {"username": "noe", "password": PASSWORD})
    assert client.get(reverse("accounts:home")).status_code == 302


def test_the_home_page_asks_strangers_to_log_in(client) -> None:
    assert client.get(reverse("accounts:home"))["Location"].startswith(reverse("accounts:login"))


def test_logging_out_needs_the_button_not_a_link(noe_the_auditor: Client) -> None:
    assert noe_the_auditor.get(reverse("accounts:logout")).status_code == 405
    noe_the_auditor.post(reverse("accounts:logout"))
    assert noe_the_auditor.get(reverse("accounts:home")).status_code == 302


def test_the_language_is_kept_through_logging_in_and_out(client, workspace, person) -> None:
    person(Role.BEAT_OFFICER)
    client.post(reverse("set_language"), {"language": "en", "next": "/cuenta/entrar/"})
    client.post(reverse("accounts:login"), {"username": "benito", "password": PASSWORD})
    assert "Good day, Benito" in client.get(reverse("accounts:home")).content.decode()
    client.post(reverse("accounts:logout"))
    assert 'lang="en"' in client.get(reverse("accounts:login")).content.decode()
