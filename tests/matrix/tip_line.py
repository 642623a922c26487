"""The tip line of the first town: units whose people are of the cast, and one tip told to the civilian desk.

In the neighbouring town nobody is a member of any unit: whoever is not, finds nothing of it anywhere.
"""

from dataclasses import dataclass, field
from uuid import UUID

from confianza.web.accounts.keyrings import OpenKeyring
from confianza.web.accounts.models import User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.tips.actions import evidence, rewards
from confianza.web.tips.actions import units as keys_of_units
from confianza.web.tips.models import Kind, Tip, Unit
from confianza.web.tips.queries import opening
from tests.matrix.table import EVERYWHERE, OWN
from tests.tips import world
from tests.tips.world import Person

MEMBERS = {
    Kind.DESK: ("tip_operator",),
    Kind.CRIMINAL_INFORMATION: ("criminal_information_analyst",),
    Kind.INTERNAL_AFFAIRS: ("internal_control",),
    Kind.EVIDENCE: ("national_coordinator",),
    Kind.BOARD: ("mayor", "programme_manager"),
    Kind.PAYER: ("victim_support",),
}
MARK = "Lo que dijo quien avisó en Encinos"


@dataclass(frozen=True)
class TipLine:
    """What stands in the register, and the open keys of its people by the number of their account."""

    tip: UUID
    file: UUID
    request: UUID
    case: UUID
    unit: Unit
    desk: UUID
    membership: UUID
    rings: dict[int, OpenKeyring] = field(repr=False)


def build(people: dict[tuple[str, str], User]) -> TipLine:
    """Build it; the workspace has its folders already."""
    root = world.root()
    known: dict[str, list[Person]] = {
        role: [world.with_keys(people[role, where]) for where in (OWN, EVERYWHERE)]
        for roles in MEMBERS.values()
        for role in roles
    }
    units = {
        kind: world.unit(root, kind, f"Unidad {kind}", *(one for role in roles for one in known[role]))
        for kind, roles in MEMBERS.items()
    }
    tip = _told()
    reader = known["tip_operator"][0].reader
    opened = opening.opened(Tip.objects.get(pk=tip), reader)
    file = next(iter(opened.files))
    asked = evidence.ask(opened=opened, file=file, reason="La pide la fiscalía.", by=reader.person)
    case = rewards.propose(opened=opened, reader=reader, text="Una captura.", by=reader.person)
    rings = {one.user.pk: one.ring for members in known.values() for one in members}
    desk = units[Kind.DESK]
    # A key that waits for the root's word, as whoever keeps the list sees it.
    keys_of_units.open_epoch(unit=desk, by=COMMAND_LINE)
    member = desk.memberships.order_by("person")[0].pk
    return TipLine(tip, file.attachment.pk, asked.pk, case.pk, desk, desk.pk, member, rings)


def _told() -> UUID:
    """Tell something of which nobody knows whether police take part: civilians read it first."""
    files = [world.file(b"clean", "casa.jpg", original=b"original")]
    return world.told(world.answers(MARK, police="unsure"), files=files).tip
