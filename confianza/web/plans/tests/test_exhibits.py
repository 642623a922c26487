"""Pictures and papers of promises and grants, as people attach them and as a stranger would look for them."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from confianza.web.accounts.models import Grant, Role
from confianza.web.audit.models import Entry
from confianza.web.plans.actions import awards, calls, commitments, exhibits
from confianza.web.plans.exhibits import SHELF
from confianza.web.plans.models import Award, CallState, Exhibit, Standing, Tranche, TrancheState
from confianza.web.plans.rules import exhibits as rules
from confianza.web.plans.tests import granting, papers
from confianza.web.plans.tests.refused import refusal
from confianza.web.tips.cleaning import Clean

TODAY = timezone.localdate()
PICTURE = Clean("image/png", b"\x89PNG\r\n\x1a\n ficticia")
PAPER = Clean("application/pdf", b"%PDF-1.7 ficticio")
CAPTION = "Seis lámparas encendidas en el callejón"


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def lamps(towns, people):
    return commitments.promise(
        area=towns.here, what="Seis lámparas", whose="utilities", owner=people.director,
        due_on=TODAY + timedelta(days=5), by=people.mayor,
    )  # fmt: skip


@pytest.fixture
def attached(lamps, people):
    return exhibits.attach(commitment=lamps, files=[PICTURE, PAPER], caption=CAPTION, by=people.director)


@pytest.fixture
def granted(towns, people):
    """A grant with one part, and the tranche of it."""
    granting.told(area=towns.here, people=people)
    award = Award.objects.get(amount=4000)
    return awards.plan_tranche(
        award=award, amount=Decimal(4000), due_on=TODAY, must_show="Lista", by=people.elena
    )


@pytest.fixture
def bill(granted, people):
    proof = awards.show(tranche=granted, text="Factura", files=[PAPER], by=people.elena)
    return proof.exhibits.get()


def seen(client, exhibit, where="/planes/archivos"):
    return client.get(f"{where}/{exhibit.pk}/").status_code


# --- attaching ---------------------------------------------------------------------------------------


def test_a_photograph_is_kept_clean_sealed_and_inside(people, as_person, lamps) -> None:
    director = as_person(people.director)
    photograph = papers.photograph()
    assert papers.DEVICE.encode() in photograph
    told = {"caption": CAPTION, "files": [papers.sent(photograph), papers.sent(papers.bill(), "f.pdf")]}
    assert director.post(f"/planes/compromisos/{lamps.pk}/archivos/", told).status_code == 302
    picture, paper = Exhibit.objects.filter(commitment=lamps)
    answer = director.get(f"/planes/archivos/{picture.pk}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert papers.DEVICE.encode() not in answer.content
    assert b"Exif" not in answer.content
    assert papers.DEVICE.encode() not in director.get(f"/planes/archivos/{paper.pk}/").content
    assert "attachment" in director.get(f"/planes/archivos/{paper.pk}/")["Content-Disposition"]
    assert answer.content not in SHELF.path(picture.kept_as).read_bytes()
    page = director.get(f"/planes/compromisos/{lamps.pk}/")
    assert f'alt="{CAPTION}"' in page.content.decode()
    assert "Solo se ve adentro" in words(page)
    assert "IMG_0001" not in page.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "vacio.jpg", "vacío"),
        (b"\xff\xd8\xff" + b"\0" * rules.MOST_BYTES, "grande.jpg", "8 MB"),
        (b"Solo texto, nada que ver.", "nota.txt", "ni una imagen ni un PDF"),
        (papers.bomb(), "bomba.png", "demasiado grande para abrirla"),
        (papers.photograph()[:200], "rota.jpg", "dañado o incompleto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "dibujo.svg", "SVG"),
        (b"PK\x03\x04" + b"\0" * 40, "todo.zip", "carpeta comprimida"),
    ],
)
def test_what_is_no_picture_and_no_paper_is_refused_in_a_sentence(
    people, as_person, lamps, content, name, why
) -> None:
    files = [papers.sent(papers.photograph()), papers.sent(content, name)]
    page = as_person(people.director).post(
        f"/planes/compromisos/{lamps.pk}/archivos/", {"caption": CAPTION, "files": files}
    )
    assert why in words(page)
    if content:
        assert name in words(page)
    assert CAPTION in page.content.decode()
    assert not Exhibit.objects.exists()


def test_a_handful_at_once_and_no_archive(people, as_person, lamps) -> None:
    files = [papers.sent(papers.bill(), f"{number}.pdf") for number in range(rules.MOST_AT_ONCE + 1)]
    page = as_person(people.director).post(
        f"/planes/compromisos/{lamps.pk}/archivos/", {"caption": CAPTION, "files": files}
    )
    assert "6 archivos a la vez" in words(page)
    full = {"commitment": lamps, "caption": CAPTION, "by": people.director}
    exhibits.attach(files=[PICTURE] * rules.MOST_KEPT, **full)
    assert refusal(exhibits.attach, files=[PICTURE], **full) == "too_many_exhibits"


# --- who sees what -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200), ("mayor", 200), ("elena", 200), ("officer", 200), ("analyst", 200),
        ("elsewhere", 404), ("nobody", 404),
    ],
)  # fmt: skip
def test_whoever_sees_the_promise_sees_its_files_and_nobody_else_finds_them(
    people, as_person, attached, who, status
) -> None:
    browser = as_person(getattr(people, who))
    assert [seen(browser, each) for each in attached] == [status] * 2
    for address in ("mostrar", "ocultar", "retirar"):
        told = {"looked": "on", "words": "x"}
        answer = browser.post(f"/planes/archivos/{attached[0].pk}/{address}/", told)
        assert answer.status_code == 404 or status == 200
    answer = browser.get(f"/planes/archivos/{attached[-1].pk + 1}/")
    assert answer.status_code == 404


def test_no_number_leads_to_a_file_of_another_town_or_of_a_grant(
    people, as_person, attached, bill, towns
) -> None:
    there = commitments.promise(
        area=towns.there, what="Podar", whose="municipality", owner_name="Obras",
        due_on=TODAY + timedelta(days=5), by=people.elsewhere,
    )  # fmt: skip
    foreign = exhibits.attach(commitment=there, files=[PICTURE], caption="Allá", by=people.elsewhere)
    every = [*attached, bill, *foreign]
    reads = {
        "elsewhere": foreign, "mayor": [*attached, bill], "elena": [*attached, bill],
        "donor": [*attached, bill], "officer": attached, "analyst": attached, "director": attached,
        "nobody": [],
    }  # fmt: skip
    for who, own in reads.items():
        browser = as_person(getattr(people, who))
        assert [each for each in every if seen(browser, each) == 200] == list(own), who
    for public in (Client(), as_person(people.mayor)):
        assert [each for each in every if seen(public, each, "/archivos") == 200] == []


def test_who_judged_a_call_never_sees_its_bills_whatever_role_they_get_later(
    towns, people, as_person, bill, person
) -> None:
    juror = bill.proof.tranche.award.application.call.candidates.first().person
    Grant.objects.create(
        person=juror, role=Role.PROGRAMME_MANAGER, area=towns.here, purpose="prevention", given_by="x"
    )
    assert seen(as_person(juror), bill) == 404
    assert seen(as_person(person(Role.PROGRAMME_MANAGER, area=towns.here)), bill) == 200


def test_reading_a_bill_is_told_in_the_account(people, as_person, bill, attached) -> None:
    elena = as_person(people.elena)
    seen(elena, bill)
    seen(elena, attached[0])
    assert Entry.objects.filter(action="plans.read_exhibit").count() == 1


# --- shown to everybody ------------------------------------------------------------------------------


def make_public(lamps, people):
    commitments.move(commitment=lamps, to=Standing.KEPT, words="Alumbran", by=people.mayor)
    commitments.publish(commitment=lamps, text="Luz en el callejón", by=people.mayor)


def test_nothing_is_shown_to_everybody_unless_somebody_says_that_they_looked(
    people, as_person, lamps, attached
) -> None:
    make_public(lamps, people)
    picture, mayor = attached[0], as_person(people.mayor)
    assert seen(Client(), picture, "/archivos") == 404
    mayor.post(f"/planes/archivos/{picture.pk}/mostrar/", {})
    assert seen(Client(), picture, "/archivos") == 404
    mayor.post(f"/planes/archivos/{picture.pk}/mostrar/", {"looked": "on"})
    answer = Client().get(f"/archivos/{picture.pk}/")
    assert (answer.status_code, answer.content) == (200, PICTURE.content)
    page = Client().get(f"/compromisos/{lamps.pk}/").content.decode()
    assert f'src="/archivos/{picture.pk}/"' in page
    assert people.director.display_name not in page
    assert f"/archivos/{attached[1].pk}/" not in page
    assert "Lo ve todo el mundo" in words(mayor.get(f"/planes/compromisos/{lamps.pk}/"))
    mayor.post(f"/planes/archivos/{picture.pk}/ocultar/")
    assert seen(Client(), picture, "/archivos") == 404
    assert Entry.objects.filter(action="plans.show_exhibit").count() == 1


def test_an_owner_attaches_and_does_not_publish(people, as_person, lamps, attached) -> None:
    make_public(lamps, people)
    director = as_person(people.director)
    answer = director.post(f"/planes/archivos/{attached[0].pk}/mostrar/", {"looked": "on"})
    assert answer.status_code == 404
    assert "Mostrarla a todo el mundo" not in words(director.get(f"/planes/compromisos/{lamps.pk}/"))


@pytest.mark.parametrize("undo", ["not public", "not kept"])
def test_a_file_leaves_the_public_site_with_its_promise(people, lamps, attached, undo) -> None:
    make_public(lamps, people)
    exhibits.show(exhibit=attached[0], by=people.mayor)
    assert seen(Client(), attached[0], "/archivos") == 200
    if undo == "not public":
        commitments.publish(commitment=lamps, text="", by=people.mayor)
    else:
        commitments.move(commitment=lamps, to=Standing.UNDER_WAY, words="Se apagaron", by=people.mayor)
    assert seen(Client(), attached[0], "/archivos") == 404


def test_a_bill_is_public_only_where_who_gives_the_money_says_so(people, as_person, bill) -> None:
    address = f"/planes/archivos/{bill.pk}/mostrar/"
    assert as_person(people.elena).post(address, {"looked": "on"}).status_code == 404
    as_person(people.donor).post(address, {"looked": "on"})
    call = bill.proof.tranche.award.application.call
    assert f'href="/archivos/{bill.pk}/"' in Client().get(f"/fondos/{call.pk}/").content.decode()
    assert seen(Client(), bill, "/archivos") == 200


# --- taken back --------------------------------------------------------------------------------------


def test_what_is_taken_back_is_destroyed_and_told(
    people, as_person, lamps, attached, django_capture_on_commit_callbacks
) -> None:
    picture, mayor = attached[0], as_person(people.mayor)
    place = SHELF.path(picture.kept_as)
    mayor.post(f"/planes/archivos/{picture.pk}/retirar/", {"words": " "})
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        mayor.post(f"/planes/archivos/{picture.pk}/retirar/", {"words": "Sale una niña."})
    assert not place.exists()
    assert seen(mayor, picture) == 404
    page = words(mayor.get(f"/planes/compromisos/{lamps.pk}/"))
    assert "Sale una niña." in page
    assert Exhibit.objects.get(pk=picture.pk).caption == ""


def test_what_a_payment_rests_on_is_not_taken_back(people, as_person, bill) -> None:
    elena = as_person(people.elena)
    Tranche.objects.update(state=TrancheState.PAID)
    elena.post(f"/planes/archivos/{bill.pk}/retirar/", {"words": "Ya no."})
    assert seen(elena, bill) == 200
    assert refusal(exhibits.take_back, exhibit=bill, words="Ya no.", by=people.elena) == "payment_rests_on_it"


def test_with_an_award_that_is_taken_back_go_its_bills(
    people, bill, django_capture_on_commit_callbacks
) -> None:
    call = bill.proof.tranche.award.application.call
    appeal = awards.object_to(call=call, text="El primero no trabaja aquí.", by=people.elena)
    awards.answer(appeal=appeal, upheld=True, words="Es cierto.", by=people.donor)
    with django_capture_on_commit_callbacks(execute=True):
        calls.move(call=call, to=CallState.RANKED, words="La objeción era cierta.", by=people.elena)
    assert not Exhibit.objects.exists()
    assert not SHELF.path(bill.kept_as).exists()


@pytest.mark.parametrize(
    ("taken_back", "tranche", "said"),
    list(product((True, False), ("", *TrancheState), ("Porque sí", " "))),
)
def test_what_may_be_taken_back(taken_back, tranche, said) -> None:
    code = "say_why" if said == " " else None
    code = "payment_rests_on_it" if tranche == TrancheState.PAID else code
    code = "not_from_here" if taken_back else code
    assert refusal(rules.check_take_back, taken_back=taken_back, tranche=tranche, words=said) == code


@pytest.mark.parametrize("standing", list(Standing))
def test_to_what_something_may_be_attached(standing) -> None:
    expected = "not_from_here" if standing == Standing.RELEASED else None
    assert refusal(rules.check_attach, standing) == expected


@pytest.mark.parametrize(("there_are", "more"), [(0, 24), (23, 1), (24, 1), (20, 5)])
def test_how_many_may_be_kept(there_are, more) -> None:
    expected = "too_many_exhibits" if there_are + more > 24 else None
    assert refusal(rules.check_room, there_are=there_are, more=more) == expected


@pytest.mark.parametrize(
    "change", [{"kept_as": ""}, {"proof_id": 1}, {"commitment_id": None}, {"taken_back_at": timezone.now()}]
)
def test_the_register_itself_refuses_a_file_of_nothing(attached, change) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Exhibit.objects.filter(pk=attached[0].pk).update(**change)
