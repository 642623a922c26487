"""What the installation answers before any room does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from confianza.web.project import assets, settings, views

pytestmark = pytest.mark.django_db


def test_it_is_well_when_register_and_workspace_answer(client, workspace) -> None:
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.json()) == (200, {"well": True, "register": True, "workspace": True})
    assert "no-store" in answer["Cache-Control"]


def test_it_is_not_well_without_a_workspace(client, workspace) -> None:
    workspace.keys.rmdir()
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.json()["well"]) == (503, False)


def test_robots_are_kept_from_what_needs_an_account(client) -> None:
    answer = client.get(reverse("robots"))
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Disallow: {reverse('accounts:home')}" in answer.content.decode()


def test_what_is_not_there_is_told_in_the_language_of_the_reader(client) -> None:
    assert "Esta página no existe" in client.get("/nada/de/esto/").content.decode()
    client.cookies["django_language"] = "en"
    answer = client.get("/nada/de/esto/")
    assert (answer.status_code, "This page does not exist" in answer.content.decode()) == (404, True)


def test_a_refusal_looks_like_nothing_there(rf, person) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/x/")
    request.user = AnonymousUser()
    assert views.refused(request, PermissionDenied()).status_code == 404


def test_a_forged_form_is_refused_with_a_sentence() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("accounts:login"), {"username": "ana", "password": "x"})
    assert answer.status_code == 403
    assert "envíelo otra vez" in answer.content.decode()


def test_a_failure_is_told_even_when_nothing_else_works(rf) -> None:
    from django.views.defaults import server_error

    page = server_error(rf.get("/")).content.decode()
    assert "Algo falló" in page
    assert "Something failed" in page


@pytest.mark.parametrize(
    ("cookie", "browser", "spoken"),
    [
        # Spanish unless the reader chose otherwise; the browser's preference is not asked.
        ("", "en-US,en;q=0.9", "es"),
        ("en", "es-GT", "en"),
        ("es", "en", "es"),
        # A language that is not there, or no language at all.
        ("fr", "fr", "es"),
        ("../../etc", "", "es"),
    ],
)
def test_it_speaks_the_language_the_reader_chose(client, cookie: str, browser: str, spoken: str) -> None:
    client.cookies["django_language"] = cookie
    answer = client.get("/cuenta/entrar/", headers={"accept-language": browser})
    assert answer["Content-Language"] == spoken
    assert f'<html lang="{spoken}">' in answer.content.decode()


def test_the_language_of_one_request_does_not_leak_into_the_next(client) -> None:
    before = translation.get_language()
    client.cookies["django_language"] = "en"
    client.get("/cuenta/entrar/")
    assert translation.get_language() == before


def test_the_switch_keeps_page_and_query(client) -> None:
    here = "/cuenta/entrar/?next=/bitacora/"
    answer = client.post(reverse("set_language"), {"language": "en", "next": here})
    assert answer["Location"] == here
    assert 'lang="en"' in client.get(here).content.decode()


def test_the_switch_does_not_lead_elsewhere(client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://otra.example/"})
    assert "otra.example" not in answer["Location"]


def test_static_files_are_gathered_once_and_named_by_their_content(tmp_path, settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert assets.gather()
    assert not assets.gather()
    names = {path.name for path in (tmp_path / "static/design").iterdir()}
    assert any(name.startswith("confianza.") and name.endswith(".css.gz") for name in names)


def test_rooms_stand_in_the_order_of_the_import_contract() -> None:
    rooms = [name.rsplit(".", 1)[1] for name in settings.INSTALLED_APPS if name.startswith("confianza.web.")]
    assert rooms[-3:] == ["accounts", "audit", "design"]
    assert (
        rooms.index("public_site")
        < rooms.index("observatory")
        < rooms.index("records")
        < rooms.index("territory")
    )
