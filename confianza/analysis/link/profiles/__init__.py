"""The linkage profiles, by name."""

from importlib import import_module

from confianza.analysis.link.findings import CannotLink
from confianza.analysis.link.profile import LinkProfile

NAMES = ("victims", "febrl", "rldata", "historical_figures")


def get(name: str) -> LinkProfile:
    """Return a profile. Raises CannotLink."""
    if name not in NAMES:
        raise CannotLink("unknown_profile", asked=name, known=", ".join(NAMES))
    profile: LinkProfile = import_module(f"{__name__}.{name}").PROFILE
    return profile
