"""Problems: from a hot spot to what was learnt, and each page on the way."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.community.actions import requests
from confianza.web.design.ways import Sight
from confianza.web.observatory.tests import encinos
from confianza.web.plans import permissions
from confianza.web.plans.actions import commitments, measures
from confianza.web.plans.actions import problems as actions
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.forms.problems import SignForm
from confianza.web.plans.models import Asks, Measure, Page, Problem, Stage
from confianza.web.plans.problem_ways import ways_on
from confianza.web.plans.queries import evidence, learned, problems
from confianza.web.plans.queries.problems import Asked
from confianza.web.plans.rules.problems import Seen
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory import queries as territory
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Crosswalk, Generation

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)
BEFORE = (date(2024, 1, 1), date(2024, 12, 31))
AFTER = (date(2025, 1, 1), date(2025, 12, 31))


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def opened(area, leader, *, title="Robos en la parada del mercado", **more):
    told = {"offence": "homicide", "setting": "transport", "next_on": SOON, **more}
    seen = told.pop("seen", Seen("hot_spot", "Una celda sobresale", "/observatorio/mapa/?area=x"))
    return actions.open_problem(title=title, area=area, leader=leader, seen=seen, by=leader, **told)


@pytest.fixture
def problem(towns, people):
    return opened(towns.ward, people.commander)


@pytest.fixture
def town(workspace, db):
    """Encinos with six years of the police: two homicides a month in zone 1, one in zone 2."""
    from confianza.web.territory.actions import importing

    importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    for each in encinos.DELIVERIES:
        encinos.deliver(*each)
    return territory.area(encinos.TOWN)


def agreed(problem, by, **more):
    told = {
        "indicator": "homicide",
        "area": problem.area,
        "comparison": None,
        "before": BEFORE,
        "after": AFTER,
    }
    return measures.agree(problem=problem, by=by, **{**told, **more})


def test_a_problem_goes_from_a_hot_spot_to_what_was_learnt(town, person, as_person) -> None:
    rosa = person(Role.COMMANDER, area=town)
    browser = as_person(rosa)
    at = open_from_the_map(browser)
    problem = Problem.objects.get()
    understand(browser, at, problem)
    promise(browser, at, problem, rosa)
    assess(browser, at, problem)
    assert [each.stage for each in problem.moves.order_by("at", "pk")] == [
        "scan", "analyse", "respond", "assess", "closed"
    ]  # fmt: skip
    library = words(browser.get("/planes/problemas/aprendido/?offence=homicide"))
    assert "Sin evidencia de cambio" in library
    assert "Seis lámparas" in library
    assert "el mismo delito" in library


def step(browser, at, to, **more):
    return browser.post(f"{at}paso/", {"to": to, "words": "", "next_on": SOON.isoformat(), **more})


def open_from_the_map(browser):
    told = {"origin": "hot_spot", "area": encinos.ZONE_1, "text": "Zona 1 sobresale", "indicator": "homicide",
            "address": "/observatorio/mapa/?area=zone-0101-1"}  # fmt: skip
    form = browser.get(f"/planes/problemas/nuevo/?{urlencode(told)}")
    assert "Zona 1 sobresale" in form.content.decode()
    sent = {"title": "Homicidios de noche en la zona 1", "area": encinos.ZONE_1, "origin": "hot_spot",
            "text": "Zona 1 sobresale", "address": told["address"], "offence": "homicide",
            "setting": "street", "next_on": SOON.isoformat()}  # fmt: skip
    at = browser.post("/planes/problemas/nuevo/", sent)["Location"]
    assert f'href="{told["address"]}"' in browser.get(at).content.decode()
    return at


def understand(browser, at, problem):
    step(browser, at, "analyse")
    for asks in ("who", "where", "when"):
        browser.post(f"{at}hallazgos/", {"asks": asks, "text": f"Hallazgo {asks}"})
    browser.post(f"{at}pruebas/", {"page": "months"})
    assert "Diría lo mismo" in words(browser.get(f"{at}pruebas/{problem.evidence.get().pk}/"))
    assert "Acuerde primero cómo se medirá" in words(step(browser, at, "respond"))
    measure = {"indicator": "homicide", "area": encinos.ZONE_1, "comparison": encinos.ZONE_2,
               "before_from": "2024-01", "before_until": "2024-12", "after_from": "2025-01",
               "after_until": "2025-12", "because": ""}  # fmt: skip
    assert browser.post(f"{at}medida/", measure).status_code == 302


def promise(browser, at, problem, rosa):
    step(browser, at, "respond")
    promised = {"what": "Seis lámparas", "whose": "utilities", "owner_name": "Empresa eléctrica",
                "owner": "", "due_on": SOON.isoformat(), "cost": ""}  # fmt: skip
    assert browser.post(f"/planes/compromisos/nuevo/?problema={problem.pk}", promised)["Location"] == at
    assert "Hay promesas todavía abiertas" in words(step(browser, at, "assess"))
    commitments.move(commitment=problem.commitments.get(), to="kept", words="Acta 4", by=rosa)


def assess(browser, at, problem):
    step(browser, at, "assess")
    lesson = "La luz sola no bastó."
    assert "Calcule primero el resultado" in words(step(browser, at, "closed", lesson=lesson))
    browser.post(f"{at}resultado/")
    told = problem.appraisals.get().told
    assert told["verdict"] == "no_evidence_of_change"
    assert (told["totals"]["before"], told["totals"]["comparison_after"]) == (24, 12)
    assert "Sin evidencia de cambio" in words(browser.get(at))
    assert "Diga qué deberían saber otros" in words(step(browser, at, "closed", lesson=" "))
    step(browser, at, "closed", lesson=lesson)
    problem.refresh_from_db()
    assert (problem.stage, problem.lesson) == (Stage.CLOSED, lesson)


def test_the_board_shows_what_is_stalled_first_and_why(towns, people, as_person, problem) -> None:
    other = opened(towns.here, people.commander, title="Cobros en el mercado")
    Problem.objects.filter(pk=other.pk).update(next_on=TODAY - timedelta(days=3))
    browser = as_person(people.mayor)
    page = words(browser.get("/planes/problemas/"))
    assert page.index("Cobros en el mercado") < page.index("Robos en la parada")
    assert "nadie la miró en su día" in page or "nadie lo miró en su día" in page
    assert [card.problem for card in problems.stalled(people.mayor, TODAY)] == [other]
    assert problems.stalled(people.mayor, TODAY, towns.ward) == []


def test_the_board_is_chosen_by_place_offence_kind_and_leader(towns, people, problem) -> None:
    other = opened(towns.here, people.mayor, title="Otro", offence="robbery", setting="market")

    def titles(**asked):
        return {each.title for each in problems.problems(people.mayor, Asked(**asked))}

    assert titles() == {problem.title, other.title}
    assert titles(area=towns.ward.stable_id) == {problem.title}
    assert titles(offence="robbery") == titles(setting="market") == titles(mine=True) == {other.title}


def test_a_problem_of_another_town_is_not_there(people, as_person, problem) -> None:
    browser = as_person(people.elsewhere)
    assert browser.get(f"/planes/problemas/{problem.pk}/").status_code == 404
    assert problem.title not in words(browser.get("/planes/problemas/"))
    assert problem.title not in words(browser.get("/planes/problemas/nuevo/?area=zone-here-1"))


def test_who_only_reads_takes_nothing_further(people, as_person, problem) -> None:
    browser = as_person(people.officer)
    assert "Paso a paso" in words(browser.get(f"/planes/problemas/{problem.pk}/"))
    for step in ("senales", "hallazgos", "pruebas", "medida", "paso", "revisar", "resultado", "publicar"):
        assert browser.post(f"/planes/problemas/{problem.pk}/{step}/").status_code == 404


def test_the_leader_hands_over_and_says_when_to_look_again(people, as_person, problem) -> None:
    browser = as_person(people.commander)
    told = {"leader": str(people.mayor.pk), "next_on": SOON.isoformat(), "summary": "De jueves a sábado."}
    browser.post(f"/planes/problemas/{problem.pk}/revisar/", told)
    problem.refresh_from_db()
    assert (problem.leader, problem.next_on, problem.summary) == (people.mayor, SOON, "De jueves a sábado.")
    past = browser.post(f"/planes/problemas/{problem.pk}/revisar/", {**told, "next_on": "2020-01-01"})
    assert "Ese día ya pasó" in words(past)


def test_a_measure_agreed_anew_stands_beside_the_earlier_one(people, problem) -> None:
    first = agreed(problem, people.commander)
    with pytest.raises(StepRefused, match="agreed_already"):
        agreed(problem, people.commander)
    with pytest.raises(StepRefused, match="say_why"):
        agreed(problem, people.commander, indicator="robbery")
    second = agreed(problem, people.commander, indicator="robbery", because="No eran homicidios")
    assert problem.measure == second
    assert first.digest != second.digest
    assert Measure.objects.filter(problem=problem).count() == 2


def test_a_measure_stands_once_people_act(people, towns, problem) -> None:
    agreed(problem, people.commander)
    Problem.objects.filter(pk=problem.pk).update(stage=Stage.RESPOND)
    with pytest.raises(StepRefused, match="measure_stands"):
        agreed(problem, people.commander, indicator="robbery", because="Porque sí")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"before": (BEFORE[1], BEFORE[0])}, "months_run_forward"),
        ({"after": (date(2024, 6, 1), date(2025, 6, 30))}, "months_run_forward"),
        ({"after": (date(2025, 1, 1), date(2025, 2, 28))}, "months_too_few"),
    ],
)
def test_a_goal_that_cannot_be_measured_is_refused(people, problem, more, code) -> None:
    with pytest.raises(StepRefused, match=code):
        agreed(problem, people.commander, **more)


def test_nothing_is_compared_with_a_part_of_itself(people, towns, problem) -> None:
    for comparison in (towns.here, towns.ward):
        with pytest.raises(StepRefused, match="compared_with_itself"):
            agreed(problem, people.commander, comparison=comparison)
    agreed(problem, people.commander, comparison=towns.there)


def test_a_measure_agreed_after_its_months_began_says_so(people, problem, as_person) -> None:
    assert agreed(problem, people.commander).is_late
    page = words(as_person(people.commander).get(f"/planes/problemas/{problem.pk}/"))
    assert "Se acordó cuando sus meses ya habían empezado" in page
    later = TODAY.replace(day=1) + timedelta(days=40)
    ahead = (later.replace(day=1), (later + timedelta(days=120)).replace(day=28))
    assert not agreed(problem, people.commander, after=ahead, because="Los meses que vienen").is_late


def test_what_was_kept_says_so_when_later_deliveries_tell_more(town, person) -> None:
    zone, rosa = territory.area(encinos.ZONE_1), person(Role.COMMANDER, area=town)
    problem = opened(zone, rosa)
    kept = actions.keep_page(problem=problem, page=Page.MONTHS, by=rosa)
    kept.refresh_from_db()
    again = evidence.again(rosa, kept)
    assert again.is_whole
    assert again.same(kept.content)
    encinos.deliver(encinos.police(2026, 2026, 6, extra=9), encinos.POLICE, "", date(2026, 8, 1))
    again = evidence.again(rosa, kept)
    assert again.is_whole
    assert not again.same(kept.content)
    kept.content["figures"][0][1] += 1
    assert not evidence.again(rosa, kept).is_whole


def test_cells_of_the_map_are_kept_only_for_who_works_with_places(towns, people, problem) -> None:
    Problem.objects.filter(pk=problem.pk).update(offence="robbery")
    problem.refresh_from_db()
    assert Page.HOT_SPOTS in evidence.pages_for(people.commander, problem)
    assert Page.HOT_SPOTS not in evidence.pages_for(people.mayor, problem)
    problem.evidence.create(page=Page.HOT_SPOTS, title="x", address="/", content={}, sha256="0", taken_by="x")
    assert evidence.of_problem(people.commander, problem).count() == 1
    assert evidence.of_problem(people.mayor, problem).count() == 0


def test_of_the_tip_line_only_words_written_by_hand_are_kept(people, as_person, problem) -> None:
    browser = as_person(people.commander)
    sent = {"origin": "tips", "text": "Cobros, zona norte", "address": "/avisos/7/", "request": "1"}
    browser.post(f"/planes/problemas/{problem.pk}/senales/", sent)
    sign = problem.signs.get(origin="tips")
    assert (sign.text, sign.address, sign.request) == ("Cobros, zona norte", "", None)


def test_an_address_of_another_house_is_not_kept(people, as_person, problem) -> None:
    browser = as_person(people.commander)
    sent = {"origin": "other", "text": "x", "address": "https://example.org/a?b=1"}
    browser.post(f"/planes/problemas/{problem.pk}/senales/", sent)
    assert problem.signs.get(origin="other").address == "/a?b=1"


def test_what_was_learnt_is_listed_the_most_alike_first(towns, people) -> None:
    for title, offence, setting in (
        ("Nada igual", "theft", "home"), ("Mismo lugar", "theft", "transport"),
        ("Mismo delito", "homicide", "home"), ("Todo igual", "homicide", "transport"),
    ):  # fmt: skip
        made = opened(towns.here, people.mayor, title=title, offence=offence, setting=setting)
        actions.move(problem=made, to="closed", words="No era un problema", next_on=TODAY, by=people.mayor)
    found = list(learned.closed(people.mayor, offence="homicide", setting="transport"))
    assert [each.title for each in found] == ["Todo igual", "Mismo delito", "Mismo lugar", "Nada igual"]
    problem = opened(towns.here, people.mayor)
    beside = learned.beside(people.mayor, problem)
    assert [(each.problem.title, each.alike) for each in beside] == [
        ("Todo igual", ("offence", "setting")), ("Mismo delito", ("offence",)), ("Mismo lugar", ("setting",))
    ]  # fmt: skip
    assert list(learned.closed(people.elsewhere)) == []


def test_what_moved_since_a_day_is_told_with_who_moved_it(towns, people, problem) -> None:
    actions.move(problem=problem, to="analyse", words="", next_on=SOON, by=people.commander)
    moved = problems.moved_since(people.mayor, TODAY)
    assert [(move.problem, move.stage) for move in moved] == [(problem, "analyse"), (problem, "scan")]
    assert problems.moved_since(people.mayor, TODAY + timedelta(days=1)) == []
    assert problems.moved_since(people.elsewhere, TODAY) == []


def test_every_deed_stands_in_the_account(people, problem) -> None:
    actions.find(problem=problem, asks=Asks.WHO, text="Grupos de cuatro", by=people.commander)
    agreed(problem, people.commander)
    actions.publish(problem=problem, title="Robos en una parada", by=people.commander)
    told = set(Entry.objects.filter(subject=str(problem.pk)).values_list("action", flat=True))
    assert {"plans.open_problem", "plans.find", "plans.agree_measure", "plans.publish_problem"} <= told


def test_a_page_leads_to_the_problems_open_there_and_to_opening_another(towns, people, problem) -> None:
    places = towns.there.stable_id, towns.here.stable_id
    sight = Sight("hot_spot", "Zona 1 sobresale", *places, "homicide", "/observatorio/mapa/")
    there, begin = ways_on(people.mayor, [sight])
    assert (there.url, there.begins, begin.begins) == (f"/planes/problemas/{problem.pk}/", False, True)
    assert parse_qs(urlsplit(begin.url).query) == {
        "origin": ["hot_spot"],
        "area": [towns.here.stable_id],
        "text": ["Zona 1 sobresale"],
        "address": ["/observatorio/mapa/"],
        "indicator": ["homicide"],
    }
    assert [way.url for way in ways_on(people.officer, [sight])] == [there.url]
    assert [way.begins for way in ways_on(people.elsewhere, [sight])] == [True]
    assert ways_on(people.director, [sight]) == []


def test_whoever_was_named_leads_also_where_they_have_no_role(towns, people, as_person, problem) -> None:
    problem.leader = people.elsewhere
    problem.save()
    browser = as_person(people.elsewhere)
    told = {"asks": "who", "text": "Grupos de cuatro"}
    assert browser.post(f"/planes/problemas/{problem.pk}/hallazgos/", told).status_code == 302
    assert not permissions.leads(people.officer, problem)
    lamps = commitments.promise(
        area=problem.area, what="Dos lámparas", whose="utilities", owner_name="Empresa", due_on=SOON,
        cause=Cause(problem=problem), by=people.commander,
    )  # fmt: skip
    assert "Dos lámparas" in words(browser.get(f"/planes/problemas/{problem.pk}/"))
    moved = browser.post(f"/planes/compromisos/{lamps.pk}/mover/", {"to": "kept", "words": "Acta 4"})
    assert moved.status_code == 302
    told = {"what": "Podar", "whose": "municipality", "owner_name": "Obras", "due_on": SOON.isoformat()}
    assert browser.post(f"/planes/compromisos/nuevo/?problema={problem.pk}", told).status_code == 302
    told = {"leader": people.mayor.pk, "next_on": SOON.isoformat(), "summary": ""}
    assert browser.post(f"/planes/problemas/{problem.pk}/revisar/", told).status_code == 200
    assert Problem.objects.get(pk=problem.pk).leader == people.elsewhere


def test_a_precinct_with_a_part_of_a_ward_may_lead_its_problems(towns, people, person) -> None:
    beat = Area.objects.create(stable_id="beat-1", geography="police", level="beat", code="b1")
    made = Generation.objects.create(area=beat, name="Sector 1", valid_from="2001-01-01", origin="test")
    containments.rebuild(by=COMMAND_LINE)
    rosa = person(Role.COMMANDER, area=beat)
    assert rosa not in problems.who_could_lead(towns.ward)
    ward = Generation.objects.get(area=towns.ward)
    Crosswalk.objects.create(source=ward, target=made, share=0.4, method="test")
    assert rosa in problems.who_could_lead(towns.ward)
    assert people.officer not in problems.who_could_lead(towns.ward)


def test_a_request_leads_to_its_problem_and_back(towns, people, council, as_person) -> None:
    asked = requests.ask(body=council, what="Luz", theme="residential", whose="utilities", by=people.elena)
    browser = as_person(people.elena)
    page = browser.get(f"/comunidad/solicitudes/{asked.pk}/").content.decode()
    way = unescape(re.search(r'href="(/planes/problemas/nuevo/[^"]*)"', page)[1])
    assert f'name="request" value="{asked.pk}"' in browser.get(way).content.decode()
    seen = Seen("request", "Luz", way, asked)
    made = opened(towns.here, people.elena, title="Calle sin luz", seen=seen)
    assert "Problema: Calle sin luz" in words(browser.get(f"/comunidad/solicitudes/{asked.pk}/"))
    there = browser.get(f"/planes/problemas/{made.pk}/").content.decode()
    assert f'href="/comunidad/solicitudes/{asked.pk}/"' in there


def test_a_request_that_the_person_does_not_see_is_not_linked(people, council, as_person, problem) -> None:
    asked = requests.ask(body=council, what="Luz", theme="residential", whose="utilities", by=people.elena)
    form = SignForm(
        {"origin": "request", "text": "x", "request": str(asked.pk)},
        requests=problems.requests_of(people.elsewhere),
    )
    assert form.is_valid()
    assert form.cleaned_data["seen"].request is None


def test_the_pages_of_problems_ask_the_register_as_often_for_many_as_for_few(
    towns, people, as_person, django_assert_max_num_queries
) -> None:
    browser = as_person(people.mayor)
    for number in range(60):
        made = opened(towns.ward, people.mayor, title=f"Problema {number}", setting="market")
        if number % 2:
            actions.move(problem=made, to="closed", words="Ya no", next_on=TODAY, by=people.mayor)
    addresses = ("", "?etapa=scan", "aprendido/", f"{made.pk}/", "nuevo/?area=zone-here-1")
    for address in addresses:
        with django_assert_max_num_queries(60):
            assert browser.get(f"/planes/problemas/{address}").status_code == 200
