import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.audit import permissions
from tests.support.people import standing_as


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (standing_as("auditor"), True),
        # the administrator, whose deeds the account tells, does not read it
        (standing_as("system_administrator"), False),
        # the account tells of every town
        (standing_as("auditor", everywhere=False), False),
        (standing_as("auditor", active=False), False),
        (AnonymousUser(), False),
    ],
    ids=["auditor", "administrator", "a town's auditor", "closed account", "stranger"],
)
def test_only_the_auditor_reads_the_account(user, expected: bool) -> None:
    assert permissions.can_read_account(user) is expected
