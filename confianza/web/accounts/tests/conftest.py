"""A town with the people an emergency concerns, and the passing of time."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from confianza.web.accounts.actions import emergencies
from confianza.web.accounts.models import EmergencyAccess, Purpose, Role
from confianza.web.accounts.models.emergencies import EmergencyMode
from confianza.web.accounts.tests.emergencies import REASON
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation


@pytest.fixture
def town(db) -> SimpleNamespace:
    """A municipality with a zone, and its neighbour."""
    levels, made = {"here": "municipality", "elsewhere": "municipality", "zone": "zone"}, {}
    for name, level in levels.items():
        made[name] = Area.objects.create(
            stable_id=f"{level}-{name}", geography="administrative", level=level, code=name
        )
        inside = made["here"] if level == "zone" else None
        Generation.objects.create(
            area=made[name], parent=inside, name=name.title(), valid_from="2001-01-01", origin="test"
        )
    containments.rebuild(by=COMMAND_LINE)
    return SimpleNamespace(**made)


@pytest.fixture
def people(town, person) -> SimpleNamespace:
    """Elena's colleague Hugo asks; Catalina and Leonel can answer; Fabián reviews; Noé watches."""
    return SimpleNamespace(
        hugo=person(Role.COMMUNITY_RELATIONS, area=town.here),
        benito=person(Role.BEAT_OFFICER, area=town.here),
        catalina=person(Role.COMMANDER, area=town.here),
        leonel=person(Role.NATIONAL_COORDINATOR),
        fabian=person(Role.INTERNAL_CONTROL, area=town.here),
        noe=person(Role.AUDITOR),
        marta=person(Role.SYSTEM_ADMINISTRATOR),
    )


@pytest.fixture
def ask(people, town) -> Callable[..., EmergencyAccess]:
    """Have Hugo (or `by`) ask to be a victim-support officer here."""

    def asked(**changes: Any) -> EmergencyAccess:
        wanted = {
            "by": people.hugo, "role": Role.VICTIM_SUPPORT, "area": town.here,
            "purpose": Purpose.VICTIM_SUPPORT, "reason": REASON, "mode": EmergencyMode.WAITS,
        }  # fmt: skip
        return emergencies.ask(**{**wanted, **changes})

    return asked


@pytest.fixture
def clock(monkeypatch) -> Callable[[timedelta], None]:
    """Let time pass, for everybody."""
    passed, real = [timedelta(0)], timezone.now

    def now():
        return real() + passed[0]

    monkeypatch.setattr(timezone, "now", now)

    def let_pass(**span: float) -> None:
        passed[0] += timedelta(**span)

    return let_pass
