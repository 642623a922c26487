"""From a message on somebody's telephone to a tip, without its number anywhere."""

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from confianza.web.lib import sealing
from confianza.web.tips import keys, receipts
from confianza.web.tips.actions import messaging
from confianza.web.tips.channels import serving
from confianza.web.tips.channels.tests import payloads
from confianza.web.tips.channels.tests.payloads import NUMBER, OTHER_NUMBER
from confianza.web.tips.models import Channel, Conversation, Message, State, Tip
from confianza.web.tips.queries import opening
from tests.tips import world

SECRET, TOKEN = b"app-secret", "relay-token"
TEXT = "Cobran renta en la tienda, los lunes a las ocho."
TAKEN_OVER = (
    "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "EMERGENCY_NUMBER", "TIPS_ADDRESS", "CALLING_CODE",
    "WHATSAPP_ADDRESS",
)  # fmt: skip
FILES = ("TOKEN", "WHATSAPP_SECRET", "WHATSAPP_VERIFY", "WHATSAPP_SENDS")


@pytest.fixture
def gateway(db, workspace, settings, monkeypatch):
    """A relay's connection to the gateway, whose settings are laid over the staff's."""
    from confianza.web.tips.channels import settings as own

    for name in TAKEN_OVER:
        setattr(settings, name, getattr(own, name))
    for name in FILES:
        setattr(settings, name, workspace.keys / getattr(own, name).name)
    settings.TOKEN.write_text(TOKEN)
    settings.WHATSAPP_SECRET.write_bytes(SECRET)
    settings.WHATSAPP_VERIFY.write_text("shake")
    settings.TIPS_ADDRESS = "avisos.example"
    stretched, cheap = sealing.stretch, sealing.Cost(1, 64, 1)
    monkeypatch.setattr(sealing, "stretch", lambda secret, salt, *cost: stretched(secret, salt, cheap))
    with translation.override("es"):
        yield Client()


@pytest.fixture
def units(db, workspace):
    return world.line()


def _sms(client, text, number=NUMBER, message="1", token=TOKEN):
    return client.post(
        "/sms/", {"from": number, "text": text, "id": message}, headers={"authorization": f"Token {token}"},
        content_type="application/json",
    )  # fmt: skip


def _whatsapp(client, told, secret=SECRET):
    body = payloads.packed(told)
    return client.post(
        "/whatsapp/", body, content_type="application/json",
        headers={"x-hub-signature-256": payloads.signed(body, secret)},
    )  # fmt: skip


def _reply(response):
    assert response.status_code == 200, response.content
    return response.json()["reply"]


def _opened(line, name="karla"):
    reader = line.people[name].reader
    return [opening.opened(tip, reader) for tip in Tip.objects.visible_to(reader.person)]


def test_a_message_becomes_a_tip_of_low_anonymity_that_the_civilian_desk_reads(gateway, units):
    _reply(_sms(gateway, TEXT))
    (opened,) = _opened(units)
    assert opened.answers.said["story"] == TEXT
    assert (opened.tip.channel, opened.tip.is_anonymous, opened.tip.state) == (Channel.SMS, False, State.NEW)


def test_the_first_answer_warns_and_repeats_nothing_of_what_was_told(gateway, units):
    said = _reply(_sms(gateway, TEXT))
    for words in ("no es anónimo", "avisos.example", "Borre", "CODIGO", "110"):
        assert words in said
    assert not [word for word in TEXT.split() if len(word) > 4 and word in said]
    assert not any(letter.isdigit() for letter in said.replace("110", ""))


def test_what_names_police_stays_outside_the_police(gateway, units):
    _reply(_sms(gateway, "El agente de la patrulla cobra a los tenderos."))
    assert [opened.unit.kind for opened in _opened(units)] == ["desk"]
    assert not Tip.objects.visible_to(units.people["dario"].reader.person).exists()


def test_the_next_message_goes_on_with_the_same_tip(gateway, units):
    _reply(_sms(gateway, TEXT))
    assert "Se agregó" in _reply(_sms(gateway, "Vienen en moto.", message="2"))
    (opened,) = _opened(units)
    assert [said.text for said in opened.said[1:]] == ["Vienen en moto."]


def test_another_number_is_another_matter(gateway, units):
    _reply(_sms(gateway, TEXT))
    _reply(_sms(gateway, TEXT, number=OTHER_NUMBER, message="2"))
    assert (Tip.objects.count(), Conversation.objects.count()) == (2, 2)


def test_the_same_message_twice_is_taken_once_and_answered_alike(gateway, units):
    first = _reply(_sms(gateway, TEXT))
    assert _reply(_sms(gateway, TEXT)) == first
    second = _reply(_sms(gateway, "Vienen en moto.", message="2"))
    assert _reply(_sms(gateway, "Vienen en moto.", message="2")) == second
    assert (Tip.objects.count(), Message.objects.count()) == (1, 2)


@pytest.mark.parametrize("asked", ["CODIGO", "código.", " Codigo ", "code"])
def test_who_asks_gets_the_receipt_alone_and_goes_on_on_the_web(gateway, units, workspace, asked):
    _reply(_sms(gateway, TEXT))
    said = _reply(_sms(gateway, asked, message="2"))
    receipt = receipts.read(said)
    assert said == receipts.grouped(receipt)
    root = receipts.root_of(receipt, keys.intake_keys(workspace.keys))
    assert bytes(Tip.objects.get().lookup) == root.lookup
    assert Message.objects.count() == 1


def test_who_asks_for_a_code_without_a_talk_is_told_so(gateway, units):
    assert "No hay una conversación" in _reply(_sms(gateway, "CODIGO"))
    assert not Tip.objects.exists()


def test_an_answer_of_the_unit_is_announced_and_not_sent(gateway, units):
    from confianza.web.tips.actions import answering

    _reply(_sms(gateway, TEXT))
    (opened,) = _opened(units)
    reader = units.people["karla"].reader
    answering.answer(
        opened=opened, reader=reader, text="Gracias, ¿de qué color es la moto?", by=reader.person
    )
    said = _reply(_sms(gateway, "Es roja.", message="2"))
    assert "Hay una respuesta" in said
    assert "moto" not in said


def test_after_a_week_of_silence_it_is_another_tip(gateway, units):
    _reply(_sms(gateway, TEXT))
    Conversation.objects.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    _reply(_sms(gateway, "Otra cosa.", message="2"))
    assert (Tip.objects.count(), Conversation.objects.count()) == (2, 1)


def test_the_number_is_nowhere(gateway, units, workspace, caplog):
    for place, number in enumerate((NUMBER, OTHER_NUMBER)):
        for message, text in enumerate((TEXT, "Vienen en moto.", "CODIGO")):
            _reply(_sms(gateway, text, number=number, message=f"{place}{message}"))
    _whatsapp(gateway, payloads.whatsapp("Por otra vía.", first=50))
    gateway.raise_request_exception = False
    written = [
        repr(row).encode() + b"".join(_blobs(row))
        for model in apps.get_models()
        for row in model._default_manager.values()
    ]
    written += [file.read_bytes() for file in workspace.root.rglob("*") if file.is_file()]
    written += [caplog.text.encode(), repr(cache.__dict__).encode(), repr(vars(cache._connections)).encode()]
    for number in (NUMBER, OTHER_NUMBER):
        for form in (number, number[1:], number[4:]):
            assert not [each for each in written if form.encode() in each]


def _blobs(row):
    return [bytes(value) for value in row.values() if isinstance(value, bytes | memoryview)]


def test_with_the_register_and_without_the_gateway_s_key_no_number_is_found(gateway, units, workspace):
    from confianza.web.tips import talks

    _reply(_sms(gateway, TEXT))
    (workspace.keys / talks.KEY).unlink()
    stolen = Conversation.objects.get()
    assert talks.of_number(workspace.keys, NUMBER).token != bytes(stolen.token)


def test_a_flow_of_rapidpro_sends_back_the_reply(gateway, units):
    said = gateway.post(
        "/rapidpro/", payloads.packed(payloads.rapidpro(TEXT)), content_type="application/json",
        headers={"authorization": f"Token {TOKEN}"},
    )  # fmt: skip
    assert "Llegó" in _reply(said)
    assert Tip.objects.count() == 1


def test_whatsapp_shakes_hands_only_with_who_knows_the_word(gateway):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "shake", "hub.challenge": "1158201444"}
    assert gateway.get("/whatsapp/", asked).content == b"1158201444"
    assert gateway.get("/whatsapp/", {**asked, "hub.verify_token": "other"}).status_code == 403
    assert gateway.get("/whatsapp/", {**asked, "hub.mode": "no"}).status_code == 403


def test_whatsapp_is_taken_where_it_is_signed(gateway, units):
    assert _whatsapp(gateway, payloads.whatsapp(TEXT), secret=b"other").status_code == 403
    assert not Tip.objects.exists()
    assert _whatsapp(gateway, payloads.whatsapp(TEXT)).status_code == 200
    assert _whatsapp(gateway, payloads.whatsapp(TEXT)).status_code == 200
    assert Tip.objects.count() == 1


@pytest.mark.parametrize(
    "told", [payloads.whatsapp_status(), payloads.whatsapp_picture(), {"object": "page"}]
)
def test_whatsapp_s_other_notices_are_acknowledged_and_dropped(gateway, units, told):
    assert _whatsapp(gateway, told).status_code == 200
    assert not Tip.objects.exists()


def test_a_reply_by_whatsapp_goes_to_the_address_that_was_set_and_over_https_alone(
    gateway, units, settings, monkeypatch
):
    from confianza.web.tips.channels import sending

    asked = []
    monkeypatch.setattr(
        sending.urllib.request, "urlopen", lambda request, timeout: asked.append(request) or _refuse()
    )
    settings.WHATSAPP_SENDS.write_text("bearer")
    for address in ("", "http://graph.example/1/messages"):
        settings.WHATSAPP_ADDRESS = address
        assert not sending.reply(NUMBER, "Llegó.")
    settings.WHATSAPP_ADDRESS = "https://graph.example/1/messages"
    assert not sending.reply(NUMBER, "Llegó.")
    (request,) = asked
    assert request.full_url == settings.WHATSAPP_ADDRESS
    assert request.get_header("Authorization") == "Bearer bearer"
    assert b'"to": "50255500147"' in request.data


def _refuse():
    raise OSError("no network here")


@pytest.mark.parametrize("token", ["", "wrong", "ñ"])
def test_without_the_token_nobody_is_let_in(gateway, units, token):
    assert _sms(gateway, TEXT, token=token).status_code == 403
    assert not Tip.objects.exists()


def test_without_a_token_file_nobody_is_let_in(gateway, settings):
    settings.TOKEN.unlink()
    assert _sms(gateway, TEXT, token="").status_code == 403


def test_what_is_no_message_is_refused_in_a_word(gateway, units):
    response = gateway.post(
        "/sms/", b"{}", content_type="application/json", headers={"authorization": f"Token {TOKEN}"}
    )
    assert (response.status_code, response.json()) == (400, {"error": "no_number"})


def test_where_nobody_may_read_it_nothing_is_kept(gateway, db, workspace):
    world.root()
    assert "No pudimos" in _reply(_sms(gateway, TEXT))
    assert not Tip.objects.exists()
    assert not Conversation.objects.exists()


def test_a_flood_is_sent_to_the_web(gateway, units, monkeypatch):
    monkeypatch.setattr(messaging, "NEW_TALKS", 1)
    _reply(_sms(gateway, TEXT))
    assert "Demasiados" in _reply(
        _sms(gateway, TEXT, number=OTHER_NUMBER, message="2")
    ) or "demasiados" in _reply(_sms(gateway, TEXT, number=OTHER_NUMBER, message="3"))
    assert Tip.objects.count() == 1


def test_an_unknown_address_says_nothing(gateway):
    assert gateway.get("/").content == b""


def test_the_relay_s_token_is_made_once(tmp_path):
    made = serving.token(tmp_path / "token")
    assert len(made) > 30
    assert serving.token(tmp_path / "token") == made
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
