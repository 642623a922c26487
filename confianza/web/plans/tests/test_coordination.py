"""The weekly meeting over two weeks: prepared, opened, noted, decided, closed, and opened again with that."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from confianza.web.plans.actions import commitments
from confianza.web.plans.actions import coordination as actions
from confianza.web.plans.models import (
    Commitment,
    Coordination,
    CoordinationState,
    Move,
    Note,
    Problem,
    Stage,
    Standing,
)
from confianza.web.plans.queries import coordination as queries
from confianza.web.plans.rules import coordination as rules
from confianza.web.plans.tests.coordinated import (
    WEEK,
    a_week_ago,
    code,
    decided,
    meeting,
    observatory,
    opened,
)

__all__ = ["meeting", "observatory"]


def test_next_week_opens_with_what_was_decided_this_week(meeting, people, towns, as_person) -> None:
    opened(meeting, people.commander)
    lamps = decided(meeting, people.commander)
    decided(
        meeting, people.commander, what="Ronda a la salida de la escuela", owner=people.officer, owner_name=""
    )
    actions.close(coordination=meeting, present="Comisaría, municipalidad", by=people.commander)
    a_week_ago(meeting)
    commitments.move(commitment=lamps, to=Standing.KEPT, words="Las seis alumbran", by=people.mayor)

    following = actions.call(area=towns.here, held_on=timezone.localdate(), by=people.commander)
    page = (
        as_person(people.commander).get(reverse("plans:coordination", args=[following.pk])).content.decode()
    )
    last_time = page.index('id="h-decisions"')
    assert page.index('id="h-pending"') < last_time < page.index('id="h-happened"')
    assert page.index("Seis lámparas en el callejón") > last_time
    assert "tomó 2 acuerdos: hechos, 1; abiertos, 1" in page
    told = queries.prepared(following)["parts"]
    assert {row["what"]: row["standing"] for row in told["decisions"]["rows"]} == {
        "Seis lámparas en el callejón": "kept",
        "Ronda a la salida de la escuela": "promised",
    }
    assert [row["words"] for row in told["promises"]["kept"]] == ["Las seis alumbran"]


def test_what_was_opened_stays_as_it_was_known(meeting, people, towns) -> None:
    promised = commitments.promise(
        area=towns.ward, what="Podar los árboles", whose="municipality", owner_name="Parques",
        due_on=timezone.localdate(), by=people.mayor,
    )  # fmt: skip
    opened(meeting, people.commander)
    commitments.move(commitment=promised, to=Standing.KEPT, words="Podados", by=people.mayor)
    frozen = queries.week(people.commander, meeting)
    assert frozen.is_frozen
    assert [row["what"] for row in frozen.parts["promises"]["due"]] == ["Podar los árboles"]
    assert Coordination.objects.get().sha256 == rules.fingerprint(Coordination.objects.get().told)


def test_before_it_is_opened_the_page_follows_what_happens(meeting, people, towns) -> None:
    commitments.promise(
        area=towns.ward, what="Podar los árboles", whose="municipality", owner_name="Parques",
        due_on=timezone.localdate(), by=people.mayor,
    )  # fmt: skip
    assert queries.week(people.commander, meeting).parts["promises"]["due_count"] == 1
    Commitment.objects.update(standing="released", settled_on=timezone.localdate())
    assert queries.week(people.commander, meeting).parts["promises"]["due_count"] == 0


def test_a_decision_without_an_owner_waits_and_the_meeting_stays_open(meeting, people) -> None:
    opened(meeting, people.commander)
    assert decided(meeting, people.commander, owner_name="") is None
    assert decided(meeting, people.commander, due_on=None) is None
    closing = {"coordination": meeting, "present": "Comisaría", "by": people.commander}
    assert code(actions.close, **closing) == "decision_without_owner"

    first, second = queries.waiting(meeting)
    made = actions.give(
        note=first, whose="municipality", owner=people.mayor, due_on=timezone.localdate(), by=people.commander
    )
    assert made.decided_in == meeting
    assert made.owner == people.mayor
    assert code(actions.close, **closing) == "decision_without_owner"
    actions.drop(note=second, words="Ya estaba prometido", by=people.commander)
    actions.close(**closing)
    assert Coordination.objects.get().state == CoordinationState.CLOSED


def test_what_waited_is_given_or_dropped_once(meeting, people) -> None:
    opened(meeting, people.commander)
    decided(meeting, people.commander, owner_name="")
    waits = Note.objects.get(part=Note.AGREED)
    given = {"note": waits, "whose": "police", "owner": people.mayor, "due_on": timezone.localdate()}
    actions.give(**given, by=people.commander)
    assert code(actions.give, **given, by=people.commander) == "not_from_here"
    assert code(actions.drop, note=waits, words="x", by=people.commander) == "not_from_here"


def test_a_decision_for_a_problem_belongs_to_the_place_of_the_problem(meeting, people, towns) -> None:
    problem = Problem.objects.create(
        title="Robos en la parada", area=towns.ward, leader=people.commander,
        next_on=timezone.localdate() + WEEK, opened_by="x",
    )  # fmt: skip
    opened(meeting, people.commander)
    made = decided(meeting, people.commander, problem=problem)
    assert (made.area, made.problem, made.decided_in) == (towns.ward, problem, meeting)


def test_two_meetings_of_a_place_are_not_held_at_once(meeting, people, towns) -> None:
    opened(meeting, people.commander)
    a_week_ago(meeting)
    following = actions.call(area=towns.here, held_on=timezone.localdate(), by=people.mayor)
    assert code(actions.open_it, coordination=following, by=people.mayor) == "close_the_last"


def test_a_place_has_one_meeting_a_day(meeting, people, towns) -> None:
    again = {"area": towns.here, "held_on": meeting.held_on, "by": people.mayor}
    assert code(actions.call, **again) == "called_already"


def test_a_week_left_out_stays_with_its_reason_and_the_next_one_tells_it(meeting, people, towns) -> None:
    actions.cancel(coordination=meeting, reason="Elecciones", by=people.commander)
    Coordination.objects.update(held_on=meeting.held_on - timedelta(days=1))
    following = actions.call(area=towns.here, held_on=timezone.localdate(), by=people.commander)
    left_out = queries.prepared(following)["parts"]["decisions"]["left_out"]
    assert [each["why"] for each in left_out] == ["Elecciones"]


def test_nothing_is_noted_before_a_meeting_and_after_it(meeting, people) -> None:
    noting = {"coordination": meeting, "part": "problems", "text": "Se habló", "by": people.commander}
    assert code(actions.note, **noting) == "not_open"
    opened(meeting, people.commander)
    actions.note(**noting)
    assert code(actions.note, **{**noting, "part": "weather"}) == "say_what"
    assert code(actions.note, **{**noting, "text": " "}) == "say_what"
    actions.close(coordination=meeting, present="Comisaría", by=people.commander)
    assert code(actions.note, **noting) == "not_open"
    assert code(decided, meeting=meeting, by=people.commander) == "not_open"


def test_problems_that_moved_and_that_are_stalled_are_told_apart(meeting, people, towns) -> None:
    today = timezone.localdate()
    problems = [
        Problem.objects.create(
            title=title, area=towns.ward, leader=people.commander, next_on=next_on, opened_by="x"
        )
        for title, next_on in (("Se mueve", today + WEEK), ("Duerme", today - timedelta(days=3)))
    ]
    Move.objects.create(problem=problems[0], stage=Stage.ANALYSE, words="Se entiende", by="x")
    told = queries.prepared(meeting)["parts"]["problems"]
    assert [row["title"] for row in told["moved"]] == ["Se mueve"]
    assert [(row["title"], row["why"]) for row in told["stalled"]] == [("Duerme", ["not_looked"])]
    assert told["open"] == 2
