"""What the weekly meeting knows from the observatory: events against expectation, hot spots, chains, tips,
and deliveries that are late. Plain values, the same for whoever asks; what a reader may not see is taken out
later.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from math import isfinite
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from django.utils import translation

from confianza.web.accounts.models import Reach
from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents, patterns
from confianza.web.observatory.queries import week as weeks
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.horizon import horizon
from confianza.web.observatory.queries.incidents import Asked, Incidents, NoSuchGround
from confianza.web.observatory.queries.patterns import Mapped
from confianza.web.observatory.queries.question import Question
from confianza.web.observatory.queries.tilings import OUTLINE
from confianza.web.records import queries as records
from confianza.web.records.queries.custody import Sight
from confianza.web.territory.models import Area
from confianza.web.tips import published as tips
from confianza.web.tips.rules.pace import PACES
from confianza.web.tips.rules.publication import TOTAL

LANGUAGES = ("es", "en")
MOST_PLACES, MOST_CHAINS = 8, 5


def counted(area: Area, on: date) -> dict[str, Any]:
    """Return the events of the last week told by a day, and the places; worked out once for a state of data.

    `happened` and `places` are None where no voice tells of any offence there.
    """
    key = f"weekly|{incidents.state()}|{area.stable_id}"
    told = memory.remembered(key, lambda: _counted(area, None))
    if told["told_until"] < on.isoformat():
        return told
    # Days to come are told only where somebody looks back, as the demo does.
    return memory.remembered(f"{key}|{on}", lambda: _counted(area, on - timedelta(days=1)))


def _counted(area: Area, last: date | None) -> dict[str, Any]:
    found = _found(area, last)
    if found is None:
        return {"told_until": "", "happened": None, "places": None, "feeds": _feeds()}
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = weeks.week(found, foretold=False)
    week = told[LANGUAGES[0]]
    return {
        "told_until": week.last.isoformat() if week else "",
        "happened": _happened(told) if week else None,
        "places": _places(found, week.told) if week and week.told else None,
        "feeds": _feeds(),
    }


def _found(area: Area, last: date | None) -> Incidents | None:
    """Return the incidents of an area, as far as somebody sees whose whole reach is that area."""
    try:
        asked = Asked(area=area.stable_id, last=last)
        return incidents.incidents(asked, horizon(Reach(False, (area.pk,))))
    except NoSuchGround:
        return None


def _happened(told: dict[str, Any]) -> dict[str, Any]:
    week = told[LANGUAGES[0]]
    author, on = week.decided
    return {
        "first": week.first.isoformat(),
        "last": week.last.isoformat(),
        "source": week.source,
        "reports": _events(told, "reports"),
        "finds": _events(told, "finds"),
        "decided_by": author,
        "decided_on": str(on),
    }


def _events(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the events of each language side by side, under their names in all of them."""
    beside = zip(*(getattr(told[language], kind) for language in LANGUAGES), strict=True)
    return [
        _finite(asdict(same[0]))
        | {"name": {language: each.name for language, each in zip(LANGUAGES, same, strict=True)}}
        for same in beside
    ]


def _finite(told: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON takes them: the end of an interval that is open is not told."""
    return {name: None if isinstance(one, float) and not isfinite(one) else one for name, one in told.items()}


def _places(found: Incidents, told: Mapped) -> dict[str, Any]:
    first, last = found.days
    # Of those with facts of their own: a cell may also be hot for its neighbours alone.
    hot = sorted((cell for cell in told.cells if cell.hot), key=lambda cell: (-cell.now, cell.place))
    shown = [cell for cell in hot if cell.now][:MOST_PLACES]
    middles = [_middle(cell.outline) for cell in shown]
    areas = patterns.areas_at(middles)
    return {
        "indicator": found.asked.indicator_id,
        "source": found.asked.source,
        "size": told.size,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "hot": len(hot),
        "cells": [
            {
                "where": list(cell.where), "now": cell.now, "before": cell.before, "kind": cell.kind,
                "address": _address(found, cell=cell.place), "areas": _around(found, around),
                "at": [round(degrees, 5) for degrees in middle],
            }
            for cell, around, middle in zip(shown, areas, middles, strict=True)
        ],
        "chains": len(told.chains),
        "links": _chains(found, told),
    }  # fmt: skip


def _chains(found: Incidents, told: Mapped) -> list[dict[str, Any]]:
    shown = told.chains[:MOST_CHAINS]
    at = [(each.longitude, each.latitude) for each in shown]
    around = zip(patterns.named(at), patterns.areas_at(at), strict=True)
    return [
        {
            "where": list(where), "events": each.events, "begins": each.begins.isoformat(),
            "ends": each.ends.isoformat(), "reach": round(each.reach), "areas": _around(found, areas),
            "address": _address(found, chain=f"{each.longitude:.4f}:{each.latitude:.4f}"),
        }
        for each, (where, areas) in zip(shown, around, strict=True)
    ]  # fmt: skip


def _around(found: Incidents, areas: Sequence[str]) -> list[str]:
    """Return the lowest areas around a place, one a geography; the whole where it lies in none."""
    return [each for each in areas if each] or [found.asked.area]


def _middle(outline: OUTLINE) -> tuple[float, ...]:
    return tuple(np.mean(outline[:-1], axis=0).tolist())


def _address(found: Incidents, **one: Any) -> str:
    """Return where a hot spot or a chain is found again; it is the same from week to week."""
    asked = {"indicator": found.asked.indicator_id, "area": found.asked.area, **one}
    return f"{reverse('observatory:crime_map')}?{urlencode(asked)}"


def _feeds() -> dict[str, list[str]]:
    """Return what each source tells of, of the indicators that can be mapped."""
    ground, told = Ground(None), dict[str, list[str]]()
    if not ground.has_data:
        return told
    for indicator_id in incidents.OFFERED:
        for source in {voice.partition("/")[0] for voice in ground.voices(Question(indicator_id))}:
            told.setdefault(source, []).append(indicator_id)
    return told


def late(feeds: dict[str, list[str]], today: date) -> list[dict[str, Any]]:
    """Return every delivery that is late, and what is not known without it."""
    return [
        {
            "source": each.source, "office": each.office, "since": each.since.isoformat(),
            "last_month": each.last_month.isoformat(), "unknown": feeds.get(each.source, []),
        }
        for each in records.late(Sight(everything=True), today)
    ]  # fmt: skip


def senders(sight: Sight) -> set[tuple[str, str]]:
    """Return the sources and offices whose deliveries somebody may know of."""
    return {(each.source, each.office) for each in records.deliveries() if each.id in sight}


def tips_answered(today: date) -> dict[str, Any]:
    """Return what everybody may know of the tip line: of the last months told, how many came and how many
    were answered within each number of days. None: not told, for being few.
    """
    return memory.remembered(f"weekly tips|{today}", _tips)


def _tips() -> dict[str, Any]:
    # Beside the months there is one more, TOTAL, that adds them up.
    received = [each for each in tips.counts(()).received if each.of == TOTAL != each.month]
    paces = [each for each in tips.answered() if each.month != TOTAL]
    month = max((each.month for each in paces), default="")
    return {
        "received_in": received[-1].month if received else "",
        "received": received[-1].count if received else None,
        "answered_in": month,
        "answered": [
            {"days": PACES.get(each.of), "of": each.of, "count": each.count}
            for each in paces
            if each.month == month
        ],
    }
