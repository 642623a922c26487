"""What the weekly meeting is told of patrols: sentences and a table, of counts that show nobody's work."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Table
from confianza.web.fieldwork.queries.patrolled import ELSEWHERE, LONG_ENOUGH
from confianza.web.fieldwork.rules import FEWEST_TELEPHONES
from confianza.web.plans.coordination_sentences import day

Told = Mapping[str, Any]

MINUTES = 60
# What the patrol log offers as done at a stop (library/forms/bitacora_patrulla.md).
DONE = {
    "presencia": gettext_lazy("presence"),
    "vecinos": gettext_lazy("talk with neighbours"),
    "comercio": gettext_lazy("visit to a business"),
    "escuela": gettext_lazy("visit to a school"),
    "problema": gettext_lazy("work on a problem of the place"),
    "llamada": gettext_lazy("answer to a call"),
    "control": gettext_lazy("check"),
    "otra": gettext_lazy("something else"),
}


def sentences(told: Told | None) -> list[str]:
    """Say what patrols did in the week that is over, beside the week before and what was promised.

    None, or nothing but the reason, where no page that was frozen before tells of it.
    """
    no_plan = _("No plan of patrols is kept here: this is what was done, not how much of a plan.")
    if not told:
        return [_("This page was prepared before patrols were counted.")]
    now = told["now"]
    if not now or "too_few" in now:
        return [_few(told), *_waiting(told)]
    return [
        _stopped(told),
        *_how(now),
        *_promised(told),
        *_spots(now),
        *_without(told),
        *_waiting(told),
        no_plan,
    ]


def table(told: Told | None) -> Table | None:
    """Return the stops of the week by ward, beside the week before; None where none can be told."""
    if not told or not any(told["now"].get("wards", {}).values()):
        return None
    now, before = (told[week].get("wards") for week in ("now", "before"))
    columns = (
        Column(_("Where")),
        Column(pgettext("patrols", "Shifts"), 0),
        Column(pgettext("patrols", "Stops"), 0),
        Column(_("Hours at the stops"), 1),
        Column(_("Stops the week before"), 0),
    )
    named = {area: told["names"].get(area, area) for area in now}
    if ELSEWHERE in named:
        named[ELSEWHERE] = _("Without a point")
    in_order = sorted(named, key=lambda area: (area == ELSEWHERE, named[area]))
    rows = [_row(named[area], now[area], area, before) for area in in_order if now[area]]
    few = [named[area] for area in in_order if not now[area]]
    return Table(_("Where patrols stopped"), columns, rows, note=_note(few))


def _row(name: str, pile: Told, area: str, before: Told | None) -> tuple[Any, ...]:
    """Tell of one ward; of the week before nothing where it was too few to tell."""
    then = None if before is None else before.get(area, {"stops": 0})
    return name, pile["shifts"], pile["stops"], pile["minutes"] / MINUTES, then and then["stops"]


def _note(few: Sequence[str]) -> str:
    why = _(
        "From patrol logs that were approved. Fewer than %(fewest)s telephones are not counted, nor what "
        "would let them be counted: it would show whose work it is."
    ) % {"fewest": FEWEST_TELEPHONES}
    if not few:
        return why
    return " ".join((_("Patrols stopped in %(few)s too.") % {"few": ", ".join(few)}, why))


def _few(told: Told) -> str:
    days = {"first": day(told["first"]), "last": day(told["last"]), "fewest": FEWEST_TELEPHONES}
    if not told["now"]:
        return _("No approved patrol log tells of a stop here from %(first)s to %(last)s.") % days
    why = _("Patrol logs of %(first)s to %(last)s came from fewer than %(fewest)s telephones.") % days
    return " ".join((why, _("A count would show whose work it is, and is not told.")))


def _stopped(told: Told) -> str:
    now = told["now"]
    values = {
        "first": day(told["first"]),
        "last": day(told["last"]),
        "shifts": writing.number(now["shifts"]),
        "stops": writing.number(now["stops"]),
        "hours": writing.number(now["minutes"] / MINUTES, 1),
    }
    said = ngettext(
        "From %(first)s to %(last)s: %(shifts)s shift, %(stops)s stops, %(hours)s hours at them.",
        "From %(first)s to %(last)s: %(shifts)s shifts, %(stops)s stops, %(hours)s hours at them.",
        now["shifts"],
    )
    return " ".join((said % values, _before(told["before"])))


def _before(before: Told) -> str:
    if not before:
        return _("The week before no stop is told of.")
    if "too_few" in before:
        return _("Of the week before too few telephones told.")
    values = {
        "stops": writing.number(before["stops"]),
        "hours": writing.number(before["minutes"] / MINUTES, 1),
    }
    return _("The week before: %(stops)s stops, %(hours)s hours.") % values


def _how(now: Told) -> list[str]:
    values = {
        "foot": writing.number(now["on_foot"]),
        "long": writing.number(now["long_enough"]),
        "minutes": LONG_ENOUGH,
    }
    long = _("%(long)s stops lasted %(minutes)s minutes or more.") % values
    foot = _("%(foot)s stops were on foot or by bicycle.") % values if now["on_foot"] is not None else ""
    done = sorted(now["done"].items(), key=lambda pair: (-(pair[1] or 0), pair[0]))
    parts = ", ".join(f"{DONE.get(code, code)} {writing.number(count)}" for code, count in done if count)
    what = _("What was done: %(parts)s.") % {"parts": parts} if parts else ""
    return [" ".join(filter(None, (foot, long))), *filter(None, [what])]


def _promised(told: Told) -> list[str]:
    now = told["now"]
    if not now["promised"]:
        return []
    missed = ", ".join(told["names"].get(area, area) for area in now["missed"])
    values = {
        "promised": writing.number(now["promised"]),
        "visited": writing.number(now["promised"] - len(now["missed"])),
        "missed": missed,
    }
    said = ngettext(
        "The police have promised something in %(promised)s place; patrols stopped in %(visited)s.",
        "The police have promised something in %(promised)s places; patrols stopped in %(visited)s.",
        now["promised"],
    )
    without = _("No stop in: %(missed)s.") % values if missed else ""
    return [" ".join(filter(None, (said % values, without)))]


def _spots(now: Told) -> list[str]:
    if not now.get("spots"):
        return []
    values = {"spots": writing.number(now["spots"]), "visited": writing.number(now["spots_visited"])}
    said = ngettext(
        "Of the %(spots)s hot spot the last meeting looked at, patrols stopped at %(visited)s.",
        "Of the %(spots)s hot spots the last meeting looked at, patrols stopped at %(visited)s.",
        now["spots"],
    )
    return [said % values]


def _without(told: Told) -> list[str]:
    if not told["without"]:
        return []
    values = {"without": writing.number(told["without"]), "zones": writing.number(told["zones"])}
    said = ngettext(
        "Of %(zones)s zone, no stop is told of in %(without)s.",
        "Of %(zones)s zones, no stop is told of in %(without)s.",
        told["zones"],
    )
    return [said % values]


def _waiting(told: Told) -> list[str]:
    if not told["waiting"]:
        return []
    said = ngettext(
        "%(waiting)s patrol log waits to be looked at and is not counted yet.",
        "%(waiting)s patrol logs wait to be looked at and are not counted yet.",
        told["waiting"],
    )
    return [said % {"waiting": writing.number(told["waiting"])}]
