"""The public door, page by page: what it shows, takes, refuses, and never tells."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from confianza.web.lib import sealing
from confianza.web.tips import keys, media, receipts
from confianza.web.tips.actions import telling
from confianza.web.tips.intake import gates, tokens
from confianza.web.tips.models import Hold, Kind, State, Tip
from confianza.web.tips.tests.units import answer
from tests.tipline.visitor import solved

ANY_PAGE, FIRST_PAGE = 32 * 1024, 16 * 1024


def test_the_first_page_says_what_protects_and_whom_to_call(visitor):
    page = visitor().open()
    assert page.size == FIRST_PAGE
    assert "Qué le protege" in page.page
    assert 'href="tel:110"' in page.page
    assert page.form().buttons[1:4] == ["tell general", "tell police", "tell school"]


def test_somebody_tells_and_gets_a_receipt_that_opens_it(visitor, units, photo):
    one = visitor().tell(files=[("IMG_2041.jpg", photo)])
    assert "(es) lo leerá" in one.page or "Lo leerá" in one.page
    receipt = one.press("send").receipt()
    tip = Tip.objects.get()
    assert tip.state == State.NEW
    assert tip.attachments.count() == 1
    assert tip.attachments.get().original_file
    page = visitor().come_back(receipt).page
    assert "Los martes llegan dos hombres" in page
    assert "1 archivo" in page


def test_every_page_has_one_size(visitor, units, photo):
    one = visitor().tell(files=[("a.jpg", photo)])
    assert one.size == ANY_PAGE
    receipt = one.press("send").receipt()
    assert one.size == ANY_PAGE
    assert one.come_back(receipt).size == ANY_PAGE
    assert one.press("more", text="Otra vez. " * 300).size == ANY_PAGE
    assert one.press("exit").size == ANY_PAGE
    assert one.press("tell nothing").size == ANY_PAGE


def test_a_known_receipt_and_an_unknown_one_ask_the_same_of_the_register(visitor, units):
    known = visitor().tell().press("send").receipt()
    asked = []
    for receipt in (known, receipts.new()):
        at_the_door = visitor().open().press("come back")
        with CaptureQueriesContext(connection) as queries:
            at_the_door.press("return", receipt=receipt)
        told = [query["sql"] for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]
        asked.append([re.sub(r"'.*?'|[0-9a-f]{32}", "?", sql) for sql in told])
        assert at_the_door.size == ANY_PAGE
    assert asked[0] == asked[1]


def test_in_danger_the_numbers_stand_on_the_next_page_at_once(visitor, units):
    one = visitor().open().press("tell general").press("next", kind="gang", danger="yes")
    assert 'href="tel:110"' in one.page
    other = visitor().open().press("tell general").press("next", kind="gang", danger="no")
    assert 'href="tel:110"' not in other.page


def test_what_is_missing_is_told_beside_its_question(visitor, units):
    one = visitor().open().press("tell general").press("next", kind="gang")
    assert "Responda esta pregunta" in one.page
    assert 'value="gang" checked' in one.page


def test_a_form_sent_again_at_once_shows_the_same_receipt_and_keeps_one_tip(visitor, units):
    one = visitor().tell()
    looked = one.page
    receipt = one.press("send").receipt()
    one.page = looked
    assert one.press("send").receipt() == receipt
    assert Tip.objects.count() == 1


def test_a_form_replayed_later_is_refused(visitor, units):
    from django.core.cache import cache

    one = visitor().tell()
    looked = one.page
    one.press("send").receipt()
    cache.clear()
    one.page = looked
    assert "Esto ya se envió" in one.press("send").page
    assert Tip.objects.count() == 1


def test_a_form_for_more_is_taken_once(visitor, units):
    receipt = visitor().tell().press("send").receipt()
    one = visitor().come_back(receipt)
    shown = one.page
    one.press("more", text="Volvieron hoy.")
    one.page = shown
    assert "Esto ya lo envió" in one.press("more", text="Volvieron hoy.").page
    assert Tip.objects.get().messages.count() == 2


def test_without_work_a_form_waits_half_a_minute(visitor, units, monkeypatch):
    one = visitor(works=False).tell()
    assert "medio minuto" in one.page
    assert one.press("send").page.count("Antes de enviar") == 1
    assert not Tip.objects.exists()
    later = tokens.now() + gates.WAIT_SECONDS
    monkeypatch.setattr(tokens, "now", lambda: later)
    one.press("send").receipt()
    assert Tip.objects.count() == 1


def test_the_work_of_one_form_does_not_let_another_in(visitor, units):
    first = visitor(works=False).open().press("come back").form().work
    done = solved(first["data-nonce"], int(first["data-bits"]))
    other = visitor(works=False).open().press("come back")
    assert "Espere" in other.press("return", receipt=receipts.new(), work=done).page


def test_the_same_work_opens_the_door_once(visitor, units):
    one = visitor().open().press("come back")
    shown, work = one.page, one.form().work
    done = solved(work["data-nonce"], int(work["data-bits"]))
    assert "No hay nada con este recibo" in one.press("return", receipt=receipts.new(), work=done).page
    one.page = shown
    assert "dentro de medio minuto" in one.press("return", receipt=receipts.new(), work=done).page


def test_a_mistyped_receipt_costs_nothing(visitor, units, monkeypatch):
    monkeypatch.setattr(sealing, "stretch", lambda *args: pytest.fail("was stretched"))
    one = visitor().open().press("come back").press("return", receipt="1234 5678")
    assert "Revíselos" in one.page


def test_many_at_once_make_the_door_higher(monkeypatch, workspace):
    low = gates.new()
    monkeypatch.setattr(gates, "SEATS", 1)
    for _ in range(5):
        gates.spend(gates.new())
    high = gates.new()
    assert (low.bits, low.wait) == (gates.BITS, gates.WAIT_SECONDS)
    assert high.bits > low.bits
    assert high.wait > low.wait


@pytest.mark.parametrize("token", ["", "x", "A" * 400])
def test_a_form_of_somebody_elses_making_is_over(visitor, units, token):
    one = visitor().open()
    assert "ya venció" in one.press("send", token=token).page


def test_a_token_of_one_purpose_serves_no_other(visitor, units):
    door = visitor().open().press("come back").form().hidden["token"]
    assert "ya venció" in visitor().open().press("send", token=door).page


def test_a_draft_is_over_after_two_hours(visitor, units, monkeypatch):
    one = visitor().open().press("tell general").press("next", kind="gang", danger="no")
    later = tokens.now() + telling.DRAFT_SECONDS + 1
    monkeypatch.setattr(tokens, "now", lambda: later)
    assert "ya venció" in one.press("next", story="x").page


def test_words_that_name_police_are_asked_about_before_anything_is_sent(visitor, units):
    one = visitor().tell(story="Un policía de la subestación les avisa.")
    assert 'name="police_again"' in one.page
    one.press("next", police_again="yes")
    assert "Asuntos" in one.page or "internal_affairs (es)" in one.page
    one.press("send").receipt()
    assert Tip.objects.get().wraps.get().for_unit.kind == Kind.INTERNAL_AFFAIRS


def test_where_nobody_may_read_it_outside_contacts_are_shown_and_nothing_is_kept(visitor, directory):
    directory.unit(Kind.CRIMINAL_INFORMATION)
    one = visitor().tell(police="yes")
    assert "No podemos recibir esto aquí" in one.page
    assert "Procuraduría de los Derechos Humanos" in one.page
    assert not Tip.objects.exists()


def test_who_reads_it_is_looked_at_again_before_sending(visitor, directory):
    made = directory.unit(Kind.CRIMINAL_INFORMATION)
    directory.unit(Kind.DESK)
    one = visitor().tell()
    type(made.key).objects.filter(pk=made.key.pk).update(root_signature=b"\x01" + b"0" * 64)
    assert "Cambió quién lo leerá" in one.press("send").page
    assert not Tip.objects.exists()


def test_a_file_that_is_refused_leaves_the_rest(visitor, units, photo, workspace):
    one = visitor().tell()
    one.press("edit files")
    one.press("attach", files=[("a.jpg", photo), ("b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")])
    assert "a.jpg" in one.page
    assert "b.svg" in one.page
    assert len(list(media.drafts(workspace.root).iterdir())) == 2
    one.press("detach 0")
    assert not list(media.drafts(workspace.root).iterdir())


@pytest.mark.parametrize("deed", ["start", "send", "next", "return", "exit", "attach", "review", "more"])
def test_files_that_come_with_a_form_of_nobody_are_destroyed_at_once(visitor, units, photo, workspace, deed):
    one = visitor().open()
    one.press(deed, files=[("a.jpg", photo)])
    assert not list(media.drafts(workspace.root).iterdir())


def test_an_unverified_answer_says_do_not_act(visitor, units):
    receipt = visitor().tell().press("send").receipt()
    tip, desk = Tip.objects.get(), units[Kind.CRIMINAL_INFORMATION]
    answer(desk, tip, "Gracias.")
    answer(desk, tip, "Venga solo a la plaza.", signing=sealing.new_signing_pair().private)
    page = visitor().come_back(receipt).page
    assert "Gracias." in page
    assert "Firma verificada" in page
    assert "no verificado: no actúe" in page
    assert "Venga solo" not in page


def test_a_long_conversation_is_read_page_by_page(visitor, units):
    receipt = visitor().tell().press("send").receipt()
    one = visitor().come_back(receipt)
    for number in range(4):
        one.press("more", text=f"Parte {number}. " + "palabra " * 400)
    assert "Parte 3." in one.page
    assert "Parte 0." not in one.page
    (further,) = [button for button in one.form().buttons if button.startswith("read ")]
    one.press(further)
    assert one.size == ANY_PAGE
    assert "Parte 3." not in one.page


@pytest.mark.parametrize("letter", ["<", "ñ", "x"])
def test_a_long_message_of_any_letters_leaves_the_page_its_size(visitor, units, letter):
    receipt = visitor().tell(story=letter * 5_900).press("send").receipt()
    one = visitor().come_back(receipt)
    assert one.size == ANY_PAGE
    assert one.press("more", text=letter * 9_900).size == ANY_PAGE
    assert visitor().come_back(receipt).size == ANY_PAGE


def test_whoever_told_it_takes_it_back(visitor, units, photo, workspace, django_capture_on_commit_callbacks):
    receipt = visitor().tell(files=[("a.jpg", photo)]).press("send").receipt()
    one = visitor().come_back(receipt).press("withdraw")
    assert Tip.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        one.press("withdraw yes")
    assert not Tip.objects.exists()
    assert not [file for file in media.folder(workspace.root).iterdir() if file.is_file()]
    assert "No hay nada con este recibo" in visitor().come_back(receipt).page


def test_what_two_people_hold_is_not_taken_back(visitor, units, person):
    from confianza.web.accounts.models import Role

    receipt = visitor().tell().press("send").receipt()
    Hold.objects.create(tip=Tip.objects.get(), asked_by=person(Role.ANALYST), asked_on=timezone.localdate())
    page = visitor().come_back(receipt).press("withdraw").press("withdraw yes").page
    assert "Dos personas pidieron" in page
    assert Tip.objects.exists()


def test_a_message_with_the_receipt_in_it_is_refused(visitor, units):
    receipt = visitor().tell().press("send").receipt()
    page = visitor().come_back(receipt).press("more", text=f"Mi recibo es {receipts.grouped(receipt)}").page
    assert "contiene su recibo" in page
    assert Tip.objects.get().messages.count() == 1


def test_a_visit_ends(visitor, units):
    receipt = visitor().tell().press("send").receipt()
    one = visitor().come_back(receipt)
    shown = one.page
    one.press("done")
    one.page = shown
    assert "ya venció" in one.press("read").page


def test_leaving_shows_a_page_about_nothing_and_clears_the_browser(visitor):
    one = visitor().open().press("exit")
    assert "Arroz blanco" in one.page
    assert one.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_no_page_sets_a_cookie_or_may_be_kept(visitor, units):
    one = visitor().tell().press("send")
    assert not {name.lower() for name in one.headers} & {"set-cookie", "etag", "last-modified", "vary"}
    assert one.headers["Cache-Control"] == "no-store"
    assert one.headers["Referrer-Policy"] == "no-referrer"
    assert one.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_another_site_cannot_send_a_form(visitor, client, settings):
    visitor()
    assert client.post("/", {"deed": "start"}, headers={"Origin": "https://evil.example"}).status_code == 404
    assert client.post("/", {"deed": "start"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert client.post("/", {"deed": "start"}, headers={"Origin": "null"}).status_code == 200


def test_a_page_speaks_the_language_its_form_says(visitor):
    one = visitor().open()
    assert "Tell it without giving your name" in one.press("start", language="en").page
    assert 'name="language" value="en"' in one.press("come back").page


def test_the_process_keeps_its_keys_apart(workspace, visitor):
    visitor().open().press("come back")
    names = {file.name for file in workspace.keys.iterdir()}
    assert {"tips-salt", "tips-pepper", "tips-draft"} <= names
    assert all(file.stat().st_mode & 0o077 == 0 for file in workspace.keys.iterdir())
    assert len(keys.intake_keys(workspace.keys).salt) == 16
