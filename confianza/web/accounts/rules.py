"""Which purposes a role may be held for, and which roles may not meet in one person."""

from collections.abc import Collection
from dataclasses import dataclass

from confianza.web.accounts.models import Purpose, Role

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


@dataclass
class GrantRefused(Exception):
    """A grant that the rules do not allow; `code` says why: wrong_purpose, kept_apart, ends_before."""

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
