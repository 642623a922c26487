import pytest

from confianza.web.accounts.models import Role
from confianza.web.observatory import permissions

MAY_SEE = {
    Role.ANALYST: True,
    Role.BEAT_OFFICER: True,
    Role.COMMANDER: True,
    Role.CRIMINAL_INFORMATION_ANALYST: False,
    Role.VICTIM_SUPPORT: False,
    Role.INTERNAL_CONTROL: False,
    Role.MAYOR: True,
    Role.COMMUNITY_RELATIONS: True,
    Role.PROGRAMME_MANAGER: True,
    Role.SCHOOL_DIRECTOR: False,
    Role.TIP_OPERATOR: False,
    Role.NATIONAL_COORDINATOR: True,
    Role.SYSTEM_ADMINISTRATOR: False,
    Role.AUDITOR: False,
}
PAGES = (
    "/observatorio/",
    "/observatorio/origen/",
    "/observatorio/tabla/areas.csv",
    "/observatorio/delito/homicide/",
)


@pytest.mark.parametrize("role", Role)
def test_who_may_see_figures(role, person):
    assert permissions.can_see_figures(person(role)) == MAY_SEE[role]


def test_an_account_that_was_closed_sees_nothing(person):
    mayor = person(Role.MAYOR)
    mayor.is_active = False
    assert not permissions.can_see_figures(mayor)


@pytest.mark.parametrize("page", PAGES)
def test_others_get_a_page_that_does_not_exist(page, marta_the_administrator, workspace):
    assert marta_the_administrator.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_in_particular_is_asked_to_log_in(page, client, db):
    assert client.get(page).status_code == 302
