"""Linkages that somebody asks for: from the request until the worker has linked everything anew."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.records import rules, sentences
from confianza.web.records.actions import linkage
from confianza.web.records.models import LinkageRun, RunState

log = logging.getLogger(__name__)

Then = Callable[[LinkageRun], None]
NOBODY_FORESAW = "linkage_interrupted"


def ask(*, reason: str, by: Actor, then: Then) -> LinkageRun:
    """Have all records linked again; `then` queues it in the same transaction.

    While an earlier request of the same person waits for its turn, that one is returned.
    """
    waiting = LinkageRun.objects.filter(asked_by_id=by.pk, state=RunState.WAITING).first()
    if waiting is not None:
        return waiting
    with transaction.atomic():
        run = LinkageRun.objects.create(asked_by_id=by.pk, reason=reason)
        audit.record(by=by, action="records.ask_linkage", subject=f"linkage run {run.pk}")
        then(run)
    return run


def carry_out(*, run: LinkageRun, by: Actor) -> LinkageRun:
    """Link all records anew for a run that was asked for: it ends done or failed. Safe to repeat."""
    if not _move(run.pk, RunState.LINKING):
        return _fresh(run)
    try:
        made = linkage.link_workspace(
            by=by, reason=run.reason, progress=lambda percent, _stage: _report(run, percent)
        )
    except Exception as error:
        problem = sentences.refusal(error)
        _move(run.pk, RunState.FAILED, problem=problem or {"code": NOBODY_FORESAW, "details": {}})
        if problem is None:
            raise
    else:
        _move(run.pk, RunState.DONE, linkage=made, progress=100)
    return _fresh(run)


def _move(run_id: int, state: RunState, **fields: object) -> bool:
    with transaction.atomic():
        run = LinkageRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if not rules.can_run_become(run.state, state):
            return False
        run.state, run.ended_at = state, None if state == RunState.LINKING else timezone.now()
        for name, value in fields.items():
            setattr(run, name, value)
        run.save()
    return True


def _report(run: LinkageRun, percent: int) -> None:
    LinkageRun.objects.filter(pk=run.pk).update(progress=percent)


def _fresh(run: LinkageRun) -> LinkageRun:
    return LinkageRun.objects.get(pk=run.pk)
