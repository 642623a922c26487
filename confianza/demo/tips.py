"""The tip line of the demo: units with keys, a ceremony that stays in the workspace, and tips in every state.

Everything goes through the doors a person would use: keys are made by members, vouched for by the root key of
the ceremony, tips are told, read, answered and closed with open keyrings.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from confianza.demo.build import PASSWORD
from confianza.demo.tip_stories import HOLDERS, STORIES, UNITS, Story

# A real ceremony's keys never enter the machine. Here they lie beside, so that the demo can go on.
CEREMONY = "demo-ceremony"
BAND = "b"


@dataclass
class Line:
    """The members of its units by user name, and what each told tip left with its teller."""

    people: dict[str, Any]
    told: list[Any] = field(default_factory=list)
    _readers: dict[str, Any] = field(default_factory=dict)

    def reader(self, name: str) -> Any:
        """Return a member with open keys: a third of a second, the first time."""
        from confianza.web.accounts.actions import keyrings
        from confianza.web.tips.queries.opening import Reader

        if name not in self._readers:
            person = self.people[name]
            self._readers[name] = Reader(
                person, keyrings.open_with(person=person, password=PASSWORD, by=person)
            )
        return self._readers[name]


def found(root: Path) -> Line:
    """Found the line: keyrings, units, members, keys that the root key vouches for, escrow by five."""
    from confianza.web.accounts.actions import keyrings
    from confianza.web.accounts.models import User

    named = sorted({one for unit in UNITS for one in unit[3]})
    people = {one.username: one for one in User.objects.filter(username__in=named)}
    for person in people.values():
        keyrings.enrol(person=person, password=PASSWORD, by=person)
    _hold_ceremony(root, people)
    return Line(people)


def _hold_ceremony(root: Path, people: Mapping[str, Any]) -> None:
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.tips import ceremony, envelopes
    from confianza.web.tips.actions import escrows, units

    folder = root / CEREMONY
    folder.mkdir(mode=0o700)
    key = ceremony.make_root(folder).pair
    holders = [_holder(folder / f"{number}", name) for number, name in enumerate(HOLDERS, 1)]
    escrows.name_holders(holders=holders, by=COMMAND_LINE)
    units.install_root(public=key.public, by=COMMAND_LINE)
    waiting = [_unit(told, people) for told in UNITS]
    signed = {
        (one.unit_id, one.epoch): envelopes.vouch(
            key.private, one.unit_id, one.epoch, bytes(one.public_key), bytes(one.verify_key)
        )
        for one in waiting
    }
    units.accept_vouching(signed=signed, by=COMMAND_LINE)


def _holder(folder: Path, institution: str) -> tuple[str, str, bytes]:
    from confianza.web.tips import ceremony

    folder.mkdir(mode=0o700)
    return institution, "", ceremony.make_holder(folder, institution).pair.public


def _unit(told: Any, people: Mapping[str, Any]) -> Any:
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.territory import queries
    from confianza.web.tips.actions import units

    kind, name_es, name_en, members, more = told
    station = queries.area(more["station"]) if "station" in more else None
    unit = units.register(
        kind=kind, name_es=name_es, name_en=name_en, station=station, subject=more.get("subject", ""),
        by=COMMAND_LINE,
    )  # fmt: skip
    for name in members:
        units.add_member(unit=unit, person=people[name], by=COMMAND_LINE)
    return units.open_epoch(unit=unit, by=COMMAND_LINE)


def tell(line: Line) -> None:
    """Tell every story, and let its readers do with it what they do."""
    for story in STORIES:
        _go_through(line, story)


def _go_through(line: Line, story: Story) -> None:
    from confianza.web.tips.actions import reading, telling

    told = telling.send(answers=_answers(story), channel=story.channel, files=_files(story), by=None)
    telling.shown(tip=told.tip, by=None)
    line.told.append(told)
    reader = line.reader(story.reader)
    if story.deeds:
        reading.note_reading(opened=_opened(reader, told), by=reader.person)
    for name, given in story.deeds:
        DEEDS[name](line, reader, told, dict(given))


def _answers(story: Story) -> Any:
    from confianza.web.tips.queries.offered import offered
    from confianza.web.tips.questionnaire import loading, reading

    said = {name: tuple(one) if isinstance(one, list) else one for name, one in story.answers.items()}
    asks = loading.named(story.questionnaire)
    return reading.finished(asks, said, offered=offered(), language="es")


def _opened(reader: Any, told: Any) -> Any:
    from confianza.web.tips.queries import opening

    return opening.found(told.tip, reader)


# --- what is done ------------------------------------------------------------------------------------


def _triage(name: str) -> Any:
    def done(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
        from confianza.web.tips.actions import triage

        if "to" in given:
            given["to"] = line.people[given["to"]]
        getattr(triage, name)(opened=_opened(reader, told), by=reader.person, **given)

    return done


def _answer(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    from confianza.web.tips.actions import answering

    answering.answer(opened=_opened(reader, told), reader=reader, by=reader.person, **given)


def _hand_over(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    from confianza.web.tips.actions import handing_over

    handing_over.hand_over(opened=_opened(reader, told), by=reader.person, **given)


def _close(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    from confianza.web.tips.actions import closing

    closing.close(opened=_opened(reader, told), by=reader.person, **given)


def _more(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    """The teller comes back with the receipt."""
    from django.conf import settings

    from confianza.web.tips import keys, receipts
    from confianza.web.tips.actions import returning

    root = receipts.root_of(told.receipt, keys.intake_keys(settings.WORKSPACE.keys))
    tip = _opened(reader, told).tip
    returning.write_more(tip=tip, root=root, form=told.tip.bytes, by=None, **given)


def _discover(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    from dataclasses import replace

    from confianza.web.tips.actions import referring
    from confianza.web.tips.queries import destinations

    opened = _opened(reader, told)
    found = replace(opened.answers, police="yes", stations=frozenset(given["stations"]))
    world = destinations.world(found)
    referring.discover(opened=opened, found=found, reason=given["reason"], world=world, by=reader.person)


def _reward(line: Line, reader: Any, told: Any, given: dict[str, Any]) -> None:
    """The unit proposes, two of the board agree."""
    from confianza.web.tips.actions import rewards

    case = rewards.propose(opened=_opened(reader, told), reader=reader, by=reader.person, **given)
    for name in ("gloria", "ines"):
        rewards.vote(case=case, reader=line.reader(name), band=BAND, by=line.people[name])


DEEDS = {
    "grade": _triage("grade"),
    "label": _triage("label"),
    "assign": _triage("assign"),
    "note": _triage("note"),
    "answer": _answer,
    "hand_over": _hand_over,
    "close": _close,
    "more": _more,
    "discover": _discover,
    "reward": _reward,
}


# --- a picture ---------------------------------------------------------------------------------------


def _files(story: Story) -> list[Any]:
    """Return a drawn photograph, cleaned and sealed as the public door does it."""
    if not story.photo:
        return []
    from confianza.web.tips import cleaning
    from confianza.web.tips.actions.telling import File

    original = _photo()
    clean = cleaning.cleaned(original, declared="image/jpeg")
    return [File(_sealed(clean.content), _sealed(original), "IMG_0001.jpg")]


def _photo() -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 420), "#c9d6dc")
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, 260, 640, 420), fill="#8a8f7a")
    for place, colour in enumerate(("#a4552f", "#3f6d4e", "#b98900", "#5b6c76")):
        drawn.rectangle((40 + place * 150, 140, 150 + place * 150, 300), fill=colour)
        drawn.polygon(
            [(30 + place * 150, 140), (160 + place * 150, 140), (95 + place * 150, 90)], fill="#445"
        )
    into, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Teléfono ficticio"
    picture.save(into, "JPEG", exif=exif)
    return into.getvalue()


def _sealed(content: bytes) -> Any:
    from django.conf import settings

    from confianza.web.lib import sealing
    from confianza.web.tips import media
    from confianza.web.tips.actions.telling import SealedFile

    name, key = media.new_name(), sealing.new_key()
    with (media.drafts(settings.WORKSPACE.root) / name).open("wb") as place:
        sealer = sealing.FileSealer(place, key, media.about(name))
        sealer.write(content)
        sealer.finish()
    return SealedFile(name, key, len(content), "image/jpeg")
