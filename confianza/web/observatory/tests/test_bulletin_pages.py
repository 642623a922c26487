"""The page of bulletins, the deed behind its button, and the queue that makes them after a release."""

from datetime import UTC, datetime

import pytest

from confianza.web.observatory import published, tasks
from confianza.web.observatory.models import Publication
from confianza.web.observatory.tests import encinos
from confianza.web.observatory.tests.town_release import Release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]
PAGE, MAKE = "/observatorio/boletines/", "/observatorio/boletines/hacer/"
ASKED = {"area": encinos.TOWN, "month": "2026-10", "language": "es"}


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A release of Encinos, standing in the place of the newest one."""
    monkeypatch.setattr("confianza.web.observatory.tests.town_release.TOWN", encinos.TOWN)
    return stands(Release(tmp_path, name="Encinos"), monkeypatch)


def stands(release, monkeypatch):
    monkeypatch.setattr(published, "latest", lambda: release)
    monkeypatch.setattr(published, "release", {release.version: release}.get)
    return release


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_without_a_release_the_page_says_what_comes_first(ana_the_analyst):
    page = text(ana_the_analyst.get(PAGE))
    assert "Todavía no hay publicaciones" in page
    assert MAKE not in page


def test_the_analyst_makes_a_bulletin_and_opens_it(ana_the_analyst, release):
    assert "Todavía no hay boletines" in text(ana_the_analyst.get(PAGE))
    answer = ana_the_analyst.post(MAKE, ASKED, follow=True)
    version = f"2026-10.{encinos.TOWN}.es.1"
    assert f"Publicado: boletín {version}." in text(answer)
    pdf = ana_the_analyst.get(f"{PAGE}{version}.pdf")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_the_same_figures_are_not_published_twice(ana_the_analyst, release):
    ana_the_analyst.post(MAKE, ASKED)
    assert "no hay nada que corregir" in text(ana_the_analyst.post(MAKE, ASKED, follow=True))


def test_other_figures_ask_for_the_reason_and_become_a_correction(ana_the_analyst, release, monkeypatch):
    ana_the_analyst.post(MAKE, ASKED)
    later = {"version": "2026-11-20.1", "made_at": datetime(2026, 11, 20, tzinfo=UTC)}
    stands(
        Release(release.folder, counts={(encinos.TOWN, "homicide", "2026-10"): 20.0}, **later), monkeypatch
    )
    assert "para corregirlo, diga el motivo" in text(ana_the_analyst.post(MAKE, ASKED))
    page = text(ana_the_analyst.post(MAKE, {**ASKED, "reason": "Llegó tarde una morgue."}, follow=True))
    assert "una corrección" in page
    assert "corregido" in page


def test_who_only_reads_figures_sees_the_list_and_makes_none(gloria_the_mayor, release):
    assert MAKE not in text(gloria_the_mayor.get(PAGE))
    assert gloria_the_mayor.post(MAKE, ASKED).status_code == 404
    assert Publication.objects.count() == 0


def test_an_area_beyond_the_own_one_cannot_be_chosen(ana_the_analyst, release):
    page = text(ana_the_analyst.post(MAKE, {**ASKED, "area": "municipality-0102"}))
    assert "municipality-0102" in page
    assert Publication.objects.count() == 0


def test_a_bulletin_that_is_not_there_is_a_404(ana_the_analyst):
    assert ana_the_analyst.get(f"{PAGE}2026-10.nobody.es.1.pdf").status_code == 404


# --- the queue -------------------------------------------------------------------------------------


def test_after_a_release_the_bulletin_of_its_last_month_is_made_in_both_languages(release):
    tasks.make_bulletins.func(release.version)
    made = published.bulletins()
    assert {(each.period, each.language) for each in made} == {("2026-10", "es"), ("2026-10", "en")}
    assert {row.made_by for row in Publication.objects.all()} == {"schedule"}


def test_a_release_without_reason_corrects_nothing_by_itself(release, monkeypatch):
    tasks.make_bulletins.func(release.version)
    later = Release(release.folder, version="b", counts={(encinos.TOWN, "homicide", "2026-10"): 20.0})
    tasks.make_bulletins.func(stands(later, monkeypatch).version)
    assert Publication.objects.count() == 2


def test_a_correcting_release_corrects_the_bulletins_of_the_one_it_corrects(release, monkeypatch):
    tasks.make_bulletins.func(release.version)
    counts = {(encinos.TOWN, "homicide", "2026-10"): 20.0}
    later = Release(release.folder, version="b", counts=counts, corrects=release.version, reason="Un error.")
    tasks.make_bulletins.func(stands(later, monkeypatch).version)
    assert {each.reason for each in published.bulletins() if each.corrects} == {"Un error."}
    assert Publication.objects.count() == 4


def test_a_worker_that_was_killed_makes_up_for_what_is_missing(release, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks, "bulletins_later", queued.append)
    tasks.catch_up()
    assert queued == [release.version]
    tasks.make_bulletins.func(release.version)
    tasks.catch_up()
    assert queued == [release.version]


def test_without_a_release_there_is_nothing_to_catch_up_with(territory):
    tasks.catch_up()
    tasks.make_bulletins.func("none")
    assert Publication.objects.count() == 0
