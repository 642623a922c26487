"""From the store to an answer and back: series, proposals, registration, computing, computing again."""

from datetime import date
from types import SimpleNamespace

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.evaluation.actions import computing, designing
from confianza.web.evaluation.models import Result, State, Timing
from confianza.web.evaluation.queries import answering, delivered
from confianza.web.evaluation.queries.delivered import NothingDelivered
from confianza.web.evaluation.rules import StepRefused
from confianza.web.evaluation.tests import dossiers, valley

pytestmark = pytest.mark.django_db
TREATED, OTHERS = valley.ZONES[0], list(valley.ZONES[1:])


def designed(area, method="panel", by=COMMAND_LINE, **more):
    """Write down a question and its design: robberies by quarter, from 2022 to 2025."""
    one = dossiers.question(area, by=by)
    told = {"indicator": "robbery", "source": valley.POLICE, "step": "quarter", "treated": [TREATED]}
    told |= {"first_on": date(2022, 1, 1), "last_on": date(2025, 10, 1), "direction": "fall"}
    designing.design(evaluation=one, method=method, others=OTHERS, by=by, **(told | more))
    return one


@pytest.fixture
def running(cipreses):
    """An evaluation registered before the outcome was delivered, whose data then came."""
    one = designed(cipreses)
    designing.register(evaluation=one, by=COMMAND_LINE)
    designing.start(evaluation=one, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    return one


def test_a_series_is_what_the_police_told_with_the_people_who_lived_there(cipreses):
    asked = delivered.Asked(
        "robbery",
        valley.POLICE,
        "month",
        [TREATED],
        OTHERS,
        date(2022, 1, 1),
        date(2023, 12, 1),
        date(2023, 7, 1),
    )
    found = delivered.series(asked)
    told = [valley.count(1, year, month) for year in (2022, 2023) for month in range(1, 13)]
    assert list(found.series.counts[0]) == told
    assert found.series.before == 18
    assert found.series.areas == (TREATED, *OTHERS)
    assert found.series.exposures[0][0] == pytest.approx(20_000 / 12, rel=0.02)
    assert len(found.deliveries) == 1


def test_treated_areas_are_added_up(cipreses):
    asked = delivered.Asked(
        "robbery",
        valley.POLICE,
        "year",
        valley.ZONES[:2],
        [],
        date(2022, 1, 1),
        date(2023, 1, 1),
        date(2023, 1, 1),
    )
    counts = delivered.series(asked).series.counts[0]
    year = [sum(valley.count(zone, 2022, month) for month in range(1, 13) for zone in (1, 2))]
    assert counts[0] == year[0]


def test_what_no_source_tells_is_refused_and_named(cipreses):
    asked = delivered.Asked(
        "robbery",
        valley.POLICE,
        "quarter",
        [TREATED],
        [],
        date(2022, 1, 1),
        date(2025, 10, 1),
        date(2024, 1, 1),
    )
    with pytest.raises(NothingDelivered) as nothing:
        delivered.series(asked)
    assert nothing.value.code == "hole"
    assert nothing.value.details == {"area": TREATED, "period": date(2024, 1, 1)}
    unknown = delivered.Asked(**{**asked.__dict__, "source": "nobody", "last_on": date(2023, 10, 1)})
    with pytest.raises(NothingDelivered, match="no_source"):
        delivered.series(unknown)


def test_areas_are_proposed_and_the_smallest_fall_told_from_what_lies_before_alone(cipreses):
    one = designed(cipreses)
    assert {each["area"] for each in one.proposed} == set(OTHERS)
    assert one.comparison == [each["area"] for each in one.proposed if each["alike"]]
    assert one.power["before"] == 8
    assert one.power["after"] == 8
    assert 0 < one.power["smallest"] < 1
    proposed = list(one.proposed)
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    again = designed(cipreses)
    assert again.proposed == proposed


def test_a_registration_says_whether_it_came_before_the_data(cipreses):
    early = designed(cipreses)
    assert designing.register(evaluation=early, by=COMMAND_LINE).timing == Timing.BEFORE
    valley.deliver(valley.police(2024, 2024), date(2025, 1, 10))
    between = designed(cipreses)
    assert designing.register(evaluation=between, by=COMMAND_LINE).timing == Timing.PARTLY
    valley.deliver(valley.police(2025, 2025), date(2026, 1, 10))
    late = designed(cipreses)
    made = designing.register(evaluation=late, by=COMMAND_LINE)
    assert made.timing == Timing.AFTER
    assert made.known_until == date(2025, 12, 31)


def test_anybody_can_take_the_digest_of_the_registered_file(cipreses):
    import hashlib

    made = designing.register(evaluation=designed(cipreses), by=COMMAND_LINE)
    assert hashlib.sha256(made.content.encode()).hexdigest() == made.sha256
    entry = Entry.objects.get(pk=made.entry)
    assert entry.action == "evaluation.register"
    assert entry.details["sha256"] == made.sha256


def test_the_answer_is_computed_and_says_what_it_may(running):
    result = computing.compute(evaluation=running, by=COMMAND_LINE)
    way = result.content["ways"][0]
    assert way["name"] == "panel"
    assert way["ratio"] == pytest.approx(1 / 3, abs=0.12)
    assert way["high"] < 1
    assert result.content["evidence"]["registered"] is True
    assert running.state == State.COMPUTED
    assert result.content["sentence"] in ("differs_fall", "fits_fall", "after_a_peak")


def test_computing_again_gives_the_same_also_after_the_police_corrected_its_figures(running):
    result = computing.compute(evaluation=running, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2025, more=valley.LATE), date(2026, 3, 1))
    again = answering.recompute(Result.objects.get(pk=result.pk))
    assert again.all_well
    later = computing.compute(evaluation=running, by=COMMAND_LINE)
    assert later.sha256 != result.sha256
    assert sum(later.content["counted"]) == sum(result.content["counted"]) + valley.LATE


def test_a_day_in_the_past_gives_what_was_known_then(running):
    valley.deliver(valley.police(2024, 2025, more=valley.LATE), date(2026, 3, 1))
    then = computing.compute(evaluation=running, by=COMMAND_LINE, known_on=date(2026, 2, 1))
    now = computing.compute(evaluation=running, by=COMMAND_LINE)
    assert sum(now.content["counted"]) - sum(then.content["counted"]) == valley.LATE
    assert then.vintage.deliveries != now.vintage.deliveries


def test_a_typed_result_is_found_out(running):
    result = computing.compute(evaluation=running, by=COMMAND_LINE)
    content = {**result.content, "sentence": "caused_fall"}
    Result.objects.filter(pk=result.pk).update(content=content)
    again = answering.recompute(Result.objects.get(pk=result.pk))
    assert (again.series_intact, again.result_intact, again.same) == (True, False, True)
    Result.objects.filter(pk=result.pk).update(content=content, sha256=answering.digest(content))
    again = answering.recompute(Result.objects.get(pk=result.pk))
    assert (again.result_intact, again.same) == (True, False)


def test_nobody_looks_before_the_last_day_unless_they_say_that_they_depart(cipreses):
    one = designed(cipreses)
    designing.register(evaluation=one, by=COMMAND_LINE)
    designing.start(evaluation=one, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2024), date(2025, 1, 10))
    with pytest.raises(StepRefused) as early:
        computing.compute(evaluation=one, by=COMMAND_LINE)
    assert early.value.code == "too_early"
    computing.deviate(
        evaluation=one, field="last_day", value="2024-12-31", reason="The donor leaves.", by=COMMAND_LINE
    )
    result = computing.compute(evaluation=one, by=COMMAND_LINE)
    assert result.content["evidence"]["registered"] is False
    assert "not_registered" in result.content["cautions"]
    assert result.content["periods"][-1] == "2024-10-01"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("method", "panel", "same_as_registered"),
        ("hypothesis", "Another", "new_question"),
    ],
)
def test_a_deviation_departs_from_what_may_be_departed_from(running, field, value, code):
    with pytest.raises(StepRefused) as refused:
        computing.deviate(evaluation=running, field=field, value=value, reason="So.", by=COMMAND_LINE)
    assert refused.value.code == code


def test_what_the_analysis_refuses_is_no_result(cipreses):
    one = designed(cipreses, method="rate_ratio")
    designing.choose_comparison(evaluation=one, comparison=OTHERS[:2], by=COMMAND_LINE)
    designing.register(evaluation=one, by=COMMAND_LINE)
    designing.start(evaluation=one, by=COMMAND_LINE)
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    computing.deviate(evaluation=one, field="method", value="panel", reason="Better.", by=COMMAND_LINE)
    with pytest.raises(StepRefused) as refused:
        computing.compute(evaluation=one, by=COMMAND_LINE)
    assert refused.value.code == "cannot_be_answered"
    assert refused.value.details["cannot"] == "few_without"
    assert not one.results.exists()
    assert not one.vintages.exists()


def test_a_method_that_compares_is_not_registered_with_too_few_areas(cipreses):
    one = designed(cipreses)
    designing.choose_comparison(evaluation=one, comparison=OTHERS[:3], by=COMMAND_LINE)
    with pytest.raises(StepRefused) as refused:
        designing.register(evaluation=one, by=COMMAND_LINE)
    assert refused.value.code == "few_compared"


def test_areas_that_were_not_proposed_are_not_compared_with(cipreses):
    one = designed(cipreses)
    with pytest.raises(StepRefused) as refused:
        designing.choose_comparison(evaluation=one, comparison=["zone-9999-1"], by=COMMAND_LINE)
    assert refused.value.code == "not_proposed"


@pytest.mark.parametrize(
    "days", [{"first_on": date(2024, 4, 1)}, {"last_on": date(2023, 10, 1)}, {"first_on": date(2024, 1, 1)}]
)
def test_data_begin_before_the_programme_and_end_with_it_or_after(cipreses, days):
    with pytest.raises(StepRefused) as refused:
        designed(cipreses, **days)
    assert refused.value.code == "days"


def test_the_pages_lead_from_a_question_to_a_computed_answer(cipreses, person, as_person):
    browser = as_person(person(Role.ANALYST, area=cipreses))
    told = {name: str(value) for name, value in dossiers.QUESTION.items()}
    begun = browser.post("/evaluacion/nueva/", told | {"title": "Lamps", "area": valley.TOWN})
    own = begun["Location"].removesuffix("diseno/")
    design = {"indicator": "robbery", "source": valley.POLICE, "treated": TREATED, "step": "quarter"}
    design |= {"first_on": "2022-01", "last_on": "2025-12", "method": "panel", "direction": "fall"}
    assert browser.post(f"{own}diseno/", design).status_code == 302
    assert "Zona 5" in browser.get(f"{own}comparacion/").content.decode()
    assert browser.post(f"{own}registrar/").status_code == 302
    assert browser.post(f"{own}en-marcha/").status_code == 302
    valley.deliver(valley.police(2024, 2025), date(2026, 1, 10))
    browser.post(f"{own}calcular/")
    page = SimpleNamespace(text=browser.get(own, headers={"accept-language": "es"}).content.decode())
    assert "Qué puede decirse" in page.text
    assert "Diferencia en diferencias" in page.text
    checked = browser.get(f"{own}comprobar/").content.decode()
    assert "es la misma" in checked
    assert browser.get(f"{own}datos.json").json()["before"] == 8
