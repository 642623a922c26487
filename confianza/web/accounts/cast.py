"""The cast: one fictional person per role, the same in the demo, the tests and the guides."""

from dataclasses import dataclass

from confianza.web.accounts.models import Role


@dataclass(frozen=True)
class Member:
    """A fictional person; the user name is the first name without accents."""

    role: Role
    first_name: str
    username: str


CAST = (
    Member(Role.ANALYST, "Ana", "ana"),
    Member(Role.BEAT_OFFICER, "Benito", "benito"),
    Member(Role.COMMANDER, "Catalina", "catalina"),
    Member(Role.CRIMINAL_INFORMATION_ANALYST, "Darío", "dario"),
    Member(Role.VICTIM_SUPPORT, "Elena", "elena"),
    Member(Role.INTERNAL_CONTROL, "Fabián", "fabian"),
    Member(Role.MAYOR, "Gloria", "gloria"),
    Member(Role.COMMUNITY_RELATIONS, "Hugo", "hugo"),
    Member(Role.PROGRAMME_MANAGER, "Inés", "ines"),
    Member(Role.SCHOOL_DIRECTOR, "Julia", "julia"),
    Member(Role.TIP_OPERATOR, "Karla", "karla"),
    Member(Role.NATIONAL_COORDINATOR, "Leonel", "leonel"),
    Member(Role.SYSTEM_ADMINISTRATOR, "Marta", "marta"),
    Member(Role.AUDITOR, "Noé", "noe"),
)

# Not one of the cast: the analyst of the neighbouring town, who must see nothing of this one.
NEIGHBOUR = Member(Role.ANALYST, "Olga", "olga")


def member(role: Role) -> Member:
    """Return the member of the cast who has `role`."""
    return next(person for person in CAST if person.role == role)
