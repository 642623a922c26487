import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confianza.analysis.sources import catalogue
from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.records import actions, files, queries
from confianza.web.records.actions import uploads
from confianza.web.records.models import Upload
from confianza.web.records.tests import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]

READERS = (Role.ANALYST, Role.NATIONAL_COORDINATOR, Role.MAYOR, Role.COMMANDER)


@pytest.fixture
def delivery():
    return actions.receive_delivery(files=[samples.delivered()], source=samples.SOURCE, by=COMMAND_LINE)


@pytest.fixture
def upload(person):
    file = SimpleUploadedFile("enero.csv", samples.content())
    return uploads.bring(
        files=[file], source=samples.SOURCE, by=person(Role.ANALYST), then=lambda upload: None
    )


@pytest.fixture
def checked(upload, person):
    return uploads.check_upload(upload=upload, by=person(Role.ANALYST))


def text(response) -> str:
    return response.content.decode()


# --- who gets in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_readers_and_nobody_else_get_to_the_pages_of_deliveries(role, signed_in, delivery):
    addresses = [
        reverse("records:deliveries"),
        reverse("records:delivery", args=[delivery.id]),
        reverse("records:sources"),
        reverse("records:source", args=[samples.SOURCE]),
    ]
    expected = 200 if role in READERS else 404
    browser = signed_in(role)
    assert [browser.get(address).status_code for address in addresses] == [expected] * len(addresses)


@pytest.mark.parametrize("role", Role)
def test_the_analyst_and_nobody_else_gets_to_records_and_uploads(role, signed_in, delivery, upload):
    addresses = [
        reverse("records:rejected_csv", args=[delivery.id]),
        reverse("records:read_again", args=[delivery.id]),
        reverse("records:bring"),
        reverse("records:upload", args=[upload.pk]),
        reverse("records:upload_state", args=[upload.pk]),
        reverse("records:cancel", args=[upload.pk]),
    ]
    expected = 200 if role == Role.ANALYST else 404
    browser = signed_in(role)
    assert [browser.get(address).status_code for address in addresses] == [expected] * len(addresses)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_nobody_but_the_analyst_can_post(role, signed_in, delivery, upload):
    browser = signed_in(role)
    for name in ("confirm", "cancel", "choose_source"):
        assert browser.post(reverse(f"records:{name}", args=[upload.pk])).status_code == 404
    assert browser.post(reverse("records:bring")).status_code == 404
    assert browser.post(reverse("records:read_again", args=[delivery.id])).status_code == 404
    assert Upload.objects.get().state == "received"


def test_whoever_has_not_logged_in_is_asked_to(client, delivery):
    response = client.get(reverse("records:delivery", args=[delivery.id]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


def test_a_delivery_that_never_came_is_not_there(ana_the_analyst):
    assert ana_the_analyst.get(reverse("records:delivery", args=["00009-nobody"])).status_code == 404
    assert ana_the_analyst.get(reverse("records:rejected_csv", args=["00009-nobody"])).status_code == 404
    assert ana_the_analyst.get(reverse("records:source", args=["nobody"])).status_code == 404
    assert ana_the_analyst.get(reverse("records:upload", args=[99])).status_code == 404


# --- what they see --------------------------------------------------------------------------------


def test_an_empty_list_says_what_will_stand_there(ana_the_analyst, gloria_the_mayor):
    assert reverse("records:bring") in text(ana_the_analyst.get(reverse("records:deliveries")))
    assert reverse("records:bring") not in text(gloria_the_mayor.get(reverse("records:deliveries")))


def test_the_list_leads_to_every_delivery(ana_the_analyst, delivery):
    assert reverse("records:delivery", args=[delivery.id]) in text(
        ana_the_analyst.get(reverse("records:deliveries"))
    )


def test_the_page_of_a_delivery_adds_up(ana_the_analyst, delivery):
    page = text(ana_the_analyst.get(reverse("records:delivery", args=[delivery.id])))
    told = [part.split("</b>")[0] for part in page.split("<b>")[1:]]
    assert told == ["6", "4", "1", "1", "0"]


def test_the_mayor_sees_what_is_wrong_but_no_record(gloria_the_mayor, ana_the_analyst, delivery):
    address = reverse("records:delivery", args=[delivery.id])
    seen_by_the_mayor, seen_by_the_analyst = (
        text(gloria_the_mayor.get(address)),
        text(ana_the_analyst.get(address)),
    )
    assert "Filiberta" not in seen_by_the_mayor
    assert reverse("records:rejected_csv", args=[delivery.id]) not in seen_by_the_mayor
    assert reverse("records:rejected_csv", args=[delivery.id]) in seen_by_the_analyst


def test_reading_single_records_is_written_down(ana_the_analyst, gloria_the_mayor, delivery):
    told = Entry.objects.count()
    gloria_the_mayor.get(reverse("records:delivery", args=[delivery.id]))
    assert Entry.objects.count() == told
    ana_the_analyst.get(reverse("records:rejected_csv", args=[delivery.id]))
    entry = Entry.objects.latest("id")
    assert (entry.actor_name, entry.action, entry.subject) == ("Ana", "records.read_records", delivery.id)


def test_rejected_records_come_as_a_csv_that_excel_reads(ana_the_analyst, delivery):
    response = ana_the_analyst.get(reverse("records:rejected_csv", args=[delivery.id]))
    body = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert body[0] == "file,sheet,row,column,value,reason,sentence,record"
    assert len(body) == 2
    assert body[1].startswith("enero.csv,,7,")


def test_no_cell_of_a_download_is_a_formula():
    mean = dict.fromkeys(queries.pages.CSV_COLUMNS, "=HYPERLINK()") | {"record": "-1+1|calc"}
    heading, line = queries.rejected_csv(pl.DataFrame([mean]))
    assert line.startswith("'=HYPERLINK(),'=HYPERLINK(),")
    assert line.endswith(",'-1+1|calc\r\n")


def test_a_later_delivery_is_told_on_both_pages(ana_the_analyst):
    wishes = {"source": samples.SOURCE, "by": COMMAND_LINE}
    first = actions.receive_delivery(files=[samples.delivered(samples.month(1))], **wishes)
    second = actions.receive_delivery(files=[samples.delivered(samples.month(1, 4))], **wishes)
    for one, other in ((first, second), (second, first)):
        page = text(ana_the_analyst.get(reverse("records:delivery", args=[one.id])))
        assert reverse("records:delivery", args=[other.id]) in page


# --- bringing -------------------------------------------------------------------------------------


def test_files_are_brought_checked_confirmed_and_stored(ana_the_analyst, person):
    brought = ana_the_analyst.post(
        reverse("records:bring"),
        {"files": SimpleUploadedFile("enero.csv", samples.content()), "source": samples.SOURCE},
    )
    upload = Upload.objects.get()
    assert brought["Location"] == reverse("records:upload", args=[upload.pk])
    ana = person(Role.ANALYST)
    uploads.check_upload(upload=upload, by=ana)
    preview = text(ana_the_analyst.get(brought["Location"]))
    assert reverse("records:confirm", args=[upload.pk]) in preview
    assert "Filiberta" not in preview
    ana_the_analyst.post(reverse("records:confirm", args=[upload.pk]))
    upload.refresh_from_db()
    stored = uploads.store_upload(upload=upload, by=ana)
    assert reverse("records:delivery", args=[stored.delivery_id]) in text(
        ana_the_analyst.get(brought["Location"])
    )


def test_several_files_are_one_delivery(ana_the_analyst):
    two = [SimpleUploadedFile(f"{name}.csv", samples.content()) for name in ("enero", "febrero")]
    ana_the_analyst.post(reverse("records:bring"), {"files": two, "source": ""})
    assert [file["name"] for file in Upload.objects.get().files] == ["enero.csv", "febrero.csv"]


def test_no_file_is_told_in_the_form(ana_the_analyst):
    response = ana_the_analyst.post(reverse("records:bring"), {"source": samples.SOURCE})
    assert response.context["form"].errors["files"]
    assert not Upload.objects.exists()


def test_too_large_a_body_is_refused_before_it_is_read(ana_the_analyst, settings):
    settings.MAX_DELIVERY_BYTES = 1_000_000
    response = ana_the_analyst.generic(
        "POST",
        reverse("records:bring"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="3000000",
    )
    assert response.status_code == 413
    assert "2 MB" in text(response)


def test_files_a_little_too_large_are_refused_by_the_form(ana_the_analyst, settings):
    settings.MAX_DELIVERY_BYTES = 1000
    file = SimpleUploadedFile("enero.csv", b"x" * 2000)
    response = ana_the_analyst.post(reverse("records:bring"), {"files": file, "source": ""})
    assert response.context["form"].errors["files"]
    assert not Upload.objects.exists()


def test_the_form_is_protected_against_other_sites(person):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person(Role.ANALYST))
    file = SimpleUploadedFile("enero.csv", samples.content())
    assert browser.post(reverse("records:bring"), {"files": file, "source": ""}).status_code == 403
    assert not Upload.objects.exists()


def test_a_working_upload_asks_for_news_and_a_finished_one_does_not(ana_the_analyst, upload, person):
    address = reverse("records:upload_state", args=[upload.pk])
    assert f'hx-get="{address}"' in text(ana_the_analyst.get(address))
    page = text(ana_the_analyst.get(reverse("records:upload", args=[upload.pk])))
    assert '<noscript><meta http-equiv="refresh"' in page
    uploads.check_upload(upload=upload, by=person(Role.ANALYST))
    assert "hx-get" not in text(ana_the_analyst.get(address))


def test_an_upload_is_found_again_after_the_page_was_closed(ana_the_analyst, checked):
    address = reverse("records:upload", args=[checked.pk])
    assert address in text(ana_the_analyst.get(reverse("records:deliveries")))
    assert address in text(ana_the_analyst.get(reverse("accounts:home")))


def test_giving_up_asks_first_and_deletes_the_files(ana_the_analyst, checked):
    address = reverse("records:cancel", args=[checked.pk])
    ana_the_analyst.get(address)
    assert files.folder(checked.pk).exists()
    ana_the_analyst.post(address)
    assert not files.folder(checked.pk).exists()


def test_the_office_that_sent_before_is_proposed(ana_the_analyst, checked):
    actions.receive_delivery(
        files=[samples.delivered(samples.month(3))], source=samples.SOURCE, by=COMMAND_LINE, office="Hospital"
    )
    address = reverse("records:upload", args=[checked.pk])
    assert ana_the_analyst.get(address).context["confirm_form"].initial == {"office": "Hospital"}


def test_an_office_with_too_long_a_name_is_told(ana_the_analyst, checked):
    address = reverse("records:confirm", args=[checked.pk])
    response = ana_the_analyst.post(address, {"office": "x" * 151})
    assert response.context["confirm_form"].errors["office"]
    assert Upload.objects.get().state == "checked"


def test_confirming_twice_says_that_it_went_on(ana_the_analyst, checked):
    address = reverse("records:confirm", args=[checked.pk])
    ana_the_analyst.post(address)
    response = ana_the_analyst.post(address, follow=True)
    assert [str(message) for message in response.context["messages"]]
    assert Upload.objects.get().state == "confirmed"


def test_choosing_no_layout_keeps_the_upload_as_it_is(ana_the_analyst, checked):
    response = ana_the_analyst.post(reverse("records:choose_source", args=[checked.pk]), {"source": "nobody"})
    assert response.context["source_form"].errors
    assert Upload.objects.get().state == "checked"


def test_reading_again_asks_first(ana_the_analyst, delivery):
    address = reverse("records:read_again", args=[delivery.id])
    ana_the_analyst.get(address)
    assert not Upload.objects.exists()
    ana_the_analyst.post(address)
    assert Upload.objects.get().again_of == delivery.id


# --- what is late ---------------------------------------------------------------------------------


def test_what_is_late_is_on_the_list_and_on_the_mayors_home(gloria_the_mayor):
    from datetime import date

    for month in (1, 2, 3):
        actions.receive_delivery(
            files=[samples.delivered(samples.month(month))],
            source=samples.SOURCE,
            by=COMMAND_LINE,
            today=date(2024, month + 1, 10),
        )
    everything = queries.Sight(True)
    [late] = queries.late(everything, date(2024, 6, 1))
    assert (late.source, late.since, late.last_month) == (samples.SOURCE, date(2024, 5, 10), date(2024, 3, 3))
    assert queries.late(everything, date(2024, 5, 10)) == []
    assert catalogue.get(samples.SOURCE).title_es in text(gloria_the_mayor.get(reverse("accounts:home")))


@pytest.mark.parametrize("name", ["deliveries", "bring", "sources"])
def test_pages_speak_the_language_of_the_reader(name, ana_the_analyst):
    ana_the_analyst.cookies["django_language"] = "es"
    spanish = text(ana_the_analyst.get(reverse(f"records:{name}")))
    ana_the_analyst.cookies["django_language"] = "en"
    english = text(ana_the_analyst.get(reverse(f"records:{name}")))
    assert 'lang="es"' in spanish
    heading = {
        "deliveries": ("Entregas", "Deliveries"),
        "bring": ("Subir", "Upload"),
        "sources": ("Formatos", "Layouts"),
    }
    assert f"<h1>{heading[name][0]}" in spanish
    assert f"<h1>{heading[name][1]}" in english
