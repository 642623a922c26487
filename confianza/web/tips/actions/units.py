"""Units, their members and their keys. Membership gives no key: a key is made for those who are members on
that day, vouched for by the root key off this machine, and later given on by one member to another.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts.queries import keyrings
from confianza.web.audit import actions as audit
from confianza.web.lib import sealing
from confianza.web.territory.models import Area
from confianza.web.tips import envelopes, escrow
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import stepping_aside
from confianza.web.tips.envelopes import UnitKeys
from confianza.web.tips.models import EscrowHolder, EscrowShare, KeyGrant, KeyWrap, Membership, Unit, UnitKey
from confianza.web.tips.queries import units as queries
from confianza.web.tips.queries.opening import Reader


class UnitRefused(Exception):
    """What cannot be done with a unit or its keys; `problem` is a code (units_words.py has its sentence)."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


# --- units and members -------------------------------------------------------------------------------


@transaction.atomic
def register(
    *, kind: str, name_es: str, name_en: str, by: Any, station: Area | None = None, subject: str = ""
) -> Unit:
    """Write down a unit. It receives nothing before it has members, and a key that the root vouches for."""
    unit = Unit(kind=kind, name_es=name_es, name_en=name_en, station=station, subject=subject)
    unit.full_clean()
    unit.save(force_insert=True)
    _tell("register_unit", unit, by)
    return unit


@transaction.atomic
def close(*, unit: Unit, by: Any) -> None:
    """Close a unit: it receives nothing from now on. Its members read on what they have."""
    Unit.objects.filter(pk=unit.pk).update(closed_on=timezone.localdate())
    UnitKey.objects.waiting().filter(unit=unit).delete()
    _tell("close_unit", unit, by)


@transaction.atomic
def add_member(*, unit: Unit, person: Any, by: Any) -> Membership:
    """Make a person a member, without any key. Raises UnitRefused."""
    if queries.keeps_the_house(person):
        raise UnitRefused("keeps_the_house")
    if Membership.objects.filter(unit=unit, person=person, ends_on=None).exists():
        raise UnitRefused("member_already")
    if by.pk == person.pk:
        raise UnitRefused("to_oneself")
    made = Membership.objects.create(unit=unit, person=person, given_by=by.display_name)
    _tell("add_member", unit, by, person=person.username)
    return made


@transaction.atomic
def remove_member(*, membership: Membership, by: Any) -> None:
    """End a membership today and destroy what the person was given. The next key is not made for them.

    What they may have copied opens nothing that is sealed to that next key: make it at once.
    """
    today, grants = timezone.localdate(), KeyGrant.objects.filter(person=membership.person_id)
    Membership.objects.filter(pk=membership.pk, ends_on=None).update(ends_on=today)
    held = grants.filter(unit_key__unit=membership.unit_id)
    UnitKey.objects.current().filter(pk__in=held.values("unit_key")).update(left_on=today)
    held.delete()
    # What waits was sealed to them as well.
    UnitKey.objects.waiting().filter(unit=membership.unit_id).delete()
    _tell("remove_member", membership.unit, by, person=membership.person.username)


# --- keys --------------------------------------------------------------------------------------------


@transaction.atomic
def open_epoch(*, unit: Unit, by: Any) -> UnitKey:
    """Make new keys for a unit, sealed to each member who has a keyring and to the holders of escrow.

    They wait beside those in use until the root key has vouched for them (`accept_vouching`). One that waited
    before is destroyed. Raises UnitRefused where no member has a keyring.
    """
    if unit.closed_on:
        raise UnitRefused("closed")
    members = Membership.objects.current().filter(unit=unit).values_list("person", flat=True)
    public = keyrings.public_keys(members)
    if not public:
        raise UnitRefused("nobody_has_keys")
    UnitKey.objects.waiting().filter(unit=unit).delete()
    made = _new_key(unit)
    _grant_to(made[0], made[1].packed(), public, by)
    _put_in_escrow(*made)
    _tell("open_epoch", unit, by, epoch=made[0].epoch, members=len(public))
    return made[0]


@transaction.atomic
def accept_vouching(*, signed: Mapping[tuple[UUID, int], bytes], by: Any) -> list[UnitKey]:
    """Put keys into use that the root key has vouched for, and those before them out of use.

    Raises UnitRefused where there is no root key here (`no_root`), a signature is not its own or not of the
    key that waits (`forged`), none of the keys waits (`nothing_waits`), or somebody it was made for is no
    member any more (`holder_left`).
    """
    waiting = UnitKey.objects.waiting().select_related("unit").select_for_update(of=("self",))
    accepted = [key for key in waiting if (key.unit_id, key.epoch) in signed]
    if not accepted:
        raise UnitRefused("nothing_waits")
    for key in accepted:
        _begin(key, signed[key.unit_id, key.epoch], by)
    return accepted


@transaction.atomic
def install_root(*, public: bytes, by: Any, replace: bool = False) -> None:
    """Keep the public root key here. Another than before puts every unit's key out of use: `replace` it only
    after a new ceremony. Raises UnitRefused.
    """
    folder = settings.WORKSPACE.keys
    present = key_files.root(folder)
    if present not in (None, public) and not replace:
        raise UnitRefused("other_root")
    key_files.bring_root(folder, public)
    audit.record(by=by, action="tips.install_root", subject=keyrings.fingerprint(public))


@transaction.atomic
def give_key(*, unit: Unit, to: Any, keyring: Any, by: Any) -> int:
    """Give a member all keys of the unit that one holds, opened with one's own keyring; return how many.

    The two have compared the fingerprint of the other's keyring. Raises UnitRefused.
    """
    _check_member(unit, by)
    _check_member(unit, to)
    public = keyrings.public_keys([to]).get(to.pk)
    if public is None:
        raise UnitRefused("no_keyring")
    held = list(_held(unit, keyring, by))
    if not held:
        raise UnitRefused("no_key_yourself")
    stepping_aside.step_aside(unit=unit, people=[to.pk], reader=Reader(by, keyring), by=by)
    for key, packed in held:
        KeyGrant.objects.filter(unit_key=key, person=to).delete()
        _grant_to(key, packed, {to.pk: public}, by)
    _tell("give_key", unit, by, person=to.username, keys=len(held))
    return len(held)


@transaction.atomic
def wrap_anew(*, unit: Unit, keyring: Any, by: Any) -> int:
    """Seal what the unit holds under old keys to the one in use, and destroy the old seals; return how many.

    Whoever left with a copy of an old key then finds nothing that it opens; nor does what was sealed to them
    alone stay, where somebody else reads the same tip. Raises UnitRefused.
    """
    _check_member(unit, by)
    present = UnitKey.objects.current().filter(unit=unit).first()
    if present is None:
        raise UnitRefused("no_key")
    _check_vouched(present)
    held = {key.pk: UnitKeys.of(packed) for key, packed in _held(unit, keyring, by)}
    holders = present.grants.values_list("person", flat=True)
    stepping_aside.step_aside(unit=unit, people=holders, reader=Reader(by, keyring), by=by)
    wraps = queries.old_wraps(unit).filter(unit_key__in=held).select_for_update()
    done = sum(_wrap_anew(wrap, held[wrap.unit_key_id], present) for wrap in wraps)
    _forget_gone(unit)
    _tell("wrap_anew", unit, by)
    return done


@transaction.atomic
def escrow_again(*, unit: Unit, keyring: Any, by: Any) -> None:
    """Put the key in use into escrow with the present holders, not those before. Raises UnitRefused."""
    _check_member(unit, by)
    if not queries.escrow_keys():
        raise UnitRefused("no_holders")
    for key, packed in _held(unit, keyring, by):
        if key.ends_on is None:
            key.escrow.all().delete()
            _put_in_escrow(key, UnitKeys.of(packed))
            _tell("escrow_again", unit, by, epoch=key.epoch)
            return
    raise UnitRefused("no_key_yourself")


# --- how ---------------------------------------------------------------------------------------------


def _new_key(unit: Unit) -> tuple[UnitKey, UnitKeys]:
    box, signing = sealing.new_pair(), sealing.new_signing_pair()
    last = UnitKey.objects.filter(unit=unit).order_by("-epoch").values_list("epoch", flat=True).first()
    key = UnitKey.objects.create(
        unit=unit,
        epoch=(last or 0) + 1,
        public_key=box.public,
        verify_key=signing.public,
        root_signature=b"",
        is_waiting=True,
    )
    return key, UnitKeys(box.private, signing.private)


def _grant_to(key: UnitKey, packed: bytes, public: Mapping[int, bytes], by: Any) -> None:
    KeyGrant.objects.bulk_create(
        KeyGrant(
            unit_key=key,
            person_id=person,
            sealed=sealing.seal_to(each, packed),
            sealed_to=each,
            given_by=by.display_name,
        )
        for person, each in public.items()
    )


def _put_in_escrow(key: UnitKey, keys: UnitKeys) -> None:
    public = queries.escrow_keys()
    if not public:
        return
    known = {bytes(one.public_key): one for one in EscrowHolder.objects.filter(until=None)}
    for share in escrow.shares(keys.packed(), public):
        kept = EscrowShare.objects.create(unit_key=key, sealed=share.sealed)
        kept.holders.set(known[one] for one in share.holders)


def _begin(key: UnitKey, signed: bytes, by: Any) -> None:
    key.root_signature = signed
    _check_vouched(key)
    members = Membership.objects.current().filter(unit=key.unit).values("person")
    if key.grants.exclude(person__in=members).exists():
        raise UnitRefused("holder_left")
    today = timezone.localdate()
    UnitKey.objects.current().filter(unit=key.unit).update(ends_on=today)
    key.is_waiting, key.begins_on = False, today
    key.save(update_fields=["root_signature", "is_waiting", "begins_on"])
    _tell("begin_epoch", key.unit, by, epoch=key.epoch)


def _check_vouched(key: UnitKey) -> None:
    root = key_files.root(settings.WORKSPACE.keys)
    if root is None:
        raise UnitRefused("no_root")
    told = key.unit_id, key.epoch, bytes(key.public_key), bytes(key.verify_key)
    try:
        envelopes.check_vouched(root, bytes(key.root_signature), *told)
    except sealing.Forged:
        raise UnitRefused("forged") from None


def _check_member(unit: Unit, person: Any) -> None:
    if not Membership.objects.current().filter(unit=unit, person=person).exists():
        raise UnitRefused("no_member")


def _held(unit: Unit, keyring: Any, by: Any) -> Iterable[tuple[UnitKey, bytes]]:
    """Yield the unit's keys that a person's keyring opens: those in use or before, genuine ones only."""
    grants = KeyGrant.objects.filter(unit_key__unit=unit, unit_key__is_waiting=False, person=by)
    for grant in grants.select_related("unit_key"):
        try:
            packed = keyring.unseal(bytes(grant.sealed))
            genuine = sealing.pair_of(UnitKeys.of(packed).box).public == bytes(grant.unit_key.public_key)
        except sealing.CannotOpen:
            continue
        if genuine:
            yield grant.unit_key, packed


def _wrap_anew(wrap: KeyWrap, held: UnitKeys, present: UnitKey) -> bool:
    try:
        private = sealing.unseal_with(held.box, bytes(wrap.sealed))
    except sealing.CannotOpen:
        return False
    KeyWrap.objects.get_or_create(
        tip_id=wrap.tip_id,
        unit_key=present,
        defaults={
            "for_unit_id": wrap.for_unit_id,
            "sealed": sealing.seal_to(bytes(present.public_key), private),
        },
    )
    wrap.delete()
    return True


def _forget_gone(unit: Unit) -> None:
    current = Membership.objects.current().filter(unit=unit)
    gone = KeyWrap.objects.filter(for_unit=unit, person__isnull=False).exclude(
        person__in=current.values("person")
    )
    left = KeyWrap.objects.exclude(pk__in=gone.values("pk")).values("tip")
    gone.filter(tip__in=left).delete()


def _tell(what: str, unit: Unit, by: Any, **details: Any) -> None:
    audit.record(by=by, action=f"tips.{what}", subject=str(unit.name_es), details=details)
