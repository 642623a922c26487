"""What the page of a weekly meeting says in words, from what it tells in plain values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from confianza.web.design import writing
from confianza.web.observatory import labels, week_pages
from confianza.web.observatory.queries.week import Event
from confianza.web.tips.rules.pace import LATER

Told = Mapping[str, Any]

TITLES = {
    "decisions": gettext_lazy("What was decided last time"),
    "happened": gettext_lazy("What happened, against what was to be expected"),
    "places": gettext_lazy("Hot spots and chains now"),
    "problems": pgettext_lazy("weekly meeting", "Problems"),
    "promises": gettext_lazy("What was promised"),
    "work": gettext_lazy("Patrols and visits"),
    "tips": gettext_lazy("Tips that were answered"),
    "deliveries": gettext_lazy("Deliveries that are late, and what is unknown without them"),
}


def withheld() -> list[str]:
    """Say that a part is for others."""
    return [_("This part is for those who work with it on its own page; it is not repeated here.")]


def decisions(told: Told) -> list[str]:
    """Say what became of the decisions of the meeting before, and which weeks were left out."""
    out = [
        _("No meeting on %(day)s: %(why)s") % {"day": day(each["on"]), "why": each["why"]}
        for each in told["left_out"]
    ]
    return [_became(told), *out]


def _became(told: Told) -> str:
    if told["before"] is None:
        return _("This is the first meeting of this place: nothing was decided before it.")
    rows, held = told["rows"], day(told["held_on"])
    if not rows:
        return _("The meeting of %(day)s decided nothing.") % {"day": held}
    values = {
        "day": held,
        "count": writing.number(len(rows)),
        "kept": _of(rows, "kept"),
        "open": _of(rows, "promised", "under_way"),
        "broken": _of(rows, "broken", "released"),
    }
    return (
        ngettext(
            "The meeting of %(day)s decided %(count)s thing: %(kept)s done, %(open)s still open, %(broken)s "
            "not done.",
            "The meeting of %(day)s decided %(count)s things: %(kept)s done, %(open)s still open, %(broken)s "
            "not done.",
            len(rows),
        )
        % values
    )


def _of(rows: Sequence[Told], *standings: str) -> str:
    return writing.number(sum(row["standing"] in standings for row in rows))


def events(rows: Sequence[Told]) -> list[Event]:
    """Return the events of a frozen page under their names in the reader's language."""
    language = labels.language()
    return [Event(**{**row, "name": row["name"].get(language, row["name"]["en"])}) for row in rows]


def happened(told: Told | None) -> list[str]:
    """Say which events were more or fewer than usual by more than chance, in the last week told."""
    if told is None:
        return [_("No source tells of any offence here yet; what happened is not known.")]
    days = {"first": day(told["first"]), "last": day(told["last"])}
    found = events([*told["reports"], *told["finds"]])
    return [_("The last week told is that of %(first)s to %(last)s.") % days, *week_pages.unusual(found)]


def places(told: Told | None) -> list[str]:
    """Say how many places stand out and how many chains may go on."""
    if told is None:
        return [_("No source tells where anything happened here; no map can show a hot spot.")]
    what, hot, chains = labels.indicator(told["indicator"]), told["hot"], told["chains"]
    values = {
        "what": what,
        "first": day(told["first"]),
        "last": day(told["last"]),
        "hot": writing.number(hot),
        "size": told["size"],
        "chains": writing.number(chains),
    }
    spots = ngettext(
        "%(what)s, %(first)s to %(last)s: %(hot)s cell of %(size)s m is a hot spot.",
        "%(what)s, %(first)s to %(last)s: %(hot)s cells of %(size)s m are hot spots.",
        hot,
    )
    going_on = ngettext(
        "%(chains)s chain of repeats near by may go on.",
        "%(chains)s chains of repeats near by may go on.",
        chains,
    )
    return [spots % values, going_on % values]


def problems(told: Told) -> list[str]:
    """Say how many problems are open, moved since, and are stalled."""
    values = {
        "open": writing.number(told["open"]),
        "moved": writing.number(told["moved_count"]),
        "stalled": writing.number(told["stalled_count"]),
    }
    said = ngettext(
        "%(open)s problem is open. Since the last meeting: %(moved)s steps. Stalled: %(stalled)s.",
        "%(open)s problems are open. Since the last meeting: %(moved)s steps. Stalled: %(stalled)s.",
        told["open"],
    )
    return [said % values]


def stalled(row: Told) -> str:
    """Say why a problem counts as stalled."""
    values = {
        "next": day(row["next_on"]),
        "moved": day(row["moved_on"]),
        "late": writing.number(row["late"]),
    }
    reasons = {
        "not_looked": _("was to be looked at on %(next)s"),
        "not_moved": _("nobody has moved it since %(moved)s"),
        "promises_late": _("promises that are late: %(late)s"),
    }
    return capfirst("; ".join(reasons[code] % values for code in row["why"]))


def promises(told: Told) -> list[str]:
    """Say what is due, late, kept and broken."""
    values = {name: writing.number(told[f"{name}_count"]) for name in ("due", "late", "kept", "broken")}
    open_now = writing.number(told["open"])
    return [
        _(
            "Open: %(open)s. Due within a week: %(due)s; late: %(late)s. Since the last meeting %(kept)s "
            "were kept and %(broken)s were not."
        )
        % {**values, "open": open_now}
    ]


def work(told: Told) -> list[str]:
    """Say what was done with the community beside what was planned."""
    return [_meetings(told["meetings"]), *_juntas(told["juntas"])]


def _meetings(told: Told) -> str:
    if not told["planned"]:
        return _("No meeting of a community body was planned since the last meeting.")
    values = {name: writing.number(told[name]) for name in ("planned", "held", "highest", "not_closed")}
    said = ngettext(
        "Of %(planned)s meeting planned with the community, %(held)s was held; the precinct's highest "
        "officer came to %(highest)s. Of %(not_closed)s nobody wrote down how it went.",
        "Of %(planned)s meetings planned with the community, %(held)s were held; the precinct's highest "
        "officer came to %(highest)s. Of %(not_closed)s nobody wrote down how they went.",
        told["planned"],
    )
    return said % values


def _juntas(told: Told) -> list[str]:
    if "withheld" in told or not told["juntas"]:
        return []
    values = {name: writing.number(told[name]) for name in ("juntas", "visits", "overdue", "every_days")}
    said = ngettext(
        "%(visits)s visit to juntas. Of %(juntas)s juntas, %(overdue)s had no visit for more than "
        "%(every_days)s days.",
        "%(visits)s visits to juntas. Of %(juntas)s juntas, %(overdue)s had no visit for more than "
        "%(every_days)s days.",
        told["visits"],
    )
    return [said % values]


def tips(told: Told) -> list[str]:
    """Say how many tips came and how soon they were answered: of the whole line, and no count below five."""
    out = [_("Of the whole tip line, not of this place alone; numbers below five are told to nobody.")]
    if told["received_in"]:
        values = {"month": _month(told["received_in"]), "count": _count(told["received"])}
        out.append(_("Received in %(month)s: %(count)s.") % values)
    if told["answered_in"]:
        paces = "; ".join(_pace(each) for each in told["answered"] if each["of"] != "total")
        values = {"month": _month(told["answered_in"]), "paces": paces}
        out.append(_("Answers to those of %(month)s, told half a year later: %(paces)s.") % values)
    if len(out) == 1:
        out.append(_("No whole month can be told yet."))
    return out


def _pace(each: Told) -> str:
    if each["of"] == LATER:
        return _("later %(count)s") % {"count": _count(each["count"])}
    return _("within %(days)s days %(count)s") % {"days": each["days"], "count": _count(each["count"])}


def _count(value: int | None) -> str:
    return _("too few to tell") if value is None else writing.number(value)


def deliveries(told: Told) -> list[str]:
    """Say how many deliveries are late."""
    late = told["late"]
    if not late:
        return [_("No delivery is late by the rhythm its office has kept.")]
    said = ngettext(
        "%(count)s delivery is late: what it would tell is not low, it is unknown.",
        "%(count)s deliveries are late: what they would tell is not low, it is unknown.",
        len(late),
    )
    return [said % {"count": writing.number(len(late))}]


def unknown(row: Told) -> str:
    """Say what nobody knows while a delivery is late."""
    values = {"month": writing.month(date.fromisoformat(row["last_month"]))}
    if not row["unknown"]:
        return _("Nothing after %(month)s.") % values
    what = ", ".join(labels.indicator(each) for each in row["unknown"])
    return _("After %(month)s: %(what)s") % {**values, "what": what}


def known(at: str) -> str:
    """Write the moment of which a page tells."""
    moment = timezone.localtime(datetime.fromisoformat(at))
    return f"{writing.day(moment.date())}, {moment:%H:%M}"


def day(iso: str) -> str:
    """Write a day that is told as text."""
    return writing.day(date.fromisoformat(iso))


def _month(told: str) -> str:
    return writing.month(date.fromisoformat(f"{told}-01"))
