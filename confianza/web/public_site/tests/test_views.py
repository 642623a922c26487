import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.public_site.tests.releases import STATION, TOWN, ZONES, Bulletin, Release, publish

pytestmark = pytest.mark.django_db
HOME = reverse("public_site:home")
TEXTS = [
    reverse(f"public_site:{name}") for name in ("about", "privacy", "accessibility", "methods", "machines")
]
LISTS = [
    reverse(f"public_site:{name}")
    for name in ("places", "indicators", "data", "bulletins", "corrections", "news", "rss", "atom")
]
ROBBERY = reverse("public_site:indicator", args=["robbery"])
EMBED = reverse("public_site:embed", args=["robbery", TOWN])
MAP = reverse("public_site:indicator_map", args=["robbery"])
RELEASE = reverse("public_site:release", args=[Release.version])
OF_A_RELEASE = [
    HOME,
    ROBBERY,
    EMBED,
    MAP,
    RELEASE,
    reverse("public_site:place", args=[ZONES[0]]),
    reverse("public_site:place", args=[STATION]),
]


@pytest.mark.parametrize("page", [*OF_A_RELEASE, *LISTS, *TEXTS])
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_answers_in_both_languages_without_a_session(
    client: Client, release, page, language
) -> None:
    answer = client.get(page, {"idioma": language})
    assert answer.status_code == 200
    assert answer["Content-Language"] == language
    assert not {"sessionid", "csrftoken"} & set(answer.cookies)


@pytest.mark.parametrize("page", [HOME, *LISTS, *TEXTS])
def test_before_the_first_release_every_page_says_what_would_fill_it(
    client: Client, monkeypatch, page
) -> None:
    publish(monkeypatch)
    answer = client.get(page)
    assert answer.status_code == 200


def test_before_the_first_release_home_teaches(client: Client, monkeypatch) -> None:
    publish(monkeypatch)
    html = client.get(HOME).content.decode()
    assert "Todavía no hay nada publicado" in html
    assert "Lo que habrá aquí" in html


@pytest.mark.parametrize("page", [*OF_A_RELEASE, *LISTS, *TEXTS])
def test_public_pages_only_answer_to_reading(client: Client, release, page) -> None:
    assert client.post(page).status_code == 405


def test_home_tells_a_neighbour_what_happens_in_three_sentences_a_chart_and_a_map(
    client: Client, release
) -> None:
    html = client.get(HOME).content.decode()
    sentences = re.search(r'<div class="plain">(.*?)</div>', html, re.DOTALL)
    assert sentences is not None
    assert sentences[1].count("<p>") == 3
    assert html.count('<figure class="chart">') == 2
    for zone in ZONES:
        assert reverse("public_site:place", args=[zone]) in html


def test_the_chosen_place_is_kept_in_the_address_only(client: Client, release) -> None:
    answer = client.get(reverse("public_site:places"), {"lugar": ZONES[2]})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("public_site:place", args=[ZONES[2]])
    assert not answer.cookies


def test_a_hidden_figure_is_the_neutral_mark_wherever_it_stands(client: Client, release) -> None:
    hidden = release.figures(area=ZONES[0], indicator="homicide", grain="month").filter(hidden=True).height
    assert hidden
    html = client.get(
        reverse("public_site:indicator", args=["homicide"]), {"lugar": ZONES[0]}
    ).content.decode()
    assert '<td class="num">..</td>' in html
    assert "no se muestra" in html


def test_every_chart_has_its_table_its_sentence_and_its_numbers_to_download(client: Client, release) -> None:
    html = client.get(ROBBERY).content.decode()
    figures = html.count('<figure class="chart">')
    assert figures == 3
    assert html.count("<caption>") == figures
    assert html.count("format=csv") >= 2


def test_the_map_for_panning_says_what_is_in_each_area_and_frame(client: Client, release) -> None:
    drawn = json.loads(client.get(reverse("public_site:indicator_shapes", args=["robbery"])).content)
    areas = [f for f in drawn["features"] if f["properties"]["layer"] == "areas"]
    points = [f for f in drawn["features"] if f["properties"]["layer"] == "points"]
    assert len(areas) == len(ZONES)
    assert {period for f in areas for period in f["properties"]["frames"]} >= {"2024", "2025"}
    assert all(f["properties"]["told"] for f in drawn["features"])
    assert {f["geometry"]["type"] for f in points} == {"Point"}


def test_a_hidden_area_has_no_colour_on_the_map_that_would_tell_its_size(client: Client, release) -> None:
    hidden = {
        (row["area_id"], row["period"])
        for row in release.figures(indicator="homicide", grain="year")
        .filter(hidden=True)
        .iter_rows(named=True)
        if row["area_id"] in ZONES
    }
    address = reverse("public_site:indicator_shapes", args=["homicide"])
    drawn = json.loads(client.get(address).content)["features"]
    by_area = {
        f["properties"]["href"].rstrip("/").rpartition("/")[2]: f["properties"]["frames"] for f in drawn
    }
    assert hidden
    for area, period in hidden:
        assert by_area[area][period]["fill"] is None


@pytest.mark.parametrize(
    "address",
    [
        reverse("public_site:place", args=["zone-0"]),
        reverse("public_site:indicator", args=["nothing"]),
        reverse("public_site:indicator_map", args=["nothing"]),
        reverse("public_site:embed", args=["robbery", "zone-0"]),
        reverse("public_site:release", args=["1900-01-01.1"]),
        reverse("public_site:file", args=[Release.version, "../secret"]),
        reverse("public_site:file", args=["1900-01-01.1", "figures.csv"]),
        reverse("public_site:bulletin", args=["1900-01-01.1"]),
    ],
)
def test_what_is_not_published_is_not_there(client: Client, release, address) -> None:
    assert client.get(address).status_code == 404


def test_a_file_is_handed_over_as_it_was_published_and_may_be_kept_for_ever(client: Client, release) -> None:
    answer = client.get(reverse("public_site:file", args=[release.version, "figures.csv"]))
    assert b"".join(answer.streaming_content) == (release.folder / "figures.csv").read_bytes()
    assert "immutable" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_only_an_embedded_chart_may_stand_in_a_frame_of_another_site(client: Client, release) -> None:
    framed, page = client.get(EMBED), client.get(ROBBERY)
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert framed["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(("address", "status"), [(EMBED, 200), (ROBBERY, 404)])
def test_a_frame_of_another_site_is_led_to_charts_only(client: Client, release, address, status) -> None:
    asked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    assert client.get(address, headers=asked).status_code == status


def test_the_figures_read_the_same_to_somebody_logged_in_and_are_not_kept(
    noe_the_auditor: Client, release
) -> None:
    answer = noe_the_auditor.get(HOME)
    assert "Valle Ficticio" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_number_for_emergencies_is_that_of_the_installation(client: Client, release, settings) -> None:
    settings.EMERGENCY_NUMBER = "110"
    assert "llame al 110" in client.get(HOME).content.decode()


def test_a_correction_says_what_it_replaces_and_why(client: Client, monkeypatch, tmp_path) -> None:
    first = Release(folder=tmp_path)
    mended = Release(
        version="2026-10-06.1", corrects=first.version, reason="Faltaba un mes.", folder=tmp_path
    )
    publish(monkeypatch, mended, first)
    for page in (reverse("public_site:corrections"), reverse("public_site:news"), reverse("public_site:rss")):
        html = client.get(page).content.decode()
        assert first.version in html
        assert mended.version in html
        assert "Faltaba un mes." in html


def test_a_bulletin_is_listed_with_its_month_and_language_and_handed_over(
    client: Client, monkeypatch, tmp_path
) -> None:
    (tmp_path / "bulletin.pdf").write_bytes(b"%PDF-1.7 boletin")
    bulletin = Bulletin(tmp_path)
    publish(monkeypatch, Release(folder=tmp_path), bulletins=[bulletin])
    address = reverse("public_site:bulletin", args=[bulletin.version])
    for page in (reverse("public_site:bulletins"), HOME, reverse("public_site:news")):
        assert address in client.get(page).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 boletin"
    assert answer["Content-Type"] == "application/pdf"
