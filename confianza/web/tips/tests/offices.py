"""Units with keys as they come to be in service: enrolled people, a root key, epochs, tips sealed to them."""

from contextlib import suppress

from django.conf import settings

from confianza.web.accounts import actions as accounts
from confianza.web.accounts.actions import keyrings
from confianza.web.accounts.models import Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.lib import sealing
from confianza.web.tips import envelopes
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import units
from confianza.web.tips.models import KeyGrant, KeyWrap, Membership, Tip
from confianza.web.tips.queries import opening, routing_world
from confianza.web.tips.tests import rows
from conftest import PASSWORD

ROOT = sealing.new_signing_pair()


def person(name, role=Role.TIP_OPERATOR):
    made = accounts.create_account(username=name, password=PASSWORD, role=role, by=COMMAND_LINE)
    made.code = keyrings.enrol(person=made, password=PASSWORD, by=made)
    return made


def ring(person):
    return keyrings.open_with(person=person, password=PASSWORD, by=person)


def vouched(*waiting, root=ROOT):
    """Return what the root key, off this machine, says about keys."""
    return {
        (key.unit_id, key.epoch): envelopes.vouch(
            root.private, key.unit_id, key.epoch, bytes(key.public_key), bytes(key.verify_key)
        )
        for key in waiting
    }


def begin(unit, by):
    made = units.open_epoch(unit=unit, by=by)
    return units.accept_vouching(signed=vouched(made), by=by)[0]


def tip_for(unit):
    """Return a tip sealed to a unit as the intake does it, and its private key."""
    pair = sealing.new_pair()
    tip = rows.bare()
    Tip.objects.filter(pk=tip.pk).update(public_key=pair.public)
    tip.refresh_from_db()
    key = routing_world.vouched_keys(key_files.intake_keys(folder()), unit.kind)[unit.pk]
    sealed = sealing.seal_to(bytes(key.public_key), pair.private)
    KeyWrap.objects.create(tip=tip, for_unit=unit, unit_key=key, sealed=sealed)
    return tip


def folder():
    return settings.WORKSPACE.keys


def opens(person, tip) -> bool:
    """Say whether a person's keys open a tip, by every way there is: through the page, and by hand."""
    reader = opening.Reader(person, ring(person))
    try:
        reader.key_of(tip)
        by_page = True
    except opening.NoKey:
        by_page = False
    return by_page or opens_by_hand(person, tip)


def opens_by_hand(person, tip, copied=()) -> bool:
    """Try every key a person holds, or `copied` before, on every wrap of the tip."""
    opened = ring(person)
    keys = [*copied, opened.box.private]
    for grant in KeyGrant.objects.filter(person=person):
        with suppress(sealing.CannotOpen):
            keys.append(envelopes.UnitKeys.of(opened.unseal(bytes(grant.sealed))).box)
    for wrap in KeyWrap.objects.filter(tip=tip):
        for key in keys:
            try:
                return bool(sealing.unseal_with(key, bytes(wrap.sealed)))
            except sealing.CannotOpen:
                continue
    return False


def membership(unit, person):
    return Membership.objects.get(unit=unit, person=person, ends_on=None)


def unit_key_of(person):
    opened = ring(person)
    grants = KeyGrant.objects.filter(person=person)
    return [envelopes.UnitKeys.of(opened.unseal(bytes(one.sealed))).box for one in grants]


def found(username):
    return User.objects.get(username=username)
