"""Who may do what with a prevention plan, and how often many of them ask the register."""

import pytest

from confianza.web.accounts.models import Role
from confianza.web.community.actions import bodies
from confianza.web.plans import permissions
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.models import (
    Commitment,
    Objective,
    PlanState,
    PreventionPlan,
)
from confianza.web.plans.tests.planning import SOON, TODAY, YEAR, met, words

# Whether: sees the plan, writes it, writes down its vote.
MAY = {
    "mayor": (True, True, False),
    "elena": (True, True, True),
    "commander": (True, False, False),
    "officer": (True, False, False),
    "analyst": (True, False, False),
    "donor": (True, False, False),
    "director": (False, False, False),
    "elsewhere": (False, False, False),
    "nobody": (False, False, False),
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_do_what_with_a_plan(plan, people, as_person, who) -> None:
    person, (sees, writes, tells) = getattr(people, who), MAY[who]
    address, browser = f"/planes/prevencion/{plan.pk}/", as_person(person)
    assert (browser.get(address).status_code == 200) is sees
    assert (browser.get(f"{address}editar/").status_code == 200) is writes
    assert (browser.post(f"{address}pasos/account/", {"text": "x"}).status_code == 302) is writes
    assert permissions.tells_votes(person, plan) is tells
    actions.propose(plan=plan, why="Ya", by=people.mayor)
    assert (browser.get(f"{address}asamblea/").status_code == 200) is (sees and tells)
    assert (browser.post(f"{address}retomar/", {"words": "x"}).status_code == 302) is writes


def test_what_does_not_exist_is_not_there(signed_in, people, as_person, db) -> None:
    mayor = as_person(people.mayor)
    for address in ("987654/", "987654/versiones/1/", "987654/trimestres/2026-Q1/", "987654/pasos/account/"):
        assert mayor.get(f"/planes/prevencion/{address}").status_code == 404
    assert signed_in(Role.AUDITOR).get("/planes/prevencion/").status_code == 404


def test_two_hundred_plans_ask_the_register_no_more_often(
    towns, council, people, as_person, django_assert_max_num_queries
) -> None:
    plans = PreventionPlan.objects.bulk_create(
        PreventionPlan(
            area=towns.here, body=council, kind="municipal", title=f"Plan {n}", begins_on=TODAY,
            ends_on=TODAY + YEAR, keeper=people.mayor, written_by="x",
        )
        for n in range(200)
    )  # fmt: skip
    aims = Objective.objects.bulk_create(
        Objective(plan=each, number=n, text=f"Objetivo {n}", by_on=SOON) for each in plans for n in (1, 2)
    )
    Commitment.objects.bulk_create(
        Commitment(
            area=towns.here, objective=aims[n % len(aims)], what=f"Cosa {n}", whose="police",
            owner_name="x", due_on=SOON, first_due_on=SOON, promised_by="x",
        )
        for n in range(1000)
    )  # fmt: skip
    browser = as_person(people.mayor)
    with django_assert_max_num_queries(40):
        assert browser.get("/planes/prevencion/").status_code == 200
    with django_assert_max_num_queries(60):
        assert browser.get(f"/planes/prevencion/{plans[0].pk}/").status_code == 200


def test_the_secretary_of_the_council_writes_down_the_vote_without_any_role(
    plan, council, people, as_person
) -> None:
    bodies.give_seat(body=council, username=people.nobody.username, duty="secretary", by=people.elena)
    bodies.give_seat(body=council, username=people.director.username, duty="member", by=people.elena)
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    meeting = met(council, people, proposed=8)
    secretary, member = as_person(people.nobody), as_person(people.director)
    address = f"/planes/prevencion/{plan.pk}/"
    assert "Un curso de soldadura" in words(secretary.get(address))
    assert member.get(address).status_code == 200
    assert member.get(f"{address}asamblea/").status_code == 404
    assert secretary.get(f"{address}editar/").status_code == 404
    sent = {"meeting": str(meeting.pk), "in_favour": "20", "against": "1", "abstained": "0"}
    assert secretary.post(f"{address}asamblea/", sent).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED
