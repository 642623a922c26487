"""What is told is sealed to whom the route names, once; what nobody has a receipt of is destroyed."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, keys, media, receipts
from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import File, SealedFile
from confianza.web.tips.models import Channel, Kind, State, Tally, Tip, UnitKey
from confianza.web.tips.queries import conversation
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.tests.units import Directory, answer, opened

pytestmark = pytest.mark.django_db
STORY = "Llegan los martes a cobrar la renta."


@pytest.fixture
def directory(workspace):
    return Directory()


def answers(**more):
    return Answers(**{"kind": "gang", "police": "no", "said": {"story": STORY}, **more})


def send(*, files=(), form=b"", **more):
    return telling.send(answers=answers(**more), channel=Channel.WEB, files=files, form=form, by=None)


def root_of(told, workspace):
    return receipts.root_of(told.receipt, keys.intake_keys(workspace.keys))


def sealed_file(workspace, content=b"una foto"):
    name, key = media.new_name(), sealing.new_key()
    with (media.drafts(workspace.root) / name).open("wb") as handle:
        sealer = sealing.FileSealer(handle, key, media.about(name))
        sealer.write(content)
        sealer.finish()
    return SealedFile(name, key, len(content), "image/jpeg")


def test_whom_the_route_names_reads_it_and_its_teller_does(directory, workspace):
    units = directory.usual()
    told = send()
    tip = Tip.objects.get(pk=told.tip)
    private = opened(units[Kind.CRIMINAL_INFORMATION], tip)
    message = tip.messages.get()
    sealed = envelopes.Sealed(bytes(message.body), bytes(message.for_tip))
    read = envelopes.opened_by_reader(
        sealed, tip=tip.pk, place=0, tip_private=private, teller=bytes(tip.tipster_key)
    )
    assert read["answers"]["said"]["story"] == STORY
    assert [wrap.for_unit.kind for wrap in tip.wraps.all()] == [Kind.CRIMINAL_INFORMATION]
    talk = conversation.conversation(tip, root_of(told, workspace))
    assert talk.is_ours
    assert talk.said[0].answers.said["story"] == STORY


def test_a_secret_phrase_is_sealed_to_nobody(directory, workspace):
    directory.usual()
    told = send(passphrase="cuatro palabras que nadie adivina")
    said = conversation.conversation(Tip.objects.get(pk=told.tip), root_of(told, workspace)).said
    assert said[0].answers.passphrase == ""


def test_what_police_do_goes_outside_their_chain(directory):
    units = directory.usual()
    told = send(police="yes")
    assert told.route.units == {units[Kind.INTERNAL_AFFAIRS].unit.pk}


def test_a_key_that_nobody_vouches_for_gets_nothing(directory):
    directory.unit(Kind.CRIMINAL_INFORMATION, vouched=False)
    desk = directory.unit(Kind.DESK)
    assert send().route.units == {desk.unit.pk}


@pytest.mark.parametrize("field", ["public_key", "verify_key"])
def test_a_key_swapped_in_the_register_gets_nothing(directory, field):
    made = directory.unit(Kind.CRIMINAL_INFORMATION)
    UnitKey.objects.filter(pk=made.key.pk).update(**{field: sealing.new_pair().public})
    with pytest.raises(telling.NobodyMayRead):
        send()
    assert not Tip.objects.exists()


def test_without_a_root_key_nothing_is_taken(directory, workspace):
    directory.usual()
    (workspace.keys / keys.ROOT).unlink()
    with pytest.raises(telling.NobodyMayRead):
        send()


def test_a_form_is_taken_once(directory):
    directory.usual()
    form = os.urandom(16)
    send(form=form)
    with pytest.raises(telling.SentAlready):
        send(form=form)
    assert Tip.objects.count() == 1


def test_a_tip_counts_from_the_moment_its_receipt_was_shown(directory):
    directory.usual()
    told = send()
    assert Tip.objects.get().state == State.SEALED
    assert not Tip.objects.told().exists()
    assert not Tally.objects.exists()
    assert telling.shown(tip=told.tip, by=None)
    assert not telling.shown(tip=told.tip, by=None)
    assert Tip.objects.get().state == State.NEW
    assert Tally.objects.get(what=telling.RECEIVED).count == 1


@pytest.mark.parametrize(("days", "left"), [(0, 1), (1, 1), (2, 0)])
def test_a_tip_nobody_saw_a_receipt_of_is_destroyed_after_a_whole_day(
    directory, workspace, days, left, django_capture_on_commit_callbacks
):
    directory.usual()
    told = send(files=[File(sealed_file(workspace), None)])
    Tip.objects.filter(pk=told.tip).update(received_on=timezone.localdate() - timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        telling.sweep(by=None)
    assert Tip.objects.count() == left
    assert sum(file.is_file() for file in media.folder(workspace.root).iterdir()) == left


def test_the_sweep_leaves_a_tip_whose_receipt_was_shown(directory):
    directory.usual()
    told = send()
    telling.shown(tip=told.tip, by=None)
    Tip.objects.update(received_on=timezone.localdate() - timedelta(days=90))
    telling.sweep(by=None)
    assert Tip.objects.count() == 1


def test_drafts_are_destroyed_after_two_hours(workspace, monkeypatch):
    sealed_file(workspace)
    telling.sweep(by=None)
    assert len(list(media.drafts(workspace.root).iterdir())) == 1
    later = timezone.now() + timedelta(seconds=telling.DRAFT_SECONDS + 60)
    monkeypatch.setattr(timezone, "now", lambda: later)
    telling.sweep(by=None)
    assert not list(media.drafts(workspace.root).iterdir())


def test_an_original_opens_with_both_halves_of_its_key_alone(directory, workspace):
    units = directory.usual()
    original = sealed_file(workspace, b"con GPS")
    tip = Tip.objects.get(pk=send(files=[File(sealed_file(workspace), original, "IMG_1.jpg")]).tip)
    row = tip.attachments.get()
    about = envelopes.opened_attachment(
        envelopes.Sealed(bytes(row.about), bytes(row.for_tip)),
        tip=tip.pk, attachment=row.pk, tip_private=opened(units[Kind.CRIMINAL_INFORMATION], tip),
    )  # fmt: skip
    assert about["name"] == "IMG_1.jpg"
    theirs = sealing.unseal_with(units[Kind.EVIDENCE].private.box, bytes(row.evidence_half))
    key = envelopes.joined(bytes.fromhex(about["original_half"]), theirs)
    with (media.folder(workspace.root) / row.original_file).open("rb") as handle:
        assert b"".join(sealing.opened_file(handle, key, media.about(row.original_file))) == b"con GPS"
    assert key not in (theirs, bytes.fromhex(about["original_half"]))


def test_without_keepers_no_original_is_kept(directory, workspace):
    directory.unit(Kind.CRIMINAL_INFORMATION)
    send(files=[File(sealed_file(workspace), sealed_file(workspace))])
    assert [file.is_file() for file in media.folder(workspace.root).iterdir()].count(True) == 1
    assert not list(media.drafts(workspace.root).iterdir())


def test_a_forged_answer_is_not_believed(directory, workspace):
    units = directory.usual()
    told = send()
    tip, desk = Tip.objects.get(pk=told.tip), units[Kind.CRIMINAL_INFORMATION]
    answer(desk, tip, "Gracias, lo estamos viendo.")
    answer(desk, tip, "Venga a la plaza a las ocho.", signing=sealing.new_signing_pair().private)
    stranger = directory.unit(Kind.DESK, vouched=False, name="Nadie")
    answer(stranger, tip, "Llame a este número.")
    said = conversation.conversation(tip, root_of(told, workspace)).said
    assert [one.trouble for one in said] == ["", "", conversation.UNVERIFIED, conversation.UNVERIFIED]
    assert said[1].text == "Gracias, lo estamos viendo."
    assert [one.text for one in said[2:]] == ["", ""]


def test_an_answer_moved_to_another_tip_is_not_believed(directory, workspace):
    units = directory.usual()
    one, other = send(), send()
    tip = Tip.objects.get(pk=other.tip)
    moved = answer(units[Kind.CRIMINAL_INFORMATION], Tip.objects.get(pk=one.tip), "Vaya a la esquina.")
    type(moved).objects.filter(pk=moved.pk).update(tip=tip)
    said = conversation.conversation(tip, root_of(other, workspace)).said
    assert said[-1].trouble == conversation.UNVERIFIED


def test_a_key_of_the_tip_swapped_in_the_register_is_noticed(directory, workspace):
    directory.usual()
    told = send()
    Tip.objects.update(public_key=sealing.new_pair().public)
    talk = conversation.conversation(Tip.objects.get(pk=told.tip), root_of(told, workspace))
    assert not talk.is_ours


def test_an_answer_of_a_unit_that_came_later_is_told_as_such(directory, workspace):
    units = directory.usual()
    told = send()
    tip = Tip.objects.get(pk=told.tip)
    answer(units[Kind.CRIMINAL_INFORMATION], tip, "Nosotros.")
    answer(units[Kind.DESK], tip, "Y nosotros, después.")
    said = conversation.conversation(tip, root_of(told, workspace)).said
    assert [one.came_later for one in said] == [False, False, True]


def test_whoever_served_at_a_station_concerned_gets_no_key(directory, person, workspace):
    from confianza.web.accounts.models import Keyring, Role
    from confianza.web.territory.models import Area, Generation
    from confianza.web.tips.models import Posting

    area = Area.objects.create(stable_id="substation-1", geography="police", level="substation", code="1")
    Generation.objects.create(area=area, name="Subestación 1", valid_from="2020-01-01", origin="test")
    served, other = person(Role.ANALYST), person(Role.AUDITOR)
    for one in (served, other):
        Keyring.objects.create(
            person=one, public_key=sealing.new_pair().public, verify_key=sealing.new_signing_pair().public
        )
    Posting.objects.create(person=served, station=area, begins_on="2025-01-01")
    made = directory.unit(Kind.INTERNAL_AFFAIRS, members=[served, other])
    told = send(police="yes", stations=frozenset({"substation-1"}))
    wraps = Tip.objects.get(pk=told.tip).wraps.all()
    assert [(wrap.for_unit_id, wrap.person_id, wrap.unit_key_id) for wrap in wraps] == [
        (made.unit.pk, other.pk, None)
    ]
