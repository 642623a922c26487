from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.audit import permissions


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (SimpleNamespace(is_authenticated=True, is_active=True, role="auditor"), True),
        # the administrator, whose deeds the account tells, does not read it
        (SimpleNamespace(is_authenticated=True, is_active=True, role="system_administrator"), False),
        (SimpleNamespace(is_authenticated=True, is_active=False, role="auditor"), False),
        (AnonymousUser(), False),
    ],
)
def test_only_the_auditor_reads_the_account(user, expected: bool) -> None:
    assert permissions.can_read_account(user) is expected
