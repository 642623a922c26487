"""A prevention plan from its first word to its quarters, as the people of a small town take it there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies, meetings
from confianza.web.community.models import Body
from confianza.web.plans.actions import commitments
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.models import (
    Commitment,
    CycleStep,
    Objective,
    PlanState,
    PlanVersion,
    PreventionPlan,
)
from confianza.web.plans.queries import prevention as queries
from confianza.web.plans.queries import quarter
from confianza.web.plans.rules import quarters
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.plans.tests.planning import SOON, TODAY, YEAR, met, promised, refusal, vote, words


def test_a_plan_is_written_step_by_step_on_its_pages(towns, council, people, as_person) -> None:
    mayor = as_person(people.mayor)
    address = f"/planes/prevencion/nuevo/?lugar={towns.here.stable_id}"
    told = {
        "kind": "youth",
        "title": "Agenda joven",
        "body": str(council.pk),
        "summary": "Qué hay para jóvenes.",
        "begins_on": TODAY.isoformat(),
        "ends_on": (TODAY - YEAR).isoformat(),
    }
    page = mayor.post(address, told)
    assert "termina después de empezar" in words(page)
    assert "Agenda joven" in page.content.decode()
    assert mayor.post(address, told | {"ends_on": (TODAY + YEAR).isoformat()}).status_code == 302
    plan = PreventionPlan.objects.get()
    page = mayor.post(f"/planes/prevencion/{plan.pk}/proponer/", {"why": "Ya"})
    assert "cada uno de los seis pasos" in words(page)
    for step in CycleStep:
        mayor.post(f"/planes/prevencion/{plan.pk}/pasos/{step}/", {"text": f"Esto es {step}"})
    mayor.post(
        f"/planes/prevencion/{plan.pk}/objetivos/nuevo/",
        {"text": "Aprendices", "gives": "jobs", "target": "25", "by_on": SOON.isoformat()},
    )
    page = mayor.post(f"/planes/prevencion/{plan.pk}/proponer/", {"why": "Ya"})
    assert "alguien tiene que comprometerse" in words(page)
    aim = plan.objectives.get()
    back = mayor.post(
        f"/planes/compromisos/nuevo/?objetivo={aim.pk}",
        {
            "what": "Diez aprendices en talleres", "whose": "municipality", "owner": str(people.mayor.pk),
            "due_on": SOON.isoformat(), "people": "10",
        },
    )  # fmt: skip
    assert back["Location"] == f"/planes/prevencion/{plan.pk}/"
    assert mayor.post(f"/planes/prevencion/{plan.pk}/proponer/", {"why": "Ya"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.PROPOSED
    assert "Esto es diagnostic" in words(mayor.get(f"/planes/prevencion/{plan.pk}/versiones/1/"))


def test_what_is_proposed_is_frozen_word_for_word(plan, people) -> None:
    version = actions.propose(plan=plan, why="Está listo", by=people.mayor)
    assert version.sha256 == queries.digest(version.content)
    assert refusal(actions.write_chapter, plan=plan, step="account", text="Otra cosa", by=people.mayor) == (
        "before_the_meeting"
    )
    assert version.content["objectives"][0]["promises"][0]["what"] == "Un curso de soldadura"


def test_a_version_names_no_account_and_tells_no_count_of_crime(plan, people) -> None:
    Objective.objects.create(
        plan=plan, number=2, text="Menos robos", indicator="robbery", baseline=137, target=110, by_on=SOON
    )
    told = queries.content(plan)
    text = str(told)
    assert people.mayor.display_name not in text
    assert people.mayor.username not in text
    assert "137" not in text
    assert "110" not in text
    assert told["objectives"][1]["per_cent"] == -20


def test_an_open_meeting_approves_it_and_another_version_shows_what_it_changes(
    approved, council, people, as_person
) -> None:
    approved.refresh_from_db()
    assert approved.state == PlanState.APPROVED
    mayor = as_person(people.mayor)
    assert "20 a favor, 3 en contra" in words(mayor.get(f"/planes/prevencion/{approved.pk}/"))
    assert refusal(actions.propose, plan=approved, why="Otra vez", by=people.mayor) == "nothing_new"
    actions.write_chapter(plan=approved, step="account", text="Cada mes en la plaza.", by=people.mayor)
    actions.propose(plan=approved, why="Cuentas cada mes", by=people.mayor)
    page = mayor.get(f"/planes/prevencion/{approved.pk}/versiones/2/")
    assert "<ins>Cada mes en la plaza</ins>" in re.sub(r"\s+", " ", page.content.decode())
    assert "Qué cambia en la versión 1" in words(page)
    assert queries.in_force(approved).number == 1
    PlanVersion.objects.filter(number=2).update(proposed_at=timezone.now() - timedelta(days=5))
    vote(approved, met(council, people), people.elena, yes=3, no=9, said="Primero las lámparas")
    approved.refresh_from_db()
    assert approved.state == PlanState.APPROVED
    assert queries.in_force(approved).number == 1
    assert "Primero las lámparas" in words(mayor.get(f"/planes/prevencion/{approved.pk}/"))


def test_what_the_meeting_refuses_goes_back_to_be_written(plan, council, people) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    meeting = met(council, people, proposed=8)
    told = {"plan": plan, "meeting": meeting, "by": people.elena, "yes": 5, "no": 5}
    with pytest.raises(StepRefused, match="say_what_was_said"):
        vote(**told)
    version = vote(**told, said="Faltan fechas")
    plan.refresh_from_db()
    assert (plan.state, version.approved_on, version.said) == (PlanState.DRAFT, None, "Faltan fechas")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"proposed": 8, "is_open": False}, "meeting_not_public"),
        ({"proposed": 8, "called": 2}, "meeting_without_notice"),
        ({"proposed": 2}, "proposed_too_late"),
    ],
)
def test_a_plan_is_not_approved_in_any_meeting(plan, council, people, told, code) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    meeting = met(council, people, **told)
    assert refusal(vote, plan=plan, meeting=meeting, by=people.elena) == code
    assert not PlanVersion.objects.exclude(approved_on=None).exists()


def test_nor_in_one_that_was_only_called_nor_in_that_of_others(plan, council, people, towns) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    committee = bodies.found(
        name="Comité", kind="community_committee", area=towns.here, is_public=True, by=COMMAND_LINE
    )
    theirs = met(committee, people, proposed=8)
    assert refusal(vote, plan=plan, meeting=theirs, by=people.elena) == "meeting_not_theirs"
    called = meetings.call(
        body=council, theme="school", starts_at=timezone.now(), place="Plaza", by=people.elena
    )
    assert refusal(vote, plan=plan, meeting=called, by=people.elena) == "meeting_not_held"
    Body.objects.filter(pk=council.pk).update(is_public=False)
    quiet = met(council, people, proposed=8)
    assert refusal(vote, plan=plan, meeting=quiet, by=people.elena) == "meeting_not_public"


def test_who_proposes_it_neither_counts_the_votes_nor_writes_down_the_meeting(plan, council, people) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.elena)
    meeting = met(council, people, proposed=8)
    assert refusal(vote, plan=plan, meeting=meeting, by=people.elena) == "proposer_counts_no_votes"
    assert refusal(vote, plan=plan, meeting=meeting, by=people.mayor) == "told_by_proposer"


def test_the_page_says_of_each_meeting_why_it_cannot_vote(plan, council, people, as_person) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    met(council, people, proposed=8, called=2)
    elena = as_person(people.elena)
    page = elena.get(f"/planes/prevencion/{plan.pk}/asamblea/")
    assert "se convocó menos de tres días antes" in words(page)
    good = met(council, people)
    sent = {"meeting": str(good.pk), "in_favour": "40", "against": "0", "abstained": "0"}
    page = elena.post(f"/planes/prevencion/{plan.pk}/asamblea/", sent)
    assert "más votos que personas" in words(page)
    assert (
        elena.post(f"/planes/prevencion/{plan.pk}/asamblea/", sent | {"in_favour": "19"}).status_code == 302
    )
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_a_plan_taken_back_keeps_that_it_was_proposed(plan, people, as_person) -> None:
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    mayor = as_person(people.mayor)
    assert mayor.post(f"/planes/prevencion/{plan.pk}/retomar/", {"words": "Falta un paso"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    assert "Retomado el" in words(mayor.get(f"/planes/prevencion/{plan.pk}/"))


def test_a_plan_that_ended_takes_no_promises(approved, people) -> None:
    actions.close(plan=approved, to="ended", words="Se cumplió", by=people.mayor)
    aim = approved.objectives.get()
    assert refusal(promised, aim=Objective.objects.get(pk=aim.pk), people=people) == "plan_is_over"


def test_an_objective_somebody_promised_for_stays(plan, people) -> None:
    aim = plan.objectives.get()
    assert refusal(actions.drop, objective=aim, by=people.mayor) == "promised_for"
    spare = actions.aim(plan=plan, text="Otro", by_on=SOON, by=people.mayor)
    actions.drop(objective=spare, by=people.mayor)
    assert plan.objectives.count() == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"gives": "jobs", "indicator": "robbery", "target": 3}, "one_measure"),
        ({"indicator": "robbery"}, "say_how_many"),
        ({"target": 3}, "say_measured_by"),
        ({"by_on": TODAY + 2 * YEAR}, "outside_the_plan"),
    ],
)
def test_an_objective_that_cannot_be_measured_is_refused(plan, people, told, code) -> None:
    whole = {"plan": plan, "text": "x", "by_on": SOON, "by": people.mayor} | told
    assert refusal(actions.aim, **whole) == code


def test_a_quarter_is_computed_and_stays_as_it_was_told(approved, people, as_person) -> None:
    last = quarters.before(quarters.of(TODAY))
    first, until = quarters.bounds(last)
    kept = Commitment.objects.get()
    commitments.move(commitment=kept, to="kept", words="Doce certificados", by=people.mayor)
    Commitment.objects.filter(pk=kept.pk).update(
        first_due_on=first + timedelta(days=3), settled_on=first + timedelta(days=9)
    )
    mayor = as_person(people.mayor)
    answer = mayor.post(
        f"/planes/prevencion/{approved.pk}/trimestres/", {"period": last, "words": "Costó la sala"}
    )
    assert answer["Location"].endswith(f"/trimestres/{last}/")
    shown = words(mayor.get(answer["Location"]))
    assert "Vencía 1 compromiso; cumplidos: 1." in shown
    assert "cumplido para 12 jóvenes hasta ahora, de 40" in shown
    account = approved.quarters.get()
    assert (account.told["due"]["kept_late"], account.told["due"]["in_time"]) == (1, 0)
    assert account.told["money"] == {"planned": 1500.0, "kept": 1500.0}
    assert until.isoformat() == account.told["last"]
    Commitment.objects.filter(pk=kept.pk).update(standing="broken")
    assert "cumplidos: 1." in words(mayor.get(answer["Location"]))
    again = mayor.post(f"/planes/prevencion/{approved.pk}/trimestres/", {"period": last})
    assert "ya se rindió cuentas" in words(again)


def test_a_figure_changed_behind_the_page_is_seen(approved, people, as_person) -> None:
    last = quarters.before(quarters.of(TODAY))
    account = actions.account(plan=approved, period=last, by=people.mayor)
    account.told["due"]["in_time"] = 99
    account.save()
    shown = words(as_person(people.mayor).get(f"/planes/prevencion/{approved.pk}/trimestres/{last}/"))
    assert "no son las que se congelaron" in shown


def test_a_plan_is_printed_as_it_was_frozen(approved, people, as_person) -> None:
    paper = as_person(people.donor).get(f"/planes/prevencion/{approved.pk}/versiones/1/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_progress_says_nothing_of_an_effect(plan) -> None:
    told = quarter.progress(plan.objectives.get(), plan)
    assert (told["people"], told["target"], told["verdict"]) == (0, 40, "")


def test_what_stands_in_a_plan_everybody_reads_is_not_taken_off_the_public_site(plan, people) -> None:
    promised = Commitment.objects.get()
    actions.propose(plan=plan, why="Está listo", by=people.mayor)
    promised.refresh_from_db()
    assert promised.public_text == "Un curso de soldadura"
    assert refusal(commitments.publish, commitment=promised, text=" ", by=people.mayor) == "stands_in_a_plan"
    commitments.publish(commitment=promised, text="Un curso", by=people.mayor)
    promised.refresh_from_db()
    assert promised.public_text == "Un curso"
