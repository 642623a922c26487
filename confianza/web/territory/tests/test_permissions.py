import pytest
from django.contrib.auth.models import AnonymousUser

from confianza.web.accounts.models import Role
from confianza.web.territory import permissions, queries
from tests.support.people import standing_as

STEWARDS = {Role.ANALYST, Role.SYSTEM_ADMINISTRATOR}


@pytest.mark.parametrize("role", list(Role))
def test_everyone_reads_stewards_import_and_analysts_decide_names(role):
    user = standing_as(role)
    assert permissions.can_read(user)
    assert permissions.can_import(user) == (role in STEWARDS)
    assert permissions.can_decide_names(user) == (role == Role.ANALYST)


@pytest.mark.parametrize("role", sorted(STEWARDS))
def test_who_works_in_one_town_does_not_draw_the_borders_of_others(role, person, valle):
    assert not permissions.can_import(person(role, area=queries.area("municipality-0101")))
    assert permissions.can_import(person(role))


def test_a_name_is_decided_by_who_works_where_it_was_told(person, valle):
    town, zone, neighbour, department = map(
        queries.area, ("municipality-0101", "zone-0101-01", "municipality-0102", "department-01")
    )
    ana = person(Role.ANALYST, area=town)
    told_in = {
        where: permissions.can_decide_within(ana, where)
        for where in (town, zone, neighbour, department, None)
    }
    assert [where for where, may in told_in.items() if may] == [town, zone]


@pytest.mark.parametrize(
    "nobody",
    [AnonymousUser(), standing_as(Role.ANALYST, active=False)],
    ids=["stranger", "closed account"],
)
def test_strangers_and_closed_accounts_may_nothing(nobody):
    assert not permissions.can_read(nobody)
    assert not permissions.can_import(nobody)
    assert not permissions.can_decide_names(nobody)
