"""Units with real keys, vouched for by a root key that only the test has."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from confianza.web.lib import sealing
from confianza.web.tips import envelopes, keys
from confianza.web.tips.envelopes import UnitKeys
from confianza.web.tips.models import Kind, Membership, Unit, UnitKey


@dataclass(frozen=True)
class Made:
    """A unit, its current key, and the private halves that its members hold."""

    unit: Unit
    key: UnitKey
    private: UnitKeys


class Directory:
    """The root key of one test, and the units it vouches for."""

    def __init__(self) -> None:
        self.root = sealing.new_signing_pair()
        settings.WORKSPACE.keys.mkdir(parents=True, exist_ok=True)
        (settings.WORKSPACE.keys / keys.ROOT).write_text(self.root.public.hex())

    def unit(self, kind: str = Kind.DESK, *, vouched: bool = True, members: Any = (), **more: Any) -> Made:
        name = more.pop("name", kind)
        unit = Unit.objects.create(kind=kind, name_es=f"{name} (es)", name_en=f"{name} (en)", **more)
        for person in members:
            Membership.objects.create(unit=unit, person=person, given_by="test")
        return self.epoch(unit, vouched=vouched)

    def epoch(self, unit: Unit, *, number: int = 1, vouched: bool = True) -> Made:
        box, signing = sealing.new_pair(), sealing.new_signing_pair()
        by = self.root if vouched else sealing.new_signing_pair()
        key = UnitKey.objects.create(
            unit=unit, epoch=number, public_key=box.public, verify_key=signing.public,
            root_signature=envelopes.vouch(by.private, unit.pk, number, box.public, signing.public),
        )  # fmt: skip
        return Made(unit, key, UnitKeys(box.private, signing.private))

    def usual(self) -> dict[str, Made]:
        """A unit of every kind that reads tips, and the keepers of originals."""
        kinds = (Kind.DESK, Kind.CRIMINAL_INFORMATION, Kind.INTERNAL_AFFAIRS, Kind.OVERSIGHT, Kind.EVIDENCE)
        return {kind: self.unit(kind) for kind in kinds}


def opened(made: Made, tip: Any) -> bytes:
    """Return the private key of a tip as a member of the unit gets it. Raises DoesNotExist, CannotOpen."""
    wrap = tip.wraps.get(unit_key=made.key)
    return sealing.unseal_with(made.private.box, bytes(wrap.sealed))


def answer(made: Made, tip: Any, text: str, *, signing: bytes | None = None) -> Any:
    """Have a unit answer a tip, with its own signature or with another's."""
    place = tip.messages.count()
    sealed = envelopes.told_by_unit(
        {"text": text}, tip=tip.pk, place=place, signing=signing or made.private.signing,
        tip_public=bytes(tip.public_key), teller=bytes(tip.tipster_key),
    )  # fmt: skip
    return tip.messages.create(
        place=place, unit_key=made.key, body=sealed.body, for_tip=sealed.for_tip,
        for_tipster=sealed.for_tipster,
    )  # fmt: skip
