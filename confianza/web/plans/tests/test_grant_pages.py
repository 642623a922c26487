"""The pages of grants, as the people of a small town use them; and what each of them must not see."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from confianza.web.lib import draw_checks
from confianza.web.plans import permissions
from confianza.web.plans.actions import awards
from confianza.web.plans.models import (
    Applicant,
    Application,
    Ballot,
    Call,
    CallState,
    JurorCandidate,
    Score,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.tests import granting

TODAY = timezone.localdate()


def anew(person):
    """Return somebody as the next request knows them: what they may do is worked out once a request."""
    return type(person).objects.get(pk=person.pk)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def at(towns, people):
    """Take a call as far as a test wants it."""
    return lambda state, **more: granting.told(area=towns.here, people=people, until=state, **more)


def test_a_call_is_written_gets_its_criteria_and_opens(towns, people, as_person) -> None:
    elena = as_person(people.elena)
    told = {
        "title": "Fondo de barrio",
        "area": towns.here.stable_id,
        "purpose": "Lo que haga falta.",
        "purse": "8000",
        "at_most": "5000",
        "currency": "GTQ",
        "opens_on": TODAY.isoformat(),
        "closes_on": (TODAY + timedelta(days=20)).isoformat(),
        "jury": "3",
        "least": "50",
    }
    page = elena.post("/planes/fondos/nuevo/", told | {"at_most": "9000"})
    assert "más de lo que hay" in words(page)
    assert elena.post("/planes/fondos/nuevo/", told).status_code == 302
    call = Call.objects.get()
    address = f"/planes/fondos/{call.pk}/"
    assert "Necesita criterios" in words(elena.get(address))
    add = f"{address}pasos/criterio/"
    elena.post(add, {"kind": "admits", "text": "Del municipio"})
    elena.post(add, {"kind": "scores", "text": "Alcance", "weight": "70"})
    elena.post(add, {"kind": "scores", "text": "Otro", "weight": "20"})
    assert "deben sumar 100" in words(elena.get(address))
    elena.post(f"{address}pasos/quitar/", {"number": "3"})
    elena.post(add, {"kind": "scores", "text": "Futuro", "weight": "30"})
    elena.post(f"{address}pasos/abrir/")
    call.refresh_from_db()
    assert call.state == CallState.OPEN
    assert len(call.digest) == 64
    page = elena.post(add, {"kind": "scores", "text": "Nuevo", "weight": "30"})
    assert "ya no cambia" in words(page)
    assert call.digest in words(Client().get(f"/fondos/{call.pk}/"))


def test_an_application_is_typed_in_and_gets_a_receipt(at, people, as_person) -> None:
    story = at(CallState.OPEN)
    Call.objects.update(closes_on=TODAY + timedelta(days=1))
    elena, address = as_person(people.elena), f"/planes/fondos/{story.call.pk}/propuestas/nueva/"
    told = {"body": str(story.bodies[0].pk), "title": "Mural", "what": "Un mural.", "amount": "900"}
    page = elena.post(address, told | {"what": "El comité Alborada pinta."})
    assert "delata" in words(page)
    assert "El comité Alborada pinta." in page.content.decode()
    page = elena.post(address, told, follow=True)
    made = Application.objects.get(title="Mural")
    assert made.digest in words(page)
    assert "Comité Alborada" in words(page)


@pytest.fixture
def juror(at, as_person):
    """A juror of a call that is being scored, with a browser."""
    story = at(CallState.SCORING)
    first = story.jurors[0]
    return story, first, as_person(first.candidate.person)


def test_a_juror_declares_scores_and_hands_in(juror) -> None:
    story, mine, browser = juror
    code = story.applications[0].code
    address = f"/planes/fondos/{story.call.pk}/puntuar/"
    assert "Quedan 3 propuestas" in words(browser.get(address))
    page = browser.post(f"{address}{code}/", {"conflict": "yes", "why": ""})
    assert "Diga por qué" in words(page)
    browser.post(f"{address}{code}/", {"conflict": "no", "why": ""})
    sheet = {"points_2": "4", "words_2": "Alcanza a muchos.", "points_3": "2", "words_3": ""}
    page = browser.post(f"{address}{code}/", sheet)
    assert "Alcanza a muchos." in page.content.decode()
    assert not Score.objects.exists()
    assert browser.post(f"{address}{code}/", sheet | {"words_3": "Quizá."}).status_code == 302
    assert Ballot.objects.get().handed_in_at
    assert "Alcanza a muchos." in words(browser.get(f"{address}{code}/"))
    assert "Quedan 2 propuestas" in words(browser.get(address))


def test_whoever_was_drawn_takes_the_place_or_gives_it_back(at, people, as_person) -> None:
    story = at(CallState.JURY)
    stays, goes = story.jurors[:2]
    address = f"/planes/fondos/{story.call.pk}/candidatura/"
    browser = as_person(stays.candidate.person)
    assert stays.candidate.salt in browser.get(address).content.decode()
    browser.post(address, {"agrees": "yes"})
    stays.refresh_from_db()
    assert stays.state == "accepted"
    as_person(goes.candidate.person).post(address, {"agrees": "no"})
    goes.refresh_from_db()
    assert goes.state == "replaced"
    elena = as_person(people.elena)
    jury = f"/planes/fondos/{story.call.pk}/jurado/"
    assert "Se devolvió 1 puesto" in words(elena.get(jury))
    elena.post(f"{jury}llenar/")
    assert "Se devolvió" not in words(elena.get(jury))
    assert len(story.jurors) == 3


def test_a_jury_is_proposed_seconded_and_drawn_on_its_page(at, people, as_person) -> None:
    story = at(CallState.CLOSED)
    address, elena = f"/planes/fondos/{story.call.pk}/jurado/", as_person(people.elena)
    page = elena.post(f"{address}proponer/", {"username": "nadie", "stands_for": "Comercio"})
    assert "No hay ninguna cuenta" in words(page)
    elena.post(f"{address}proponer/", {"username": people.nobody.username, "stands_for": "Comercio"})
    made = JurorCandidate.objects.get(person=people.nobody)
    elena.post(f"{address}respaldar/", {"candidate": made.pk})
    made.refresh_from_db()
    assert made.seconded_by is None
    as_person(people.mayor).post(f"{address}respaldar/", {"candidate": made.pk})
    made.refresh_from_db()
    assert made.seconded_by == people.mayor
    elena.post(f"{address}comprometer/", {"announced": "Diez dados"})
    assert story.call.draw.record["commitment"] in words(elena.get(address))
    elena.post(f"{address}sortear/", {"witnessed": "6 1 2 3 4 5 5 1 2 6"})
    assert story.call.jurors.count() == 3


def test_whoever_gives_the_money_follows_the_jury_or_says_why(at, people, as_person) -> None:
    story = at(CallState.RANKED)
    donor, address = as_person(people.donor), f"/planes/fondos/{story.call.pk}/adjudicar/"
    first, second, third = (row["code"] for row in story.call.ranking)
    told = {f"amount_{second}": "5000", f"amount_{third}": "3000"}
    assert "diga por qué" in words(donor.post(address, told))
    why = {f"reason_{first}": "Lo paga otro.", f"reason_{second}": "La segunda."}
    assert donor.post(address, told | why).status_code == 302
    register = words(Client().get(f"/fondos/{story.call.pk}/"))
    assert "Lo paga otro." in register
    assert "Comité Ceibal" in register
    assert "Comité Alborada" not in register


def test_a_grant_is_paid_part_by_part_on_its_page(at, people, as_person) -> None:
    story = at(CallState.AWARDED)
    award = queries.Award.objects.get(amount=4000)
    address = f"/planes/fondos/adjudicados/{award.pk}/"
    elena, donor = as_person(people.elena), as_person(people.donor)
    part = {"due_on": TODAY.isoformat(), "must_show": "Convenio"}
    assert "sumarían más" in words(elena.post(f"{address}parte/", part | {"amount": "4001"}))
    elena.post(f"{address}parte/", part | {"amount": "4000"})
    tranche = award.tranches.get()
    elena.post(f"{address}comprobante/", {"tranche": tranche.pk, "text": "Firmado", "kept_in": "Carpeta 3"})
    pay = {"tranche": tranche.pk, "to": "paid", "words": ""}
    assert elena.post(f"{address}pago/", pay).status_code == 404
    assert "objeciones" in words(donor.post(f"{address}pago/", pay))
    Call.objects.update(objections_until=TODAY - timedelta(days=1))
    donor.post(f"{address}pago/", pay)
    tranche.refresh_from_db()
    assert tranche.state == "paid"
    elena.post(f"{address}resultado/", {"what": "Jóvenes", "planned": "20", "reached": "17", "words": ""})
    page = words(Client().get(f"/fondos/{story.call.pk}/"))
    assert "Jóvenes: 17 de 20 previstos" in page
    assert "Carpeta 3" not in page


def test_an_objection_is_answered_for_everybody(at, people, as_person) -> None:
    story = at(CallState.RANKED)
    address = f"/planes/fondos/{story.call.pk}/pasos/"
    as_person(people.elena).post(f"{address}objetar/", {"text": "Falta una página.", "code": ""})
    objection = story.call.appeals.get()
    told = {"appeal": objection.pk, "upheld": "no", "words": "La página está."}
    assert as_person(people.elena).post(f"{address}responder/", told).status_code == 404
    as_person(people.mayor).post(f"{address}responder/", told)
    page = words(Client().get(f"/fondos/{story.call.pk}/"))
    assert "Falta una página." in page
    assert "La página está." in page


@pytest.mark.parametrize(
    ("who", "sees", "runs", "gives"),
    [
        ("elena", True, True, False),
        ("mayor", True, False, True),
        ("donor", True, False, True),
        ("commander", True, False, False),
        ("officer", True, False, False),
        ("analyst", True, False, False),
        ("director", False, False, False),
        ("nobody", False, False, False),
        ("elsewhere", False, False, False),
    ],
)
def test_who_may_do_what_with_a_call(at, people, who, sees, runs, gives) -> None:
    call, person = at(CallState.DRAFT).call, anew(getattr(people, who))
    assert Call.objects.visible_to(person).filter(pk=call.pk).exists() is sees
    assert permissions.runs(person, call) is runs
    assert permissions.gives(person, call) is gives


def test_nobody_who_stands_for_a_jury_runs_or_gives_whatever_role_they_get_later(at, people, person) -> None:
    from confianza.web.accounts.models import Grant, Role

    story = at(CallState.OPEN)
    mine = anew(story.candidates[0].person)
    for role in (Role.COMMUNITY_RELATIONS, Role.MAYOR):
        Grant.objects.create(person=mine, role=role, area=story.call.area, purpose="prevention", given_by="x")
    assert not permissions.runs(mine, story.call)
    assert not permissions.gives(mine, story.call)
    assert not Applicant.objects.visible_to(mine).exists()


# Non-interference: what may not be known changes nothing of what somebody sees.


def pages_of(browser, story):
    """Return every page somebody can open of a call, as they see them."""
    pk = story.call.pk
    codes = sorted(each.code for each in story.applications)
    addresses = ["", "jurado/", "candidatura/", "puntuar/", "adjudicar/"]
    addresses += [f"puntuar/{code}/" for code in codes] + [f"propuestas/{code}/" for code in codes]
    told = [browser.get(f"/planes/fondos/{pk}/{rest}") for rest in addresses]
    told += [browser.get(f"/fondos/{pk}/{rest}") for rest in ("", "registro.json", "sorteo.json")]
    told += [browser.get("/planes/fondos/"), browser.get("/fondos/"), browser.get("/fondos/registro.csv")]
    plain = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
    return [(each.status_code, plain.sub(b"", each.content)) for each in told]


def test_no_page_of_a_juror_depends_on_who_applied(juror, people) -> None:
    story, _mine, browser = juror
    before = pages_of(browser, story)
    assert any(b"Talleres" in content for _status, content in before)
    others = list(Applicant.objects.order_by("pk"))
    for one, other in zip(others, others[1:] + others[:1], strict=True):
        Applicant.objects.filter(pk=one.pk).update(body=other.body, sealed=other.sealed, taken_by="otra")
    assert pages_of(browser, story) == before
    Applicant.objects.update(body=None, sealed=b"")
    assert pages_of(browser, story) == before
    for body in story.bodies:
        assert not any(body.name.encode() in content for _status, content in before)


@pytest.mark.parametrize(
    "who", ["elena", "mayor", "donor", "commander", "analyst", "officer", "anybody", "juror"]
)
def test_no_page_depends_on_the_points_of_others_before_all_are_in(juror, people, as_person, who) -> None:
    story, _mine, browser = juror
    other = story.jurors[1]
    granting.score_one(other, story.applications[0], 1)
    by = {"juror": browser, "anybody": Client()}.get(who) or as_person(getattr(people, who))
    before = pages_of(by, story)
    Score.objects.update(points=5, words="Otra cosa")
    assert pages_of(by, story) == before
    assert Score.objects.exists()


@pytest.mark.parametrize("who", ["elena", "donor", "commander"])
def test_nobody_reads_a_score_before_all_are_in_and_then_only_who_answers_for_it(at, people, who) -> None:
    story = at(CallState.SCORING)
    granting.score(story, lambda juror, application: 4)
    person = anew(getattr(people, who))
    assert not Score.objects.visible_to(person).exists()
    Call.objects.update(state=CallState.RANKED)
    assert Score.objects.visible_to(person).exists() is (who != "commander")


def test_whoever_gives_the_money_learns_who_applied_when_the_jury_has_spoken(at, people) -> None:
    story = at(CallState.SCORING)
    assert not Applicant.objects.visible_to(people.donor).exists()
    assert Applicant.objects.visible_to(anew(people.elena)).exists()
    assert not Applicant.objects.visible_to(people.commander).exists()
    Call.objects.filter(pk=story.call.pk).update(state=CallState.RANKED)
    assert Applicant.objects.visible_to(people.donor).exists()


def test_anybody_can_compute_the_order_again_from_the_register(at) -> None:
    story = at(CallState.AWARDED, points=lambda juror, application: (juror + 2 * application) % 6)
    told = json.loads(Client().get(f"/fondos/{story.call.pk}/registro.json").content)
    record = json.loads(Client().get(f"/fondos/{story.call.pk}/sorteo.json").content)
    assert draw_checks.verify(record, published=told["draw_commitment"]).holds
    weights = {each["number"]: each["weight"] for each in told["rules"]["criteria"] if each["weight"]}
    sheets = [
        queries.Sheet(row["code"], each["juror"], {int(n): p for n, p in each["points"].items()})
        for row in told["ranking"]
        for each in row["points"]
    ]
    again = queries.frozen(queries.juries.ranking(sheets, weights, record["seed"]))
    assert again == [{k: v for k, v in row.items() if k != "points"} for row in told["ranking"]]
    assert queries.digest(told["rules"]) == told["rules_sha256"]


def test_the_register_names_nobody(at, people) -> None:
    story = at(CallState.AWARDED)
    awards.object_to(call=story.call, text="No estoy de acuerdo.", by=people.elena)
    public = "".join(
        Client().get(f"/fondos/{rest}").content.decode()
        for rest in ("", f"{story.call.pk}/", f"{story.call.pk}/registro.json", "registro.csv")
    )
    for name in (people.elena.display_name, people.donor.display_name, "jurado-", "5555-0000", "Ceibal"):
        assert name not in public, name
    # The two that got money, and no other.
    assert "Comité Alborada" in public
    assert "Comité Turquesa" in public
    assert granting.WHY not in public


def test_what_was_never_opened_is_not_public(at) -> None:
    story = at(CallState.DRAFT)
    for rest in ("", "registro.json", "sorteo.json"):
        assert Client().get(f"/fondos/{story.call.pk}/{rest}").status_code == 404
    assert story.call.title not in Client().get("/fondos/").content.decode()


def test_a_plan_leads_to_its_calls_and_a_call_to_its_plan(towns, people, as_person) -> None:
    from confianza.web.plans.models import Objective, PreventionPlan

    plan = PreventionPlan.objects.create(
        area=towns.here, kind="youth", title="Plan joven", begins_on=TODAY,
        ends_on=TODAY + timedelta(days=300), keeper=people.mayor,
    )  # fmt: skip
    objective = Objective.objects.create(plan=plan, number=1, text="Tardes con qué hacer", by_on=TODAY)
    elena = as_person(people.elena)
    assert (
        f"/planes/fondos/nuevo/?objetivo={objective.pk}"
        in elena.get(f"/planes/prevencion/{plan.pk}/").content.decode()
    )
    call = granting.written(area=towns.here, runner=people.elena, today=TODAY, objective=objective)
    assert f"/planes/fondos/{call.pk}/" in elena.get(f"/planes/prevencion/{plan.pk}/").content.decode()
    assert f"/planes/prevencion/{plan.pk}/" in elena.get(f"/planes/fondos/{call.pk}/").content.decode()


def test_what_waits_for_somebody_stands_on_their_home_page(juror, people, as_person) -> None:
    story, _mine, browser = juror
    assert "3 propuestas esperan sus puntos" in words(browser.get("/cuenta/"))
    assert "esperan sus puntos" not in words(as_person(people.elena).get("/cuenta/"))
    Call.objects.update(state=CallState.RANKED)
    assert f"El jurado de «{story.call.title}» ya habló" in words(as_person(people.donor).get("/cuenta/"))
