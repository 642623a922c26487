import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.accounts.models import Role
from confianza.web.territory import permissions
from tests.support.people import standing_as

STEWARDS = {Role.ANALYST, Role.SYSTEM_ADMINISTRATOR}


@pytest.mark.parametrize("role", list(Role))
def test_everyone_reads_stewards_import_and_analysts_decide_names(role):
    user = standing_as(role)
    assert permissions.can_read(user)
    assert permissions.can_import(user) == (role in STEWARDS)
    assert permissions.can_decide_names(user) == (role == Role.ANALYST)


@pytest.mark.parametrize(
    "nobody",
    [AnonymousUser(), standing_as(Role.ANALYST, active=False)],
    ids=["stranger", "closed account"],
)
def test_strangers_and_closed_accounts_may_nothing(nobody):
    assert not permissions.can_read(nobody)
    assert not permissions.can_import(nobody)
    assert not permissions.can_decide_names(nobody)
