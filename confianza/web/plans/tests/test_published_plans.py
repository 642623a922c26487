"""What everybody may see of promises and plans, and what nobody learns from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.community.actions import requests as asking
from confianza.web.plans.actions import commitments as promising
from confianza.web.plans.actions import prevention as planning
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import Commitment, CycleStep, PlanVersion, PreventionPlan
from confianza.web.plans.published import commitments, prevention
from confianza.web.plans.queries import prevention as queries

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=9)
YEAR = timedelta(days=365)


NOTHING = Cause()


def promise(area, people, *, text="", owner=None, owner_name="Obras", cause=NOTHING):
    made = promising.promise(
        area=area, what="Lo que se dijo entre nosotros", whose="municipality", owner=owner,
        owner_name="" if owner else owner_name, due_on=SOON, cause=cause, by=people.mayor,
    )  # fmt: skip
    promising.publish(commitment=made, text=text, by=people.mayor)
    return made


@pytest.fixture
def plan(towns, council, people):
    made = planning.write(
        area=towns.here, kind="community", title="Plan", summary="Para todos.", body=council,
        begins_on=TODAY - YEAR, ends_on=TODAY + YEAR, by=people.mayor,
    )  # fmt: skip
    for step in CycleStep:
        planning.write_chapter(plan=made, step=step, text="Así", by=people.mayor)
    aim = planning.aim(plan=made, text="Luz", by_on=SOON, by=people.mayor)
    promise(towns.here, people, owner=people.mayor, cause=Cause(objective=aim))
    return made


def test_only_public_words_of_a_promise_are_told_and_nobody_is_named(towns, people) -> None:
    promise(towns.here, people, text="")
    promise(towns.here, people, text="Seis lámparas", owner=people.mayor)
    (told,) = commitments.promised()
    assert told.text == "Seis lámparas"
    assert people.mayor.display_name not in str(told)
    assert "entre nosotros" not in str(told)
    assert told.who == "La municipalidad"


def test_a_promise_tells_what_was_asked_only_in_public_words(council, towns, people) -> None:
    asked = asking.ask(
        body=council, what="Dijo doña X", theme="school", whose="municipality", by=people.elena
    )
    promise(towns.here, people, text="Un portón", cause=Cause(request=asked))
    assert commitments.promised()[0].asked == ""
    asking.publish(request=asked, text="Que haya un portón", by=people.elena)
    assert commitments.promised()[0].asked == "Que haya un portón"


def test_of_an_area_and_all_that_lies_in_it(towns, people) -> None:
    promise(towns.ward, people, text="En el barrio")
    promise(towns.there, people, text="Allá")
    assert [each.text for each in commitments.promised([towns.here.stable_id])] == ["En el barrio"]
    assert [each.text for each in commitments.promised([towns.there.stable_id])] == ["Allá"]


def test_what_is_late_and_what_was_kept_is_told(towns, people) -> None:
    late, kept = (promise(towns.here, people, text=text) for text in ("Tarde", "Hecho"))
    promising.move(commitment=kept, to="kept", words="Acta 3", by=people.mayor)
    yesterday = TODAY - timedelta(days=1)
    Commitment.objects.filter(pk__in=[late.pk, kept.pk]).update(due_on=yesterday, first_due_on=yesterday)
    told = {each.text: each for each in commitments.promised()}
    assert told["Tarde"].is_late
    assert told["Hecho"].was_kept_late
    found = commitments.kept()
    assert (found.due, found.kept_late, found.waiting) == (2, 1, 1)


def test_a_draft_is_told_to_nobody_and_what_was_taken_back_neither(plan, people) -> None:
    assert prevention.plans() == []
    assert prevention.plan(plan.pk) is None
    planning.propose(plan=plan, why="Ya", by=people.mayor)
    told = prevention.plan(plan.pk)
    assert told.version.sha256 == queries.digest(told.version.content)
    assert not told.is_approved
    assert people.mayor.display_name not in str(told.version.content)
    planning.take_back(plan=plan, words="Falta algo", by=people.mayor)
    assert prevention.plans() == []


def test_what_was_approved_stays_what_everybody_reads_while_it_is_written_anew(plan, people) -> None:
    planning.propose(plan=plan, why="Ya", by=people.mayor)
    PlanVersion.objects.update(approved_on=None, refused_on=TODAY)
    assert prevention.plans() == []
    PreventionPlan.objects.update(state="approved")
    held = plan.versions.get()
    held.refused_on, held.approved_on, held.meeting = None, TODAY, _meeting(plan, people)
    held.in_favour, held.against, held.abstained = 9, 1, 0
    held.save()
    plan.refresh_from_db()
    planning.write_chapter(plan=plan, step="account", text="Todavía en borrador", by=people.mayor)
    (told,) = prevention.plans()
    assert "Todavía en borrador" not in str(told)
    planning.propose(plan=plan, why="Otra", by=people.mayor)
    (told,) = prevention.plans([plan.area.stable_id])
    assert (told.version.number, told.before.number) == (1, 2)


def test_two_hundred_plans_are_told_by_the_same_few_questions(
    towns, people, django_assert_max_num_queries
) -> None:
    plans = PreventionPlan.objects.bulk_create(
        PreventionPlan(
            area=towns.here, kind="municipal", title=f"Plan {n}", begins_on=TODAY, ends_on=TODAY + YEAR,
            keeper=people.mayor, written_by="x", state="proposed",
        )
        for n in range(200)
    )  # fmt: skip
    PlanVersion.objects.bulk_create(
        PlanVersion(
            plan=each, number=1, content=queries.content(each), sha256="0" * 64, why="x", proposed_by="x"
        )
        for each in plans[:5]
    )
    with django_assert_max_num_queries(12):
        assert len(prevention.plans()) == 5


def _meeting(plan, people):
    from confianza.web.community.actions import meetings

    return meetings.call(
        body=plan.body, theme="school", starts_at=timezone.now(), place="Plaza", by=people.elena
    )
