"""People who stand at a door without being in any register."""

from types import SimpleNamespace


def standing_as(role: str, *, active: bool = True, purpose: str | None = None) -> SimpleNamespace:
    """Return somebody logged in who holds `role` everywhere, for `purpose` (None: for every one)."""

    def holds(*roles, purpose=None, held_for=purpose):
        return role in roles and (purpose is None or held_for in (None, purpose))

    return SimpleNamespace(is_authenticated=True, is_active=active, pk=1, holds=holds)
