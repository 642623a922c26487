import pytest
from django.db import transaction
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE, record
from confianza.web.audit.models import AppendOnly, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return record(by=COMMAND_LINE, action="records.receive_delivery", subject="0001", details={"rows": 3})


def test_an_entry_says_who_did_what_and_when(entry: Entry) -> None:
    kept = Entry.objects.get()
    assert str(kept) == "command line: records.receive_delivery 0001"
    assert kept.details == {"rows": 3}
    assert abs((timezone.now() - kept.at).total_seconds()) < 60


CHANGES = {
    "save": lambda entry: entry.save(),
    "update": lambda entry: Entry.objects.update(subject="another"),
    "update of some": lambda entry: Entry.objects.filter(pk=entry.pk).update(subject="another"),
    "bulk update": lambda entry: Entry.objects.bulk_update([entry], ["subject"]),
    "update or create": lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"subject": "x"}),
    "delete": lambda entry: entry.delete(),
    "delete all": lambda entry: Entry.objects.all().delete(),
    "delete some": lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
}


@pytest.mark.parametrize("way", CHANGES)
def test_an_entry_cannot_be_changed_or_deleted(entry: Entry, way: str) -> None:
    entry.subject = "another"
    with pytest.raises(AppendOnly), transaction.atomic():
        CHANGES[way](entry)
    assert Entry.objects.get().subject == "0001"


def test_an_entry_is_gone_when_the_deed_is(entry: Entry) -> None:
    def fail_after_telling() -> None:
        with transaction.atomic():
            record(by=COMMAND_LINE, action="a.b", subject="c")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_telling()
    assert Entry.objects.count() == 1
