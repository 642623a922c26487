"""Theft: with the whole register, its sessions and all sealed files, and no key from outside them, nothing of any
tip can be read; with the keys, everything.
"""

import pytest
from django.conf import settings
from django.urls import reverse

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, keys, media, receipts
from confianza.web.tips.models import Attachment, Entry, KeyGrant, KeyWrap, Message, Tip
from confianza.web.tips.queries import files, opening
from tests.tips import theft, world

CANARIES = {
    "told": "canario-de-lo-dicho-7f3a",
    "name of a file": "canario-del-archivo-91bd.jpg",
    "content of a file": "canario-del-contenido-55c0",
    "original": "canario-del-original-0e6f",
    "answer": "canario-de-la-respuesta-c2d8",
    "note": "canario-de-la-nota-b417",
    "label": "canario-etiqueta-33",
    "product": "canario-del-producto-8a90",
    "reason": "canario-del-motivo-6d21",
    "searched": "canario-buscado-f00d",
}


@pytest.fixture
def burgled(line):
    """A tip with everything that can belong to it, and two people's browsers with open keys; then the theft."""
    photo = world.file(
        CANARIES["content of a file"].encode(), CANARIES["name of a file"],
        original=CANARIES["original"].encode() * 900,
    )  # fmt: skip
    sent = world.told(world.answers(CANARIES["told"], danger="yes"), files=[photo])
    dario, elsa = (world.browser(line.people[name]) for name in ("dario", "elsa"))
    deeds = {
        "answer": {"text": CANARIES["answer"]},
        "note": {"text": CANARIES["note"]},
        "label": {"labels": CANARIES["label"]},
        "grade": {"source": "B", "information": "2"},
        "hand_over": {"to": "case", "text": CANARIES["product"], "looked_at": "on"},
        "refer": {"unit": str(line.units["desk"].pk), "reason": CANARIES["reason"]},
    }
    for name, told in deeds.items():
        dario.post(reverse(f"tips:{name}", args=[sent.tip]), told)
    dario.post(reverse("tips:search"), {"words": CANARIES["searched"]})
    asked = (sent.tip, Attachment.objects.get().pk)
    dario.post(reverse("tips:ask_original", args=asked), {"reason": CANARIES["reason"]})
    elsa.get(reverse("tips:originals"))
    return sent, theft.steal(media.folder(settings.WORKSPACE.root))


def test_no_word_of_any_tip_can_be_read_from_what_was_stolen(burgled) -> None:
    _, loot = burgled
    assert len(loot.values) > 500
    assert len(loot.files) == 2
    assert [what for what, word in CANARIES.items() if loot.holds(word)] == []
    # That the search finds what does stand there in clear.
    assert loot.holds("Maras y pandillas")


def test_no_key_among_what_was_stolen_opens_anything(burgled, line) -> None:
    _, loot = burgled
    blobs, found = theft.sealed_blobs(), loot.keys()
    assert len(found) > 30
    assert [key.hex() for key in found if theft.opens_anything(key, blobs)] == []
    # That the attempt would succeed with a key that was not stolen.
    assert theft.opens_anything(line.people["dario"].ring.box.private, blobs)


def test_neither_a_session_nor_its_cookie_alone_opens_keys(burgled, line) -> None:
    """The session holds the keys sealed under what only the browser's other cookie holds."""
    from django.test import Client

    sent, _ = burgled
    browser, half = world.browser(line.people["dario"]), Client()
    half.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert half.get(reverse("tips:tip", args=[sent.tip])).status_code == 302
    other = Client()
    other.cookies[settings.UNLOCK_COOKIE_NAME] = browser.cookies[settings.UNLOCK_COOKIE_NAME].value
    assert reverse("accounts:login") in other.get(reverse("tips:tip", args=[sent.tip]))["Location"]


def test_a_receipt_finds_nothing_without_the_pepper_and_the_salt(burgled, tmp_path) -> None:
    sent, _ = burgled
    ours = receipts.root_of(sent.receipt, keys.intake_keys(settings.WORKSPACE.keys))
    theirs = receipts.root_of(sent.receipt, keys.intake_keys(tmp_path))
    assert Tip.objects.filter(lookup=ours.lookup).exists()
    assert not Tip.objects.filter(lookup=theirs.lookup).exists()
    assert ours.pair.private != theirs.pair.private


def test_texts_and_files_of_other_sizes_look_the_same(line) -> None:
    def seen(text: str, content: bytes) -> tuple[set[int], set[int]]:
        sent = world.told(world.answers(text), files=[world.file(content, "x" * (len(text) % 90))])
        message = Message.objects.get(tip=sent.tip)
        one = Attachment.objects.get(tip=sent.tip)
        folder = media.folder(settings.WORKSPACE.root)
        names = (one.clean_file, str(one.original_file))
        return {len(message.body), len(one.about)}, {(folder / name).stat().st_size for name in names}

    assert seen("Sí.", b"x") == seen("Mucho más largo. " * 60, b"y" * 60_000)


def test_dates_of_files_tell_nothing_of_when_a_tip_came(burgled) -> None:
    folder = media.folder(settings.WORKSPACE.root)
    assert {one.stat().st_mtime for one in folder.iterdir() if one.is_file()} == {media.NO_DATE}


def test_with_the_keys_everything_opens(burgled, line) -> None:
    sent, _ = burgled
    reader = line.people["dario"].reader
    found = opening.opened(Tip.objects.visible_to(reader.person).get(pk=sent.tip), reader)
    file = next(found.files)
    standing = found.standing
    read = {
        "told": found.answers.said["what"],
        "name of a file": file.about["name"],
        "content of a file": b"".join(files.clean_pieces(file)).decode(),
        "answer": found.said[1].text,
        "note": standing.notes[0].told["text"],
        "label": standing.labels[0],
        "product": standing.products[0].told["text"],
        "reason": standing.moves[0].told["reason"],
    }
    assert read == {name: CANARIES[name] for name in read}
    root = receipts.root_of(sent.receipt, keys.intake_keys(settings.WORKSPACE.keys))
    assert _answer_to_the_teller(sent.tip, root) == {"text": CANARIES["answer"]}


def _answer_to_the_teller(tip, root):
    message = Message.objects.get(tip=tip, place=1)
    sealed = envelopes.Sealed(bytes(message.body), bytes(message.for_tip), bytes(message.for_tipster))
    return envelopes.reply(
        sealed, tip=tip, place=1, private=root.pair.private, is_teller=True,
        verify=bytes(message.unit_key.verify_key),
    )  # fmt: skip


# --- whoever can write in the register -----------------------------------------------------------------


def opened(line, sent):
    reader = line.people["dario"].reader
    return opening.opened(Tip.objects.visible_to(reader.person).get(pk=sent.tip), reader)


@pytest.fixture
def two(line):
    return world.told(world.answers("El primero.")), world.told(world.answers("El segundo."))


def test_a_message_moved_to_another_tip_does_not_open_and_is_told_as_such(line, two) -> None:
    first, second = two
    taken = Message.objects.get(tip=second.tip)
    Message.objects.filter(tip=first.tip).update(
        body=taken.body, for_tip=taken.for_tip, for_tipster=taken.for_tipster
    )
    assert [one.trouble for one in opened(line, first).said] == [opening.CANNOT_OPEN]
    page = world.browser(line.people["dario"]).get(reverse("tips:tip", args=[first.tip])).content.decode()
    assert "El segundo." not in page
    assert "No actúe" in page or "Do not act" in page


def test_keys_of_tips_that_were_exchanged_open_neither(line, two) -> None:
    one, other = (KeyWrap.objects.get(tip=sent.tip) for sent in two)
    KeyWrap.objects.filter(pk=one.pk).update(sealed=other.sealed)
    with pytest.raises(opening.NoKey):
        opened(line, two[0])


def test_an_answer_that_no_unit_signed_is_shown_to_nobody(line, two) -> None:
    """Somebody with the register writes an answer in the unit's name, sealed as it should be."""
    sent, attacker = two[0], sealing.new_signing_pair()
    tip, unit_key = Tip.objects.get(pk=sent.tip), line.units["gangs"].keys.get()
    forged = envelopes.told_by_unit(
        {"text": "Venga a la comisaría a las diez."}, tip=tip.pk, place=1, signing=attacker.private,
        tip_public=bytes(tip.public_key), teller=bytes(tip.tipster_key),
    )  # fmt: skip
    Message.objects.create(tip=tip, place=1, unit_key=unit_key, **vars(forged))
    said = opened(line, sent).said[1]
    assert (said.trouble, said.text) == (opening.FORGED, "")


def test_an_answer_by_a_unit_key_that_the_root_does_not_vouch_for_is_shown_to_nobody(line, two) -> None:
    sent, attacker = two[0], sealing.new_signing_pair()
    tip, unit_key = Tip.objects.get(pk=sent.tip), line.units["gangs"].keys.get()
    type(unit_key).objects.filter(pk=unit_key.pk).update(verify_key=attacker.public)
    forged = envelopes.told_by_unit(
        {"text": "Venga solo."}, tip=tip.pk, place=1, signing=attacker.private,
        tip_public=bytes(tip.public_key), teller=bytes(tip.tipster_key),
    )  # fmt: skip
    Message.objects.create(tip=tip, place=1, unit_key=unit_key, **vars(forged))
    assert opened(line, sent).said[1].trouble == opening.FORGED


def test_nobody_speaks_for_the_teller_without_their_receipt(line, two) -> None:
    sent, attacker = two[0], sealing.new_pair()
    tip = Tip.objects.get(pk=sent.tip)
    forged = envelopes.told_by_tipster(
        {"text": "Me equivoqué, no fue nada."}, tip=tip.pk, place=1, teller=attacker,
        tip_public=bytes(tip.public_key),
    )  # fmt: skip
    Message.objects.create(tip=tip, place=1, **vars(forged))
    said = opened(line, sent).said[1]
    assert (said.trouble, said.text) == (opening.CANNOT_OPEN, "")


def test_a_line_that_no_reader_wrote_is_left_out_and_counted(line, two) -> None:
    """What is sealed to the tip's public key anybody can write; the mark takes the private one."""
    from datetime import date

    from confianza.web.tips.rules.standing import Line

    sent = two[0]
    tip = Tip.objects.get(pk=sent.tip)
    told = Line("closed", "1", "Dario", date(2026, 1, 1), {"outcome": "unfounded", "text": ""})
    body = {"line": told.plain(), "mark": opening.mark(sealing.new_key(), 0, told)}
    forged = envelopes.entry(body, tip=tip.pk, place=0, tip_public=bytes(tip.public_key))
    Entry.objects.create(tip=tip, place=0, body=forged.body, for_tip=forged.for_tip)
    found = opened(line, sent)
    assert (found.standing.outcome, found.forged_lines) == ("", 1)


def test_whoever_is_made_a_member_in_the_register_still_opens_nothing(line, two) -> None:
    """Membership is a row; the key is not."""
    from confianza.web.tips.models import Membership

    kevin = line.people["kevin"]
    Membership.objects.create(unit=line.units["gangs"], person=kevin.user, given_by="an intruder")
    with pytest.raises(opening.NoKey):
        opening.opened(Tip.objects.visible_to(kevin.user).get(pk=two[0].tip), kevin.reader)
    assert not KeyGrant.objects.filter(person=kevin.user, unit_key__unit=line.units["gangs"]).exists()
