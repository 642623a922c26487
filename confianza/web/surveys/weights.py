"""The weights of a wave's interviews on this machine's disk: sealed, under their SHA-256, never changed."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from confianza.web.fieldwork import sealed

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.surveys.design import Design

FORMAT = "confianza-weights/1"


@dataclass(frozen=True)
class Weighed:
    """The weights of interviews, by instance. `before`: the weight before sums were made to agree with what
    is known; `classes`: per margin the class of each interview, by which its variance falls.
    """

    instances: tuple[str, ...]
    weights: tuple[float, ...]
    before: tuple[float, ...]
    classes: tuple[tuple[str, ...], ...] = ()


def keep(weighed: Weighed) -> str:
    """Keep weights and return their SHA-256; the same weights give the same."""
    told: dict[str, Any] = {"format": FORMAT, **vars(weighed)}
    return sealed.keep(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())


def read(sha256: str) -> Weighed:
    """Return kept weights. Raises FileNotFoundError, and VaultError where they do not open."""
    told = json.loads(sealed.read(sha256))
    return Weighed(
        tuple(told["instances"]),
        tuple(told["weights"]),
        tuple(told["before"]),
        tuple(tuple(each) for each in told["classes"]),
    )


def design(frame: "pl.DataFrame", weighed: Weighed) -> "Design":
    """Return the design of weighed interviews, in the order of `frame` (`_stratum`, `_cluster`, and
    instance_id of all of them).

    A stratum of which a single cluster was left tells no variance of its own: the distance from the mean of
    all clusters stands for it.
    """
    from confianza.analysis.surveys import design as designs

    at = {instance: place for place, instance in enumerate(weighed.instances)}
    order = [at[instance] for instance in frame["instance_id"]]
    found = designs.of(
        [weighed.before[place] for place in order],
        strata=frame["_stratum"].to_list(),
        clusters=[frame["_cluster"].to_list()],
        lonely="adjust",
    )
    if not weighed.classes:
        return found
    return _agreed(found, weighed, order)


def _agreed(found: "Design", weighed: Weighed, order: list[int]) -> "Design":
    import numpy as np

    from confianza.analysis.surveys.weighting import Regression

    known = [np.array(labels, dtype=object)[order] for labels in weighed.classes]
    x = np.concatenate([(labels[:, None] == np.unique(labels.astype(str))) for labels in known], axis=1)
    final = np.array([weighed.weights[place] for place in order])
    return found.reweighted(final, Regression(x.astype(float), found.weights))
