"""What the page of a weekly meeting says before all else: what asks for a decision, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.observatory import analysis_sentences
from confianza.web.plans import coordination_sentences as said

Told = Mapping[str, Any]
MOST_NAMED = 2


@dataclass(frozen=True)
class Pending:
    """Something that asks for a decision, and the part of the page (its key) that tells of it."""

    part: str
    text: str

    @property
    def title(self) -> Any:
        return said.TITLES[self.part]


def pending(parts: Told, taken_up: Mapping[str, Any]) -> list[Pending]:
    """Return what asks for a decision of what a reader sees of a page, in the order in which it presses.

    `taken_up`: the addresses of hot spots and chains that are somebody's problem already.
    """
    seen = {key: part for key, part in parts.items() if part and "withheld" not in part}
    told = [
        Pending("promises", _late(seen["promises"])),
        Pending("decisions", _not_kept(seen["decisions"])),
        Pending("problems", _stalled(seen["problems"])),
        Pending("happened", _unusual(seen.get("happened"))),
        Pending("places", _nobodys(seen.get("places"), taken_up)),
        Pending("work", _without_patrol(seen["work"].get("patrols"))),
        Pending("work", _not_written(seen["work"]["meetings"])),
        Pending("work", _unvisited(seen["work"]["juntas"])),
        Pending("deliveries", _missing(seen.get("deliveries"))),
    ]
    return [each for each in told if each.text]


def _late(told: Told) -> str:
    count = told["late_count"]
    words = ngettext(
        "%(count)s promise is late: %(which)s.", "%(count)s promises are late: %(which)s.", count
    )
    return _named(words, [_whose(row["what"], row["owner"]) for row in told["late"]], count)


def _not_kept(told: Told) -> str:
    broken = [_whose(row["what"], row["owner"]) for row in told["rows"] if row["standing"] == "broken"]
    return _named(
        ngettext(
            "%(count)s thing decided last time was not done: %(which)s.",
            "%(count)s things decided last time were not done: %(which)s.",
            len(broken),
        ),
        broken,
        len(broken),
    )


def _stalled(told: Told) -> str:
    return _named(
        ngettext(
            "%(count)s problem stands still: %(which)s.",
            "%(count)s problems stand still: %(which)s.",
            told["stalled_count"],
        ),
        [_whose(row["title"], row["leader"]) for row in told["stalled"]],
        told["stalled_count"],
    )


def _unusual(told: Told | None) -> str:
    """Name the events that were more than usual; fewer asks for nothing."""
    found = said.events([*told["reports"], *told["finds"]]) if told else []
    more = [each.name for each in found if each.stands_out and each.now > each.usual]
    return _("More than usual, by more than chance: %(which)s.") % {"which": ", ".join(more)} if more else ""


def _nobodys(told: Told | None, taken_up: Mapping[str, Any]) -> str:
    spots = (
        [each for each in [*told["cells"], *told["links"]] if each["address"] not in taken_up] if told else []
    )
    where = list(dict.fromkeys(analysis_sentences.where(each["where"]) for each in spots))
    return _named(
        ngettext(
            "%(count)s hot spot is nobody's problem yet: %(which)s.",
            "%(count)s hot spots are nobody's problem yet: %(which)s.",
            len(where),
        ),
        where,
        len(where),
    )


def _without_patrol(told: Told | None) -> str:
    missed = told["now"].get("missed", ()) if told else ()
    names = [told["names"].get(area, area) for area in missed] if told else []
    return _named(
        ngettext(
            "%(count)s place in which the police promised something saw no patrol: %(which)s.",
            "%(count)s places in which the police promised something saw no patrol: %(which)s.",
            len(names),
        ),
        names,
        len(names),
    )


def _not_written(told: Told) -> str:
    count = told["not_closed"]
    words = ngettext(
        "Of %(count)s meeting with the community nobody wrote down how it went.",
        "Of %(count)s meetings with the community nobody wrote down how they went.",
        count,
    )
    return words % {"count": writing.number(count)} if count else ""


def _unvisited(told: Told) -> str:
    count = told.get("overdue", 0)
    words = ngettext(
        "%(count)s junta had no visit for more than %(days)s days.",
        "%(count)s juntas had no visit for more than %(days)s days.",
        count,
    )
    return words % {"count": writing.number(count), "days": told["every_days"]} if count else ""


def _missing(told: Told | None) -> str:
    late = list(dict.fromkeys(each["office"] for each in told["late"])) if told else []
    return _named(
        ngettext(
            "%(count)s office is late with what it delivers: %(which)s.",
            "%(count)s offices are late with what they deliver: %(which)s.",
            len(late),
        ),
        late,
        len(late),
    )


def _whose(what: str, who: str) -> str:
    return _("“%(what)s” (%(who)s)") % {"what": what, "who": who}


def _named(words: str, names: Sequence[str], count: int) -> str:
    """Fill in how many there are and the names of the first of them; "" where there is none."""
    if not count:
        return ""
    which = "; ".join(names[:MOST_NAMED])
    more = count - min(len(names), MOST_NAMED)
    if more:
        which = _("%(which)s and %(more)s more") % {"which": which, "more": writing.number(more)}
    return words % {"count": writing.number(count), "which": which}
