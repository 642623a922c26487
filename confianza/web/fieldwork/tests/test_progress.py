"""How fieldwork goes, by telephone and day."""

from datetime import UTC, date, datetime

import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, submissions
from confianza.web.fieldwork.models import Standing, Submission
from confianza.web.fieldwork.queries import progress
from confianza.web.fieldwork.tests.forms import filled
from confianza.web.fieldwork.tests.test_pages import page


def sent(form, device, *, on, minutes=12, **told):
    xml = filled(**told)
    begun, ended = f"2026-11-{on:02}T10:00:00.000-06:00", f"2026-11-{on:02}T10:{minutes:02}:00.000-06:00"
    xml = xml.replace(b"2026-11-20T10:00:00.000-06:00", begun.encode())
    xml = xml.replace(b"2026-11-20T10:12:30.000-06:00", ended.encode())
    return submissions.receive(xml=xml, files={}, device=device, by=COMMAND_LINE).submission


@pytest.fixture
def telephones(form):
    return [devices.give(label=f"Tableta {n}", forms=[form], by=COMMAND_LINE)[0] for n in (1, 2)]


@pytest.fixture
def work(form, telephones):
    """Three days of work of one telephone, one of the other; one approved, one rejected, one edited."""
    first, second = telephones
    done = [
        sent(form, first, on=on, minutes=minutes, edad=on) for on, minutes in ((2, 10), (2, 20), (3, 60 - 1))
    ]
    sent(form, second, on=3, instance="uuid:old", edad=50)
    sent(form, second, on=3, edits="uuid:old", edad=51)
    for submission, standing in zip(done, (Standing.APPROVED, Standing.REJECTED), strict=False):
        Submission.objects.filter(pk=submission.pk).update(standing=standing)
    return form


def test_it_counts_by_telephone_and_by_day_and_an_edit_once(work):
    found = progress.of(work)
    assert (found.whole.sent, found.whole.waiting, found.whole.approved, found.whole.rejected) == (4, 2, 1, 1)
    assert [(one.label, one.pile.sent, one.days) for one in found.telephones] == [
        ("Tableta 1", 3, 2),
        ("Tableta 2", 1, 1),
    ]
    assert [(day.on, day.pile.sent) for day in found.days] == [(date(2026, 11, 2), 2), (date(2026, 11, 3), 2)]
    assert found.best.on == date(2026, 11, 3)
    assert found.days[1].by_telephone == {"Tableta 1": 1, "Tableta 2": 1}
    assert found.telephones[0].pile.minutes == 20


def test_a_clock_far_ahead_does_not_make_a_day_of_its_own(form, telephones):
    submission = sent(form, telephones[0], on=2)
    Submission.objects.filter(pk=submission.pk).update(received_at=datetime(2026, 10, 1, 18, tzinfo=UTC))
    assert [day.on for day in progress.of(form).days] == [date(2026, 10, 1)]


def test_what_is_odd_is_counted_as_a_share(work):
    submission = Submission.objects.first()
    Submission.objects.filter(pk=submission.pk).update(flags=["unusual_hour"])
    assert progress.of(work).whole.odd_share == 25


def test_the_page_says_it_in_a_sentence_a_chart_and_tables(client, ana, work):
    client.force_login(ana)
    text = page(client, "progress", work.pk).content.decode()
    assert "Llenados: 4. Días de trabajo: 2. Teléfonos: 2. Más el 3 de noviembre de 2026: 2." in text
    assert "<svg" in text
    assert "Tableta 2" in text


def test_before_anything_came_the_page_says_what_will_fill_it(client, ana, form):
    client.force_login(ana)
    assert "Todavía no ha llegado nada" in page(client, "progress", form.pk).content.decode()


def test_a_telephone_that_stands_out_is_shown_with_why_and_no_blame(client, ana, work, monkeypatch):
    from confianza.web.fieldwork.flags.together import Told
    from confianza.web.fieldwork.queries import oddities

    told = Told({}, {"Tableta 1": ("much_alike",)})
    monkeypatch.setattr(oddities, "beside_others", lambda form: told)
    client.force_login(ana)
    assert "se parecen a otro" in page(client, "progress", work.pk).content.decode()
