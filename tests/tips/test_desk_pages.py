"""The desk, page by page: what a reader does with a tip, and what its teller gets to see of it."""

import pytest
from django.urls import reverse

from confianza.web.tips.models import EvidenceRequest, State, Tip
from confianza.web.tips.queries import opening
from tests.tips import world

WORDS = "Cobran renta los lunes a las ocho."


@pytest.fixture
def sent(line):
    return world.told(world.answers(WORDS))


@pytest.fixture
def dario(line):
    return world.browser(line.people["dario"])


def opened(line, sent, who="dario"):
    reader = line.people[who].reader
    return opening.opened(Tip.objects.visible_to(reader.person).get(pk=sent.tip), reader)


def page(client, name, *args, **told):
    return client.get(reverse(f"tips:{name}", args=args), told).content.decode()


def post(client, name, *args, **told):
    return client.post(reverse(f"tips:{name}", args=args), told, follow=True)


def test_the_queue_lists_what_one_may_read_and_the_page_shows_what_was_told(dario, sent):
    assert sent.number in page(dario, "queue")
    assert WORDS in page(dario, "tip", sent.tip)


def test_without_open_keys_one_is_led_to_them_and_nothing_is_shown(line, sent):
    from django.test import Client

    client = Client()
    client.force_login(line.people["dario"].user)
    response = client.get(reverse("tips:tip", args=[sent.tip]))
    assert response.status_code == 302
    assert reverse("accounts:keyring") in response["Location"]


def test_a_tip_of_another_unit_is_not_there(line, sent):
    karla = world.browser(line.people["karla"])
    for name in ("tip", "hand_over", "refer", "discover"):
        assert karla.get(reverse(f"tips:{name}", args=[sent.tip])).status_code == 404
    assert sent.number not in page(karla, "queue")


def test_each_reading_is_written_down_for_the_next_reader_and_in_the_account(line, dario, sent):
    from confianza.web.audit.models import Entry

    page(dario, "tip", sent.tip)
    page(dario, "tip", sent.tip)
    read = opened(line, sent).standing.readers
    assert [one.by_name for one in read] == ["Dario"]
    assert Entry.objects.filter(action="tips.read", subject=str(sent.tip)).count() == 2


def test_a_unit_grades_labels_assigns_notes_and_moves_the_tip_on(line, dario, sent):
    post(dario, "grade", sent.tip, source="B", information="2")
    post(dario, "subject", sent.tip, subject="gangs")
    post(dario, "label", sent.tip, labels="mercado, Renta, mercado")
    post(dario, "note", sent.tip, text="Coincide con lo del mercado.")
    assert Tip.objects.get(pk=sent.tip).state == State.TRIAGED
    post(dario, "assign", sent.tip, person=str(line.people["dario"].user.pk))
    found = opened(line, sent)
    assert (found.standing.grade, found.standing.subject) == ("B2", "gangs")
    assert list(found.standing.labels) == ["mercado", "Renta"]
    assert found.standing.assigned_name == "Dario"
    assert found.tip.state == State.ASSIGNED
    assert "Coincide con lo del mercado." in page(dario, "tip", sent.tip)


def test_the_answer_is_signed_by_the_unit_and_opens_for_the_teller(line, dario, sent):
    from django.conf import settings

    from confianza.web.tips import envelopes, keys, receipts
    from confianza.web.tips.models import Message

    post(dario, "answer", sent.tip, text="Gracias. ¿A qué hora?")
    message = Message.objects.get(tip=sent.tip, place=1)
    root = receipts.root_of(sent.receipt, keys.intake_keys(settings.WORKSPACE.keys))
    sealed = envelopes.Sealed(message.body, message.for_tip, message.for_tipster)
    told = envelopes.reply(
        sealed, tip=sent.tip, place=1, private=root.pair.private, is_teller=True,
        verify=bytes(message.unit_key.verify_key),
    )  # fmt: skip
    assert told == {"text": "Gracias. ¿A qué hora?"}
    assert Tip.objects.get(pk=sent.tip).state == State.ANSWERED


def test_a_ready_answer_comes_in_the_language_of_the_teller(line, dario):
    sent = world.told(world.answers(language="en"))
    assert "Thank you. We read what you told us" in page(dario, "tip", sent.tip, template="received")


def test_no_answer_can_hold_a_receipt(line, dario, sent):
    said = post(dario, "answer", sent.tip, text=f"Su recibo es {sent.receipt}").content.decode()
    assert "errorlist" in said
    assert len(opened(line, sent).said) == 1


def test_a_closed_tip_has_its_day_of_destruction_and_opens_again(line, dario, sent):
    post(dario, "close", sent.tip, outcome="arrest", text="Dos capturas.")
    closed = Tip.objects.get(pk=sent.tip)
    assert closed.state == State.CLOSED
    assert closed.delete_on is not None
    assert "Dos capturas." in page(dario, "tip", sent.tip)
    post(dario, "reopen", sent.tip, reason="Volvieron a cobrar.")
    assert Tip.objects.get(pk=sent.tip).delete_on is None


def test_what_leaves_is_looked_at_for_the_tellers_own_words_first(line, dario, sent):
    text = f"Una persona dice: {WORDS}"
    said = post(dario, "hand_over", sent.tip, to="intelligence", text=text).content.decode()
    assert "cobran renta los lunes" in said
    assert not opened(line, sent).standing.products
    post(dario, "hand_over", sent.tip, to="intelligence", text=text, looked_at="on")
    assert [one.told["text"] for one in opened(line, sent).standing.products] == [text]


def test_another_unit_reads_it_once_it_was_referred(line, dario, sent):
    karla = line.people["karla"]
    post(dario, "refer", sent.tip, unit=str(line.units["desk"].pk), reason="Llamó también.")
    assert opened(line, sent, "karla").answers.said["what"] == WORDS
    assert WORDS in page(world.browser(karla), "tip", sent.tip)


def test_what_concerns_police_goes_to_internal_affairs_and_is_gone_where_it_was(line, dario, sent):
    page(dario, "tip", sent.tip)
    response = post(dario, "discover", sent.tip, reason="Menciona una patrulla.")
    assert sent.number not in response.content.decode()
    assert dario.get(reverse("tips:tip", args=[sent.tip])).status_code == 404
    with pytest.raises(opening.NoKey):
        opening.opened(world.tip(sent), line.people["dario"].reader)
    shown = page(world.browser(line.people["fabian"]), "tip", sent.tip)
    assert WORDS in shown
    assert "Menciona una patrulla." in shown
    assert "Dario" in shown


def test_an_original_opens_once_for_the_asker_after_somebody_else_agreed(line, dario):
    photo = world.file(b"clean", "casa.jpg", original=b"with its place and time")
    sent = world.told(world.answers(), files=[photo])
    file = next(opened(line, sent).files).attachment.pk
    assert dario.get(reverse("tips:clean_copy", args=[sent.tip, file])).content == b"clean"
    post(dario, "ask_original", sent.tip, file, reason="La pide la fiscalía.")
    assert dario.post(reverse("tips:take_original", args=[sent.tip, file])).status_code == 302
    elsa = world.browser(line.people["elsa"])
    assert "La pide la fiscalía." in page(elsa, "originals")
    assert elsa.get(reverse("tips:tip", args=[sent.tip])).status_code == 404
    post(elsa, "answer_original", EvidenceRequest.objects.get().pk, answer="release")
    taken = dario.post(reverse("tips:take_original", args=[sent.tip, file]))
    assert taken.content == b"with its place and time"
    assert "sandbox" in taken["Content-Security-Policy"]
    assert "casa" not in taken["Content-Disposition"]
    assert dario.post(reverse("tips:take_original", args=[sent.tip, file])).status_code == 302


def test_searching_looks_in_what_one_may_read_only(line, dario, sent):
    world.told(world.answers("Venden droga, lunes.", kind="drugs"))
    found = post(dario, "search", words="LÚNES renta").content.decode()
    assert sent.number in found
    assert sent.number not in post(dario, "search", words="droga").content.decode()


def test_figures_count_what_one_may_read(line, dario, sent):
    post(dario, "answer", sent.tip, text="Gracias.")
    post(dario, "close", sent.tip, outcome="arrest", text="Una captura.")
    assert 'class="num">1<' in page(dario, "figures")
