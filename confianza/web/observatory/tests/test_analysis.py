"""The pages of crime analysis: within whose horizon, of what, in which words and files."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.observatory.queries import incidents, patterns
from confianza.web.observatory.queries.horizon import Horizon
from confianza.web.observatory.tests import encinos
from confianza.web.observatory.tests.assaults import CROWDED, bring, hospital
from confianza.web.territory.models import Area

pytestmark = pytest.mark.django_db

EVERYBODY = Horizon(True)


def area(stable_id):
    return Area.objects.get(stable_id=stable_id)


def of(client, name, *args, **asked):
    return client.get(reverse(f"observatory:{name}", args=args, query=asked))


@pytest.mark.parametrize("name", ["crime_map", "concentration", "week", "times"])
def test_without_data_each_page_says_what_it_waits_for(signed_in, name, workspace):
    page = of(signed_in(Role.ANALYST), name)
    assert page.status_code == 200
    assert "Aún no hay nada que analizar" in page.content.decode()


def test_sexual_and_domestic_violence_are_offered_on_no_map(assaults):
    bring(hospital(date(2025, 1, 1), 30, seed=2, of="0301"), date(2026, 7, 20))
    found = incidents.incidents(incidents.Asked(indicator_id="sexual_violence"), EVERYBODY)
    assert found.asked.indicator_id == "assault"
    assert not {"sexual_violence", "domestic_violence", "all_offences"} & set(found.indicators)


def test_the_crowded_place_is_the_hot_spot(assaults):
    found = incidents.incidents(incidents.Asked(), EVERYBODY)
    told = patterns.mapped(found)
    hottest = max(told.cells, key=lambda cell: cell.now)
    assert hottest.hot
    assert hottest.now >= 365 // 3
    west, south = hottest.outline[0]
    east, north = hottest.outline[2]
    assert west <= CROWDED[0] <= east
    assert south <= CROWDED[1] <= north
    assert told.signal_p < 0.01


def test_an_officer_sees_the_own_zone_and_no_other(assaults, signed_in):
    browser = signed_in(Role.BEAT_OFFICER, area=area(encinos.ZONE_3))
    told = json.loads(of(browser, "crime_map_geojson").content)
    cells = [one for one in told["features"] if one["properties"]["layer"] == "cells"]
    assert cells
    for one in cells:
        assert min(east for east, _north in one["geometry"]["coordinates"][0]) > -91.4
    assert of(browser, "crime_map", area=encinos.ZONE_2).status_code == 404
    assert of(browser, "crime_map_geojson", area=encinos.TOWN).status_code == 404


def test_only_the_analyst_sees_each_incident_at_its_point(assaults, signed_in):
    def layers(browser):
        told = json.loads(of(browser, "crime_map_geojson").content)
        return {one["properties"]["layer"] for one in told["features"]}

    assert "points" in layers(signed_in(Role.ANALYST, area=area(encinos.TOWN)))
    assert "points" not in layers(signed_in(Role.COMMANDER, area=area(encinos.TOWN)))


def test_a_new_report_is_on_the_map_at_the_next_question(assaults, signed_in):
    browser = signed_in(Role.ANALYST, area=area(encinos.TOWN))
    first = of(browser, "crime_map_geojson")
    url = reverse("observatory:crime_map_geojson")
    assert browser.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    bring(hospital(date(2026, 1, 1), 31, seed=3), date(2026, 7, 21))
    then = browser.get(url, headers={"If-None-Match": first["ETag"]})
    assert then.status_code == 200
    days = {one["properties"].get("occurred_on") for one in json.loads(then.content)["features"]}
    assert "2026-01-31" in days


def test_the_map_asks_again_within_a_minute(assaults, signed_in):
    page = of(signed_in(Role.ANALYST, area=area(encinos.TOWN)), "crime_map").content.decode()
    assert "&quot;every&quot;: 30" in page


def test_the_map_is_a_picture_and_a_pdf(assaults, signed_in):
    import pypdf

    browser = signed_in(Role.COMMANDER, area=area(encinos.TOWN))
    assert of(browser, "crime_map_file", "png").content.startswith(b"\x89PNG")
    pages = pypdf.PdfReader(BytesIO(of(browser, "crime_map_file", "pdf").content)).pages
    assert "Encinos" in pages[0].extract_text()
    assert of(browser, "crime_map_file", "exe").status_code == 404


def test_the_sheet_of_the_week_is_a_pdf_with_the_same_words(assaults, signed_in):
    import pypdf

    browser = signed_in(Role.COMMANDER, area=area(encinos.TOWN))
    page = of(browser, "week").content.decode()
    document = pypdf.PdfReader(BytesIO(of(browser, "week_file", "pdf").content))
    text = " ".join("".join(one.extract_text() for one in document.pages).split())
    for said in ("Lesiones", "Lo que la gente denunció", "Para acordar en la reunión"):
        assert said in page
        assert said in text
    assert document.trailer["/Root"]["/Lang"] == "es"


def test_a_name_in_the_data_is_never_read_as_layout(assaults):
    from confianza.web.observatory import analysis_files, sheet_files
    from confianza.web.observatory.queries import week

    told = week.week(incidents.incidents(incidents.Asked(), EVERYBODY))
    odd = replace(told, place='#panic("x") $ * _Encinos')
    assert sheet_files.pdf(analysis_files.week_paper(odd)).startswith(b"%PDF")


def test_hours_that_nobody_told_are_spread_over_their_day(assaults):
    from confianza.web.observatory.queries import timing

    found = incidents.incidents(incidents.Asked(), EVERYBODY)
    told = timing.times(found)
    assert sum(map(sum, told.week)) == pytest.approx(365)
    assert told.hours_told == 365
    assert told.days_p > 0.9
    assert [each.count for each in told.periods[:12]] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [each.count for each in told.periods[12:]] == [None] * 3


def test_a_third_at_one_place_is_concentrated(assaults):
    told = patterns.concentration(incidents.incidents(incidents.Asked(), EVERYBODY), patterns.Cut(5000))
    assert told.told.places_for_a_quarter < 1 / told.told.places
    assert told.curve[0] == (0.0, 0.0)
    assert told.curve[-1] == (1.0, 1.0)


def test_finds_of_patrols_come_with_a_warning(territory, signed_in):
    bring(hospital(date(2025, 1, 1), 60, of="0601"))
    page = of(signed_in(Role.ANALYST, area=area(encinos.TOWN)), "crime_map").content.decode()
    assert "dónde buscaron las patrullas" in page


def test_what_is_wrongly_asked_is_told(assaults, signed_in):
    browser = signed_in(Role.ANALYST, area=area(encinos.TOWN))
    page = of(browser, "crime_map", **{"from": "2025-06-01", "to": "2025-01-01"})
    assert "El último día es anterior al primero." in page.content.decode()
    assert of(browser, "crime_map", size="7").status_code == 200
