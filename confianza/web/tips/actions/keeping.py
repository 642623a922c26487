"""Keeping tips no longer than needed: holds by two people, and the purge."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.tips.actions import shredding
from confianza.web.tips.models import Conversation, Hold, SeenMessage, Tip, Voucher
from confianza.web.tips.queries import keeping as queries
from confianza.web.tips.rules import holds

AT_ONCE = 200
# A message of a network that arrives twice does so within hours.
SEEN_FOR = timedelta(days=2)
# Vouchers nobody can use any more: the sums of a year must still be there for the auditor.
PAID_KEPT = timedelta(days=400)
LAPSED_KEPT = timedelta(days=30)

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Purged:
    """What a purge destroyed. `log_emptied` says whether the register's log could be cut to nothing,
    `found_again` how many of the destroyed bytes it still found afterwards: it must be 0.
    """

    tips: int = 0
    files: int = 0
    stray_files: int = 0
    held: int = 0
    log_emptied: bool = True
    found_again: int = 0


# --- holds -------------------------------------------------------------------------------------------


@transaction.atomic
def ask_hold(*, tip: Tip, by: Any) -> Hold:
    """Ask that a tip be kept; it is, for a week, until somebody else agrees. Raises HoldRefused."""
    today = timezone.localdate()
    holds.check_asks(queries.facts(tip), today)
    hold = Hold.objects.create(tip=tip, asked_by=by, asked_on=today)
    audit.record(by=by, action="tips.ask_hold", subject=str(tip.pk))
    return hold


@transaction.atomic
def confirm_hold(*, hold: Hold, by: Any) -> None:
    """Agree, as a second person, that a tip be kept for half a year. Raises HoldRefused."""
    hold, today = _locked(hold), timezone.localdate()
    holds.check_confirms(queries.facts_of(hold), by.pk, today)
    hold.confirmed_by, hold.confirmed_on, hold.review_on = by, today, holds.review_day(today)
    hold.save(update_fields=["confirmed_by", "confirmed_on", "review_on"])
    audit.record(by=by, action="tips.confirm_hold", subject=str(hold.tip_id))


@transaction.atomic
def release_hold(*, hold: Hold, by: Any) -> None:
    """Keep a tip no longer than any other. Raises HoldRefused."""
    hold, today = _locked(hold), timezone.localdate()
    holds.check_releases(queries.facts_of(hold), today)
    hold.released_on = today
    hold.save(update_fields=["released_on"])
    audit.record(by=by, action="tips.release_hold", subject=str(hold.tip_id))


def _locked(hold: Hold) -> Hold:
    return Hold.objects.select_for_update().get(pk=hold.pk)


# --- the purge ---------------------------------------------------------------------------------------


def purge(*, by: Any, report: Progress = lambda percent, doing: None) -> Purged:
    """Destroy every tip whose time is over and that nobody holds, and look whether anything is left.

    Each batch is a transaction of its own: whatever stops a purge, the next one goes on.
    """
    today = timezone.localdate()
    due = [tip.pk for tip in queries.due(today)]
    total, pieces = Purged(held=queries.held_back(today).count()), []
    for start in range(0, len(due), AT_ONCE):
        report(100 * start // len(due), "tips")
        gone = _batch(due[start : start + AT_ONCE], today, by)
        pieces += gone.pieces
        total = replace(total, tips=total.tips + gone.tips, files=total.files + gone.files)
    _forget_what_nobody_needs(today)
    strays = shredding.shred_left_behind(by=by)
    emptied = shredding.empty_the_log(by=by)
    again = shredding.still_found(pieces=pieces[: shredding.PIECES_SOUGHT], by=by)
    return replace(total, stray_files=strays, log_emptied=emptied, found_again=again)


def _batch(ids: list[UUID], today: date, by: Any) -> shredding.Shredded:
    with transaction.atomic():
        # Asked again: somebody may have asked to hold one of them a moment ago.
        still = list(queries.due(today).filter(pk__in=ids).select_for_update().values_list("pk", flat=True))
        gone = shredding.shred(tips=still, by=by)
        if gone.tips:
            told = {"tips": gone.tips, "files": gone.files}
            audit.record(by=by, action="tips.purge", subject="", details=told)
    return gone


def _forget_what_nobody_needs(today: date) -> None:
    """Delete talks that ended, numbers of messages, and vouchers that can neither be paid nor counted."""
    old: tuple[QuerySet[Any], ...] = (
        Conversation.objects.filter(ends_on__lt=today),
        SeenMessage.objects.filter(seen_on__lt=today - SEEN_FOR),
        Voucher.objects.filter(paid_on__lt=today - PAID_KEPT),
        Voucher.objects.filter(paid_on=None, valid_until__lt=today - LAPSED_KEPT),
    )
    for rows in old:
        rows.delete()
