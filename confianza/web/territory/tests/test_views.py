import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.territory import queries
from confianza.web.territory.models import Area, NameDecision
from confianza.web.territory.tests import town

IMPORT, NAMES, AREAS = reverse("territory:import"), reverse("territory:names"), reverse("territory:areas")
PLACES = [("Valle", "Valle Klaro", None, None, 7), ("Valle", "Xyz", None, None, 2)]


def in_language(browser, language):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return browser


def upload(**told):
    return {"files": SimpleUploadedFile("valle.geojson", town.geojson().content), **told}


@pytest.mark.django_db
@pytest.mark.parametrize("address", [AREAS, IMPORT, NAMES, reverse("territory:area", args=["zone-1"])])
def test_nobody_comes_in_without_logging_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", [Role.BEAT_OFFICER, Role.MAYOR, Role.AUDITOR])
def test_others_read_but_neither_import_nor_decide(signed_in, valle, role):
    browser = signed_in(role)
    assert browser.get(AREAS).status_code == 200
    assert IMPORT not in browser.get(AREAS).content.decode()
    assert browser.get(reverse("territory:area", args=["zone-0101-01"])).status_code == 200
    assert [browser.get(address).status_code for address in (IMPORT, NAMES)] == [404, 404]
    assert browser.post(IMPORT, upload(**{"import": "1"})).status_code == 404
    assert browser.post(reverse("territory:decide_name"), {}).status_code == 404


def test_an_empty_territory_teaches_what_to_bring(ana_the_analyst, language):
    page = in_language(ana_the_analyst, language).get(AREAS).content.decode()
    assert {"es": "Todavía no se conoce ningún área", "en": "No area is known yet"}[language] in page
    assert IMPORT in page


def test_the_list_is_filtered_by_the_address(benito_the_beat_officer, valle):
    page = benito_the_beat_officer.get(AREAS, {"level": "beat", "search": "oeste"}).content.decode()
    assert "Cuadrante Oeste" in page
    assert "Cuadrante Este" not in page


def test_an_area_shows_its_map_people_parts_and_shares(benito_the_beat_officer, valle, language):
    address = reverse("territory:area", args=["municipality-0101"])
    page = in_language(benito_the_beat_officer, language).get(address).content.decode()
    for piece in ("Valle Claro", "<svg", "Zona 1", "Cuadrante Oeste", "valle.geojson", "municipality-0101"):
        assert piece in page


def test_an_area_known_only_by_name_has_no_map_and_an_unknown_one_is_not_found(
    benito_the_beat_officer, bring, valle
):
    bring(town.geojson(town.feature("locality", "L1", "Colonia Sola", "0101-01")))
    page = benito_the_beat_officer.get(reverse("territory:area", args=["locality-L1"]))
    assert "map" not in page.context or page.context["map"] is None
    assert benito_the_beat_officer.get(reverse("territory:area", args=["locality-L9"])).status_code == 404


def test_checking_tells_what_the_files_hold_and_imports_nothing(marta_the_administrator):
    page = marta_the_administrator.post(IMPORT, upload(check="1"))
    assert page.context["report"].checked
    assert not Area.objects.exists()


def test_importing_imports_and_htmx_gets_only_the_report(marta_the_administrator):
    page = marta_the_administrator.post(IMPORT, upload(**{"import": "1"}), headers={"hx-request": "true"})
    assert "<html" not in page.content.decode()
    assert Area.objects.count() == 7


def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(ana_the_analyst, language):
    broken = {"files": SimpleUploadedFile("rota.json", b"{nope"), "import": "1"}
    page = in_language(ana_the_analyst, language).post(IMPORT, broken).content.decode()
    assert "rota.json" in page
    assert {"es": "no es un GeoJSON", "en": "is not a GeoJSON"}[language] in page


def test_an_import_of_no_file_asks_for_one(ana_the_analyst):
    page = ana_the_analyst.post(IMPORT, {"import": "1"})
    assert list(page.context["form"].errors) == ["files"]
    assert "report" not in page.context


def test_a_reform_needs_its_day(ana_the_analyst):
    page = ana_the_analyst.post(IMPORT, upload(replaces_level="on", **{"import": "1"}))
    assert page.context["form"].errors
    assert not Area.objects.exists()


@pytest.fixture
def told_places(monkeypatch, workspace, valle):
    """Places told in deliveries, as the event store would give them."""
    import polars as pl

    schema = {**dict.fromkeys(queries.PLACES[:4], pl.String), "count": pl.Int64}
    monkeypatch.setattr(queries, "_told_places", lambda: pl.DataFrame(PLACES, schema=schema, orient="row"))


@pytest.mark.usefixtures("told_places")
def test_names_that_wait_are_asked_with_their_likely_answer(ana_the_analyst, language):
    page = in_language(ana_the_analyst, language).get(NAMES).content.decode()
    assert page.index("Valle Klaro") < page.index("Xyz")
    assert "<strong>Valle Claro (Valle)</strong>" in page


@pytest.mark.usefixtures("told_places")
@pytest.mark.parametrize(("answer", "meant"), [("municipality-0101", "municipality-0101"), ("-", None)])
def test_a_decision_is_written_down(ana_the_analyst, answer, meant):
    told = {
        "variant": "Valle Klaro",
        "level": "municipality",
        "within": "department-01",
        "area": answer,
        "reason": "k",
    }
    assert ana_the_analyst.post(reverse("territory:decide_name"), told).status_code == 302
    row = NameDecision.objects.get()
    assert (row.area and row.area.stable_id) == meant


@pytest.mark.usefixtures("told_places")
@pytest.mark.parametrize("missing", ["area", "reason"])
def test_a_decision_without_area_or_reason_is_not_taken(ana_the_analyst, missing):
    told = {
        "variant": "Valle Klaro",
        "level": "municipality",
        "within": "department-01",
        "area": "-",
        "reason": "k",
    }
    ana_the_analyst.post(reverse("territory:decide_name"), told | {missing: ""})
    assert not NameDecision.objects.exists()


@pytest.mark.usefixtures("told_places")
def test_a_decision_within_an_area_that_is_not_there_is_refused_or_not_found(ana_the_analyst):
    told = {"variant": "Xyz", "level": "zone", "within": "nowhere-9", "area": "-", "reason": "k"}
    assert ana_the_analyst.post(reverse("territory:decide_name"), told).status_code in (302, 404)
    assert not NameDecision.objects.exists()


TOLD_IN_THE_TOWN = {
    "variant": "Zona Uno",
    "level": "zone",
    "within": "municipality-0101",
    "area": "-",
    "reason": "k",
}


def test_the_analyst_of_a_town_is_asked_about_names_told_there_only(signed_in, monkeypatch, valle, workspace):
    import polars as pl

    schema = {**dict.fromkeys(queries.PLACES[:4], pl.String), "count": pl.Int64}
    rows = [("Valle", "Valle Klaro", None, None, 9), ("Valle", "Valle Claro", "Zona Huno", None, 2)]
    monkeypatch.setattr(queries, "_told_places", lambda: pl.DataFrame(rows, schema=schema, orient="row"))

    def asked(where):
        page = signed_in("analyst", area=where and queries.area(where)).get(NAMES)
        return [one.proposal.name for one in page.context["questions"]]

    assert asked(None) == ["Valle Klaro", "Zona Huno"]
    assert asked("municipality-0101") == ["Zona Huno"]
    assert asked("municipality-0102") == []


@pytest.mark.parametrize(("where", "status"), [("municipality-0101", 302), ("municipality-0102", 404)])
def test_a_name_told_in_another_town_is_not_there_to_decide(signed_in, valle, workspace, where, status):
    browser = signed_in("analyst", area=queries.area(where))
    assert browser.post(reverse("territory:decide_name"), TOLD_IN_THE_TOWN).status_code == status
    assert NameDecision.objects.exists() == (status == 302)
