"""Who may see the figures. They are aggregates for staff; small numbers are hidden only in what is
published.
"""

from typing import Any

from confianza.web.accounts.models import Purpose, Reach, Role
from confianza.web.accounts.permissions import has_role
from confianza.web.records.permissions import can_read_deliveries, can_read_records

READERS = (
    Role.ANALYST,
    Role.BEAT_OFFICER,
    Role.COMMANDER,
    Role.MAYOR,
    Role.COMMUNITY_RELATIONS,
    Role.PROGRAMME_MANAGER,
    Role.NATIONAL_COORDINATOR,
)

# Who works where it happened. Everybody else plans with whole areas.
PLACE_READERS = (Role.ANALYST, Role.BEAT_OFFICER, Role.COMMANDER)


def can_see_figures(user: Any) -> bool:
    """Whether the person may see counts, rates and maps: of towns anywhere, of less where `reach` says."""
    return has_role(user, *READERS)


def can_read_quality(user: Any) -> bool:
    """Whether the person may read how good the sources are: whoever reads what came. No single record."""
    return can_read_deliveries(user)


def can_answer(user: Any) -> bool:
    """Whether the person may answer a criterion that no data can measure: the observatory's analyst."""
    return can_read_records(user)


def can_see_network(user: Any) -> bool:
    """Whether the person may see the network of observatories, register nodes and decide on packages."""
    roles = (Role.ANALYST, Role.NATIONAL_COORDINATOR)
    return has_role(user, *roles, purpose=Purpose.OBSERVATORY)


def can_publish(user: Any) -> bool:
    """Whether the person may publish and correct figures: the observatory's analyst, of the whole area."""
    return has_role(user, Role.ANALYST, purpose=Purpose.OBSERVATORY)


def can_make_bulletins(user: Any) -> bool:
    """Whether the person may make and correct bulletins: the observatory's analyst, of `bulletins_reach`."""
    return has_role(user, Role.ANALYST, purpose=Purpose.OBSERVATORY)


def bulletins_reach(user: Any) -> Reach:
    """Return of which areas a person makes bulletins."""
    found: Reach = user.reach(Role.ANALYST, purpose=Purpose.OBSERVATORY)
    return found


def reach(user: Any) -> Reach:
    """Return where the person may see the figures of areas smaller than a town."""
    found: Reach = user.reach(*READERS)
    return found


def can_see_places(user: Any) -> bool:
    """Whether the person may see where facts happened, as cells of a map, within `places_reach`."""
    return has_role(user, *PLACE_READERS)


def can_see_points(user: Any) -> bool:
    """Whether the person may see every fact at its own point: whoever reads the records it comes from."""
    return can_read_records(user)


def can_weigh(user: Any) -> bool:
    """Whether the person may write down what crimes weigh: the observatory's analyst, for the town."""
    return has_role(user, Role.ANALYST, purpose=Purpose.OBSERVATORY)


def places_reach(user: Any) -> Reach:
    """Return where the person may see places."""
    found: Reach = user.reach(*PLACE_READERS)
    return found
