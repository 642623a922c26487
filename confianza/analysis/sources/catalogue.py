"""The catalogue of layouts: every profile that ships, by name."""

import difflib

from confianza.analysis.sources import (
    canonical_es,
    cl_cead_monthly,
    cl_homicides_by_region,
    cl_police_homicides,
    co_police_homicides,
    ec_violent_deaths,
    gt_civil_deaths,
    gt_inacif_necropsies,
    gt_mp_aggrieved,
    gt_pnc_victims,
    mx_cdmx_points,
    mx_cdmx_quadrants,
    mx_daily_cabinet,
    mx_daily_press,
    mx_sesnsp_monthly,
    mx_zapopan_events,
    pa_homicides,
)
from confianza.analysis.sources.profile import Profile

_MODULES = (
    canonical_es,
    cl_cead_monthly,
    cl_homicides_by_region,
    cl_police_homicides,
    co_police_homicides,
    ec_violent_deaths,
    gt_civil_deaths,
    gt_inacif_necropsies,
    gt_mp_aggrieved,
    gt_pnc_victims,
    mx_cdmx_points,
    mx_cdmx_quadrants,
    mx_daily_cabinet,
    mx_daily_press,
    mx_sesnsp_monthly,
    mx_zapopan_events,
    pa_homicides,
)
_PROFILES: dict[str, Profile] = {module.PROFILE.name: module.PROFILE for module in _MODULES}
_NEAR_ENOUGH = 0.5


class UnknownSource(LookupError):
    """There is no profile of this name; `near` has the names that look like it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.near = difflib.get_close_matches(name.lower(), _PROFILES, n=3, cutoff=_NEAR_ENOUGH)
        hint = f" Did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"There is no source named “{name}”.{hint}")


def names() -> list[str]:
    """Return the names of all profiles, sorted."""
    return sorted(_PROFILES)


def get(name: str) -> Profile:
    """Return the profile of a name; raises UnknownSource with the nearest names."""
    if name not in _PROFILES:
        raise UnknownSource(name)
    return _PROFILES[name]


def everyone() -> list[Profile]:
    """Return all profiles, sorted by name."""
    return [_PROFILES[name] for name in names()]
