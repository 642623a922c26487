"""Who stands where today, as the routing asks for it: read from the register, and only what can be sealed to.

A unit without a current key that the offline root key vouches for is not in this world: nothing is sealed to
keys that somebody could have put into the register.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from confianza.web.lib import sealing, walls
from confianza.web.territory.models import Generation, Geography
from confianza.web.tips import envelopes
from confianza.web.tips import keys as key_files
from confianza.web.tips.keys import IntakeKeys
from confianza.web.tips.models import READING_KINDS, Badge, Kind, Membership, Posting, Unit, UnitKey
from confianza.web.tips.rules import routing
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import Route, Served, UnitFacts, World

# Of the accounts' tables the one column that must be known here; their models are not loaded at the intake.
PUBLIC_KEYS = """
    SELECT held.person_id, held.public_key FROM accounts_keyring held
    JOIN accounts_user person ON person.id = held.person_id
    WHERE held.retired_at IS NULL AND person.is_active"""


def vouched_keys(keys: IntakeKeys, *kinds: str) -> dict[UUID, UnitKey]:
    """Return the current keys of the units of these kinds, by unit, without those nobody vouches for."""
    current = UnitKey.objects.current().filter(unit__kind__in=kinds, unit__closed_on=None)
    return {one.unit_id: one for one in current.select_related("unit") if is_vouched(one, keys)}


def is_vouched(key: UnitKey, keys: IntakeKeys) -> bool:
    """Say whether the root key says that these are this unit's keys."""
    if keys.root is None:
        return False
    public, verify = bytes(key.public_key), bytes(key.verify_key)
    try:
        envelopes.check_vouched(keys.root, bytes(key.root_signature), key.unit_id, key.epoch, public, verify)
    except sealing.Forged:
        return False
    return True


def evidence_key(keys: IntakeKeys) -> UnitKey | None:
    """Return the key of the unit that keeps halves of the originals' keys, or None."""
    return next(iter(vouched_keys(keys, Kind.EVIDENCE).values()), None)


def world(keys: IntakeKeys, badges: Iterable[str] = ()) -> World:
    """Return who stands where today; `badges` are those a tip names."""
    today = timezone.localdate()
    # Whoever asks: where people served decides who is left out, and few may see it.
    with walls.at_the_tip_line():
        return World(
            units=_units(vouched_keys(keys, *READING_KINDS), today),
            stations=_stations(),
            postings=_postings(),
            today=today,
            badges=_badges(keys, badges),
        )


def route_of(answers: Answers) -> Route:
    """Return who would read a tip with these answers, as things stand now."""
    keys = key_files.intake_keys(settings.WORKSPACE.keys)
    return routing.route(answers, world(keys, answers.badges))


def unit_names() -> dict[UUID, str]:
    """Return the names of all units in the reader's language."""
    return {unit.pk: unit.name for unit in Unit.objects.all()}


def station_names() -> dict[str, str]:
    """Return the names of the police's places by their stable ids."""
    rows = _police().values_list("area__stable_id", "name")
    return dict(rows)


def public_keys(people: Iterable[Any]) -> dict[Any, bytes]:
    """Return the public keys of those of these people who have any."""
    wanted = set(people)
    with connection.cursor() as cursor:
        cursor.execute(PUBLIC_KEYS)
        return {person: bytes(key) for person, key in cursor.fetchall() if person in wanted}


def _units(sealable: Mapping[UUID, UnitKey], today: date) -> dict[UUID, UnitFacts]:
    members: dict[UUID, set[int]] = defaultdict(set)
    for unit, person in Membership.objects.on(today).values_list("unit_id", "person_id"):
        members[unit].add(person)
    units = Unit.objects.filter(pk__in=sealable).select_related("station")
    return {
        unit.pk: UnitFacts(
            kind=unit.kind,
            station=unit.station.stable_id if unit.station else None,
            subjects=frozenset({unit.subject} if unit.subject else ()),
            members=frozenset(members[unit.pk]),
        )
        for unit in units
    }


def _stations() -> dict[str, str | None]:
    return dict(_police().values_list("area__stable_id", "parent__stable_id"))


def _police() -> QuerySet[Generation]:
    return Generation.objects.filter(area__geography=Geography.POLICE, valid_to=None)


def _postings() -> tuple[Served, ...]:
    rows = Posting.objects.values_list("person_id", "station__stable_id", "ends_on")
    return tuple(Served(*row) for row in rows)


def _badges(keys: IntakeKeys, named: Iterable[str]) -> dict[str, int]:
    tokens = {sealing.keyed_hash(keys.badges, badge.encode()): badge for badge in named}
    known = Badge.objects.filter(token__in=tokens) if tokens else Badge.objects.none()
    return {tokens[bytes(one.token)]: one.person_id for one in known}
