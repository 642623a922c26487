"""What was asked, promised and done: of a place, of one promise, one problem, one prevention plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from confianza.web.community import published as community
from confianza.web.community.published import Gathering
from confianza.web.design.writing import day, number
from confianza.web.plans.published import commitments, effectiveness, prevention, problems
from confianza.web.plans.published.commitments import Moment, Promised
from confianza.web.plans.published.effectiveness import QuarterTold
from confianza.web.public_site import pages, queries

PER_PAGE = 30
MOST_ITEMS, MOST_PROBLEMS, MOST_MEETINGS, QUARTERS = 40, 12, 3, 4


@dataclass(frozen=True)
class Where:
    """The place that was asked for, or every place (`area_id` ""), and those one can choose."""

    area_id: str
    name: str
    choices: Sequence[pages.Choice]

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.area_id,) if self.area_id else ()


def where(asked: str) -> Where:
    """Return the place of an address (`?lugar=`); every place where there is none of that name."""
    shown = queries.latest()
    found = shown.places.get(asked) if shown else None
    choices = pages.choices(shown) if shown else []
    return Where(found.area_id if found else "", found.name if found else "", choices)


@dataclass(frozen=True)
class Glance:
    """What stands of a place at one glance: asked, promised, kept and late, and the next open meetings."""

    asked: int
    promised: int
    kept: int
    late: int
    gatherings: Sequence[Gathering]

    @property
    def anything(self) -> bool:
        return bool(self.asked or self.promised)


def glance(place: Where) -> Glance:
    """Return what was asked, promised, kept and is late in a place, and which meetings it can go to."""
    told = commitments.counts(place.ids)
    asked = community.asked_counts(place.ids).asked
    return Glance(asked, told.promised, told.kept, told.late, nearby(place)[:MOST_MEETINGS])


def nearby(place: Where) -> list[Gathering]:
    """Return the open meetings of the bodies inside of a place, and of those whose area it lies in."""
    around = {each.place.area_id: each.place.parent_id or "" for each in place.choices}
    if not place.area_id:
        return community.gatherings()
    here = {*_upwards(place.area_id, around)}
    return [
        each
        for each in community.gatherings()
        if each.area_id in here or place.area_id in _upwards(each.area_id, around)
    ]


def _upwards(area_id: str, around: Mapping[str, str]) -> list[str]:
    """Return an area and those it lies in, the narrowest first."""
    found = [area_id]
    while upper := around.get(found[-1], ""):
        found.append(upper)
    return found


def of_place(place: Where, page: str | None) -> dict[str, Any]:
    """Return what the page of a place shows."""
    asked = community.asked_counts(place.ids)
    return {
        "where": place,
        "glance": glance(place),
        "sentence": sentence(commitments.kept(place.ids)),
        "promises": promises(place, page),
        "problems": problems.problems(place.ids)[:MOST_PROBLEMS],
        "plans": prevention.plans(place.ids),
        "asked": community.asked(place.ids)[:10],
        "asked_counts": asked,
        "quarters": [(each, quarter(each)) for each in effectiveness.quarters_told(place.ids)[:QUARTERS]],
    }


def of_problem(told: Any) -> dict[str, Any]:
    """Return what the page of a problem shows."""
    return {
        "told": told,
        "promises": commitments.for_problem(told.pk),
        "steps": problems.moments(told.pk),
    }


def quarter(told: QuarterTold) -> list[str]:
    """Say what a quarter came to: promises, requests, meetings, and what the assessments found."""
    promises, requests, meetings = (told.counts[part] for part in ("promises", "requests", "meetings"))
    return [
        _("Promises that were due: %(n)s; kept by the day %(kept)s, later %(late)s, not kept %(broken)s.")
        % {
            "n": number(told.promised),
            "kept": number(promises["in_time"]),
            "late": number(promises["kept_late"]),
            "broken": number(promises["broken"]),
        },
        _("Requests: %(n)s asked; answered in time %(in_time)s, late %(late)s.")
        % {
            "n": number(requests["asked"]),
            "in_time": number(requests["in_time"]),
            "late": number(requests["late"]),
        },
        _("Meetings held: %(n)s; the precinct's highest officer came to %(highest)s.")
        % {"n": number(meetings["held"]), "highest": number(meetings["highest"])},
        _assessed(told),
    ]


def _assessed(told: QuarterTold) -> str:
    """Say what came of the problems of a quarter; of a few, how many they are."""
    assessed = number(told.counts["problems"]["assessed"])
    if not told.verdicts:
        return _("Problems assessed: %(n)s.") % {"n": assessed}
    return _(
        "Of %(n)s problems assessed, %(fell)s fell, %(rose)s rose, and of %(none)s there is no evidence "
        "of change."
    ) % {
        "n": assessed,
        "fell": number(told.verdicts.get("fell", 0)),
        "rose": number(told.verdicts.get("rose", 0)),
        "none": number(told.verdicts.get("no_evidence_of_change", 0)),
    }


def plans_of(place: Where, page: str | None) -> dict[str, Any]:
    """Return a page of the prevention plans of a place."""
    return {"where": place, "plans": Paginator(prevention.plans(place.ids), PER_PAGE).get_page(page)}


def of_plan(told: Any) -> dict[str, Any]:
    """Return what the page of a prevention plan shows."""
    quarters = [
        {"quarter": each.quarter, "sentence": sentence(each.due), "words": each.words}
        for each in told.quarters
    ]
    return {"told": told, "sentence": sentence(told.tally), "quarters": quarters}


def promises(place: Where, page: str | None) -> Page[Promised]:
    """Return a page of what was promised in a place."""
    return Paginator(commitments.promised(place.ids), PER_PAGE).get_page(page)


def sentence(tally: Any) -> str:
    """Say how many of the promises that were due were kept, and how."""
    if not tally.due:
        return _("No promise was due yet.")
    counted = ngettext(
        "Of %(due)s promise that was due until today, %(kept)s was kept",
        "Of %(due)s promises that were due until today, %(kept)s were kept",
        tally.due,
    ) % {"due": number(tally.due), "kept": number(tally.kept)}
    rest = (
        (tally.kept_late, _("%(n)s of them late")),
        (tally.broken, _("%(n)s not kept")),
        (tally.waiting, _("%(n)s still open")),
        (tally.released, _("%(n)s released with a reason")),
    )
    parts = [words % {"n": number(count)} for count, words in rest if count]
    return f"{'; '.join([counted, *parts])}."


def what_happened(moment: Moment) -> str:
    """Say what happened to a promise at a moment."""
    if moment.due_on:
        return _("%(standing)s, for %(day)s") % {"standing": moment.standing, "day": day(moment.due_on)}
    return moment.standing


def feed_of_promise(told: Promised, moments: Iterable[Moment], base: str) -> str:
    """Return what happened to one promise as Atom."""
    url = base + reverse("public_site:promise", args=[told.pk])
    feed = Atom1Feed(title=told.text, link=url, description=told.area, language=get_language())
    for each in moments:
        words = what_happened(each)
        feed.add_item(
            title=words, link=url, description=told.text, unique_id=f"{url}#{each.at:%Y%m%dT%H%M%S}",
            pubdate=each.at, updateddate=each.at,
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def feed_of_place(place: Where, base: str) -> str:
    """Return the latest steps of the promises of a place as Atom."""
    title = (
        _("What was promised in %(area)s") % {"area": place.name} if place.name else _("What was promised")
    )
    feed = Atom1Feed(title=title, link=base + address(place), description=title, language=get_language())
    for told, moment in commitments.latest(place.ids, MOST_ITEMS):
        url = base + reverse("public_site:promise", args=[told.pk])
        feed.add_item(
            title=f"{what_happened(moment)}: {told.text}", link=url, description=f"{told.area} · {told.who}",
            unique_id=f"{url}#{moment.at:%Y%m%dT%H%M%S}", pubdate=moment.at, updateddate=moment.at,
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def address(place: Where) -> str:
    """Return the address of the page of a place."""
    url = reverse("public_site:promises")
    return f"{url}?lugar={place.area_id}" if place.area_id else url
