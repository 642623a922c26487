"""Who will read a tip and who will not, in words, before it is sent. Its teller decides with them."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from confianza.web.tips.rules.routing import Route

WHY = {
    "police": gettext_noop(
        "Because police take part in what you tell, nobody of their chain of command gets it."
    ),
    "unsure": gettext_noop("Because police might take part in it, civilians read it first."),
    "school": gettext_noop("Because it is about a school, those who look after schools read it."),
    "school_without_officers": gettext_noop(
        "Because it is about a school and may name its officers, these do not read it."
    ),
    "subject": gettext_noop("Those who work on this subject read it."),
    "words_name_police": gettext_noop("Your words name police or prosecutors."),
    "station_unknown": gettext_noop(
        "We do not know who commands the station you name. So nobody who belongs to any station gets it."
    ),
    "badge_unknown": gettext_noop(
        "We do not know whose badge number you give. Say which station it is of, if you know."
    ),
    "next_step": gettext_noop("Those who would read it first are left out, or there are none."),
    "some_excluded": gettext_noop(
        "Not everybody there reads it: whoever served at the stations concerned is left out."
    ),
    "nobody_left": gettext_noop(
        "Nobody is left here whom we could give this to without risk for you. We have kept nothing. "
        "You can turn to those below."
    ),
}


def why(route: Route) -> tuple[str, ...]:
    """Return the reasons of a route, a sentence each, in the reader's language."""
    return tuple(_(WHY[code]) for code in route.reasons)


def who_reads(route: Route, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Return a sentence for every unit that gets the tip, by name; `names` are in the reader's language."""
    whole = [_("%(unit)s will read it.") % {"unit": names[unit]} for unit in route.units]
    partly = [
        ngettext(
            "%(count)s person of %(unit)s will read it, and nobody else there.",
            "%(count)s people of %(unit)s will read it, and nobody else there.",
            len(people),
        )
        % {"count": len(people), "unit": names[unit]}
        for unit, people in route.per_officer_units.items()
    ]
    return (*sorted(whole), *sorted(partly))


def who_does_not(route: Route, stations: Mapping[str, str], names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Return a sentence for everybody left out; `stations` and `names` as the reader knows them."""
    told = [_("The station you work with, and the police of any other, cannot see that there is a tip.")]
    if route.rule not in ("police", "unsure"):
        told = [_("Nobody else can read it, not even whoever runs this machine.")]
    places = sorted(stations[one] for one in route.implicated_stations if one in stations)
    units = sorted(names[one] for one in route.implicated_units if one in names)
    if left_out := [*places, *units]:
        told.append(_("Left out: %(names)s.") % {"names": ", ".join(left_out)})
    if route.implicated_stations:
        told.append(_("Whoever served there in the last two years is left out too."))
    return tuple(told)
