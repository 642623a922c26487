"""The clock of the demo shows another day inside of its block, and today's outside."""

from datetime import date, timedelta

from django.utils import timezone

from confianza.demo import clock
from confianza.web.plans.models import Commitment

DAY = date(2026, 3, 4)


def test_inside_it_is_another_day_and_outside_today() -> None:
    before = timezone.localdate()
    with clock.on(DAY):
        assert timezone.localdate() == DAY
        with clock.on(DAY - timedelta(days=7)):
            assert timezone.localdate() == DAY - timedelta(days=7)
        assert timezone.localdate() == DAY
    assert timezone.localdate() >= before


def test_moments_are_still_moments_inside() -> None:
    outside = timezone.now()
    with clock.on(DAY):
        assert timezone.template_localtime(outside) == outside
        assert timezone.localdate(outside) == timezone.localdate(outside)


def test_the_defaults_of_tables_follow() -> None:
    with clock.on(DAY):
        assert timezone.localdate(Commitment().promised_at) == DAY
