"""What everybody may know of the tip line."""

from datetime import date

import pytest

from confianza.web.tips import published
from confianza.web.tips.models import Channel, Group, Tally

pytestmark = pytest.mark.django_db


def tally(month, group, what, count, channel=Channel.WEB):
    Tally.objects.create(month=month, group=group, channel=channel, what=what, count=count)


def test_the_public_sees_months_and_counts_without_the_channel(monkeypatch):
    monkeypatch.setattr(published.timezone, "localdate", lambda: date(2026, 11, 28))
    tally("2026-04", Group.CRIME, "received", 20)
    tally("2026-04", Group.CRIME, "received", 6, Channel.SMS)
    tally("2026-04", Group.CRIME, "arrest", 9)
    tally("2026-04", Group.POLICE, "received", 3)
    told = published.counts(["arrest", "unfounded"])
    received = {cell.of: cell.count for cell in told.received if cell.month == "2026-04"}
    assert received["police"] is None
    assert 3 not in received.values()
    assert {cell.of: cell.count for cell in told.outcomes if cell.month == "2026-04"}["arrest"] == 9


def test_without_tips_there_is_nothing_to_publish():
    assert published.counts(["arrest"]) == published.Counts((), ())
