import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from confianza.analysis.sources.catalogue import UnknownSource
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.records import actions, files, queries, rules
from confianza.web.records.actions import uploads
from confianza.web.records.models import State, Upload
from confianza.web.records.tests import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


@pytest.fixture
def ana(person):
    return person(Role.ANALYST)


@pytest.fixture
def queued():
    """What was put into the queue, as the worker would find it."""
    return []


@pytest.fixture
def bring(ana, queued):
    def brought(content=None, *, source=samples.SOURCE, name="enero.csv"):
        file = SimpleUploadedFile(name, samples.content() if content is None else content)
        return uploads.bring(files=[file], source=source, by=ana, then=queued.append)

    return brought


@pytest.fixture
def checked(bring, ana):
    return uploads.check_upload(upload=bring(), by=ana)


@pytest.fixture
def confirmed(checked, ana, queued):
    return uploads.confirm(upload=checked, by=ana, then=queued.append)


def test_what_is_brought_waits_for_the_check(bring, queued):
    upload = bring()
    assert (upload.state, upload.files) == (
        "received",
        [{"name": "enero.csv", "size": len(samples.content())}],
    )
    assert queued == [upload]
    assert files.folder(upload.pk).exists()
    assert Entry.objects.get().action == "records.bring"


def test_an_unknown_layout_keeps_nothing(bring, workspace):
    with pytest.raises(UnknownSource):
        bring(source="nobody")
    assert not Upload.objects.exists()


def test_the_check_says_what_would_become_of_every_record(checked):
    assert checked.state == "checked"
    assert {name: checked.result[name] for name in samples.JANUARY_COUNTS} == samples.JANUARY_COUNTS
    assert checked.progress == 100
    assert queries.deliveries() == []


def test_the_preview_shows_problems_and_claims_but_no_name(checked):
    assert [problem["row"] for problem in checked.result["first_problems"]] == [7]
    assert len(checked.result["sample"]) == 4
    assert "Filiberta" not in str(checked.result)


def test_a_confirmed_upload_becomes_a_delivery_and_its_files_are_deleted(confirmed, ana):
    stored = uploads.store_upload(upload=confirmed, by=ana)
    assert stored.state == "stored"
    assert queries.delivery(stored.delivery_id).counts == samples.JANUARY_COUNTS
    assert not files.folder(stored.pk).exists()
    assert stored.result == {}


def test_the_office_goes_with_the_delivery_and_is_proposed_next_time(checked, ana, queued):
    confirmed = uploads.confirm(upload=checked, office="Comisaría 14", by=ana, then=queued.append)
    stored = uploads.store_upload(upload=confirmed, by=ana)
    assert queries.delivery(stored.delivery_id).office == "Comisaría 14"
    assert queries.offices(samples.SOURCE, queries.Sight(True)) == ["Comisaría 14"]
    assert queries.offices("gt_pnc_victims", queries.Sight(True)) == []


def test_every_step_is_on_account(confirmed, ana):
    uploads.store_upload(upload=confirmed, by=ana)
    told = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert told == [
        "records.bring", "records.confirm", "records.begin_storing", "records.receive_delivery",
    ]  # fmt: skip


def test_files_that_cannot_be_read_are_refused_with_their_reason_and_deleted(bring, ana):
    upload = uploads.check_upload(upload=bring(b""), by=ana)
    assert upload.state == "refused"
    assert upload.problem["code"] == "empty_file"
    assert not files.folder(upload.pk).exists()
    assert queries.standing(upload)["refused"].startswith("enero.csv")


def test_what_came_before_is_refused_when_it_is_stored_again(confirmed, bring, ana, queued):
    uploads.store_upload(upload=confirmed, by=ana)
    again = uploads.confirm(upload=uploads.check_upload(upload=bring(), by=ana), by=ana, then=queued.append)
    refused = uploads.store_upload(upload=again, by=ana)
    assert (refused.state, refused.problem["code"]) == ("refused", "already_delivered")
    assert len(queries.deliveries()) == 1


def test_a_killed_worker_that_had_stored_already_stores_once(confirmed, ana):
    delivery = actions.receive_delivery(
        files=files.kept(confirmed.pk, confirmed.files), source=samples.SOURCE, by=ana
    )
    Upload.objects.filter(pk=confirmed.pk).update(state=State.STORING)
    resumed = uploads.store_upload(upload=Upload.objects.get(pk=confirmed.pk), by=ana)
    assert (resumed.state, resumed.delivery_id) == ("stored", delivery.id)
    assert len(queries.deliveries()) == 1


def test_what_nobody_foresaw_is_refused_and_raised_for_the_log(bring, ana, monkeypatch):
    upload = bring()

    def broken(*args, **kwargs):
        raise RuntimeError("a defect")

    monkeypatch.setattr(queries, "consolidated", broken)
    with pytest.raises(RuntimeError):
        uploads.check_upload(upload=upload, by=ana)
    upload.refresh_from_db()
    assert (upload.state, upload.problem["code"]) == ("refused", "interrupted")


def test_another_layout_may_be_chosen_and_is_checked_anew(checked, ana, queued):
    chosen = uploads.choose_source(upload=checked, source="gt_pnc_victims", by=ana, then=queued.append)
    assert (chosen.state, chosen.source, chosen.result) == ("received", "gt_pnc_victims", {})
    refused = uploads.check_upload(upload=chosen, by=ana)
    assert refused.problem["code"] in {"wrong_source", "wrong_source_better", "no_header"}


def test_a_given_up_upload_leaves_no_file_and_no_record(checked, ana):
    cancelled = uploads.cancel(upload=checked, by=ana)
    assert (cancelled.state, cancelled.result) == ("cancelled", {})
    assert not files.folder(cancelled.pk).exists()


def test_an_upload_that_is_stored_cannot_be_given_up(confirmed, ana):
    stored = uploads.store_upload(upload=confirmed, by=ana)
    with pytest.raises(rules.NotNow):
        uploads.cancel(upload=stored, by=ana)


def test_a_check_that_ends_after_the_upload_was_given_up_changes_nothing(bring, ana, monkeypatch):
    upload = bring()
    really = queries.consolidated

    def meanwhile(*args, **kwargs):
        uploads.cancel(upload=upload, by=ana)
        return really(*args, **kwargs)

    monkeypatch.setattr(queries, "consolidated", meanwhile)
    assert uploads.check_upload(upload=upload, by=ana).state == "cancelled"


def test_a_task_that_comes_twice_works_once(confirmed, ana):
    stored = uploads.store_upload(upload=confirmed, by=ana)
    assert uploads.store_upload(upload=stored, by=ana).delivery_id == stored.delivery_id
    assert uploads.check_upload(upload=stored, by=ana).state == "stored"
    assert len(queries.deliveries()) == 1


def test_files_of_a_delivery_are_read_again_without_being_brought_again(ana, queued):
    delivery = actions.receive_delivery(files=[samples.delivered()], source=samples.SOURCE, by=COMMAND_LINE)
    upload = uploads.read_again(delivery_id=delivery.id, by=ana, then=queued.append)
    again = uploads.check_upload(upload=upload, by=ana)
    assert again.result["claims"] == 4
    confirmed = uploads.confirm(upload=again, by=ana, then=queued.append)
    refused = uploads.store_upload(upload=confirmed, by=ana)
    assert refused.problem["code"] == "nothing_changed"


def test_a_file_of_an_unmistakable_layout_needs_no_choice(bring, ana):
    upload = uploads.check_upload(upload=bring(source=""), by=ana)
    assert (upload.state, upload.source, upload.source_was_guessed) == ("checked", "canonical_es", True)


def test_a_file_that_could_be_anything_waits_for_a_choice(bring, ana):
    upload = uploads.check_upload(upload=bring(b"a;b\n1;2\n3;4\n", source=""), by=ana)
    assert upload.state == "unsure"
    assert files.folder(upload.pk).exists()


@pytest.mark.parametrize(
    "fields", [{"state": "stored"}, {"state": "checked", "delivery_id": "00001-x"}, {"progress": 101}]
)
def test_the_register_itself_refuses_what_cannot_be(ana, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(brought_by=ana, **fields)
