"""The report of a quarter: counted by hand beside what it says, frozen, and told to everybody in counts."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.models import Meeting, Request, Step
from confianza.web.plans.actions import effectiveness as actions
from confianza.web.plans.models import (
    Appraisal,
    Commitment,
    CommitmentStep,
    Coordination,
    EffectivenessReport,
    Measure,
    Move,
    Problem,
)
from confianza.web.plans.published import effectiveness as published
from confianza.web.plans.queries import effectiveness as queries
from confianza.web.plans.rules import quarters
from confianza.web.plans.rules.refusals import StepRefused

QUARTER = quarters.before(quarters.of(timezone.localdate()))
FIRST, LAST = quarters.bounds(QUARTER)
MIDDLE = FIRST + timedelta(days=40)
DAY = timedelta(days=1)


def _at(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def _promise(area, standing, settled_on=None, due_on=MIDDLE):
    return Commitment.objects.create(
        area=area, what="x", whose="police", owner_name="Comisaría", first_due_on=MIDDLE, due_on=due_on,
        standing=standing, settled_on=settled_on, evidence="y" if standing == "kept" else "",
        promised_by="x", promised_at=_at(FIRST - 30 * DAY),
    )  # fmt: skip


@pytest.fixture
def quarter(towns, people, council):
    """A quarter of the first town, in each count a number of its own."""
    _promise(towns.ward, "kept", MIDDLE)
    _promise(towns.ward, "kept", MIDDLE - DAY)
    _promise(towns.here, "kept", MIDDLE + DAY)
    _promise(towns.here, "broken", MIDDLE)
    moved = _promise(towns.here, "promised", due_on=LAST + 30 * DAY)
    _promise(towns.there, "kept", MIDDLE)
    for at in (FIRST - 30 * DAY, MIDDLE):
        CommitmentStep.objects.create(
            commitment=moved, standing="promised", due_on=LAST, words="x", by="x", at=_at(at)
        )
    problems = [
        Problem.objects.create(
            title=f"Problema secreto {n}", area=towns.ward, leader=people.commander, next_on=LAST,
            stage="closed" if n == 0 else "assess", lesson="Lección secreta" if n == 0 else "",
            opened_by="x", opened_at=_at(MIDDLE if n < 2 else FIRST - DAY),
        )
        for n in range(4)
    ]  # fmt: skip
    Move.objects.create(problem=problems[0], stage="closed", by="x", at=_at(MIDDLE))
    for problem, verdict in zip(
        problems, ("fell", "no_evidence_of_change", "no_evidence_of_change"), strict=False
    ):
        _appraised(problem, "rose", MIDDLE - DAY)
        _appraised(problem, verdict, MIDDLE)
    _requests(council)
    for highest in (True, False):
        Meeting.objects.create(
            body=council, theme="residential", starts_at=_at(MIDDLE), place="x", state="held", women=3,
            men=2, police=1, highest_came=highest, called_by="x",
        )  # fmt: skip
    return SimpleNamespace(area=towns.here, problems=problems)


def _appraised(problem, verdict, day):
    measure, _made = Measure.objects.get_or_create(
        problem=problem, indicator="robbery", area=problem.area, before_from=FIRST, before_until=MIDDLE,
        after_from=MIDDLE, after_until=LAST, digest="x", agreed_by="x",
    )  # fmt: skip
    told = {"verdict": verdict}
    Appraisal.objects.create(
        problem=problem, measure=measure, told=told, as_of=day, computed_by="x", computed_at=_at(day)
    )


def _requests(council):
    """Three asked: one answered on its day, one a day late, one whose day passed without an answer."""
    for answered_on, state in ((MIDDLE, "done"), (MIDDLE + DAY, "done"), (None, "assigned")):
        asked = Request.objects.create(
            body=council, what="x", theme="residential", whose="police", asked_on=FIRST, owner_name="x",
            due_on=MIDDLE, state=state, answer="Hecho" if answered_on else "", written_by="x",
        )  # fmt: skip
        Step.objects.create(request=asked, state="assigned", due_on=MIDDLE, by="x", at=_at(FIRST))
        if answered_on:
            Step.objects.create(request=asked, state="done", words="x", by="x", at=_at(answered_on))


def test_a_report_counts_what_was_written_down(quarter) -> None:
    told = queries.told(quarter.area, QUARTER)
    promises = {
        name: told["promises"][name] for name in ("in_time", "kept_late", "broken", "waiting", "moved")
    }
    assert promises == {"in_time": 2, "kept_late": 1, "broken": 1, "waiting": 1, "moved": 1}
    assert (told["problems"]["opened"], told["problems"]["closed"]) == (2, 1)
    assert told["problems"]["by_stage"]["assess"] == 3
    # The last assessment of each problem counts, not the earlier ones.
    assert {code: n for code, n in told["problems"]["verdicts"].items() if n} == {
        "fell": 1,
        "no_evidence_of_change": 2,
    }
    assert told["requests"] == {"asked": 3, "in_time": 1, "late": 1, "overdue": 1}
    assert told["meetings"] == {"planned": 2, "held": 2, "highest": 1}
    assert [each["lesson"] for each in told["lessons"]] == ["Lección secreta"]
    assert told["perception"] is None
    assert told["counted"] == []


def test_another_towns_quarter_counts_nothing_of_this_one(quarter, towns) -> None:
    told = queries.told(towns.there, QUARTER)
    assert told["promises"]["in_time"] == 1
    assert told["problems"]["assessed"] == told["requests"]["asked"] == told["meetings"]["planned"] == 0


def test_a_report_is_frozen_when_it_is_made(quarter, people) -> None:
    made = actions.make(area=quarter.area, quarter=QUARTER, words="Se aprendió", by=people.mayor)
    Commitment.objects.update(standing="released", settled_on=LAST)
    assert EffectivenessReport.objects.get().told == made.told
    with pytest.raises(StepRefused) as refused:
        actions.make(area=quarter.area, quarter=QUARTER, by=people.mayor)
    assert refused.value.code == "report_is_there"


def test_everybody_reads_counts_and_nothing_else(quarter, people) -> None:
    made = actions.make(area=quarter.area, quarter=QUARTER, words="Palabras secretas", by=people.mayor)
    assert published.quarters_told() == []
    actions.publish(report=made, by=people.mayor)
    (told,) = published.quarters_told(["municipality-here"])
    assert told.promised == 5
    assert told.counts["promises"]["in_time"] == 2
    assert told.verdicts == {}  # of one problem, they would say what its page may hold back
    assert made.sha256 not in repr(told)
    assert "secret" not in repr(told)
    assert published.quarters_told(["municipality-there"]) == []
    with pytest.raises(StepRefused):
        actions.publish(report=made, by=people.mayor)


def test_a_report_says_its_verdicts_and_never_an_effect(quarter, people, as_person) -> None:
    made = actions.make(area=quarter.area, quarter=QUARTER, words="Se aprendió", by=people.mayor)
    page = as_person(people.mayor).get(reverse("plans:report", args=[made.pk])).content.decode()
    assert "De 3 problemas evaluados: 1 bajaron; 2 sin evidencia de cambio." in page
    assert "5 compromisos eran para un día de este trimestre" in page
    assert "un cambio, no un efecto" in page or "Ninguna fuente informa todavía" in page
    assert "Se aprendió" in page


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((14.0, 16.0, False), "A difference like this can be chance."),
        ((40.0, 10.0, True), "more than chance would explain; what brought it, this report cannot say."),
        ((None, 10.0, False), "nothing is compared"),
    ],
)
def test_what_was_counted_is_told_as_a_change(counts, said) -> None:
    from django.utils import translation

    from confianza.web.plans import effectiveness_sentences as sentences

    now, before, stands_out = counts
    row = {"indicator": "homicide", "now": now, "before": before, "stands_out": stands_out}
    with translation.override("en"):
        assert said in sentences.counted(row)


def test_counts_are_compared_exactly_and_judged_together(towns, monkeypatch) -> None:
    """Przyborowski & Wilenski (1940): 40 against 10 of equal exposures, p below 0.0001 by the exact test."""
    from confianza.analysis.indicators.periods import shifted

    months = {shifted(FIRST, each): 13.0 for each in range(2)} | {shifted(FIRST, 2): 14.0}
    months |= {shifted(FIRST, each - 12): count for each, count in enumerate((3.0, 3.0, 4.0))}
    settled = SimpleNamespace(source="police")
    monkeypatch.setattr(queries, "monthly", lambda question: (settled, list(months.items())))
    monkeypatch.setattr(queries, "Ground", lambda as_of: SimpleNamespace(has_data=True))
    counted = queries.told(towns.here, QUARTER)["counted"]
    assert [(each["now"], each["before"]) for each in counted] == [(40.0, 10.0)] * len(queries.COUNTED)
    assert all(each["p"] < 1e-4 and each["stands_out"] for each in counted)
    assert counted[0]["low"] > 1
    months.pop(FIRST)
    gone = queries.told(towns.here, QUARTER)["counted"]
    assert all(each["now"] is None and not each["stands_out"] for each in gone)


def test_a_quarter_with_meetings_and_no_report_is_missed(quarter, people) -> None:
    today = timezone.localdate()
    assert queries.missing(people.mayor, today) == []
    Coordination.objects.create(
        area=quarter.area, held_on=MIDDLE, state="closed", chair=people.mayor, called_by="x"
    )
    assert queries.missing(people.mayor, today) == [(quarter.area, QUARTER)]
    assert queries.missing(people.elsewhere, today) == []
    actions.make(area=quarter.area, quarter=QUARTER, by=people.mayor)
    assert queries.missing(people.mayor, today) == []


def test_the_home_page_of_who_coordinates_reminds_of_it(quarter, people, as_person) -> None:
    Coordination.objects.create(
        area=quarter.area, held_on=MIDDLE, state="closed", chair=people.mayor, called_by="x"
    )
    home = reverse("accounts:home")
    for who in (people.mayor, people.commander):
        page = as_person(who).get(home).content.decode()
        assert "Falta el informe" in page
        assert "La reunión semanal" in page
    assert "Falta el informe" not in as_person(people.elena).get(home).content.decode()


def test_a_quarter_is_closed_and_published_on_its_pages(quarter, people, as_person) -> None:
    mayor, commander = as_person(people.mayor), as_person(people.commander)
    form = {"area": "municipality-here", "quarter": QUARTER, "words": "Se aprendió"}
    assert commander.post(reverse("plans:make_report"), form).status_code == 302
    made = EffectivenessReport.objects.get()
    publish = reverse("plans:publish_report", args=[made.pk])
    # The commander makes it; that everybody reads it is the mayor's to decide.
    assert commander.post(publish).status_code == 404
    assert mayor.post(publish).status_code == 302
    assert EffectivenessReport.objects.get().published_on == timezone.localdate()
    assert mayor.get(reverse("plans:effectiveness")).status_code == 200
    again = commander.post(reverse("plans:make_report"), form).content.decode()
    assert "se hace una sola vez" in again


def test_a_quarter_that_is_not_over_is_not_offered(quarter, people, as_person) -> None:
    form = {"area": "municipality-here", "quarter": quarters.of(timezone.localdate())}
    assert as_person(people.mayor).post(reverse("plans:make_report"), form).status_code == 200
    assert not EffectivenessReport.objects.exists()


@pytest.mark.parametrize("who", ["elsewhere", "director", "nobody"])
def test_whoever_does_not_work_there_finds_no_report(quarter, people, as_person, who) -> None:
    made = actions.make(area=quarter.area, quarter=QUARTER, by=COMMAND_LINE)
    for name in ("report", "report_paper"):
        assert (
            as_person(getattr(people, who)).get(reverse(f"plans:{name}", args=[made.pk])).status_code == 404
        )


def test_the_report_is_a_sheet(quarter, people, as_person) -> None:
    import io

    import pypdf

    made = actions.make(area=quarter.area, quarter=QUARTER, by=people.mayor)
    answer = as_person(people.mayor).get(reverse("plans:report_paper", args=[made.pk]))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "A qué llegó el trabajo" in text
    assert "De 3 problemas evaluados" in text.replace("\n", " ")
