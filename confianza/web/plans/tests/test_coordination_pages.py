"""The pages of the weekly meeting: what each reader learns from them, on the screen and on paper."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.fieldwork.queries import patrolled
from confianza.web.observatory.tests import encinos
from confianza.web.observatory.tests.conftest import assaults, territory
from confianza.web.plans import coordination_pages, coordination_sentences
from confianza.web.plans.actions import commitments
from confianza.web.plans.actions import coordination as actions
from confianza.web.plans.models import (
    Commitment,
    Coordination,
    CoordinationState,
    Move,
    Problem,
    Sign,
    Stage,
)
from confianza.web.plans.queries import coordination as queries
from confianza.web.plans.queries import week_ground, week_parts
from confianza.web.plans.tests.coordinated import COUNTED, HOT, WEEK, decided, meeting, observatory, opened
from confianza.web.territory.models import Area
from confianza.web.tips.models import Tally

# Fixtures of the observatory are those of a year of assaults in a town of its own.
__all__ = ["assaults", "meeting", "observatory", "territory"]


def test_a_hot_spot_leads_to_its_problem_or_to_opening_one(meeting, people, towns, as_person) -> None:
    browser = as_person(people.commander)
    page = reverse("plans:coordination", args=[meeting.pk])
    assert f"{reverse('plans:open_problem')}?origin=hot_spot" in browser.get(page).content.decode()
    problem = Problem.objects.create(
        title="Robos del Barrio Secreto", area=towns.ward, leader=people.commander,
        next_on=timezone.localdate() + WEEK, opened_by="x",
    )  # fmt: skip
    there = reverse("plans:problem", args=[problem.pk])
    Sign.objects.create(problem=problem, origin="hot_spot", text="x", address=HOT, added_by="x")
    assert browser.get(page).content.decode().count(f'href="{there}"') == 1
    # One of the same offence in the same ward is the one to go on with, also for the chain.
    Problem.objects.update(offence="robbery")
    assert browser.get(page).content.decode().count(f'href="{there}"') == 2


@pytest.mark.parametrize("frozen", [False, True])
def test_nobody_learns_here_what_no_other_page_tells_them(meeting, people, as_person, frozen) -> None:
    if frozen:
        opened(meeting, people.commander)
    pages = {
        name: as_person(who).get(reverse("plans:coordination", args=[meeting.pk])).content.decode()
        for name, who in (("commander", people.commander), ("mayor", people.mayor), ("elena", people.elena))
    }
    # Places are for who works where it happened; what happened in the town is for all who see its figures.
    assert "Barrio Secreto" in pages["commander"]
    assert "Barrio Secreto" not in pages["mayor"]
    assert "Barrio Secreto" not in pages["elena"]
    assert all("Asalto en la calle" in page for page in pages.values())
    # Deliveries are told to those who know of them: nobody here has custody of the office's.
    assert not any("Oficina secreta" in page for page in pages.values())
    # Tips are told as everybody may read them.
    assert all("muy pocos para decirlo" in page for page in pages.values())


def test_on_paper_nobody_learns_more_than_on_the_page(meeting, people, as_person) -> None:
    import io

    import pypdf

    opened(meeting, people.commander)
    text = {}
    for name in ("commander", "mayor"):
        answer = as_person(getattr(people, name)).get(reverse("plans:minutes", args=[meeting.pk]))
        text[name] = " ".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
        )
    assert "Barrio Secreto" in text["commander"]
    assert "Barrio Secreto" not in text["mayor"]
    assert "Abrir un problema" not in text["commander"]


def test_the_page_says_first_what_asks_for_a_decision(meeting, people, towns, as_person) -> None:
    commitments.promise(
        area=towns.ward, what="Podar los árboles", whose="municipality", owner_name="Parques",
        due_on=timezone.localdate(), by=people.mayor,
    )  # fmt: skip
    Commitment.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    page = reverse("plans:coordination", args=[meeting.pk])
    told = {
        name: as_person(who).get(page).context["pending"]
        for name, who in (("commander", people.commander), ("mayor", people.mayor))
    }
    parts = {name: [each.part for each in every] for name, every in told.items()}
    # The mayor is told of no place; the town has nobody with custody of what is late.
    assert parts == {"commander": ["promises", "happened", "places"], "mayor": ["promises", "happened"]}
    assert "Podar los árboles" in told["mayor"][0].text
    assert "Asalto en la calle" in told["mayor"][1].text
    opened(meeting, people.commander)
    assert "Lo que pide una decisión" in as_person(people.mayor).get(page).content.decode()
    actions.close(coordination=meeting, present="Comisaría", by=people.commander)
    assert "Lo que pide una decisión" not in as_person(people.mayor).get(page).content.decode()


def test_a_hot_spot_that_is_taken_up_asks_for_nothing(meeting, people, towns) -> None:
    problem = Problem.objects.create(
        title="Robos", area=towns.ward, leader=people.commander, offence="robbery",
        next_on=timezone.localdate() + WEEK, opened_by="x",
    )  # fmt: skip
    Move.objects.create(problem=problem, stage=Stage.SCAN, by="x")
    told = coordination_pages.shown(people.commander, meeting)["pending"]
    assert [each.part for each in told] == ["happened"]


PATROLS = {
    "now": {
        "shifts": 9, "stops": 20, "minutes": 258, "long_enough": 18, "on_foot": None,
        "done": {"presencia": 9, "control": None}, "promised": 2, "missed": ["zone-here-1"],
        "spots": 4, "spots_visited": 3,
        "wards": {"zone-here-1": None, "zone-here-2": {"shifts": 6, "stops": 9, "minutes": 108}},
    },
    "before": {"too_few": True}, "waiting": 4, "first": "2026-11-16", "last": "2026-11-22",
}  # fmt: skip


def test_everybody_is_told_what_patrols_did_and_only_who_knows_the_places_of_hot_spots(
    meeting, people, towns, as_person, monkeypatch
) -> None:
    commitments.promise(
        area=towns.ward, what="Dos agentes a la salida", whose="police", owner=people.commander,
        due_on=timezone.localdate() + WEEK, by=people.commander,
    )  # fmt: skip
    Commitment.objects.update(promised_at=timezone.now() - 2 * WEEK)
    asked = []
    monkeypatch.setattr(patrolled, "week", lambda area, until, what: asked.append(what) or PATROLS)
    opened(meeting, people.commander)
    assert asked[-1].promised == ("zone-here-1",)
    pages = {
        name: as_person(who).get(reverse("plans:coordination", args=[meeting.pk])).content.decode()
        for name, who in (("commander", people.commander), ("mayor", people.mayor), ("donor", people.donor))
    }
    for page in pages.values():
        assert "9 turnos, 20 paradas, 4.3 horas" in page
        assert "De la semana anterior informaron muy pocos teléfonos" in page
        assert "Las patrullas también pararon en La Loma" in page
        assert "A 1 lugar en el que la policía prometió algo no fue ninguna patrulla: La Loma" in page
        assert "a pie" not in page.partition("Patrullas y visitas</h2>")[2].partition("</section>")[0]
    assert (
        "De los 4 puntos calientes que vio la última reunión, las patrullas pararon en 3"
        in pages["commander"]
    )
    assert not any("puntos calientes que vio" in pages[name] for name in ("mayor", "donor"))
    # What was told is frozen: logs that are approved later change nothing.
    monkeypatch.setattr(patrolled, "week", lambda *_asked: {"now": {}, "before": {}})
    assert queries.week(people.mayor, meeting).parts["work"]["patrols"]["now"]["stops"] == 20


def test_the_hot_spots_of_the_meeting_before_are_those_a_patrol_could_know_of(meeting, people, towns) -> None:
    opened(meeting, people.commander)
    actions.close(coordination=meeting, present="Comisaría", by=people.commander)
    told = {**meeting.told, "parts": {**meeting.told["parts"], "places": COUNTED["places"]}}
    assert week_parts._spots(None) == ((), 0.0)
    Coordination.objects.update(told=told)
    meeting.refresh_from_db()
    assert week_parts._spots(meeting) == (((-90.5, 14.6),), 150.0)


def test_deliveries_are_told_to_whoever_knows_of_them(meeting, monkeypatch, person, towns, as_person) -> None:
    monkeypatch.setattr(week_ground, "senders", lambda sight: {("police", "Oficina secreta")})
    page = as_person(person(Role.ANALYST, area=towns.here)).get(
        reverse("plans:coordination", args=[meeting.pk])
    )
    assert "Oficina secreta" in page.content.decode()


@pytest.mark.parametrize("who", ["commander", "mayor", "elena", "officer", "analyst", "donor"])
def test_whoever_works_in_the_place_reads_the_page(meeting, people, as_person, who) -> None:
    answer = as_person(getattr(people, who)).get(reverse("plans:coordination", args=[meeting.pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["elsewhere", "director", "nobody"])
def test_to_anybody_else_there_is_no_such_meeting(meeting, people, as_person, who) -> None:
    browser = as_person(getattr(people, who))
    for name in ("coordination", "minutes"):
        assert browser.get(reverse(f"plans:{name}", args=[meeting.pk])).status_code == 404


def _many(count, towns, people):
    today = timezone.localdate()
    problems = Problem.objects.bulk_create(
        Problem(
            title=f"Problema {n}", area=towns.ward, leader=people.commander, offence="robbery",
            next_on=today + timedelta(days=n % 20 - 5), opened_by="x",
        )
        for n in range(count)
    )  # fmt: skip
    Move.objects.bulk_create(Move(problem=each, stage=Stage.SCAN, by="x") for each in problems)
    Commitment.objects.bulk_create(
        Commitment(
            area=towns.ward, problem=each, what="x", whose="police", owner_name="Comisaría", promised_by="x",
            due_on=today + timedelta(days=n % 30 - 10), first_due_on=today,
        )
        for n, each in enumerate(problems)
    )  # fmt: skip


def test_five_hundred_problems_ask_the_register_no_more_often_than_five(
    meeting, people, towns, as_person
) -> None:
    browser, page = as_person(people.commander), reverse("plans:coordination", args=[meeting.pk])
    asked = []
    for count in (15, 485):
        _many(count, towns, people)
        browser.get(page)
        with CaptureQueriesContext(connection) as queries_made:
            assert browser.get(page).status_code == 200
        asked.append(len(queries_made))
    assert asked[0] == asked[1] < 90


STEPS = (
    ("open_coordination", {}),
    ("decide", {"what": "x", "whose": "police"}),
    ("close_coordination", {"present": "x"}),
    ("cancel_coordination", {"reason": "x"}),
)


@pytest.mark.parametrize(("name", "form"), STEPS)
@pytest.mark.parametrize("who", ["elena", "officer", "analyst", "elsewhere", "nobody"])
def test_whoever_only_reads_takes_no_step(meeting, people, as_person, who, name, form) -> None:
    answer = as_person(getattr(people, who)).post(reverse(f"plans:{name}", args=[meeting.pk]), form)
    assert answer.status_code == 404
    assert Coordination.objects.get().state == CoordinationState.PREPARED


def test_a_meeting_is_held_on_its_pages(towns, people, observatory, as_person) -> None:
    browser, today = as_person(people.mayor), timezone.localdate()
    answer = browser.post(reverse("plans:call_coordination"), {"area": "municipality-here", "held_on": today})
    assert answer.status_code == 302
    held = Coordination.objects.get()

    def post(name, *more, **form):
        return browser.post(reverse(f"plans:{name}", args=[held.pk, *more]), form, follow=True)

    post("open_coordination")
    assert "Se habló de la parada" in post("note", "problems", text="Se habló de la parada").content.decode()
    assert "Este campo es obligatorio" in post("note", "problems", text="  ").content.decode()
    post("decide", what="Reunión con los buseros", whose="municipality")
    waits = queries.waiting(held).get()
    refused = post("close_coordination", present="Alcaldía").content.decode()
    assert "no tiene responsable o fecha" in refused
    given = {"whose": "municipality", "owner": people.mayor.pk, "due_on": today + WEEK}
    browser.post(reverse("plans:give_decision", args=[waits.pk]), given)
    done = post("close_coordination", present="Alcaldía").content.decode()
    assert "Reunión con los buseros" in done
    assert Coordination.objects.get().state == CoordinationState.CLOSED
    assert browser.get(reverse("plans:coordinations")).status_code == 200
    actions_told = set(Entry.objects.values_list("action", flat=True))
    assert {
        "plans.open_coordination",
        "plans.note",
        "plans.agree",
        "plans.close_coordination",
    } <= actions_told


def test_a_part_that_is_none_takes_no_note(meeting, people, as_person) -> None:
    opened(meeting, people.commander)
    answer = as_person(people.commander).post(
        reverse("plans:note", args=[meeting.pk, "weather"]), {"text": "x"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_minutes_are_a_sheet_in_the_readers_language(meeting, people, as_person, language) -> None:
    import io

    import pypdf

    opened(meeting, people.commander)
    decided(meeting, people.commander)
    actions.note(coordination=meeting, part="problems", text="#strong[no code]", by=people.commander)
    actions.close(coordination=meeting, present="Comisaría", by=people.commander)
    browser = as_person(people.commander)
    browser.cookies["language"] = language
    answer = browser.get(reverse("plans:minutes", args=[meeting.pk]), HTTP_ACCEPT_LANGUAGE=language)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Seis lámparas en el callejón" in text
    assert "#strong[no code]" in text
    assert meeting.sha256[:20] in text.replace("\n", "")


def test_where_nothing_was_delivered_the_page_says_that_nothing_is_known(towns, people, as_person) -> None:
    held = actions.call(area=towns.here, held_on=timezone.localdate(), by=people.commander)
    page = as_person(people.commander).get(reverse("plans:coordination", args=[held.pk])).content.decode()
    assert "no se sabe qué pasó" in page
    assert "Ninguna entrega está atrasada" in page


def test_of_tips_the_last_month_that_can_be_told_is_told(db, monkeypatch) -> None:
    """Not the row that adds all months up, which stands last among them."""
    today = date(2026, 11, 28)
    counts = {"2026-03": (7, 6), "2026-09": (9, 0), "2026-10": (11, 0), "2026-11": (40, 0)}
    for month, (received, soon) in counts.items():
        Tally.objects.create(month=month, group="crime", channel="web", what="received", count=received)
        if soon:
            Tally.objects.create(month=month, group="crime", channel="web", what="answered_3", count=soon)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    told = week_ground._tips()
    assert (told["received_in"], told["received"]) == ("2026-10", 11)
    assert told["answered_in"] == "2026-03"
    with translation.override("es"):
        assert "Recibidos en octubre de 2026: 11." in coordination_sentences.tips(told)


def test_what_happened_is_what_the_sheet_of_the_observatory_says(assaults, person) -> None:
    from confianza.web.observatory.queries import incidents
    from confianza.web.observatory.queries import week as weeks
    from confianza.web.observatory.queries.horizon import Horizon

    town = Area.objects.get(stable_id=encinos.TOWN)
    found = incidents.incidents(incidents.Asked(area=town.stable_id), Horizon(True))
    sheet = weeks.week(found)
    told = week_ground.counted(town, timezone.localdate())
    assert [row["now"] for row in told["happened"]["reports"]] == [each.now for each in sheet.reports]
    assert told["happened"]["last"] == sheet.last.isoformat()
    assert told["places"]["hot"] == sum(cell.hot for cell in sheet.told.cells) > 0
    assert told["places"]["cells"][0]["now"] == max(cell.now for cell in sheet.told.cells if cell.hot)


@pytest.mark.slow
def test_looked_at_from_a_day_in_the_middle_nothing_later_is_known(assaults) -> None:
    town = Area.objects.get(stable_id=encinos.TOWN)
    earlier = week_ground.counted(town, date(2025, 6, 1))
    assert earlier["happened"]["last"] == "2025-05-31"
    assert earlier["places"]["last"] == "2025-05-31"
