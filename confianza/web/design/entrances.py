"""The hall: what each room puts in the menu and on a person's home page.

A room that wants a door has a module `entrance.py` with any of

    MENU = (MenuEntry(Stage.DIAGNOSE, _("Overview"), "observatory:overview", permissions.may_see_overview),)

    def home_cards(user) -> list[Card]: ...

    def banners(user) -> list[Banner]: ...

and, for the deeds it writes into the account, DEEDS = {"records.receive_delivery": _("received a delivery")}.

Rooms are found through Django's list of apps, so the hall needs no list of its own and knows no room.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.module_loading import module_has_submodule
from django.utils.translation import pgettext_lazy

from confianza.web.lib import once


class Stage(models.TextChoices):
    """The steps of the cycle, in order; SETUP holds what the cycle stands on."""

    LISTEN = "listen", pgettext_lazy("step of the cycle", "Listen")
    DIAGNOSE = "diagnose", pgettext_lazy("step of the cycle", "Diagnose")
    PLAN = "plan", pgettext_lazy("step of the cycle", "Plan")
    ACT = "act", pgettext_lazy("step of the cycle", "Act")
    ACCOUNT = "account", pgettext_lazy("step of the cycle", "Account")
    SETUP = "setup", pgettext_lazy("step of the cycle", "Set-up")


@dataclass(frozen=True)
class MenuEntry:
    """One door in the menu, shown only to those for whom `may_open(user)` holds."""

    stage: Stage
    label: Any
    url_name: str
    may_open: Callable[[Any], bool]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Card:
    """One piece of a person's work for today: a title, and a template of the room with what it needs.

    Lower `order` comes first: what must be acted on (0–9), today's work (10–49), things to know (50–99).
    """

    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    wide: bool = False


@dataclass(frozen=True)
class Banner:
    """What a person must not lose sight of, above every page: a template of the room with what it needs."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MenuGroup:
    """A step of the cycle with the doors this person may open."""

    stage: Stage
    entries: Sequence[MenuEntry]


def menu_for(user: Any) -> list[MenuGroup]:
    """Return the steps of the cycle that have at least one door for `user`, in the order of the cycle."""
    with once.remembered():
        doors = [
            entry for room in _entrances() for entry in getattr(room, "MENU", ()) if entry.may_open(user)
        ]
    groups = [MenuGroup(stage, [door for door in doors if door.stage is stage]) for stage in Stage]
    return [group for group in groups if group.entries]


def current_door(groups: Sequence[MenuGroup], path: str) -> str:
    """Return the address of the door behind which `path` lies: the longest that begins it, or ""."""
    urls = [entry.url for group in groups for entry in group.entries]
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def home_cards_for(user: Any) -> list[Card]:
    """Collect what every room contributes to the home page of `user`, most urgent first."""
    rooms = [room.home_cards for room in _entrances() if hasattr(room, "home_cards")]
    with once.remembered():
        return sorted((card for cards in rooms for card in cards(user)), key=lambda card: card.order)


def deeds() -> dict[str, Any]:
    """Collect what every room calls the actions it writes into the account, by their codes."""
    return {code: words for room in _entrances() for code, words in getattr(room, "DEEDS", {}).items()}


def banners_for(user: Any) -> list[Banner]:
    """Collect what every room has to say above each page of `user`; to nobody, nothing."""
    if not user.is_authenticated:
        return []
    rooms = [room.banners for room in _entrances() if hasattr(room, "banners")]
    return [banner for banners in rooms for banner in banners(user)]


def rooms_that(offer: str) -> list[ModuleType]:
    """Return the entrances that have a function of this name."""
    return [room for room in _entrances() if hasattr(room, offer)]


@functools.cache
def _entrances() -> tuple[ModuleType, ...]:
    rooms = [room for room in apps.get_app_configs() if room.module]
    return tuple(
        import_module(f"{room.name}.entrance")
        for room in rooms
        if module_has_submodule(room.module, "entrance")
    )
