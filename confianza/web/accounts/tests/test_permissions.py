import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.audit import permissions as audit
from confianza.web.territory import permissions as territory
from tests.support.people import standing_as


@pytest.mark.parametrize(
    ("user", "asked", "expected"),
    [
        # the right role, alone or among others
        (standing_as(Role.ANALYST), (Role.ANALYST,), True),
        (standing_as(Role.MAYOR), (Role.ANALYST, Role.MAYOR), True),
        # another role, or none asked for
        (standing_as(Role.MAYOR), (Role.ANALYST,), False),
        (standing_as(Role.MAYOR), (), False),
        # the right role in a closed account
        (standing_as(Role.ANALYST, active=False), (Role.ANALYST,), False),
        # nobody
        (AnonymousUser(), (Role.ANALYST,), False),
    ],
    ids=["alone", "among others", "another", "none asked for", "closed", "nobody"],
)
def test_a_role_is_had_by_whoever_is_logged_in_with_it(user, asked: tuple[Role, ...], expected: bool) -> None:
    assert has_role(user, *asked) is expected


@pytest.mark.parametrize("role", Role)
def test_of_all_roles_only_the_auditor_reads_the_account(role: Role) -> None:
    assert audit.can_read_account(standing_as(role)) is (role == Role.AUDITOR)


def test_the_floors_below_call_the_roles_by_the_same_names() -> None:
    assert (territory.ANALYST, territory.SYSTEM_ADMINISTRATOR) == (Role.ANALYST, Role.SYSTEM_ADMINISTRATOR)
    assert audit.READER == Role.AUDITOR
