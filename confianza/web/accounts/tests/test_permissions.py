from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role, role_required
from confianza.web.audit import permissions as audit


def someone(role: Role, *, active: bool = True) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, is_active=active, role=role)


@pytest.mark.parametrize(
    ("user", "asked", "expected"),
    [
        # the right role, alone or among others
        (someone(Role.ANALYST), (Role.ANALYST,), True),
        (someone(Role.MAYOR), (Role.ANALYST, Role.MAYOR), True),
        # another role, or none asked for
        (someone(Role.MAYOR), (Role.ANALYST,), False),
        (someone(Role.MAYOR), (), False),
        # the right role in a closed account
        (someone(Role.ANALYST, active=False), (Role.ANALYST,), False),
        # nobody
        (AnonymousUser(), (Role.ANALYST,), False),
    ],
)
def test_a_role_is_had_by_whoever_is_logged_in_with_it(user, asked: tuple[Role, ...], expected: bool) -> None:
    assert has_role(user, *asked) is expected


@pytest.mark.parametrize("role", Role)
def test_a_guarded_view_is_invisible_to_every_other_role(rf, role: Role) -> None:
    guarded = role_required(Role.COMMANDER)(lambda request: HttpResponse("inside"))
    request = rf.get("/")
    request.user = someone(role)
    if role == Role.COMMANDER:
        assert guarded(request).content == b"inside"
    else:
        with pytest.raises(Http404):
            guarded(request)


@pytest.mark.parametrize("role", Role)
def test_of_all_roles_only_the_auditor_reads_the_account(role: Role) -> None:
    assert audit.can_read_account(someone(role)) is (role == Role.AUDITOR)
