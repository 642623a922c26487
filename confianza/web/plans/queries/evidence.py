"""Pages of the analysis as evidence: taken as they are today, and looked at again later."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import labels, queries
from confianza.web.observatory import permissions as observatory
from confianza.web.observatory.queries import incidents, patterns, timing
from confianza.web.observatory.queries.incidents import Asked, Incidents
from confianza.web.plans.models import Evidence, Page, Problem
from confianza.web.territory.models import Area

# Two years of months: the same season twice.
MONTHS_TAKEN = 24
# More cells than this are no spots.
MOST_CELLS = 40


@dataclass(frozen=True)
class Taken:
    """A page: its title, where it is found, and its content, `said` in both languages and `figures`."""

    title: str
    address: str
    content: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, as 64 hexadecimal digits."""
        return digest(self.content)


@dataclass(frozen=True)
class SeenAgain:
    """A page kept, beside what it says today (None: it can no longer be asked, or not by this reader).

    `is_whole`: the content still has the digest it was kept with; `same`: today it says the same.
    """

    is_whole: bool
    today: Taken | None

    def same(self, kept: Mapping[str, Any]) -> bool:
        """Whether the figures of today are those that were kept."""
        return bool(self.today and self.today.content["figures"] == kept.get("figures"))


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, whatever the order its parts came back in."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def of_problem(user: Any, problem: Problem) -> QuerySet[Evidence]:
    """Return the pages kept for a problem that a person may see: cells of a map only as the observatory
    shows them, to who works with places there.
    """
    kept = Evidence.objects.visible_to(user).filter(problem=problem)
    return kept if sees_places(user, problem.area) else kept.exclude(page=Page.HOT_SPOTS)


def sees_places(user: Any, area: Area) -> bool:
    """Whether the person sees cells of the map of an area."""
    return bool(observatory.can_see_places(user) and observatory.places_reach(user).covers(area))


def pages_for(user: Any, problem: Problem) -> list[str]:
    """Return which pages a person may keep for a problem: none where it is not measured."""
    if not problem.offence:
        return []
    mapped = problem.offence in incidents.OFFERED
    pages: list[str] = [Page.MONTHS] + ([Page.WEEK] if mapped else [])
    return [*pages, Page.HOT_SPOTS] if mapped and sees_places(user, problem.area) else pages


def take(user: Any, problem: Problem, page: str) -> Taken | None:
    """Return a page of the analysis for the offence and the area of a problem, as the person may see it and
    as it is today; None where there is nothing to keep.
    """
    if page not in pages_for(user, problem):
        return None
    asked = {"indicator": problem.offence, "area": problem.area.stable_id}
    return TAKES[page](user, problem.area, asked)


def again(user: Any, kept: Evidence) -> SeenAgain:
    """Look again at what was kept: is it whole, and what would the same page say today?"""
    asked = kept.content.get("asked", {})
    today = TAKES[kept.page](user, kept.problem.area, asked) if kept.page in TAKES else None
    return SeenAgain(digest(kept.content) == kept.sha256, today)


def _months(user: Any, area: Area, asked: Mapping[str, str]) -> Taken | None:
    horizon = queries.horizon(observatory.reach(user))
    question = queries.Question(
        indicator_id=asked["indicator"],
        geography=area.geography,
        area=area.stable_id,
        level=queries.WHOLE,
        source=asked.get("source", ""),
    )
    try:
        question, told = queries.monthly(queries.permitted(question, horizon))
    except queries.UnknownArea:
        return None
    until = _month(asked.get("to", ""))
    rows = [(on, count) for on, count in told if until is None or on <= until][-MONTHS_TAKEN:]
    counted = [(on, count) for on, count in rows if count is not None]
    if not counted:
        return None
    asked = {**asked, "source": question.source, "to": f"{rows[-1][0]:%Y-%m}"}
    figures = [[f"{on:%Y-%m}", count] for on, count in rows]
    query = {"area": area.stable_id, "geography": area.geography}
    address = f"{reverse('observatory:offence', args=[asked['indicator']])}?{urlencode(query)}"
    return _taken(Page.MONTHS, address, asked, figures, lambda: _said_of_months(counted))


def _said_of_months(counted: list[tuple[date, Any]]) -> str:
    values = {
        "from": writing.month(counted[0][0]),
        "to": writing.month(counted[-1][0]),
        "all": writing.number(sum(count for _on, count in counted)),
        "low": writing.number(min(count for _on, count in counted)),
        "high": writing.number(max(count for _on, count in counted)),
    }
    return _("%(from)s to %(to)s: %(all)s in all; between %(low)s and %(high)s a month.") % values


def _week(user: Any, area: Area, asked: Mapping[str, str]) -> Taken | None:
    found = _incidents(asked, observatory.reach(user))
    told = timing.times(found) if found else None
    if found is None or told is None:
        return None
    asked = _settled(found)
    address = f"{reverse('observatory:times')}?{urlencode(asked)}"
    figures = [[round(hour, 2) for hour in day] for day in told.week]
    return _taken(Page.WEEK, address, asked, figures, lambda: f"{said.headline(found)} {said.week(told)}")


def _hot_spots(user: Any, area: Area, asked: Mapping[str, str]) -> Taken | None:
    if not sees_places(user, area):
        return None
    found = _incidents(asked, observatory.places_reach(user))
    told = patterns.mapped(found) if found else None
    if found is None or told is None:
        return None
    asked = _settled(found)
    address = f"{reverse('observatory:crime_map')}?{urlencode(asked)}"
    spots = sorted((cell for cell in told.cells if cell.hot), key=lambda cell: -cell.now)[:MOST_CELLS]
    figures = [
        {"where": list(cell.where), "now": cell.now, "before": cell.before, "kind": cell.kind}
        for cell in spots
    ]
    return _taken(
        Page.HOT_SPOTS, address, asked, figures, lambda: f"{said.headline(found)} {said.hot_spots(told)}"
    )


def _incidents(asked: Mapping[str, str], reach: Any) -> Incidents | None:
    first, last = (_day(asked.get(name, "")) for name in ("from", "to"))
    question = Asked(asked["indicator"], asked["area"], first, last, asked.get("source", ""))
    try:
        found = incidents.incidents(question, queries.horizon(reach))
    except incidents.NoSuchGround:
        return None
    # The observatory gives another indicator where this one has no points; that would be another page.
    return found if found and found.asked.indicator_id == asked["indicator"] else None


def _settled(found: Incidents) -> dict[str, str]:
    first, last = found.days
    return {
        "indicator": found.asked.indicator_id,
        "area": found.asked.area,
        "source": found.asked.source,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }


def _taken(
    page: Page, address: str, asked: Mapping[str, str], figures: list[Any], tell: Callable[[], str]
) -> Taken:
    """Put a page together, with its sentences in both languages: which one reads it later nobody knows."""
    spoken, names = {}, {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            spoken[language] = tell()
            names[language] = f"{page.label}: {labels.indicator(asked['indicator'])}"
    content = {
        "asked": dict(asked),
        "said": spoken,
        "titles": names,
        "figures": figures,
        "known_on": timezone.localdate().isoformat(),
    }
    return Taken(names[settings.LANGUAGES[0][0]], address, content)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


TAKES: Mapping[str, Callable[[Any, Area, Mapping[str, str]], Taken | None]] = {
    Page.MONTHS: _months,
    Page.WEEK: _week,
    Page.HOT_SPOTS: _hot_spots,
}
