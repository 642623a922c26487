"""What the base template needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from confianza.web.design import entrances


def hall(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu` (groups of doors), `current_door`, `banners` and `fictional` (is this the demo?).

    Menu and banners are made only when a page draws them: fragments and machine answers do not pay for them.
    """
    menu: Any = SimpleLazyObject(lambda: entrances.menu_for(request.user))
    return {
        "menu": menu,
        "current_door": SimpleLazyObject(lambda: entrances.current_door(menu, request.path)),
        "banners": SimpleLazyObject(lambda: entrances.banners_for(request.user)),
        "fictional": settings.FICTIONAL_DATA,
    }
