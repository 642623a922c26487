"""What stands beside a picture or a paper on the pages of what it shows."""

from dataclasses import dataclass
from typing import Any

from confianza.web.plans import permissions
from confianza.web.plans.exhibits import PICTURES
from confianza.web.plans.models import Award, Commitment, Exhibit, TrancheState


@dataclass(frozen=True)
class Beside:
    """A file, and what a person may do with it. `is_out`: whether everybody sees it at this moment."""

    file: Exhibit
    is_picture: bool
    is_out: bool
    may_show: bool
    may_take_back: bool


def shown(user: Any, commitment: Commitment) -> list[Beside]:
    """Return the files of a promise, those taken back among them, in the order in which they came."""
    found = Exhibit.objects.visible_to(user).filter(commitment=commitment).select_related("commitment__area")
    return beside(user, found)


def of_grant(user: Any, award: Award) -> list[Beside]:
    """Return the files of what was shown for the parts of a grant, part by part."""
    call = "proof__tranche__award__application__call__area"
    found = Exhibit.objects.visible_to(user).filter(proof__tranche__award=award).select_related(call)
    return beside(user, found.order_by("proof__tranche__number", "kept_at", "pk"))


def beside(user: Any, found: Any) -> list[Beside]:
    """Return files with what a person may do with each."""
    out = set(found.public().values_list("pk", flat=True))
    may: dict[Any, tuple[bool, bool]] = {}
    told = []
    for each in found:
        # All files of one thing are the same person's to show and to take back.
        of = (each.commitment_id, each.proof_id)
        if of not in may:
            may[of] = permissions.can_show_exhibit(user, each), permissions.can_take_back(user, each)
        told.append(_beside(each, each.pk in out, *may[of]))
    return told


def _beside(each: Exhibit, is_out: bool, may_show: bool, may_take_back: bool) -> Beside:
    is_there, rests = each.taken_back_at is None, False
    if each.proof:
        rests = each.proof.tranche.state == TrancheState.PAID
    return Beside(
        file=each,
        is_picture=each.media_type in PICTURES,
        is_out=is_out,
        may_show=may_show and is_there,
        may_take_back=may_take_back and is_there and not rests,
    )
