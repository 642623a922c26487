"""What everybody may see of problems, and what nobody outside ever does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from confianza.web.plans.actions import measures, problems
from confianza.web.plans.published import problems as published
from confianza.web.plans.queries import appraising
from confianza.web.plans.rules.problems import Seen

SOON = timezone.localdate() + timedelta(days=9)
BEFORE, AFTER = (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))
SECRET = ("Grupos de cuatro", "Se ve de noche", "Robos en la parada, puesto 14", "Falta luz")


@pytest.fixture
def problem(towns, people):
    made = problems.open_problem(
        title=SECRET[2], area=towns.ward, offence="robbery", leader=people.commander, next_on=SOON,
        seen=Seen("other", SECRET[1]), by=people.commander,
    )  # fmt: skip
    problems.find(problem=made, asks="who", text=SECRET[0], by=people.commander)
    problems.move(problem=made, to="analyse", words=SECRET[3], next_on=SOON, by=people.commander)
    return made


def test_a_problem_stands_there_only_under_a_public_title(towns, people, problem) -> None:
    assert list(published.problems()) == []
    assert published.problem(problem.pk) is None
    assert published.moments(problem.pk) == []
    problems.publish(problem=problem, title="Robos en una parada", by=people.mayor)
    (told,) = published.problems([towns.here.stable_id])
    assert (told.title, told.area, told.is_open, told.stage) == (
        "Robos en una parada", "La Loma", True, "analyse",
    )  # fmt: skip
    assert list(published.problems([towns.there.stable_id])) == []
    assert [each.standing for each in published.moments(problem.pk)] == ["Entendiéndose", "Visto"]


def test_the_page_of_a_problem_leads_to_what_everybody_reads_of_it(people, problem, as_person) -> None:
    browser, public = as_person(people.mayor), f'href="/problemas/{problem.pk}/"'
    assert public not in browser.get(f"/planes/problemas/{problem.pk}/").content.decode()
    browser.post(f"/planes/problemas/{problem.pk}/publicar/", {"title": "Robos en una parada"})
    assert public in browser.get(f"/planes/problemas/{problem.pk}/").content.decode()


def test_nothing_that_was_written_inside_goes_out(people, problem) -> None:
    problems.publish(problem=problem, title="Robos en una parada", by=people.mayor)
    told = repr((published.problem(problem.pk), published.moments(problem.pk)))
    assert [word for word in (*SECRET, people.commander.display_name) if word in told] == []


def months(measure, before, after):
    """Months as an assessment keeps them: so many in all before, and after."""
    sides = zip(appraising.sides(measure), (before, after), strict=True)
    return [
        [f"{month:%Y-%m}", total // len(side) + (at < total % len(side)), None]
        for side, total in sides
        for at, month in enumerate(side)
    ]


@pytest.mark.parametrize(("before", "after"), [(12, 2), (6, 0), (6, 2)])
def test_a_verdict_that_tells_how_few_are_left_is_told_to_nobody(people, problem, before, after) -> None:
    """The releases tell the year before; "fell" then told that there were three or fewer since."""
    measure = measures.agree(
        problem=problem, indicator="robbery", area=problem.area, comparison=None, before=BEFORE, after=AFTER,
        by=people.commander,
    )  # fmt: skip
    told = {
        "verdict": "fell",
        "months": months(measure, before, after),
        "allowed": {"sentence": "caused_fall"},
    }
    problem.appraisals.create(measure=measure, told=told, as_of=AFTER[1], computed_by="Ana")
    problems.publish(problem=problem, title="Robos en una parada", by=people.mayor)
    assessed = published.problem(problem.pk).assessed
    assert (assessed.code, assessed.word) == ("withheld", "No se dice a nadie")
    assert "fell" not in repr(assessed)


def test_a_verdict_goes_out_and_no_count_of_crime(people, problem) -> None:
    measure = measures.agree(
        problem=problem, indicator="robbery", area=problem.area, comparison=None, before=BEFORE, after=AFTER,
        by=people.commander,
    )  # fmt: skip
    counts = {"before": "24", "after": "12", "periods_before": "12", "periods_after": "12"}
    told = {
        "months": months(measure, 48, 24),
        "verdict": "fell",
        "said": {"code": "fell", "details": {**counts, "percent": "−50", "low": "−80", "high": "−10"}},
        "totals": {"before": 24, "after": 12, "comparison_before": None},
        "measure": {"area": problem.area.stable_id, "comparison": []},
    }
    problem.appraisals.create(measure=measure, told=told, as_of=AFTER[1], computed_by="Ana")
    problems.publish(problem=problem, title="Robos en una parada", by=people.mayor)
    assessed = published.problem(problem.pk).assessed
    assert (assessed.code, assessed.word, assessed.late) == ("fell", "Bajó", True)
    assert "24" not in repr(assessed)
