"""Take part: meetings that everybody may come to, and what was asked and what became of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.community import published
from confianza.web.community.published import Counts, Gathering
from confianza.web.design.writing import number

# As long as such a meeting lasts, for calendars that want to know.
LASTS = timedelta(hours=2)
LONGEST_LINE = 75
PER_PAGE = 50


def shown(page: str | None = None) -> dict[str, Any]:
    """Return what the page shows: the meetings, and of what was asked the page that is wanted."""
    return {
        "gatherings": published.gatherings(),
        "asked": Paginator(published.asked(), PER_PAGE).get_page(page),
        "sentence": sentence(published.asked_counts()),
    }


def sentence(counts: Counts) -> str:
    """Say how much of what was asked is still open, and how much of that is late."""
    if not counts.asked:
        return ""
    counted = ngettext(
        "%(count)s thing was asked for in public, of which %(open)s is still open",
        "%(count)s things were asked for in public, of which %(open)s are still open",
        counts.asked,
    ) % {"count": number(counts.asked), "open": number(counts.open)}
    return (_("%(counted)s and %(late)s late.") if counts.late else _("%(counted)s.")) % {
        "counted": counted,
        "late": number(counts.late),
    }


def calendar(gatherings: Iterable[Gathering], host: str) -> str:
    """Return the meetings as iCalendar (RFC 5545), for the calendar of a telephone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Confianza//ES"]
    for each in gatherings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.key}@{host}",
            f"DTSTAMP:{_moment(timezone.now())}",
            f"DTSTART:{_moment(each.starts_at)}",
            f"DTEND:{_moment(each.starts_at + LASTS)}",
            f"SUMMARY:{_text(f'{each.body} · {each.theme}')}",
            f"LOCATION:{_text(each.place)}",
            f"DESCRIPTION:{_text(' · '.join(each.agenda))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return localtime(moment, timezone.get_fixed_timezone(0)).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Fold a line after 75 bytes, as calendars want it, never inside of a letter."""
    folded, length = [], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST_LINE:
            folded.append("\r\n ")
            length = 1
        folded.append(letter)
        length += size
    return "".join(folded)
