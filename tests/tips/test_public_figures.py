"""What everybody may know of the tip line: whole months, and never fewer than five."""

from datetime import date

import pytest
from django.urls import reverse

from confianza.web.tips.models import Tally


@pytest.fixture
def counted(db):
    def count(month, received, **ends):
        rows = {"received": received, **ends}
        for what, number in rows.items():
            Tally.objects.create(month=month, group="other", channel="web", what=what, count=number)

    return count


def page(client):
    return client.get(reverse("public_site:tip_line")).content.decode()


def test_months_that_are_over_are_told_with_what_came_of_them(client, counted):
    counted("2026-01", 40, answered_3=25, answered_later=15, arrest=12, nothing_found=28)
    said = page(client)
    assert "enero de 2026" in said
    for number in (40, 25, 15, 12, 28):
        assert f">{number}<" in said


def test_fewer_than_five_are_not_told(client, counted):
    counted("2026-01", 3, arrest=3)
    said = page(client)
    assert ">3<" not in said
    assert "menos de cinco" in said


def test_a_month_under_way_is_not_told(client, counted):
    from django.utils import timezone

    counted(f"{timezone.localdate():%Y-%m}", 40)
    assert "40" not in page(client)


def test_without_a_month_the_page_says_what_will_stand_there(client, db):
    assert "empty" in page(client)
    assert date.today().isoformat() not in page(client)
