"""What a plan of a wave promises: how sure its figures will be, and what change it would show."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from confianza.analysis.surveys import planning
from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.surveys.models import Survey

# Half of everybody: the share that is hardest to tell.
HARDEST, SD_OF_HALF = 0.5, 0.5
# Of answers from 0 to 10 about trust, as surveys of the region find it.
USUAL_SD = 2.5
READY_FORM = "percepcion_ciudadana"
# A stratum of a single cluster tells no variance.
FEWEST_CLUSTERS = 2
PROPORTIONAL, EQUAL = "proportional", "equal"
BY_SIZE, SIMPLE = "by_size", "simple"


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a wave. `likeness`: how alike people of a cluster are (intraclass correlation);
    `response`: the share of doors that will lead to an interview; `sd`: of the answers from 0 to 10.
    """

    interviews: int
    per_cluster: int
    likeness: float
    response: float
    sd: float
    allocation: str = PROPORTIONAL
    method: str = BY_SIZE
    replacements: float = 0.25

    @property
    def told(self) -> dict[str, Any]:
        """The wish as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Promise:
    """What a plan promises. Shares in percentage points, means in points of the scale.

    `clusters` and `visits` (dwellings to go to) follow from the wish; `effective`: how many interviews of a
    simple sample would tell as much. `by_stratum`: clusters to draw.
    """

    clusters: int
    interviews: int
    visits: int
    deff: float
    effective: float
    margin_of_share: float
    margin_of_mean: float
    change_of_share: float
    change_of_mean: float
    by_stratum: Mapping[str, int]

    @property
    def told(self) -> dict[str, Any]:
        """The promise as plain data."""
        return asdict(self)


class PlanRefused(Exception):
    """The frame cannot carry the plan; `code` is no_frame, few_clusters or too_many_clusters."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(code)


def promised(survey: Survey, wish: Wish) -> Promise:
    """Return what a wave of a survey would promise. Raises PlanRefused, and SurveyRefused bad_plan."""
    strata = list(survey.strata.all())
    if not strata:
        raise PlanRefused("no_frame")
    by_stratum = _allocated(wish, {each.name: each.population for each in strata})
    for each in strata:
        there_are, wanted = each.clusters.count(), by_stratum[each.name]
        if wanted > there_are:
            raise PlanRefused("too_many_clusters", name=each.name, wanted=wanted, there_are=there_are)
    clusters = sum(by_stratum.values())
    return _promise(clusters, clusters * wish.per_cluster, by_stratum, wish)


def _allocated(wish: Wish, people: Mapping[str, int]) -> dict[str, int]:
    if wish.per_cluster < 1 or wish.interviews < 1:
        raise SurveyRefused("bad_plan")
    clusters = ceil(wish.interviews / wish.per_cluster)
    if clusters < FEWEST_CLUSTERS * len(people):
        raise PlanRefused("few_clusters", wanted=clusters, fewest=FEWEST_CLUSTERS * len(people))
    sizes = {name: float(people[name]) if wish.allocation == PROPORTIONAL else 1.0 for name in people}
    return planning.allocated(clusters, sizes, fewest=FEWEST_CLUSTERS)


def _promise(clusters: int, interviews: int, by_stratum: Mapping[str, int], wish: Wish) -> Promise:
    deff = planning.design_effect(wish.per_cluster, wish.likeness)
    both = (interviews, interviews)
    return Promise(
        clusters=clusters,
        interviews=interviews,
        visits=planning.whole(interviews / wish.response),
        deff=deff,
        effective=interviews / deff,
        margin_of_share=planning.margin(SD_OF_HALF, interviews, deff=deff),
        margin_of_mean=planning.margin(wish.sd, interviews, deff=deff),
        change_of_share=planning.detectable_change(SD_OF_HALF, both, deff=deff),
        change_of_mean=planning.detectable_change(wish.sd, both, deff=deff),
        by_stratum=dict(by_stratum),
    )
