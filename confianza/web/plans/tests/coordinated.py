"""A weekly meeting of a small town, with what the observatory would tell it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.plans.actions import coordination as actions
from confianza.web.plans.models import Coordination
from confianza.web.plans.queries import week_ground
from confianza.web.plans.rules.refusals import StepRefused

WEEK = timedelta(days=7)
HOT = "/observatorio/mapa/?area=municipality-here&cell=7&indicator=robbery"
COUNTED = {
    "happened": {
        "first": "2026-11-01", "last": "2026-11-07", "source": "police", "decided_by": "Council",
        "decided_on": "2026-01-01", "finds": [],
        "reports": [
            {
                "name": {"es": "Asalto en la calle", "en": "Street robbery"}, "now": 9.0, "usual": 3.5,
                "low": 1.2, "high": 5.4, "probability_up": 0.995, "stands_out": True,
            },
        ],
    },
    "places": {
        "indicator": "robbery", "source": "police", "size": 150, "first": "2025-11-08",
        "last": "2026-11-07", "hot": 1, "chains": 1,
        "cells": [
            {
                "where": ["Barrio Secreto"], "now": 12, "before": 4, "kind": "emerging", "address": HOT,
                "areas": ["zone-here-1", "beat-1"], "at": [-90.5, 14.6],
            },
        ],
        "links": [
            {
                "where": ["Barrio Secreto"], "events": 4, "begins": "2026-10-20", "ends": "2026-11-05",
                "reach": 120, "address": f"{HOT}&chain=1", "areas": ["zone-here-1", "beat-1"],
            },
        ],
    },
    "feeds": {"police": ["robbery"]},
}  # fmt: skip
LATE = [
    {
        "source": "police", "office": "Oficina secreta", "since": "2026-11-10",
        "last_month": "2026-09-01", "unknown": ["robbery"],
    },
]  # fmt: skip


@pytest.fixture
def observatory(monkeypatch):
    """What the observatory would tell, so that the meeting is looked at alone."""
    monkeypatch.setattr(week_ground, "counted", lambda area, on: COUNTED)
    monkeypatch.setattr(week_ground, "late", lambda feeds, today: LATE)
    monkeypatch.setattr(week_ground, "tips_answered", lambda today: TIPS)


TIPS = {
    "received_in": "2026-10", "received": None, "answered_in": "2026-04",
    "answered": [
        {"days": 3, "of": "answered_3", "count": 12},
        {"days": 10, "of": "answered_10", "count": None},
    ],
}  # fmt: skip


@pytest.fixture
def meeting(towns, people, observatory):
    return actions.call(area=towns.here, held_on=timezone.localdate(), by=people.commander)


def opened(meeting, by):
    actions.open_it(coordination=meeting, by=by)
    return meeting


def a_week_ago(meeting):
    """Move what was held today back by a week, as if it had been held then."""
    moved = {"held_on": meeting.held_on - WEEK, "opened_at": meeting.opened_at - WEEK}
    Coordination.objects.filter(pk=meeting.pk).update(**moved)
    meeting.refresh_from_db()


def decided(meeting, by, what="Seis lámparas en el callejón", **told):
    return actions.decide(
        coordination=meeting, what=what, whose="municipality", by=by,
        **{"owner_name": "Obras Públicas", "due_on": timezone.localdate() + WEEK, **told},
    )  # fmt: skip


def code(step, **told):
    with pytest.raises(StepRefused) as refused:
        step(**told)
    return refused.value.code
