"""The menu and the home page of every role, as all the rooms together make them."""

import pytest
from django.urls import reverse

from confianza.web.accounts.cast import CAST
from confianza.web.accounts.models import Role
from confianza.web.design import entrances
from confianza.web.design.entrances import Stage

pytestmark = pytest.mark.django_db
ROLES = [member.role for member in CAST]


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_only_doors_that_open(role: Role, workspace, person, signed_in) -> None:
    browser = signed_in(role)
    for entry in (entry for group in entrances.menu_for(person(role)) for entry in group.entries):
        assert browser.get(entry.url).status_code == 200, entry.url_name


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_follows_the_cycle_and_leaves_out_empty_steps(role: Role, person) -> None:
    groups = entrances.menu_for(person(role))
    stages = [group.stage for group in groups]
    assert stages == [stage for stage in Stage if stage in stages]
    assert all(group.entries for group in groups)


def test_the_auditor_finds_the_account_under_the_last_step(person) -> None:
    (account,) = (group for group in entrances.menu_for(person(Role.AUDITOR)) if group.stage is Stage.ACCOUNT)
    assert "audit:entries" in [entry.url_name for entry in account.entries]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_home_page_with_the_most_urgent_first(
    role: Role, workspace, person, signed_in
) -> None:
    page = signed_in(role).get(reverse("accounts:home"))
    assert page.status_code == 200
    orders = [card.order for card in page.context["cards"]]
    assert orders == sorted(orders)
    assert str(person(role).first_name) in page.content.decode()


def test_a_home_page_without_work_teaches_and_shows_the_way_to_the_public_figures(
    workspace, signed_in
) -> None:
    html = signed_in(Role.SCHOOL_DIRECTOR).get(reverse("accounts:home")).content.decode()
    assert "Hoy no le espera nada" in html
    assert 'class="empty"' in html
