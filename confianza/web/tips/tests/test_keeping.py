"""What nobody needs any more is destroyed, what two people hold is not."""

import itertools
import os
import sqlite3
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry as Deed
from confianza.web.tips import media
from confianza.web.tips.actions import keeping, shredding
from confianza.web.tips.models import Conversation, Hold, SeenMessage, Tip, Unit, UnitKey, Voucher
from confianza.web.tips.queries import keeping as queries
from confianza.web.tips.rules import holds
from confianza.web.tips.tests import rows

YESTERDAY = timedelta(days=-1)
OF_NO_TIP = {"Unit", "UnitKey", "Membership", "KeyGrant", "Posting", "Badge", "Tally", "Voucher"}
OF_NO_TIP |= {"SeenMessage", "EscrowHolder", "EscrowShare", "EscrowOpening", "Hold"}


@pytest.fixture
def operator(person):
    return person(Role.TIP_OPERATOR)


@pytest.fixture
def colleague(person):
    return person(Role.INTERNAL_CONTROL)


def _counted():
    return {model.__name__: model.objects.count() for model in apps.get_app_config("tips").get_models()}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_nothing_that_belongs_to_a_destroyed_tip_remains(workspace, operator, committed):
    kept, gone = rows.whole(operator), rows.whole(operator, delete_on=rows.today() + YESTERDAY)
    before = _counted()
    with committed():
        purged = keeping.purge(by=operator)
    after = _counted()
    assert (purged.tips, purged.files) == (1, 2)
    assert {name for name, count in before.items() if count} - OF_NO_TIP >= {
        "Tip", "KeyWrap", "Message", "Attachment", "Entry", "EvidenceRequest", "Coincidence", "Conversation",
        "RewardCase", "RewardVote",
    }  # fmt: skip
    assert {name: after[name] for name in set(before) - OF_NO_TIP} == {
        name: before[name] // 2 for name in set(before) - OF_NO_TIP
    }
    assert not Tip.objects.filter(pk=gone.pk).exists()
    files = {file.name for file in media.folder(workspace.root).iterdir() if file.is_file()}
    left = kept.attachments.get()
    assert files == {left.clean_file, left.original_file}


def test_units_and_their_keys_outlive_the_tips(workspace, operator):
    rows.whole(operator, delete_on=rows.today())
    before = Unit.objects.count(), UnitKey.objects.count()
    keeping.purge(by=operator)
    assert before == (Unit.objects.count(), UnitKey.objects.count())


def test_a_tip_stays_until_its_day(workspace, operator):
    rows.bare(delete_on=rows.today() + timedelta(days=1))
    rows.bare()
    assert keeping.purge(by=operator).tips == 0
    assert Tip.objects.count() == 2


def test_the_account_tells_how_many_were_destroyed_and_not_which(workspace, operator):
    tip = rows.bare(delete_on=rows.today())
    keeping.purge(by=operator)
    deed = Deed.objects.get(action="tips.purge")
    assert deed.details == {"tips": 1, "files": 0}
    assert str(tip.pk) not in f"{deed.subject} {deed.details}"


def test_two_people_hold_a_tip_that_would_be_destroyed(workspace, operator, colleague):
    tip = rows.bare(delete_on=rows.today())
    hold = keeping.ask_hold(tip=tip, by=operator)
    assert keeping.purge(by=operator).held == 1
    with pytest.raises(holds.HoldRefused):
        keeping.confirm_hold(hold=hold, by=operator)
    keeping.confirm_hold(hold=hold, by=colleague)
    hold.refresh_from_db()
    assert (hold.confirmed_by, hold.review_on) == (colleague, holds.review_day(rows.today()))
    assert keeping.purge(by=operator).tips == 0
    keeping.release_hold(hold=hold, by=colleague)
    assert keeping.purge(by=operator).tips == 1
    assert not Hold.objects.exists()


def test_a_hold_nobody_renews_ends_at_its_review(workspace, operator, colleague):
    tip = rows.bare(delete_on=rows.today())
    rows.held(tip, operator, confirmed_by=colleague, review_on=rows.today())
    assert keeping.purge(by=operator).tips == 1


def test_what_the_register_holds_back_is_what_the_rule_says(operator, colleague):
    days = [rows.today() + timedelta(days=each) for each in (-200, -8, -7, -6, 0, 1)]
    for asked, confirmed, review, released in itertools.product(
        days, (None, colleague), days, (None, days[0])
    ):
        rows.held(
            rows.bare(delete_on=rows.today()), operator, asked_on=asked, confirmed_by=confirmed,
            review_on=review if confirmed else None, released_on=released,
        )  # fmt: skip
    held = set(queries.held_back(rows.today()).values_list("pk", flat=True))
    assert held == {
        hold.tip_id for hold in Hold.objects.all() if holds.keeps(queries.facts_of(hold), rows.today())
    }
    assert held


def test_files_no_row_knows_are_destroyed_a_day_later(workspace, operator, monkeypatch):
    tip = rows.whole(operator)
    stray = media.folder(workspace.root) / media.new_name()
    stray.write_bytes(b"x" * 100)
    draft = media.drafts(workspace.root) / media.new_name()
    draft.write_bytes(b"x")
    assert shredding.shred_left_behind(by=operator) == 0
    monkeypatch.setattr(shredding, "A_DAY", -10)
    assert shredding.shred_left_behind(by=operator) == 1
    left = tip.attachments.get()
    known = {left.clean_file, left.original_file, media.DRAFTS}
    assert {file.name for file in media.folder(workspace.root).iterdir()} == known
    assert draft.exists()


def test_a_destroyed_file_is_overwritten_before_its_name_goes(workspace):
    place = media.folder(workspace.root) / media.new_name()
    place.write_bytes(b"secreto" * 1000)
    second = workspace.root / "second"
    second.hardlink_to(place)
    assert media.destroy(workspace.root, [place.name, "nadie"]) == 1
    assert not place.exists()
    assert second.read_bytes() == b""


def test_what_is_left_over_is_found(workspace):
    place = media.folder(workspace.root) / media.new_name()
    place.write_bytes(b"a" * 50 + b"needle" + b"b" * 50)
    assert shredding.still_found(pieces=[b"needle", b"nowhere"], by=None) == 1


def test_talks_numbers_and_vouchers_nobody_needs_go_too(workspace, operator):
    today = rows.today()
    tip = rows.bare()
    Conversation.objects.create(tip=tip, token=b"1", sealed=b"", ends_on=today + YESTERDAY)
    Conversation.objects.create(tip=tip, token=b"2", sealed=b"", ends_on=today)
    SeenMessage.objects.create(token=b"1", seen_on=today - timedelta(days=3))
    SeenMessage.objects.create(token=b"2", seen_on=today)
    for place, (paid, until) in enumerate([(-401, 0), (-400, 0), (None, -31), (None, -30)], start=1):
        paid_on = None if paid is None else today + timedelta(days=paid)
        Voucher.objects.create(
            lookup=bytes([place]), band="a", valid_from=today, valid_until=today + timedelta(days=until),
            paid_on=paid_on,
        )  # fmt: skip
    keeping.purge(by=operator)
    assert [bytes(one.token) for one in Conversation.objects.all()] == [b"2"]
    assert [bytes(one.token) for one in SeenMessage.objects.all()] == [b"2"]
    assert {bytes(one.lookup) for one in Voucher.objects.all()} == {bytes([2]), bytes([4])}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its rows elsewhere")
def test_a_register_opened_as_the_service_opens_it_keeps_no_byte_of_what_was_deleted(tmp_path, settings):
    place = tmp_path / "register.sqlite3"
    register = sqlite3.connect(place, isolation_level=None)
    register.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    register.execute("CREATE TABLE sealed (id TEXT PRIMARY KEY, lookup BLOB UNIQUE, body BLOB)")
    told = [(os.urandom(16).hex(), os.urandom(32), os.urandom(size)) for size in (80, 300, 4200, 17_000) * 12]
    register.executemany("INSERT INTO sealed VALUES (?, ?, ?)", told)
    gone = told[::3]
    register.executemany("DELETE FROM sealed WHERE id = ?", [(each,) for each, *_ in gone])
    assert any(_stands(place, row) for row in gone)
    register.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not [row for row in gone if _stands(place, row)]
    assert all(_stands(place, row) for row in told if row not in gone)


def _stands(place, row):
    content = b"".join(place.with_name(place.name + end).read_bytes() for end in ("", "-wal", "-shm"))
    name, lookup, body = row
    return name.encode() in content or lookup in content or body[:48] in content
