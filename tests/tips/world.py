"""Units with real keys, people with open keyrings, and tips told through the public door."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client, RequestFactory

from confianza.web.accounts import keyrings, unlocking
from confianza.web.accounts.keyrings import OpenKeyring
from confianza.web.accounts.models import Keyring, User
from confianza.web.lib import sealing
from confianza.web.tips import envelopes, keys, media
from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import File, SealedFile
from confianza.web.tips.envelopes import UnitKeys
from confianza.web.tips.models import KeyGrant, Kind, Membership, Tip, Unit, UnitKey
from confianza.web.tips.queries.opening import Reader
from confianza.web.tips.rules.answers import Answers


@dataclass
class Person:
    """Somebody with an account, and their keys open in the hand."""

    user: User
    ring: OpenKeyring = field(repr=False)

    @property
    def reader(self) -> Reader:
        return Reader(User.objects.get(pk=self.user.pk), self.ring)


def root() -> sealing.Pair:
    """Make the root key of the directory, leave its public half where the ceremony does, and return it."""
    pair = sealing.new_signing_pair()
    settings.WORKSPACE.keys.mkdir(parents=True, exist_ok=True)
    (settings.WORKSPACE.keys / keys.ROOT).write_text(pair.public.hex())
    return pair


def person(name: str) -> Person:
    """Make an account with a keyring; nobody logs in to it by a password."""
    return with_keys(User.objects.create(username=name, first_name=name.title()))


def with_keys(user: User) -> Person:
    """Give somebody who has an account a keyring, open in the hand."""
    ring = Keyring(person=user)
    opened = keyrings.new(ring.pk, user.pk)
    ring.public_key, ring.verify_key = opened.public_key, opened.verify_key
    ring.save(force_insert=True)
    return Person(user, opened)


def unit(
    root: sealing.Pair, kind: str, name: str, *members: Person, subject: str = "", station: Any = None
) -> Unit:
    """Make a unit with a key that the root vouches for, granted to its members."""
    made = Unit.objects.create(
        kind=kind, name_es=name, name_en=f"{name} (en)", subject=subject, station=station
    )
    epoch(root, made, members)
    for one in members:
        Membership.objects.create(unit=made, person=one.user, given_by="tests")
    return made


def epoch(root: sealing.Pair, of: Unit, members: Iterable[Person], number: int = 1) -> UnitKey:
    """Begin an epoch of a unit's keys."""
    box, signing = sealing.new_pair(), sealing.new_signing_pair()
    key = UnitKey.objects.create(
        unit=of,
        epoch=number,
        public_key=box.public,
        verify_key=signing.public,
        root_signature=envelopes.vouch(root.private, of.pk, number, box.public, signing.public),
    )
    packed = UnitKeys(box.private, signing.private).packed()
    for one in members:
        KeyGrant.objects.create(
            unit_key=key,
            person=one.user,
            given_by="tests",
            sealed=sealing.seal_to(one.ring.public_key, packed),
        )
    return key


@dataclass(frozen=True)
class Line:
    """A small tip line: every kind of unit once, each with people of its own."""

    root: sealing.Pair
    people: dict[str, Person]
    units: dict[str, Unit]


def line() -> Line:
    """Build the small tip line. Needs a workspace and the register."""
    vouched = root()
    people = {name: person(name) for name in ("karla", "kevin", "dario", "fabian", "noemi", "elsa", "julia")}
    units = {
        "desk": unit(vouched, Kind.DESK, "Mesa de avisos", people["karla"], people["kevin"]),
        "gangs": unit(
            vouched, Kind.CRIMINAL_INFORMATION, "Maras y pandillas", people["dario"], subject="gangs"
        ),
        "affairs": unit(vouched, Kind.INTERNAL_AFFAIRS, "Asuntos internos", people["fabian"]),
        "oversight": unit(vouched, Kind.OVERSIGHT, "Procuraduría", people["noemi"]),
        "evidence": unit(vouched, Kind.EVIDENCE, "Custodia de originales", people["elsa"]),
        "school": unit(vouched, Kind.SCHOOL_DESK, "Mesa escolar", people["julia"]),
    }
    return Line(vouched, people, units)


def answers(text: str = "En la tienda de la esquina cobran renta.", **more: Any) -> Answers:
    """Return answers as a questionnaire leaves them: about a gang, unless said otherwise."""
    given = {"kind": "extortion", "police": "no", "said": {"what": text}, **more}
    return Answers(**given)


def told(answers: Answers, *, files: Iterable[File] = (), channel: str = "web") -> telling.Told:
    """Tell something as the intake does, receipt shown."""
    sent = telling.send(answers=answers, channel=channel, files=tuple(files), by=None)
    telling.shown(tip=sent.tip, by=None)
    return sent


def tip(sent: telling.Told) -> Tip:
    return Tip.objects.get(pk=sent.tip)


def file(content: bytes, title: str, kind: str = "image/jpeg", original: bytes | None = None) -> File:
    """Seal a file among the drafts, clean copy and original."""
    return File(_sealed(content, kind), _sealed(original or content, kind), title)


def _sealed(content: bytes, kind: str) -> SealedFile:
    name, key = media.new_name(), secrets.token_bytes(sealing.KEY_BYTES)
    with (media.drafts(settings.WORKSPACE.root) / name).open("wb") as place:
        sealer = sealing.FileSealer(place, key, media.about(name))
        sealer.write(content)
        sealer.finish()
    return SealedFile(name, key, len(content), kind)


def browser(of: Person) -> Client:
    """Return the browser of somebody who logged in and whose keys are open."""
    client = Client()
    client.force_login(of.user)
    open_keys(client, of.ring)
    return client


def open_keys(client: Client, ring: OpenKeyring) -> None:
    """Open somebody's keys in a browser, as typing the password does."""
    request = RequestFactory().get("/")
    request.session = client.session
    unlocking.unlock(request, ring)
    request.session.save()
    key = base64.urlsafe_b64encode(request.unlock_key).decode()  # type: ignore[attr-defined]
    client.cookies[settings.UNLOCK_COOKIE_NAME] = key
