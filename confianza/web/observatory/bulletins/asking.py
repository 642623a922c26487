"""Which place and which month of a release somebody means."""

import difflib
from datetime import date

from confianza.web.observatory.bulletins.release import Release
from confianza.web.observatory.queries.places import UnknownPlace

MOST_MEANT = 3


class NoBulletin(Exception):
    """A bulletin cannot be made of this release; `problem` is its code, `told` what its sentence names."""

    def __init__(self, problem: str, **told: str) -> None:
        self.problem, self.told = problem, told
        super().__init__(f"{problem}: {told}")


def area_of(release: Release, asked: str) -> dict[str, str]:
    """Return the row of the area somebody names by identity, code or name.

    Raises UnknownPlace, with names that look like it, for what the release does not hold, and with the
    identities to choose from where several areas go by the name.
    """
    from confianza.analysis.vocabulary.folding import fold

    rows = release.areas().to_dicts()
    for wanted, named in ((asked, "area_id"), (asked, "code"), (fold(asked), "name")):
        met = [row for row in rows if _as_named(row, named) == wanted]
        if len(met) == 1:
            return met[0]
        if met:
            raise UnknownPlace(asked, [row["area_id"] for row in met])
    names = {fold(row["name"]): row["name"] for row in rows}
    near = difflib.get_close_matches(fold(asked), names, n=MOST_MEANT)
    raise UnknownPlace(asked, [names[name] for name in near])


def _as_named(row: dict[str, str], how: str) -> str:
    from confianza.analysis.vocabulary.folding import fold

    if how == "code":
        return row["area_id"].partition("-")[2].partition("@")[0]
    return fold(row["name"]) if how == "name" else row["area_id"]


def month_of(release: Release, area_id: str, asked: date | None) -> date:
    """Return the month asked for, or the last one told of the area; raise NoBulletin with what there is.

    A month is in the release where at least one of the area's figures in it is told or hidden.
    """
    found = months(release, area_id)
    if not found:
        raise NoBulletin("not_by_month", area=area_id)
    if asked is None:
        return found[-1]
    if asked > found[-1]:
        raise NoBulletin("too_late", month=f"{asked:%Y-%m}", last=f"{found[-1]:%Y-%m}")
    if asked not in found:
        raise NoBulletin(
            "not_told", month=f"{asked:%Y-%m}", first=f"{found[0]:%Y-%m}", last=f"{found[-1]:%Y-%m}"
        )
    return asked


def months(release: Release, area_id: str) -> list[date]:
    """Return the months of which at least one figure of the area is told or hidden, the first one first."""
    import polars as pl

    figures = release.figures(area=area_id, grain="month")
    told = figures.filter(pl.col("count").is_not_null() | pl.col("hidden"))
    return [date.fromisoformat(f"{period}-01") for period in sorted(set(told["period"]))]
