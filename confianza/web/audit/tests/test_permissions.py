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


@pytest.mark.django_db
def test_the_account_is_visible_to_an_auditor_of_the_whole_installation_and_to_nobody_else() -> None:
    from confianza.web.audit.actions import COMMAND_LINE, record
    from confianza.web.audit.models import Entry

    record(by=COMMAND_LINE, action="records.bring", subject="upload 1")
    assert Entry.objects.visible_to(standing_as("auditor")).count() == 1
    for user in (
        standing_as("auditor", everywhere=False),
        standing_as("system_administrator"),
        AnonymousUser(),
    ):
        assert not Entry.objects.visible_to(user).exists()
