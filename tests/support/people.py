"""People who stand at a door without being in any register."""

from types import SimpleNamespace


def standing_as(
    role: str, *, active: bool = True, purpose: str | None = None, everywhere: bool = True
) -> SimpleNamespace:
    """Return somebody logged in who holds `role` for `purpose` (None: for every one), in the whole
    installation or else in some town.
    """

    def holds(*roles, purpose=None, held_for=purpose):
        return role in roles and (purpose is None or held_for in (None, purpose))

    def reach(*roles, purpose=None):
        held = holds(*roles, purpose=purpose)
        return SimpleNamespace(everywhere=held and everywhere, roots=(1,) if held and not everywhere else ())

    return SimpleNamespace(is_authenticated=True, is_active=active, pk=1, holds=holds, reach=reach)
