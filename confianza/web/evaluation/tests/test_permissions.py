"""Who designs, computes, criticises and reads: the whole table."""

import pytest

from confianza.web.accounts.models import Role
from confianza.web.evaluation import permissions
from confianza.web.evaluation.tests import dossiers

pytestmark = pytest.mark.django_db

READS = {
    Role.ANALYST, Role.PROGRAMME_MANAGER, Role.NATIONAL_COORDINATOR, Role.COMMANDER, Role.MAYOR,
}  # fmt: skip
WORKS = {Role.ANALYST, Role.PROGRAMME_MANAGER, Role.NATIONAL_COORDINATOR}
KEEPS = {Role.ANALYST, Role.PROGRAMME_MANAGER}
CRITICISES = {Role.ANALYST, Role.NATIONAL_COORDINATOR}
COMPUTES = {Role.ANALYST}


@pytest.mark.parametrize("role", Role)
def test_by_role_where_the_person_works(role, towns, person):
    one, who = dossiers.computed(towns.here), person(role, area=towns.here)
    assert permissions.can_read_evaluations(who) == (role in READS)
    assert permissions.can_work_on_evaluations(who) == permissions.works_on(who, one) == (role in WORKS)
    assert permissions.can_keep_evaluations(who) == permissions.keeps(who, one) == (role in KEEPS)
    assert permissions.criticises(who, one) == (role in CRITICISES)
    assert permissions.computes(who, one) == (role in COMPUTES)


@pytest.mark.parametrize("role", Role)
def test_nobody_elsewhere_may_anything(role, towns, person):
    one, who = dossiers.computed(towns.here), person(role, area=towns.there)
    may = (permissions.works_on, permissions.keeps, permissions.criticises, permissions.computes)
    assert not any(each(who, one) for each in may)


def test_who_had_a_hand_in_it_is_no_critic(towns, person):
    ana, leonel = person(Role.ANALYST, area=towns.here), person(Role.NATIONAL_COORDINATOR)
    one = dossiers.computed(towns.here, by=ana)
    assert not permissions.criticises(ana, one)
    assert permissions.criticises(leonel, one)
