"""Which purposes a role may be held for, which roles may not meet, how long who guesses must wait, and what
an emergency opens.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.accounts.models import Purpose, Role, State
from confianza.web.accounts.models.emergencies import TIME_TO_APPROVE, EmergencyMode, EmergencyState

# The usual purpose of a role comes first.
PURPOSES_OF: dict[Role, tuple[Purpose, ...]] = {
    Role.ANALYST: (Purpose.OBSERVATORY, Purpose.PREVENTION),
    Role.BEAT_OFFICER: (Purpose.POLICING,),
    Role.COMMANDER: (Purpose.POLICING,),
    Role.CRIMINAL_INFORMATION_ANALYST: (Purpose.INTELLIGENCE,),
    Role.VICTIM_SUPPORT: (Purpose.VICTIM_SUPPORT,),
    Role.INTERNAL_CONTROL: (Purpose.INTERNAL_CONTROL,),
    Role.MAYOR: (Purpose.PREVENTION,),
    Role.COMMUNITY_RELATIONS: (Purpose.PREVENTION, Purpose.POLICING),
    Role.PROGRAMME_MANAGER: (Purpose.PREVENTION,),
    Role.SCHOOL_DIRECTOR: (Purpose.PREVENTION,),
    Role.TIP_OPERATOR: (Purpose.TIPS,),
    Role.NATIONAL_COORDINATOR: (Purpose.OBSERVATORY,),
    Role.SYSTEM_ADMINISTRATOR: (Purpose.ADMINISTRATION,),
    Role.AUDITOR: (Purpose.OVERSIGHT,),
}
# They keep the house or watch it, and read no content: whoever holds one of them holds nothing else.
APART = (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)
# Guesses before the first wait; each further one doubles it up to the longest.
FREE_GUESSES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
# Crockford's 32 signs: none looks like another, and those that do in handwriting are read as what was meant.
SIGNS_OF_A_CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")
GROUPS, SIGNS_IN_A_GROUP = 6, 4
# Of the code that opens a keyring when the password is lost: 160 bits, since nothing slows who guesses it.
GROUPS_TO_RECOVER = 8


class Step(StrEnum):
    """What may happen to an account."""

    INVITE = "invite"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    LEAVE = "leave"


# From which states each step leads on. What is closed stays closed.
STEPS_FROM = {
    Step.INVITE: {State.INVITED, State.ACTIVE},
    Step.SUSPEND: {State.INVITED, State.ACTIVE},
    Step.REINSTATE: {State.SUSPENDED},
    Step.LEAVE: {State.INVITED, State.ACTIVE, State.SUSPENDED},
}


@dataclass
class AccountRefused(Exception):
    """A step an account may not take; `code` says why: to_oneself, not_administered, wrong_state,
    last_administrator.
    """

    code: str


@dataclass
class GrantRefused(Exception):
    """A grant that the rules do not allow; `code` says why: wrong_purpose, kept_apart, to_oneself,
    not_administered, wrong_state, ends_before, has_ended, last_administrator.
    """

    code: str


def usual_purpose(role: Role) -> Purpose:
    """Return what a role is usually held for."""
    return PURPOSES_OF[role][0]


def check_purpose(role: Role, purpose: Purpose) -> None:
    """Raise GrantRefused unless the role may be held for the purpose."""
    if purpose not in PURPOSES_OF[role]:
        raise GrantRefused("wrong_purpose")


def check_separation(role: Role, held: Collection[str]) -> None:
    """Raise GrantRefused when `role` may not meet the roles already `held` in one person."""
    others = set(held) - {role}
    if others and (role in APART or others & set(APART)):
        raise GrantRefused("kept_apart")


def wait_after(failures: int) -> timedelta:
    """Return how long nobody may try again after so many wrong guesses in a row."""
    if failures < FREE_GUESSES:
        return timedelta(0)
    doubled = min(failures - FREE_GUESSES, 20)
    return min(FIRST_WAIT * 2**doubled, LONGEST_WAIT)


def can_take(step: Step, state: State) -> bool:
    """Say whether an account that stands so may take a step."""
    return state in STEPS_FROM[step]


def check_account(step: Step, state: State) -> None:
    """Raise AccountRefused unless an account that stands so may take a step."""
    if not can_take(step, state):
        raise AccountRefused("wrong_state")


def check_dates(begins_at: datetime, ends_at: datetime | None) -> None:
    """Raise GrantRefused for a grant that would end before it begins."""
    if ends_at and ends_at <= begins_at:
        raise GrantRefused("ends_before")


def new_code(groups: int = GROUPS) -> str:
    """Return a code of 20 bits of chance a group, which a person can type; an invitation's has six."""
    told = ("".join(secrets.choice(SIGNS_OF_A_CODE) for _ in range(SIGNS_IN_A_GROUP)) for _ in range(groups))
    return "-".join(told)


def digest(code: str) -> str:
    """Return what is kept of the code of an invitation, however it was typed (small, O for 0)."""
    typed = re.sub(r"[\s-]", "", code).upper().translate(READ_AS)
    return hashlib.sha256(typed.encode()).hexdigest()


# --- Emergency access (docs/decisions/0017) -------------------------------------------------------

TIME_OPEN = timedelta(hours=4)
LONGEST_EMERGENCY = TIME_TO_APPROVE + TIME_OPEN
TIME_TO_REVIEW = timedelta(hours=72)
MUTUAL = timedelta(hours=24)
SHORTEST_REASON = 20

# What no emergency opens. Roles are refused here; what later rooms keep for those who stand there in their
# own right they ask of `permissions.stands_as`, which looks past every emergency.
NEVER: dict[str, Any] = {
    Role.SYSTEM_ADMINISTRATOR: _("Whoever keeps the house reads no content; no emergency is solved by keys."),
    Role.AUDITOR: _("Whoever watches the house is not let in by those who are watched."),
    Role.INTERNAL_CONTROL: _("The files about police officers would be open to those they are about."),
    "tips.about_police": _("A tip about the police never reaches the police it names."),
    "cases.shelter_address": _("Where a victim is sheltered is told by the shelter itself, to nobody else."),
}
S = EmergencyState
EMERGENCY_STEPS: dict[EmergencyState, dict[str, EmergencyState]] = {
    S.ASKED: {"approve": S.OPEN, "refuse": S.REFUSED, "end": S.WITHDRAWN, "time": S.LAPSED},
    S.UNCONFIRMED: {
        "approve": S.OPEN, "refuse": S.ENDED_UNCONFIRMED, "end": S.ENDED_UNCONFIRMED,
        "time": S.ENDED_UNCONFIRMED,
    },
    S.OPEN: {"end": S.ENDED, "time": S.ENDED},
    S.LAPSED: {"review": S.REVIEWED},
    S.ENDED: {"review": S.REVIEWED},
    S.ENDED_UNCONFIRMED: {"review": S.REVIEWED},
}  # fmt: skip
BEGINNINGS = {EmergencyMode.WAITS: S.ASKED, EmergencyMode.AT_ONCE: S.UNCONFIRMED}


@dataclass
class EmergencyRefused(Exception):
    """What the rules of emergency access do not allow; `code` says why."""

    code: str


@dataclass(frozen=True)
class Times:
    """The moments of a request that its state follows from; `open_until` is None if it was never opened."""

    asked_at: datetime
    open_until: datetime | None = None
    approved_at: datetime | None = None
    refused_at: datetime | None = None
    ended_at: datetime | None = None
    reviewed_at: datetime | None = None


def emergency_state(times: Times, now: datetime) -> EmergencyState:
    """Return where a request stands at `now`. Nothing has to have happened for time to run out."""
    if times.reviewed_at:
        return S.REVIEWED
    if times.open_until is None:
        return _never_opened(times, now)
    if times.ended_at or now >= times.open_until:
        return S.ENDED if times.approved_at else S.ENDED_UNCONFIRMED
    return S.OPEN if times.approved_at else S.UNCONFIRMED


def _never_opened(times: Times, now: datetime) -> EmergencyState:
    if times.refused_at:
        return S.REFUSED
    if times.ended_at:
        return S.WITHDRAWN
    return S.ASKED if now < times.asked_at + TIME_TO_APPROVE else S.LAPSED


def check_emergency_step(state: EmergencyState, step: str) -> None:
    """Raise EmergencyRefused unless `step` (approve, refuse, end, review) can be taken in `state`."""
    if step not in EMERGENCY_STEPS.get(state, {}):
        raise EmergencyRefused("no_longer")


@dataclass(frozen=True)
class Asking:
    """Who asks for what: `standing` are the roles held in one's own right, `held` says whether what is asked
    for is held already, `under_way` and `overdue` whether another request is open, or unreviewed too long.
    """

    role: Role
    purpose: Purpose
    reason: str
    is_active: bool
    standing: Collection[str]
    held: bool = False
    under_way: bool = False
    overdue: bool = False


def check_asking(asking: Asking) -> None:
    """Raise EmergencyRefused unless the request may be made."""
    refusals = {
        "closed": not asking.is_active,
        "kept_apart": bool(set(asking.standing) & set(APART)),
        "stranger": not asking.standing,
        "never": asking.role in NEVER,
        "wrong_purpose": asking.purpose not in PURPOSES_OF[asking.role],
        "short": len(asking.reason.strip()) < SHORTEST_REASON,
        "held": asking.held,
        "under_way": asking.under_way,
        "overdue": asking.overdue,
    }
    for code, applies in refusals.items():
        if applies:
            raise EmergencyRefused(code)


def roles_in_emergency() -> list[Role]:
    """Return the roles that may be asked for."""
    return [role for role in Role if role not in NEVER]
