"""The ways through the public site: five sections, each with its own page and those that lie behind it.

What a neighbour comes for stands first and is always to be seen; the rest unfolds (`#pages`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What `aria-current` says of a link: it is this page, or this page lies behind it.
THIS_PAGE, ON_THE_WAY = "page", "true"


@dataclass(frozen=True)
class Door:
    """A page one can go to by the name of its address, and the names of those that are read from it."""

    label: Any
    name: str
    behind: tuple[str, ...] = ()

    def current(self, name: str) -> str:
        """Say what `aria-current` is on the page of this name; "" is nothing."""
        if name == self.name:
            return THIS_PAGE
        return ON_THE_WAY if name in self.behind else ""


@dataclass(frozen=True)
class Section:
    """A section: its own page, the sign beside its name, and its further pages."""

    door: Door
    icon: str
    doors: tuple[Door, ...] = ()

    def current(self, name: str) -> str:
        """Say what `aria-current` is on the page of this name, for the section as a whole."""
        inside = any(door.current(name) for door in self.doors)
        return self.door.current(name) or (ON_THE_WAY if inside else "")


SECTIONS = (
    Section(
        Door(_("My place"), "places", ("place",)),
        "map",
        (Door(_("What happens"), "home"),),
    ),
    Section(
        Door(
            pgettext_lazy("a section of the public site", "What was promised"),
            "promises",
            ("promise", "problem"),
        ),
        "check",
        (
            Door(_("Prevention plans"), "plans", ("plan",)),
            Door(_("Register of grants"), "grants", ("grant_call",)),
            Door(_("Did it work?"), "evaluations", ("evaluation",)),
        ),
    ),
    Section(Door(_("Take part"), "take_part"), "people"),
    Section(Door(pgettext_lazy("a section of the public site", "Tell"), "tip_line"), "speech"),
    Section(
        Door(_("Figures and data"), "indicators", ("indicator", "indicator_map")),
        "chart",
        (
            Door(_("What people say"), "surveys", ("survey",)),
            Door(_("Bulletins"), "bulletins"),
            Door(_("Data"), "data", ("release",)),
            Door(_("Methods"), "methods"),
            Door(_("For programs"), "machines"),
            Door(_("What is new"), "news"),
            Door(_("Corrections"), "corrections"),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    """A link of the navigation as one page shows it."""

    label: Any
    url: str
    current: str
    icon: str = ""
    inside: Sequence["Link"] = ()


def seen_from(name: str) -> list[Link]:
    """Return the sections as the page of this name shows them: where one stands is marked."""
    return [
        Link(
            label=section.door.label,
            url=_url(section.door),
            current=section.current(name),
            icon=section.icon,
            inside=[Link(door.label, _url(door), door.current(name)) for door in section.doors],
        )
        for section in SECTIONS
    ]


def _url(door: Door) -> str:
    return reverse(f"public_site:{door.name}")
