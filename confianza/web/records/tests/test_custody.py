"""Whose a delivery is, and that nobody else learns of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confianza.store.deliveries import UnknownDelivery
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.records import actions, queries, rules
from confianza.web.records.actions import uploads
from confianza.web.records.models import Custody, Upload
from confianza.web.records.tests import places, samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


@pytest.fixture
def olgas_browser(signed_in, town):
    return signed_in(Role.ANALYST, area=town[places.THERE])


def receive(by=COMMAND_LINE, month=1, **wishes):
    file = samples.delivered(samples.month(month))
    return actions.receive_delivery(files=[file], source=samples.SOURCE, by=by, **wishes)


def bring(by, **wishes):
    file = SimpleUploadedFile("enero.csv", samples.content())
    told = {"source": samples.SOURCE, "then": lambda upload: None, **wishes}
    return uploads.bring(files=[file], by=by, **told)


def same_whoever_looks(response):
    """Return what an answer says, without the token that is another one each time."""
    return response.status_code, re.sub(rb"[0-9A-Za-z]{64}", b"", response.content), sorted(response.items())


# --- whose it is ----------------------------------------------------------------------------------


def test_what_the_analyst_of_a_town_receives_is_the_towns(ana):
    assert queries.area_of(receive(ana).id).stable_id == places.HERE


def test_what_the_command_line_receives_is_the_whole_installations_unless_it_says_otherwise(town):
    assert queries.area_of(receive().id) is None
    assert queries.area_of(receive(month=2, area=town[places.THERE]).id) == town[places.THERE]


def test_an_upload_keeps_its_area_on_its_way_into_the_store(ana):
    upload = uploads.check_upload(upload=bring(ana), by=ana)
    assert upload.area.stable_id == places.HERE
    uploads.confirm(upload=upload, by=ana, then=lambda upload: None)
    upload.refresh_from_db()
    stored = uploads.store_upload(upload=upload, by=ana)
    assert queries.area_of(stored.delivery_id).stable_id == places.HERE


def test_a_delivery_read_again_stays_whose_it_was(ana, person):
    first = receive(ana)
    upload = uploads.read_again(delivery_id=first.id, by=person(Role.ANALYST), then=lambda upload: None)
    assert upload.area.stable_id == places.HERE


def test_who_works_in_two_towns_says_for_which(ana, town):
    from confianza.web.accounts import actions as accounts

    accounts.give(person=ana, role=Role.ANALYST, area=town[places.THERE], by=COMMAND_LINE)
    with pytest.raises(rules.NotYours):
        bring(ana)
    assert bring(ana, area=town[places.THERE]).area.stable_id == places.THERE


def test_the_form_asks_who_works_in_two_towns_for_which(ana, town, client):
    from confianza.web.accounts import actions as accounts

    client.force_login(ana)
    assert "area" not in client.get(reverse("records:bring")).context["form"].fields
    accounts.give(person=ana, role=Role.ANALYST, area=town[places.THERE], by=COMMAND_LINE)
    told = {"files": SimpleUploadedFile("enero.csv", samples.content()), "source": samples.SOURCE}
    assert client.post(reverse("records:bring"), told).context["form"].errors["area"]
    told["files"].seek(0)
    client.post(reverse("records:bring"), told | {"area": places.THERE})
    assert Upload.objects.get().area == town[places.THERE]


def test_nobody_brings_files_for_a_town_of_others(ana, town):
    with pytest.raises(rules.NotYours):
        bring(ana, area=town[places.THERE])
    with pytest.raises(rules.NotYours):
        receive(ana, area=town[places.THERE])
    assert not Upload.objects.exists()
    assert queries.deliveries() == []


# --- who sees it ----------------------------------------------------------------------------------


def test_the_neighbour_sees_nothing_of_the_towns_deliveries(ana, olga, person):
    here, everywhere = receive(ana), receive(month=2)
    assert here.id in queries.sight(ana)
    assert here.id not in queries.sight(olga)
    assert everywhere.id not in queries.sight(ana)
    leonel = person(Role.NATIONAL_COORDINATOR)
    assert {here.id, everywhere.id} == {row.delivery.id for row in queries.rows(queries.sight(leonel))}
    assert queries.rows(queries.sight(olga)) == []
    with pytest.raises(UnknownDelivery):
        queries.page(here.id, queries.sight(olga), tells_values=False)


def test_a_commander_sees_what_came_for_a_town_the_commissariat_lies_in_but_no_record(ana, person, town):
    catalina = person(Role.COMMANDER, area=town["commissariat-71"])
    assert receive(ana).id in queries.sight(catalina)
    assert receive(area=town[places.THERE], month=2).id not in queries.sight(catalina)
    assert queries.sight_of_records(catalina) == queries.Sight(False)


def test_single_records_are_read_only_by_who_reaches_the_whole_area(person, town, ana):
    departments = receive(area=town["department-23"])
    assert departments.id in queries.sight(ana)
    assert departments.id not in queries.sight_of_records(ana)
    wide = person(Role.ANALYST, area=town["department-23"])
    assert departments.id in queries.sight_of_records(wide)
    assert receive(ana, month=2).id in queries.sight_of_records(wide)


def test_a_delivery_nobody_keeps_is_seen_only_in_the_whole_installation(ana, person):
    lost = receive(ana)
    Custody.objects.all().delete()
    assert lost.id not in queries.sight(ana)
    assert lost.id in queries.sight(person(Role.NATIONAL_COORDINATOR))


def test_offices_and_what_is_late_are_told_within_sight_only(ana, olga):
    receive(ana, office="Comisaría 14")
    assert queries.offices(samples.SOURCE, queries.sight(ana)) == ["Comisaría 14"]
    assert queries.offices(samples.SOURCE, queries.sight(olga)) == []


def test_a_page_names_only_deliveries_within_sight(ana, town):
    from confianza.web.accounts import actions as accounts

    first = receive(area=town[places.THERE])
    file = samples.delivered(samples.month(1, 4))
    second = actions.receive_delivery(files=[file], source=samples.SOURCE, by=ana)
    assert [lost.delivery for lost in second.supersedes] == [first.id]
    assert queries.page(second.id, queries.sight(ana), tells_values=True).replaced == []
    accounts.give(person=ana, role=Role.MAYOR, area=town[places.THERE], by=COMMAND_LINE)
    ana.__dict__.pop("current_grants", None)
    assert queries.page(second.id, queries.sight(ana), tells_values=True).replaced
    assert queries.page(first.id, queries.sight(ana), tells_values=True).later == [second]


@pytest.mark.parametrize("name", ["delivery", "rejected_csv", "read_again"])
def test_a_delivery_of_others_is_not_there_byte_for_byte(name, olgas_browser, ana):
    address = reverse(f"records:{name}", args=["00001-canonical_es"])
    never_came = same_whoever_looks(olgas_browser.get(address))
    assert receive(ana).id == "00001-canonical_es"
    assert same_whoever_looks(olgas_browser.get(address)) == never_came
    assert never_came[0] == 404


@pytest.mark.parametrize("name", ["upload", "upload_state", "cancel"])
def test_an_upload_of_others_is_not_there_byte_for_byte(name, olgas_browser, ana):
    upload = bring(ana)
    address = reverse(f"records:{name}", args=[upload.pk])
    hidden = same_whoever_looks(olgas_browser.get(address))
    Upload.objects.all().delete()
    assert same_whoever_looks(olgas_browser.get(address)) == hidden
    assert hidden[0] == 404


def test_the_register_is_asked_the_same_for_what_exists_and_what_does_not(olgas_browser, ana):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("records:delivery", args=["00001-canonical_es"])
    olgas_browser.get(address)
    with CaptureQueriesContext(connection) as before:
        olgas_browser.get(address)
    receive(ana)
    with CaptureQueriesContext(connection) as after:
        olgas_browser.get(address)
    told = [[re.sub(r"\d+", "", query["sql"]) for query in asked] for asked in (before, after)]
    assert told[0] == told[1]


def test_nothing_of_others_can_be_posted_to(olgas_browser, ana):
    upload, delivery = bring(ana), receive(ana)
    for name in ("confirm", "cancel", "choose_source"):
        assert olgas_browser.post(reverse(f"records:{name}", args=[upload.pk])).status_code == 404
    assert olgas_browser.post(reverse("records:read_again", args=[delivery.id])).status_code == 404
    assert Upload.objects.get().state == "received"


def test_lists_and_the_home_page_of_the_neighbour_name_nothing(olgas_browser, ana):
    upload, delivery = bring(ana), receive(ana)
    for address in (reverse("records:deliveries"), reverse("accounts:home")):
        page = olgas_browser.get(address).content.decode()
        assert delivery.id not in page
        assert reverse("records:upload", args=[upload.pk]) not in page
