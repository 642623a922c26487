"""Emergency access: asking, approving, refusing, ending, reviewing, and writing down what was opened.

Nothing here waits for a clock: each step looks at the times under the lock of its row, and `settle` only
writes down what time has already decided.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import permissions, rules
from confianza.web.accounts.actions import grants
from confianza.web.accounts.models import EmergencyAccess, Grant, Purpose, Role, User
from confianza.web.accounts.models.emergencies import EmergencyMode, EmergencyState, Verdict
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.accounts.rules import EmergencyRefused
from confianza.web.audit import actions as audit
from confianza.web.audit.models import Kind
from confianza.web.territory.models import Area

# Grants are given by whoever administers the place; these by the rules, whose people are told beside them.
BY_THE_RULES = audit.Named(None, "emergency access")


@transaction.atomic
def ask(
    *, by: User, role: Role, area: Area, purpose: Purpose, reason: str, mode: EmergencyMode
) -> EmergencyAccess:
    """Ask for a role not held; with EmergencyMode.AT_ONCE it opens now, for as long as approval may take.

    Raises rules.EmergencyRefused where the rules do not allow it.
    """
    # The lock keeps two requests of one person apart.
    person = User.objects.select_for_update().get(pk=by.pk)
    rules.check_asking(queries.asking(person=person, role=role, area=area, purpose=purpose, reason=reason))
    access = EmergencyAccess(
        person=person, role=role, area=area, purpose=purpose, reason=reason.strip(), mode=mode,
        asked_at=timezone.now(),
    )  # fmt: skip
    access.full_clean(exclude=["grant"])
    access.save()
    _tell("ask_emergency", access, by)
    if mode == EmergencyMode.AT_ONCE:
        _open(access, begins=access.asked_at, ends=access.answer_until)
        _tell("open_emergency", access, by)
    return access


@transaction.atomic
def approve(*, access: EmergencyAccess, by: User) -> EmergencyAccess:
    """Answer for the access: it opens, or stays open, until four hours after it opened.

    Raises rules.EmergencyRefused: no_longer (too late, or somebody else was first), not_yours, closed.
    """
    locked, now = _locked(access, "approve"), timezone.now()
    _check_decider(locked, by)
    if not permissions.can_ask_in_emergency(locked.person):
        raise EmergencyRefused("closed")
    locked.approved_at, locked.decided_by = now, by
    if locked.grant:
        _reset_end(locked, locked.grant, locked.grant.begins_at + rules.TIME_OPEN)
    else:
        _open(locked, begins=now, ends=now + rules.TIME_OPEN)
    locked.save()
    _tell("approve_emergency", locked, by)
    return locked


@transaction.atomic
def refuse(*, access: EmergencyAccess, by: User) -> EmergencyAccess:
    """Say no: a waiting request never opens, an open one ends now. Raises as `approve`."""
    locked, now = _locked(access, "refuse"), timezone.now()
    _check_decider(locked, by)
    locked.refused_at, locked.decided_by = now, by
    _shut(locked, now)
    _tell("refuse_emergency", locked, by)
    return locked


@transaction.atomic
def end(*, access: EmergencyAccess, by: User) -> EmergencyAccess:
    """End the access now, or withdraw the request. Raises rules.EmergencyRefused: no_longer, not_yours."""
    locked = _locked(access, "end")
    if not permissions.can_end(by, locked):
        raise EmergencyRefused("not_yours")
    locked.ended_at = timezone.now()
    _shut(locked, locked.ended_at)
    _tell("end_emergency", locked, by)
    return locked


@transaction.atomic
def review(*, access: EmergencyAccess, by: User, verdict: Verdict, note: str = "") -> EmergencyAccess:
    """Say whether it was right, once and for good. Raises rules.EmergencyRefused: no_longer, not_yours."""
    locked = _locked(access, "review")
    if not permissions.can_review(by, locked):
        raise EmergencyRefused("not_yours")
    locked.reviewed_by, locked.reviewed_at = by, timezone.now()
    locked.verdict, locked.review_note = verdict, note.strip()
    locked.full_clean()
    locked.save()
    _tell("review_emergency", locked, by, verdict=str(verdict))
    return locked


@transaction.atomic
def note_reading(*, access: EmergencyAccess, by: User) -> None:
    """Write down that somebody else read the request."""
    if by.pk != access.person_id:
        _tell("read_emergency", access, by, kind=Kind.READ)


@transaction.atomic
def note_opened(
    *, access: EmergencyAccess, by: User, page: str, named: dict[str, Any], method: str = "GET"
) -> None:
    """Write down what was opened under an access: the page's name and what its address names, no query."""
    told = {name: str(value) for name, value in named.items()}
    audit.record(
        by=by,
        action=queries.READ,
        subject=" ".join([page, *told.values()]),
        details={"emergency": access.pk, "page": page, "method": method, "object": told},
        kind=Kind.READ if method in ("GET", "HEAD") else Kind.WROTE,
        purpose=access.purpose,
    )


@transaction.atomic
def settle(*, by: audit.Actor, now: datetime | None = None) -> int:
    """Write down which requests lapsed and which accesses ran out; return how many. It shuts nothing."""
    moment = now or timezone.now()
    over = EmergencyAccess.objects.over_at(moment).filter(closed_at=None).values_list("pk", flat=True)
    return sum(_settled(pk, moment, by) for pk in list(over))


def _settled(pk: int, moment: datetime, by: audit.Actor) -> bool:
    access = EmergencyAccess.objects.select_for_update().get(pk=pk)
    state = queries.state(access, moment)
    if access.closed_at or "review" not in rules.EMERGENCY_STEPS.get(state, {}):
        return False
    access.closed_at = moment
    access.save(update_fields=["closed_at"])
    _tell("lapse_emergency" if state == EmergencyState.LAPSED else "run_out_emergency", access, by)
    return True


def _locked(access: EmergencyAccess, step: str) -> EmergencyAccess:
    """Return the row as it stands, held until the transaction ends, if `step` can be taken now."""
    # The grant is read after the lock: joined, PostgreSQL would give it as it was before the wait.
    locked = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    rules.check_emergency_step(queries.state(locked, timezone.now()), step)
    return locked


def _check_decider(access: EmergencyAccess, by: User) -> None:
    if not permissions.can_decide(by, access):
        raise EmergencyRefused("not_yours")


def _open(access: EmergencyAccess, *, begins: datetime, ends: datetime) -> None:
    access.grant = grants.give(
        person=access.person, role=Role(access.role), area=access.area, purpose=Purpose(access.purpose),
        begins_at=begins, ends_at=ends, reason=f"emergency {access.pk}", by=BY_THE_RULES,
    )  # fmt: skip
    access.save()


def _shut(access: EmergencyAccess, now: datetime) -> None:
    if access.grant:
        _reset_end(access, access.grant, now)
    access.closed_at = now
    access.save()


def _reset_end(access: EmergencyAccess, grant: Grant, ends: datetime) -> None:
    grant.ends_at = ends
    grant.save(update_fields=["ends_at"])
    access.person.__dict__.pop("current_grants", None)


def _tell(verb: str, access: EmergencyAccess, by: audit.Actor, kind: Kind = Kind.WROTE, **more: str) -> None:
    told = {"role": access.role, "area": access.area.stable_id, "mode": access.mode, **more}
    ends = access.grant.ends_at if access.grant else None
    audit.record(
        by=by,
        action=f"accounts.{verb}",
        subject=f"emergency {access.pk}",
        details={**told, "person": access.person.username, "ends_at": ends.isoformat() if ends else ""},
        kind=kind,
        purpose=access.purpose,
    )
