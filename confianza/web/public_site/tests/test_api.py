import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.public_site import api
from confianza.web.public_site.tests.releases import STATION, TOWN, ZONES, publish

pytestmark = pytest.mark.django_db
FIGURES = reverse("public_site:api-figures")
LISTS = ("releases", "indicators", "areas", "shapes", "figures", "bulletins", "corrections", "openapi")


def asked(client: Client, address: str, **query):
    return json.loads(client.get(address, query).content)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_answers_and_any_site_may_read_it(client: Client, release, name) -> None:
    answer = client.get(reverse(f"public_site:api-{name}"), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


@pytest.mark.parametrize("name", LISTS)
def test_nothing_can_be_written(client: Client, release, name) -> None:
    assert client.post(reverse(f"public_site:api-{name}")).status_code == 405


def test_the_head_of_an_answer_can_be_asked_for(client: Client, release) -> None:
    assert client.head(FIGURES).status_code == 200


def test_figures_are_those_of_the_release_and_a_hidden_one_is_null(client: Client, release) -> None:
    told = asked(client, FIGURES, area=ZONES[0], indicator="homicide", grain="month", limit=5000)
    held = release.figures(area=ZONES[0], indicator="homicide", grain="month").sort("period")
    assert [item["count"] for item in told["items"]] == held["count"].to_list()
    assert [item["hidden"] for item in told["items"]] == held["hidden"].to_list()
    hidden = [item for item in told["items"] if item["hidden"]]
    assert hidden
    assert {
        item[name] for item in hidden for name in ("count", "rate", "rate_low", "rate_high", "smoothed")
    } == {None}
    assert told["release"] == release.version


def test_the_same_rows_as_csv_have_the_neutral_mark(client: Client, release) -> None:
    query = {"area": ZONES[0], "indicator": "homicide", "grain": "month"}
    rows = list(csv.DictReader(io.StringIO(client.get(FIGURES, {**query, "format": "csv"}).content.decode())))
    told = asked(client, FIGURES, **query, limit=5000)["items"]
    assert [row["period"] for row in rows] == [item["period"] for item in told]
    for row, item in zip(rows, told, strict=True):
        assert row["count"] == (".." if item["hidden"] else str(item["count"]))
        assert row["rate"] == (".." if item["hidden"] else str(item["rate"]))


def test_pages_follow_each_other_without_gap_or_repetition(client: Client, release) -> None:
    total, seen, address = asked(client, FIGURES)["total"], [], f"{FIGURES}?limit=37"
    while address:
        page = json.loads(client.get(address.replace("http://testserver", "")).content)
        seen += [(item["area_id"], item["indicator_id"], item["period"]) for item in page["items"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == total


def test_figures_can_be_narrowed_by_level_and_period(client: Client, release) -> None:
    told = asked(
        client, FIGURES, level="zone", grain="month", limit=5000, **{"from": "2025-11", "to": "2026"}
    )
    assert {item["area_id"] for item in told["items"]} == set(ZONES)
    assert min(item["period"] for item in told["items"]) == "2025-11"
    assert max(item["period"] for item in told["items"]) == "2026-09"


def test_areas_have_both_geographies(client: Client, release) -> None:
    told = {item["area_id"]: item["geography"] for item in asked(client, reverse("public_site:api-areas"))}
    assert (told[TOWN], told[STATION]) == ("administrative", "police")


def test_names_come_in_the_language_asked_for(client: Client, release) -> None:
    address = reverse("public_site:api-indicators")
    assert asked(client, address)[0]["name"] == "Homicidios"
    assert asked(client, address, idioma="en")[0]["name"] == "Homicides"


def test_points_are_snapped_places_and_only_of_what_may_be_mapped(client: Client, release) -> None:
    address = reverse("public_site:api-points")
    assert len(asked(client, address, indicator="robbery")["items"]) == 3
    assert asked(client, address, indicator="domestic_violence")["items"] == []


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ({"indicator": "robery"}, 404, "did you mean robbery?"),
        ({"area": "zone-1"}, 404, "is no area of this release"),
        ({"level": "village"}, 404, "is no level of this release"),
        ({"release": "1900-01-01.1"}, 404, "/api/v1/releases"),
        ({"grain": "week"}, 400, "grain"),
        ({"from": "yesterday"}, 400, "from"),
        ({"limit": "0"}, 400, "limit"),
        ({"limit": "many"}, 400, "limit"),
        ({"offset": "-1"}, 400, "offset"),
        ({"indicador": "robbery"}, 400, "is no parameter here"),
    ],
)
def test_what_is_not_understood_is_told_in_one_sentence(client: Client, release, query, status, told) -> None:
    answer = client.get(FIGURES, {**query, "idioma": "en"})
    assert answer.status_code == status
    said = json.loads(answer.content)
    assert list(said) == ["error"]
    assert told in said["error"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_address_that_is_not_there_says_where_to_look(client: Client, release) -> None:
    answer = client.get("/api/v1/nada")
    assert answer.status_code == 404
    assert "/api/v1/openapi.json" in json.loads(answer.content)["error"]


def test_before_the_first_release_the_interface_says_so(client: Client, monkeypatch) -> None:
    publish(monkeypatch)
    answer = client.get(FIGURES, {"idioma": "en"})
    assert (answer.status_code, json.loads(answer.content)) == (404, {"error": "Nothing is published yet."})
    assert asked(client, reverse("public_site:api-releases")) == []


def test_a_release_says_what_changed_and_where_its_files_are(client: Client, release) -> None:
    told = asked(client, reverse("public_site:api-release", args=["latest"]), idioma="en")
    assert told["changes"] == ["September 2026 is new."]
    assert told["files"][0]["url"] == f"http://testserver/datos/{release.version}/figures.csv"


def test_the_description_has_every_address_and_answers_fit_it(client: Client, release) -> None:
    """Every answer has exactly the names the description promises."""
    described = asked(client, reverse("public_site:api-openapi"))
    assert described["openapi"].startswith("3.")
    routes = {f"/api/v1/{pattern.pattern}" for pattern in api.patterns()} - {
        "/api/v1/openapi.json",
        "/api/v1/<path:rest>",
    }
    assert {path.replace("{", "<").replace("}", ">") for path in described["paths"]} == routes
    schemas = described["components"]["schemas"]
    assert set(asked(client, FIGURES)["items"][0]) == set(schemas["FigureOut"]["properties"])


def test_the_page_for_people_lists_what_the_description_lists(client: Client, release) -> None:
    html = client.get(reverse("public_site:machines")).content.decode()
    assert all(f"GET {path}" in html for path in api.description()["paths"])
