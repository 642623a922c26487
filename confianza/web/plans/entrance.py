"""What the plans room puts in the hall."""

from typing import Any

from confianza.web.design.entrances import Card, MenuEntry

MENU: tuple[MenuEntry, ...] = ()
DEEDS: dict[str, Any] = {}


def home_cards(user: Any) -> list[Card]:
    """Show nothing yet."""
    return []
