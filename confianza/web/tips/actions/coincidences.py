"""Finding out that two units hold related information, without either reading what the other has.

A unit seals what its tip names to the worker (`ask`); the worker, who alone has the key, turns it into keyed
hashes, keeps these and tells both units whom to talk to (`compare`). Internal affairs and external oversight
have index keys of their own: they learn what others hold, and nobody learns what they do.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from confianza.web.lib import sealing
from confianza.web.tips import keys as key_files
from confianza.web.tips.actions import lines
from confianza.web.tips.models import Coincidence, Comparison, Match, Unit
from confianza.web.tips.queries import coincidences
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules.coincidences import HEIGHT, Value, learns

# Only the worker's process may read the first; the second is what others seal to.
KEY, PUBLIC = "tips-coincidences", "tips-coincidences.pub"
BOX, INDEX = "tip/match/box/v1", "tip/match/{}/v1"


class NotCompared(Exception):
    """Nothing was handed to the worker; `problem` is nothing_to_compare, too_many_today or no_worker."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def ready(*, by: Any) -> None:
    """Make the worker's keys if there are none yet, and leave the public half for the desk."""
    folder = settings.WORKSPACE.keys
    public = _pair(folder).public.hex()
    if not (folder / PUBLIC).exists():
        (folder / PUBLIC).write_text(f"{public}\n")


def ask(*, opened: OpenTip, values: Sequence[Value], by: Any) -> int:
    """Seal what a tip names to the worker; return how many values. Raises NotCompared."""
    public = _public(settings.WORKSPACE.keys)
    told = list(dict.fromkeys(values))
    if not told:
        raise NotCompared("nothing_to_compare")
    with transaction.atomic():
        # Two who ask at once for the same unit wait for each other: the limit is one.
        unit = Unit.objects.select_for_update().get(pk=opened.unit.pk)
        if len(told) > coincidences.left(opened.tip, unit):
            raise NotCompared("too_many_today")
        plain = [[one.what, one.stored, list(one.asked)] for one in told]
        sealed = sealing.seal_to(public, sealing.pad(json.dumps(plain).encode()))
        Comparison.objects.create(tip=opened.tip, unit=unit, sealed=sealed, count=len(told))
        lines.account_for(tip=opened.tip, action="compare", by=by, values=len(told))
    return len(told)


def compare(*, by: Any) -> int:
    """Do what waits, in the worker's process; return how many comparisons were done."""
    waiting = list(Comparison.objects.filter(sealed__isnull=False).values_list("pk", flat=True))
    return sum(_compare_one(pk) for pk in waiting)


def _compare_one(pk: Any) -> bool:
    pair, index = _pair(settings.WORKSPACE.keys), _index_keys(settings.WORKSPACE.keys)
    with transaction.atomic():
        rows = Comparison.objects.select_for_update(of=("self",)).filter(pk=pk, sealed__isnull=False)
        one = rows.select_related("unit").first()
        if one is None:
            return False
        for value in _unsealed(pair, bytes(one.sealed)):
            _tell(one, value, index)
            _keep(one, value, index)
        one.sealed = None
        one.save(update_fields=["sealed"])
    return True


def _unsealed(pair: sealing.Pair, sealed: bytes) -> list[Value]:
    """Return what was asked; nothing where it was sealed to a key we no longer have, or by nobody of ours."""
    try:
        told = json.loads(sealing.unpad(sealing.unseal_with(pair.private, sealed)))
    except sealing.CannotOpen:
        return []
    return [Value(what, stored, tuple(asked)) for what, stored, asked in told]


def _tell(one: Comparison, value: Value, index: dict[int, bytes]) -> None:
    for row in coincidences.meeting(value, index, unit=one.unit, tip=one.tip_id):
        if learns(one.unit.kind, row.unit.kind):
            Match.objects.get_or_create(tip_id=one.tip_id, unit=one.unit, other=row.unit)
        if learns(row.unit.kind, one.unit.kind):
            Match.objects.get_or_create(tip_id=row.tip_id, unit=row.unit, other=one.unit)


def _keep(one: Comparison, value: Value, index: dict[int, bytes]) -> None:
    token = coincidences.token(index[HEIGHT[one.unit.kind]], value.stored)
    Coincidence.objects.get_or_create(token=token, unit=one.unit, tip_id=one.tip_id)


def _pair(folder: Path) -> sealing.Pair:
    return sealing.pair_of(sealing.derive(key_files.ensured(folder, KEY), BOX))


def _index_keys(folder: Path) -> dict[int, bytes]:
    root = key_files.ensured(folder, KEY)
    return {height: sealing.derive(root, INDEX.format(height)) for height in set(HEIGHT.values())}


def _public(folder: Path) -> bytes:
    try:
        return bytes.fromhex((folder / PUBLIC).read_text().strip())
    except FileNotFoundError:
        raise NotCompared("no_worker") from None
