"""What is published is written once; what corrects it says which and why."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from confianza.store import packages
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.observatory import archive, published
from confianza.web.observatory.actions import publications
from confianza.web.observatory.models import Publication, WrittenOnce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_workspace(workspace):
    return workspace


def publish(version="2026-11-28.1", **told):
    told = {"kind": "bulletin", "files": {"boletin.pdf": b"%PDF"}, "by": COMMAND_LINE} | told
    return publications.publish(version=version, as_of=date(2026, 11, 28), **told)


def test_its_files_stand_in_the_workspace_and_the_account_tells_of_it():
    made = publish()
    assert archive.file("bulletin", made.version, "boletin.pdf").read_bytes() == b"%PDF"
    assert made.sha256 == packages.digest({"boletin.pdf": b"%PDF"})
    assert Entry.objects.first().action == "observatory.publish"


def test_a_version_is_published_once():
    publish()
    with pytest.raises(publications.PublicationRefused) as refused:
        publish(files={"boletin.pdf": b"another"})
    assert refused.value.problem == "exists"
    assert archive.file("bulletin", "2026-11-28.1", "boletin.pdf").read_bytes() == b"%PDF"


def test_what_is_published_is_never_changed_or_deleted():
    made = publish()
    for deed in (made.save, made.delete, Publication.objects.all().delete):
        with pytest.raises(WrittenOnce):
            deed()
    with pytest.raises(WrittenOnce):
        Publication.objects.update(reason="x")


def test_a_correction_names_what_it_corrects_and_why():
    made = publish()
    publish("2026-11-28.2", corrects=made, reason="Se contó dos veces una entrega.")
    told = published.corrections()
    assert [(each.version, each.corrects, each.reason) for each in told] == [
        ("2026-11-28.2", "2026-11-28.1", "Se contó dos veces una entrega.")
    ]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"corrects": True}, "no_reason"),
        ({"corrects": True, "reason": " "}, "no_reason"),
        ({"corrects": True, "reason": "x", "kind": "release"}, "other_kind"),
        ({"version": "../../keys"}, "version"),
        ({"version": ""}, "version"),
    ],
)
def test_what_cannot_be_published_is_refused(told, problem):
    made = publish()
    told = {"version": "2026-11-28.2"} | told
    if told.pop("corrects", None):
        told["corrects"] = made
    with pytest.raises(publications.PublicationRefused) as refused:
        publish(**told)
    assert refused.value.problem == problem


def test_the_register_itself_refuses_a_correction_without_a_reason():
    made = publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            kind="bulletin", version="9", as_of=date(2026, 11, 28), sha256="0", corrects=made
        )


def test_files_left_by_a_killed_process_give_way():
    packages.write(archive.folder("bulletin", "2026-11-28.1"), {"half.pdf": b"half"})
    publish()
    assert [name for name, _, _ in packages.listing(archive.folder("bulletin", "2026-11-28.1"))] == [
        "boletin.pdf"
    ]


def test_no_file_is_handed_out_from_beside_a_publication():
    made = publish()
    for name in ("../../../register.sqlite3", "nothing.pdf", "", "."):
        with pytest.raises(FileNotFoundError):
            archive.file("bulletin", made.version, name)


def test_nothing_is_published_in_the_beginning():
    assert published.latest() is None
    assert published.releases() == []
    assert published.release("2026-11-28.1") is None
