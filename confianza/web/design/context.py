"""What the base template needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from confianza.web.design import entrances


def hall(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu` (groups of doors), `current_door` and `fictional` (is this the demo?).

    The menu is made only when a page draws it: fragments and machine answers do not pay for it.
    """
    menu: Any = SimpleLazyObject(lambda: entrances.menu_for(request.user))
    return {
        "menu": menu,
        "current_door": SimpleLazyObject(lambda: entrances.current_door(menu, request.path)),
        "fictional": settings.FICTIONAL_DATA,
    }
