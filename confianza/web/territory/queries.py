"""Reads of the territory: the frames the analysis works on, and what the pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext

from confianza.web.design.maps import Shape
from confianza.web.territory.models import (
    Area,
    Containment,
    Crosswalk,
    Edition,
    Generation,
    Level,
    NameDecision,
    Population,
)

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.territory.areas import Territory
    from confianza.analysis.territory.names import Proposal
    from confianza.analysis.vocabulary.problems import Problem

Place = tuple[str | None, str | None, str | None, str | None, int]
PLACES = ["department", "municipality", "zone", "locality", "count"]


def territory() -> "Territory":
    """Return everything known about places, as the analysis takes it; one copy a process and edition."""
    return _territory(edition())


def edition() -> str:
    """Return the token of the territory as it stands; it changes with every change."""
    return Edition.objects.values_list("token", flat=True).first() or ""


@lru_cache(maxsize=2)
def _territory(token: str) -> "Territory":
    from confianza.analysis.territory.areas import Territory

    ids = generation_ids()
    return Territory(
        areas=_area_rows(ids),
        names=_name_rows(),
        populations=_population_rows(ids),
        crosswalk=_crosswalk_rows(ids),
    )


def generation_ids() -> dict[int, str]:
    """Return the area_id of every generation: the area's own for the newest, with its first day for the
    others.
    """
    from confianza.analysis.territory.areas import former_id

    newest = dict(Generation.objects.values_list("area_id").annotate(Max("valid_from")))
    rows = Generation.objects.values_list("pk", "area_id", "area__stable_id", "valid_from")
    return {
        pk: stable_id if newest[area] == valid_from else former_id(stable_id, valid_from)
        for pk, area, stable_id, valid_from in rows
    }


def _area_rows(ids: dict[int, str]) -> "pl.DataFrame":
    import polars as pl

    from confianza.analysis.territory.areas import AREAS

    rows = Generation.objects.select_related("area", "parent").order_by("area__stable_id", "valid_from")
    told = [
        (
            ids[row.pk], row.area.geography, row.area.level, row.area.code, row.name,
            row.parent.stable_id if row.parent else "", row.valid_from, row.valid_to,
            None if row.wkb is None else bytes(row.wkb),
        )
        for row in rows
    ]  # fmt: skip
    return pl.DataFrame(told, schema=AREAS, orient="row")


def _name_rows() -> "pl.DataFrame":
    import polars as pl

    from confianza.analysis.territory.areas import NAMES

    decided = NameDecision.objects.filter(area__isnull=False).order_by("area__stable_id", "folded")
    return pl.DataFrame(list(decided.values_list("area__stable_id", "folded")), schema=NAMES, orient="row")


def _population_rows(ids: dict[int, str]) -> "pl.DataFrame":
    import polars as pl

    from confianza.analysis.territory.areas import POPULATIONS

    rows = Population.objects.order_by("generation_id", "year").values_list(
        "generation_id", "year", "people", "source"
    )
    told = [(ids[generation], year, people, source) for generation, year, people, source in rows]
    return pl.DataFrame(told, schema=POPULATIONS, orient="row")


def _crosswalk_rows(ids: dict[int, str]) -> "pl.DataFrame":
    import polars as pl

    from confianza.analysis.territory.areas import CROSSWALK

    rows = Crosswalk.objects.order_by("source_id", "target_id").values_list(
        "source_id", "target_id", "share", "method"
    )
    told = [(ids[source], ids[target], share, method) for source, target, share, method in rows]
    return pl.DataFrame(told, schema=CROSSWALK, orient="row")


class GenerationChooser:
    """Says which generation of an area a population figure is of: the one of mid-year, else the nearest."""

    def __init__(self) -> None:
        self._lives: dict[str, list[tuple[date, date | None, int]]] = {}
        rows = Generation.objects.order_by("valid_from")
        for area, begins, ends, pk in rows.values_list("area__stable_id", "valid_from", "valid_to", "pk"):
            self._lives.setdefault(area, []).append((begins, ends, pk))

    def on(self, stable_id: str, year: int) -> int:
        """Return the primary key of the generation."""
        middle = date(year, 7, 1)
        begun = [pk for begins, _, pk in self._lives[stable_id] if begins <= middle]
        return begun[-1] if begun else self._lives[stable_id][0][2]


def shapes(geography: str, level: str, as_on: date | None = None) -> Sequence[Shape]:
    """Return the boundaries of a level for a map, simplified together so that neighbours still touch.

    `as_on` chooses the generation of that day; without it, the current one.
    """
    return _shapes(edition(), geography, level, as_on)


@lru_cache(maxsize=64)
def _shapes(token: str, geography: str, level: str, as_on: date | None) -> Sequence[Shape]:
    import polars as pl

    from confianza.analysis.territory import areas
    from confianza.analysis.territory.shapes import simplified

    known = territory().areas.filter((pl.col("geography") == geography) & (pl.col("level") == level))
    chosen = areas.current(known) if as_on is None else areas.as_on(known, as_on)
    return [Shape(*row) for row in simplified(chosen).iter_rows()]


def sentence(problem: "Problem") -> str:
    """Return the sentence of a finding in the reader's language."""
    from confianza.analysis.territory.findings import KINDS

    return gettext(KINDS[problem.code].sentence) % problem.details


def severity(problem: "Problem") -> str:
    """Return how severe a finding is: refuse, left_out or warn."""
    from confianza.analysis.territory.findings import KINDS

    return KINDS[problem.code].severity


@dataclass(frozen=True)
class LevelSummary:
    """How much is known of one level."""

    level: str
    label: str
    geography: str
    areas: int
    drawn: int
    former: int
    with_population: int
    first_day: date | None


def levels() -> list[LevelSummary]:
    """Return what is known of each level, administrative first, from the widest."""
    current = Q(valid_to__isnull=True)
    rows = Generation.objects.values("area__level", "area__geography").annotate(
        areas=Count("area", filter=current, distinct=True),
        drawn=Count("pk", filter=current & Q(wkb__isnull=False), distinct=True),
        former=Count("pk", filter=~current, distinct=True),
        with_population=Count("area", filter=current & Q(populations__isnull=False), distinct=True),
        first_day=Min("valid_from", filter=current),
    )
    order = {level: (rank, label) for rank, (level, label) in enumerate(Level.choices)}
    found = [
        LevelSummary(
            level=row["area__level"],
            label=str(order[row["area__level"]][1]),
            geography=row["area__geography"],
            areas=row["areas"],
            drawn=row["drawn"],
            former=row["former"],
            with_population=row["with_population"],
            first_day=row["first_day"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: order[row.level][0])


def generations(*, level: str = "", search: str = "", former: bool = False) -> QuerySet[Generation]:
    """Return generations for a list, by name; current ones unless `former`."""
    rows = Generation.objects.select_related("area", "parent").annotate(
        first_year=Min("populations__year"), last_year=Max("populations__year")
    )
    rows = rows.filter(valid_to__isnull=not former)
    if level:
        rows = rows.filter(area__level=level)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(area__code__icontains=search))
    return rows.defer("wkb").order_by("name", "area__code")


def choices_within(level: str, scope: str) -> list[tuple[str, str]]:
    """Return (area_id, name and parent) of the current areas of a level, within one unless `scope` is ""."""
    import polars as pl

    from confianza.analysis.territory import areas

    known = territory()
    inside = areas.ancestry(known).filter(pl.col("ancestor_id") == scope)["area_id"]
    rows = areas.current(known.areas).filter(pl.col("level") == level)
    chosen = rows if not scope else rows.filter(pl.col("area_id").is_in(inside.implode()))
    titles = names_of(chosen["parent_id"])
    told = (
        (area, name, titles.get(parent, ""))
        for area, name, parent in chosen.select("area_id", "name", "parent_id").iter_rows()
    )
    return sorted(
        ((area, f"{name} ({above})" if above else name) for area, name, above in told),
        key=lambda pair: pair[1],
    )


def names_of(stable_ids: Iterable[str]) -> dict[str, str]:
    """Return the newest name of each area."""
    rows = Generation.objects.filter(area__stable_id__in=set(stable_ids)).order_by("valid_from")
    return dict(rows.values_list("area__stable_id", "name"))


def inside(area_ids: Iterable[str]) -> QuerySet[Any]:
    """Return the keys of some areas, by their identities, and of all that lies in them: for a condition."""
    return Containment.objects.filter(outer__stable_id__in=set(area_ids)).values("inner")


def names_by_key(areas: Iterable[Area | None]) -> dict[int, str]:
    """Return the newest name of each area by its key in the register, its code where it has none; of None,
    which stands for the whole installation, nothing.
    """
    known = [each for each in areas if each is not None]
    names = names_of(each.stable_id for each in known)
    return {each.pk: names.get(each.stable_id, each.code) for each in known}


def area(stable_id: str) -> Area:
    """Return one area. Raises Area.DoesNotExist."""
    return Area.objects.get(stable_id=stable_id)


def area_or_none(stable_id: str) -> Area | None:
    """Return one area; None for no identity, and for one that no area has."""
    return Area.objects.filter(stable_id=stable_id).first()


def generations_of(shown: Area) -> QuerySet[Generation]:
    """Return the generations of one area, the newest first."""
    return Generation.objects.filter(area=shown).select_related("parent").defer("wkb").order_by("-valid_from")


def children(parent: Area) -> QuerySet[Generation]:
    """Return the current areas directly below one."""
    return generations().filter(parent=parent).order_by("area__level", "name")


def population_of(stable_id: str, years: Sequence[int]) -> list[dict[str, Any]]:
    """Return population by year, how it is known and from which source."""
    from confianza.analysis.territory import population

    return population.for_years(territory(), [stable_id], years).to_dicts()


def latest_population(stable_ids: Sequence[str], *, year: int) -> dict[str, float | None]:
    """Return the population of each area in the last given year up to `year`, else in the first given."""
    from confianza.analysis.territory import population

    given = given_years()
    chosen = [one for one in given if one <= year][-1:] or given[:1]
    rows = population.for_years(territory(), stable_ids, chosen)
    return dict(rows.select("area_id", "population").iter_rows())


def given_years() -> list[int]:
    """Return the years any population was given for."""
    return sorted(set(Population.objects.values_list("year", flat=True)))


def crosswalk_of(stable_id: str) -> list[dict[str, Any]]:
    """Return where the claims of an area count in the other geography: area_id, name, share, how."""
    import polars as pl

    from confianza.analysis.territory.carrying import carried

    known = territory()
    own = known.areas.filter(pl.col("area_id") == stable_id)["geography"].to_list()
    rows = carried(known).filter(
        (pl.col("area_id") == stable_id) & ~pl.col("geography").is_in(own) & (pl.col("to_area") != "")
    )
    titles = names_of(rows["to_area"])
    return [{**row, "name": titles[row["to_area"]]} for row in rows.sort("share", descending=True).to_dicts()]


def proposals(places: Iterable[Place] | None = None) -> "list[Proposal]":
    """Return what the place names that nobody knows may mean, most claims first; names decided upon are not
    asked again.

    `places` are (department, municipality, zone, locality, number of claims); without them, those of the
    visible claims.
    """
    import polars as pl

    from confianza.analysis.territory import keys, names

    frame = _told_places() if places is None else pl.DataFrame(list(places), schema=PLACES, orient="row")
    decided = {
        (folded, level, within or "")
        for folded, level, within in NameDecision.objects.values_list("folded", "level", "within__stable_id")
    }
    found = names.for_places(frame, territory())
    return [one for one in found if (keys.name_key(one.name), one.level, one.scope) not in decided]


class Reached(Protocol):
    """What a person's grants reach, as the accounts above tell it."""

    everywhere: bool

    def rows(self, field: str) -> Q: ...


def proposals_within(found: "Sequence[Proposal]", reach: Reached) -> "list[Proposal]":
    """Keep the proposals for names told within an area that is reached; of the whole installation, all."""
    if reach.everywhere:
        return list(found)
    scopes = Area.objects.filter(reach.rows("pk"), stable_id__in={one.scope for one in found})
    reached = set(scopes.values_list("stable_id", flat=True))
    return [one for one in found if one.scope in reached]


def _told_places() -> "pl.DataFrame":
    """Return the distinct places of the visible claims, from the event store."""
    from confianza.store import deliveries
    from confianza.store.layout import StoreLayout

    root = settings.WORKSPACE.store
    return _places_of(root, deliveries.version(StoreLayout(root)))


@lru_cache(maxsize=2)
def _places_of(root: Path, version: str) -> "pl.DataFrame":
    from confianza.store import claims
    from confianza.store.layout import StoreLayout

    told = claims.visible(StoreLayout(root))
    parts = [
        "department_code",
        "department_name",
        "municipality_code",
        "municipality_name",
        "zone",
        "locality",
    ]
    counted: pl.DataFrame = told.group_by(parts).aggregate(count=told.weight.count()).to_polars()
    return counted.rename({"department_name": "department", "municipality_name": "municipality"})
