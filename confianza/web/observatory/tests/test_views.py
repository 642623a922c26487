import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse

from confianza.web.observatory.tests.encinos import LATER, POLICE, TOWN, ZONE_1, deliver, police


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def in_english(browser):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_the_overview_says_what_changed_and_whether_it_is_more_than_chance(gloria_the_mayor, deliveries):
    page = text(gloria_the_mayor.get("/observatorio/"))
    assert "Homicidios en Encinos" in page
    assert "Enero a junio de 2026: 23, 5 más que en los mismos meses del año anterior (18)." in page
    assert "Una diferencia así puede deberse al azar." in page
    assert "En junio de 2026 hubo 8, más de lo que trajo ese mes en cualquiera de los cinco años" in page


def test_it_says_the_same_in_english(gloria_the_mayor, deliveries):
    page = text(in_english(gloria_the_mayor).get("/observatorio/"))
    assert "January to June 2026: 23, 5 more than in the same months a year before (18)." in page
    assert "their figures are never added together" in page


def test_a_phone_without_a_map_still_has_the_table(benito_the_beat_officer, deliveries):
    page = text(benito_the_beat_officer.get("/observatorio/"))
    assert "Zona 3" in page
    assert "Lo que dice cada fuente" in page


def test_the_page_of_a_place_has_every_indicator(catalina_the_commander, deliveries):
    page = text(catalina_the_commander.get(f"/observatorio/lugar/{ZONE_1}/"))
    assert "Robos" in page
    assert "Encinos" in page
    assert catalina_the_commander.get("/observatorio/lugar/zone-9/").status_code == 404


def test_the_page_of_an_offence_says_what_it_counts(ana_the_analyst, deliveries):
    page = text(ana_the_analyst.get("/observatorio/delito/homicide/"))
    assert "Una necropsia dice con qué se causó la muerte" in page
    assert "Por tipo de delito" in page
    assert ana_the_analyst.get("/observatorio/delito/nonsense/").status_code == 404
    assert (
        ana_the_analyst.get("/observatorio/delito/trust/").status_code == 404
    )  # defined, counted by nothing yet


def test_a_figure_names_its_deliveries_to_whoever_may_open_them(
    ana_the_analyst, benito_the_beat_officer, deliveries
):
    door = f'href="/registros/entregas/{deliveries[1].id}/"'
    assert door in text(ana_the_analyst.get("/observatorio/origen/"))
    page = text(benito_the_beat_officer.get("/observatorio/origen/"))
    assert deliveries[1].id not in page
    assert "no está abierta para usted" in page


def test_choices_stand_in_the_address(ana_the_analyst, deliveries):
    page = text(ana_the_analyst.get("/observatorio/?indicator=robbery&from=2025-01&to=2025-12"))
    assert "Robos en Encinos" in page
    assert "Enero a diciembre de 2025: 12" in page


@pytest.mark.parametrize(
    "wrong", ["from=2026-13", "indicator=nonsense", "from=2026-05&to=2026-01", "as_of=soon"]
)
def test_choices_that_mean_nothing_are_told_kindly(ana_the_analyst, deliveries, wrong):
    assert "No se puede responder con estos filtros" in text(ana_the_analyst.get(f"/observatorio/?{wrong}"))


def test_the_whole_definition_stands_below_the_figures(ana_the_analyst, deliveries):
    page = ana_the_analyst.get("/observatorio/delito/homicide/").content.decode()
    assert "La definición completa" in page
    assert "ICCS 0101 (homicidio intencional)" in page
    assert "población residente, a mitad de cada año (30 de junio)" in page


def test_an_unknown_area_is_not_found(ana_the_analyst, deliveries):
    assert ana_the_analyst.get("/observatorio/?area=zone-9").status_code == 404


def test_a_table_can_be_taken_away(ana_the_analyst, deliveries):
    response = ana_the_analyst.get(f"/observatorio/tabla/areas.csv?area={TOWN}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Zona 1", "17"]
    assert rows[-1][0] == "Como se conocía el"
    assert ana_the_analyst.get("/observatorio/tabla/nonsense.csv").status_code == 404


@pytest.mark.parametrize(
    "name", ["months", "voices", "mechanism", "sex", "age_band", "offence", "indicators", "origin"]
)
def test_every_table_of_a_page_can_be_taken_away(ana_the_analyst, deliveries, name):
    lines = ana_the_analyst.get(f"/observatorio/tabla/{name}.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) > 3


def test_a_new_delivery_is_seen_at_once(ana_the_analyst, deliveries):
    assert "2026: 23," in text(ana_the_analyst.get("/observatorio/"))
    deliver(police(2026, 2026, 6, extra=1), POLICE, "", LATER.replace(day=20))
    assert "2026: 19," in text(ana_the_analyst.get("/observatorio/"))


def test_before_the_first_delivery_the_page_teaches(ana_the_analyst, territory):
    page = text(ana_the_analyst.get("/observatorio/"))
    assert "Todavía no hay cifras" in page
    assert reverse("records:bring") in page
    assert "Homicidios" not in text(ana_the_analyst.get("/cuenta/"))


def test_the_home_page_of_the_mayor_tells_the_figure_of_today(gloria_the_mayor, deliveries):
    assert "Homicidios en Encinos, enero a junio de 2026: 23" in text(gloria_the_mayor.get("/cuenta/"))


def test_figures_stand_without_a_territory(ana_the_analyst, workspace, db):
    deliver(police(2021, 2025), POLICE, "", LATER)
    page = text(ana_the_analyst.get("/observatorio/"))
    assert "Enero a diciembre de 2025: 36" in page


@pytest.mark.parametrize("window", ["from=9999-12", "to=0001-01", "from=9999-11&to=9999-12", "to=9999-12"])
@pytest.mark.parametrize("page", ["", "origen/", "tabla/months.csv"])
def test_months_far_from_all_that_is_known_are_answered(gloria_the_mayor, deliveries, page, window):
    assert gloria_the_mayor.get(f"/observatorio/{page}?{window}").status_code in (200, 404)
