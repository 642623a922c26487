"""The linkage profiles, by name."""

from importlib import import_module

from confianza.analysis.link.profile import LinkProfile

NAMES = ("victims", "febrl", "rldata", "historical_figures")


class UnknownProfile(Exception):
    """There is no linkage profile of that name; the text says which there are."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(f"No linkage profile is called “{asked}”; there are {', '.join(NAMES)}.")


def get(name: str) -> LinkProfile:
    """Return a profile. Raises UnknownProfile."""
    if name not in NAMES:
        raise UnknownProfile(name)
    profile: LinkProfile = import_module(f"{__name__}.{name}").PROFILE
    return profile
