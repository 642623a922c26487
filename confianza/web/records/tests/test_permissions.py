import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.accounts.models import Role, User
from confianza.web.records import permissions

READERS = {Role.ANALYST, Role.NATIONAL_COORDINATOR, Role.MAYOR, Role.COMMANDER}


@pytest.mark.parametrize("role", Role)
def test_four_roles_read_deliveries(role):
    assert permissions.can_read_deliveries(User(role=role)) == (role in READERS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("may", [permissions.can_read_records, permissions.can_upload])
def test_only_the_analyst_reads_records_and_brings_files(role, may):
    assert may(User(role=role)) == (role == Role.ANALYST)


@pytest.mark.parametrize(
    "may", [permissions.can_read_deliveries, permissions.can_read_records, permissions.can_upload]
)
def test_nobody_without_an_active_account_may_do_anything(may):
    assert not may(AnonymousUser())
    assert not may(User(role=Role.ANALYST, is_active=False))
    assert not may(User(role=Role.SYSTEM_ADMINISTRATOR, is_superuser=True))
