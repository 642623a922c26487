"""Two towns of a department, each with a zone, and a commissariat that holds the zone of the first."""

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation

PARENTS = {
    "department-23": [],
    "municipality-2301": ["department-23"],
    "municipality-2302": ["department-23"],
    "zone-230101": ["municipality-2301", "commissariat-71"],
    "zone-230201": ["municipality-2302"],
    "commissariat-71": [],
}
POLICE = ("commissariat",)
HERE, THERE = "municipality-2301", "municipality-2302"


def build() -> dict[str, Area]:
    """Put the places into the register and return them by identity."""
    areas = {name: _area(name) for name in PARENTS}
    for name, parents in PARENTS.items():
        for year, parent in enumerate(parents or [None], 2001):
            told = {"name": name, "origin": "test", "valid_from": f"{year}-01-01"}
            Generation.objects.create(area=areas[name], parent=areas.get(parent), **told)
    containments.rebuild(by=COMMAND_LINE)
    return areas


def _area(stable_id: str) -> Area:
    level, _, code = stable_id.partition("-")
    geography = "police" if level in POLICE else "administrative"
    return Area.objects.create(stable_id=stable_id, geography=geography, level=level, code=code)
