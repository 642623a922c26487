"""Pictures and papers: kept as clean copies, shown to everybody by a decision, taken back for good."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.plans.exhibits import SHELF
from confianza.web.plans.models import Commitment, Exhibit, Proof
from confianza.web.plans.rules import exhibits as rules
from confianza.web.tips.cleaning import Clean


@transaction.atomic
def attach(*, commitment: Commitment, files: Sequence[Clean], caption: str, by: Actor) -> list[Exhibit]:
    """Keep clean copies (`plans.exhibits.clean_copy`) of what shows that a promise was kept.

    Nobody outside sees them. Raises StepRefused: not_from_here, too_many_exhibits.
    """
    current = Commitment.objects.select_for_update().get(pk=commitment.pk)
    rules.check_attach(current.standing)
    made = keep(files=files, caption=caption, by=by, commitment=current)
    _account("plans.attach", current, by, {"files": [each.pk for each in made]})
    return made


def keep(*, files: Sequence[Clean], caption: str, by: Actor, **of: Any) -> list[Exhibit]:
    """Keep clean copies of something (`commitment=` or `proof=`): for actions that hold its row and write the
    account.
    """
    rules.check_room(there_are=Exhibit.objects.kept().filter(**of).count(), more=len(files))
    return [
        Exhibit.objects.create(
            caption=caption.strip(),
            media_type=each.media_type,
            size=len(each.content),
            kept_as=_kept(each.content),
            kept_by=by.display_name,
            **of,
        )
        for each in files
    ]


@transaction.atomic
def show(*, exhibit: Exhibit, by: Actor) -> None:
    """Decide that everybody sees it. Raises StepRefused not_from_here."""
    current = _held(exhibit)
    rules.check_show(taken_back=current.taken_back_at is not None)
    current.shown_by, current.shown_at = by.display_name, timezone.now()
    current.save(update_fields=["shown_by", "shown_at"])
    _account("plans.show_exhibit", _thing(current), by, {"file": current.pk})
    exhibit.refresh_from_db()


@transaction.atomic
def hide(*, exhibit: Exhibit, by: Actor) -> None:
    """Take it off the public site; inside it stays."""
    current = _held(exhibit)
    current.shown_by, current.shown_at = "", None
    current.save(update_fields=["shown_by", "shown_at"])
    _account("plans.hide_exhibit", _thing(current), by, {"file": current.pk})
    exhibit.refresh_from_db()


@transaction.atomic
def take_back(*, exhibit: Exhibit, words: str, by: Actor) -> None:
    """Destroy a file; that it was there stays, with who took it back and why. Raises StepRefused."""
    current = _held(exhibit)
    tranche = current.proof.tranche.state if current.proof else ""
    rules.check_take_back(taken_back=current.taken_back_at is not None, tranche=tranche, words=words)
    destroyed = current.kept_as
    current.kept_as, current.caption, current.shown_by, current.shown_at = "", "", "", None
    current.taken_back_by, current.taken_back_at, current.why = by.display_name, timezone.now(), words.strip()
    current.save()
    _account("plans.take_back_exhibit", _thing(current), by, {"file": current.pk})
    transaction.on_commit(lambda: SHELF.destroy(destroyed))
    exhibit.refresh_from_db()


def forget(*, proofs: Any, by: Actor) -> int:
    """Destroy the files of proofs that are deleted with an award that is taken back; return how many there
    were. For actions that write the account.
    """
    found = Exhibit.objects.filter(proof__in=proofs)
    names = [each.kept_as for each in found if each.kept_as]
    found.delete()
    transaction.on_commit(lambda: [SHELF.destroy(name) for name in names])
    return len(names)


def account_for_reading(*, exhibit: Exhibit, by: Actor) -> None:
    """Write down that somebody read what was shown for a grant: a bill may name who got the money."""
    if exhibit.proof_id:
        details = {"file": exhibit.pk}
        subject = str(exhibit.proof.tranche.award.application.call_id)
        audit.record(by=by, action="plans.read_exhibit", subject=subject, kind=Kind.READ, details=details)


def _kept(content: bytes) -> str:
    return SHELF.keep_apart(content)


def _held(exhibit: Exhibit) -> Exhibit:
    return Exhibit.objects.select_for_update().get(pk=exhibit.pk)


def _thing(exhibit: Exhibit) -> Commitment | Proof:
    thing = exhibit.commitment or exhibit.proof
    assert thing is not None  # noqa: S101 - a constraint of the table
    return thing


def _account(action: str, thing: Any, by: Actor, details: dict[str, Any]) -> None:
    if isinstance(thing, Proof):
        details |= {"proof": thing.pk}
        thing = thing.tranche.award.application.call
    audit.record(by=by, action=action, subject=str(thing.pk), details=details)
