import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.accounts.models import Purpose, Role
from confianza.web.records import permissions
from tests.support.people import standing_as

READERS = {Role.ANALYST, Role.NATIONAL_COORDINATOR, Role.MAYOR, Role.COMMANDER}
RECORD_PERMISSIONS = (
    permissions.can_read_records,
    permissions.can_upload,
    permissions.can_read_cases,
    permissions.can_hold_meetings,
    permissions.can_link,
)


@pytest.mark.parametrize("role", Role)
def test_four_roles_read_deliveries(role):
    assert permissions.can_read_deliveries(standing_as(role)) == (role in READERS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("may", RECORD_PERMISSIONS)
def test_only_the_analyst_reads_records_and_brings_files(role, may):
    assert may(standing_as(role)) == (role == Role.ANALYST)


@pytest.mark.parametrize("role", Role)
def test_the_analyst_and_the_national_coordinator_look_at_pairs(role):
    allowed = role in {Role.ANALYST, Role.NATIONAL_COORDINATOR}
    assert permissions.can_review(standing_as(role)) == allowed


@pytest.mark.parametrize("may", [*RECORD_PERMISSIONS, permissions.can_review])
def test_who_is_an_analyst_to_plan_prevention_reads_no_single_record(may):
    planner = standing_as(Role.ANALYST, purpose=Purpose.PREVENTION)
    assert permissions.can_read_deliveries(planner)
    assert not may(planner)


@pytest.mark.parametrize(
    "may", [permissions.can_read_deliveries, permissions.can_review, *RECORD_PERMISSIONS]
)
def test_nobody_without_an_active_account_may_do_anything(may):
    assert not may(AnonymousUser())
    assert not may(standing_as(Role.ANALYST, active=False))
