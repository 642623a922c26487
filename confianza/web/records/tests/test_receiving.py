from datetime import date

import pytest

from confianza.analysis.consolidate.delivery import Consolidated
from confianza.analysis.sources.catalogue import UnknownSource
from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.store import claims, counts
from confianza.store.deliveries import AlreadyDelivered, NothingChanged, UnknownDelivery
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.records import actions, queries
from confianza.web.records.tests import samples
from confianza.web.territory.queries import territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


def receive(rows=samples.JANUARY, *, by=COMMAND_LINE, **wishes):
    return actions.receive_delivery(files=[samples.delivered(rows)], source=samples.SOURCE, by=by, **wishes)


def test_every_record_is_accounted_for():
    delivery = receive()
    assert delivery.counts == samples.JANUARY_COUNTS
    assert delivery.reasons == {"too_many_fields": 1}


def test_what_was_received_can_be_counted_at_once():
    receive()
    table = counts.table(queries.layout(), territory())
    administrative = table.filter(table.geography == "administrative")
    assert administrative.weight.sum().execute() == 4


def test_a_check_stores_nothing_and_writes_no_entry():
    outcome = receive(check=True)
    assert isinstance(outcome, Consolidated)
    assert queries.deliveries() == []
    assert not Entry.objects.exists()


def test_the_account_says_who_meant_to_store_and_what_was_stored(person):
    ana = person(Role.ANALYST)
    delivery = receive(by=ana, office="Comisaría 14")
    begun, received = Entry.objects.order_by("id")
    assert (begun.action, begun.subject) == ("records.begin_storing", samples.SOURCE)
    assert (received.action, received.subject) == ("records.receive_delivery", delivery.id)
    assert {begun.actor_id, received.actor_id} == {ana.pk}
    assert received.details["office"] == "Comisaría 14"
    assert received.details["rejected"] == 1


def test_the_same_bytes_are_refused_and_only_the_intent_is_on_account():
    receive()
    with pytest.raises(AlreadyDelivered):
        receive()
    assert len(queries.deliveries()) == 1
    assert Entry.objects.filter(action="records.receive_delivery").count() == 1
    assert Entry.objects.filter(action="records.begin_storing").count() == 2


def test_an_unknown_layout_is_refused_before_anything_is_written():
    with pytest.raises(UnknownSource):
        actions.receive_delivery(files=[samples.delivered()], source="nobody", by=COMMAND_LINE)
    assert not Entry.objects.exists()


def test_a_delivery_without_records_is_refused():
    with pytest.raises(DeliveryRefused):
        receive("")
    assert queries.deliveries() == []


def test_a_correction_takes_the_place_of_the_month_it_corrects():
    first = receive(samples.month(1, claims=3))
    second = receive(samples.month(1, claims=4))
    assert [lost.delivery for lost in second.supersedes] == [first.id]
    assert queries.speaks_for(first.id) == []
    assert queries.speaks_for(second.id) == [date(2024, 1, 1)]


def test_late_records_stand_beside_what_was_told():
    first = receive(samples.month(1, claims=3))
    late = receive("late;20/01/2024;H;30;1;101;arma de fuego;Homicidio;0101;Filiberta\n", replaces="")
    assert late.supersedes == ()
    assert queries.speaks_for(first.id) == queries.speaks_for(late.id) == [date(2024, 1, 1)]


def test_an_archive_is_loaded_as_it_once_came():
    delivery = receive(today=date(2024, 2, 10))
    assert delivery.received_on == date(2024, 2, 10)
    assert queries.deliveries(as_of=date(2024, 2, 9)) == []


def test_dates_after_the_day_of_receipt_are_no_claims_of_that_day():
    delivery = receive(samples.month(3), today=date(2024, 2, 10))
    assert (
        sum(warning["code"].startswith("date_") for warning in delivery.warnings) >= 1
        or delivery.counts["rejected"]
    )


def test_progress_is_told_from_the_beginning_to_the_end():
    heard = []
    receive(progress=lambda percent, stage: heard.append((percent, stage)))
    percents = [percent for percent, _ in heard]
    assert percents == sorted(percents)
    assert heard[-1] == (100, "done")


def test_reading_again_with_the_same_profile_changes_nothing():
    delivery = receive()
    with pytest.raises(NothingChanged):
        actions.retry_delivery(delivery_id=delivery.id, by=COMMAND_LINE)


def test_reading_again_with_a_mended_profile_takes_the_place_of_the_first_reading(monkeypatch):
    from dataclasses import replace

    from confianza.analysis.sources import catalogue

    first = receive(today=date(2024, 2, 10))
    mended = replace(catalogue.get(samples.SOURCE), missing_codes={"age_from": ("41",), "zone": ("99",)})
    monkeypatch.setitem(catalogue._PROFILES, samples.SOURCE, mended)
    again = actions.retry_delivery(delivery_id=first.id, by=COMMAND_LINE)
    assert again.again_of == first.id
    ages = claims.visible(queries.layout()).age_from.execute()
    assert sorted(ages.dropna()) == [23, 35]


def test_reading_again_what_never_came_is_refused():
    with pytest.raises(UnknownDelivery):
        actions.retry_delivery(delivery_id="00009-canonical_es", by=COMMAND_LINE)


def test_no_name_is_kept_where_the_store_is_read(workspace):
    receive()
    kept = [file for file in workspace.store.rglob("*") if file.is_file()]
    assert kept
    assert not any(b"Filiberta" in file.read_bytes() for file in kept)
