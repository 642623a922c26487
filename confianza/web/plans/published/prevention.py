"""What everybody may see of prevention plans: the words that stand before a meeting or were approved, how the
meeting voted, and what was kept. No draft, nobody's name, no count of crime.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from confianza.web.plans import prevention_pages
from confianza.web.plans.models import PlanVersion, PreventionPlan
from confianza.web.plans.queries import prevention as queries
from confianza.web.plans.queries import quarter
from confianza.web.plans.queries.commitments import Tally
from confianza.web.territory import queries as territory


@dataclass(frozen=True)
class Version:
    """A version of a plan: word for word, with the SHA-256 of `content` (as JSON with sorted keys, without
    blanks, in UTF-8) and what the meeting said to it. `said`: the content in the reader's words.
    """

    number: int
    content: Mapping[str, Any]
    sha256: str
    proposed_on: date
    decision: str
    words: str
    approved_on: date | None

    @cached_property
    def said(self) -> Mapping[str, Any]:
        return prevention_pages.readable(self.content)


@dataclass(frozen=True)
class Quarter:
    """A quarter as it was accounted for: what was due in it, and since the plan began."""

    quarter: str
    due: Tally
    since: Tally
    words: str
    computed_on: date
    sha256: str


@dataclass(frozen=True)
class Published:
    """A plan as everybody may read it: `version` is the one in force, or what stands before its first
    meeting; `before` one that stands before a meeting while another is in force. `tally`: of what stands in
    the plan; what was promised since, and not said in public, does not count.
    """

    key: int
    title: str
    area_id: str
    area: str
    state: str
    is_approved: bool
    begins_on: date
    ends_on: date
    version: Version
    before: Version | None
    tally: Tally
    quarters: Sequence[Quarter]


def plans(area_ids: Iterable[str] = ()) -> list[Published]:
    """Return the plans that everybody may read, of some areas and all that lies in them, or of all."""
    found = _public()
    wanted = set(area_ids)
    if wanted:
        found = found.filter(area__in=territory.inside(wanted))
    tallies = queries.tallies_of([each.pk for each in found], timezone.localdate())
    return [told for each in found if (told := _published(each, tallies[each.pk]))]


def plan(key: int) -> Published | None:
    """Return one plan, if everybody may read it."""
    found = _public().filter(pk=key).first()
    return _published(found, queries.tallies_of([key], timezone.localdate())[key]) if found else None


def _public() -> QuerySet[PreventionPlan]:
    found: QuerySet[PreventionPlan] = PreventionPlan.objects.public()
    return found.select_related("area").prefetch_related("versions__meeting__body", "quarters")


def _published(found: PreventionPlan, tally: Tally) -> Published | None:
    versions = list(found.versions.all())
    holds = next((each for each in versions if each.approved_on), None)
    waits = next((each for each in versions if _waits(each)), None)
    shown = holds or waits
    if shown is None:
        return None
    return Published(
        key=found.pk,
        title=shown.content["title"],
        area_id=found.area.stable_id,
        area=shown.content["area"],
        state=found.get_state_display(),
        is_approved=holds is not None,
        begins_on=date.fromisoformat(shown.content["begins_on"]),
        ends_on=date.fromisoformat(shown.content["ends_on"]),
        version=_version(shown),
        before=_version(waits) if holds and waits else None,
        tally=tally,
        quarters=[_quarter(each) for each in found.quarters.all()],
    )


def _waits(version: PlanVersion) -> bool:
    return not (version.approved_on or version.refused_on or version.taken_back_on)


def _version(version: PlanVersion) -> Version:
    return Version(
        number=version.number,
        content=version.content,
        sha256=version.sha256,
        proposed_on=timezone.localdate(version.proposed_at),
        decision=prevention_pages.decision(version),
        words=version.said,
        approved_on=version.approved_on,
    )


def _quarter(kept: Any) -> Quarter:
    return Quarter(
        quarter=kept.quarter,
        due=quarter.tally_from(kept.told["due"]),
        since=quarter.tally_from(kept.told["since_beginning"]),
        words=kept.words,
        computed_on=timezone.localdate(kept.computed_at),
        sha256=kept.sha256,
    )
